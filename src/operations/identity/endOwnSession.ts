import type { PayloadRequest } from 'payload'
import { personUser, staffAccount } from '../../access/staffUser.ts'
import { endSessions } from './personSessions.ts'

/** Logging out: the session ends where it is kept, so that a copy of its token is worth nothing. */
export async function endOwnSession(req: PayloadRequest): Promise<void> {
  const [person, staff] = [personUser(req), staffAccount(req)]
  if (person) return endSessions(req, person.id, { only: String(person._sid) })
  if (!staff) return
  const { _sid: sid } = staff as typeof staff & { _sid?: string }
  const account = await req.payload.db.findOne<typeof staff>({
    collection: 'staff',
    where: { id: { equals: staff.id } },
    req,
  })
  if (account)
    await req.payload.db.updateOne({
      collection: 'staff',
      id: staff.id,
      data: { sessions: (account.sessions ?? []).filter(({ id }) => id !== sid) },
      req,
    })
}
