import type { PayloadRequest } from 'payload'
import { findRow } from '../database/rows.ts'
import { runInTransaction } from '../database/runInTransaction.ts'
import { AppError } from '../domain/AppError.ts'
import { claimLimit, networkOfClient } from './claimLimit.ts'
import { tryCode, useUp } from './openSession.ts'
import { endSessions } from './personSessions.ts'
import { contactHash, type Contact } from './requestCode.ts'
import { requirePerson } from './requireUser.ts'
import { writeAudit } from './writeAudit.ts'

/**
 * A person takes over a contact that staff typed for them, by the code that was sent to it: from now on it logs in, and all other sessions end.
 *
 * @throws AppError not-logged-in, forbidden, code-invalid, not-found (nothing of the kind waits), contact-taken, rate-limited
 */
export async function confirmContact(req: PayloadRequest, { code, ...given }: { email?: string | undefined; phone?: string | undefined; code: string }, now: Date): Promise<void> {
  const { id, _sid: sid } = requirePerson(req)
  const contact = (given.email === undefined ? { phone: given.phone } : { email: given.email }) as Contact
  const [field, pending] = contact.email === undefined ? (['phone', 'pendingPhone'] as const) : (['email', 'pendingEmail'] as const)
  const hash = contactHash(contact)
  const isNoGuess = await claimLimit(req, [{ limit: 'wrong-codes-from-network', of: networkOfClient(req) }], now)
  const row = await tryCode(req, hash, code, now)
  await isNoGuess()
  req.context.useCase = 'getMyData'
  const own = await req.payload.findByID({ collection: 'people', id, depth: 0, overrideAccess: false, req, user: req.user })
  if (own[pending] !== contact[field]) throw new AppError('not-found', '没有待确认的联系方式，请刷新后再看。')
  const other = await req.payload.db.findOne<{ id: string }>({ collection: 'people', where: { [`${field}Hash`]: { equals: hash } }, req })
  if (other && other.id !== id) throw new AppError('contact-taken')
  await useUp(req, row.id, now)
  await runInTransaction(req, async () => {
    req.context.useCase = 'confirmContact'
    await req.payload.update({ collection: 'people', id, data: { [field]: contact[field], [pending]: null }, depth: 0, overrideAccess: false, req, user: req.user })
    await writeAudit(req, { action: 'changed', subjectCollection: 'people', subject: id, details: { fields: [field], confirmed: true } })
  })
  if (await findRow(req, 'people', id)) await endSessions(req, id, { except: sid ?? null })
}
