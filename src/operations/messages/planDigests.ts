import type { PayloadRequest, Where } from 'payload'
import { newId } from '../../database/rows.ts'
import { holdRecords } from '../../database/holdRecords.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { isDuplicate, swap } from '../../database/swap.ts'
import { type NewRow } from '../../database/types.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { digestOf, isDigestTime, staffRefusal } from '../../domain/messages/messages.ts'
import type { Staff } from '../../payload-types.ts'
import { eachAlone } from '../shared/eachAlone.ts'
import { atOnce } from '../shared/paced.ts'

/**
 * In the morning, one row of `messages` for the day and each member of staff; sendMessages.ts looks whether anything
 * waits. The key is unique, so this may die at any point and run in many processes (docs/messages.md).
 */
export async function planDigests(req: PayloadRequest, now: Date, paced = atOnce): Promise<void> {
  if (!isDigestTime(now)) return
  const day = dayOf(now)
  const all = { pagination: false, limit: 0, req } as const
  const { docs: staff } = await req.payload.db.find<Staff & { unit: string }>({ collection: 'staff', ...all })
  const today: Where = { and: [{ kind: { equals: 'digest' } }, { reference: { equals: day } }] }
  const { docs: made } = await req.payload.db.find<{ staff: string }>({ collection: 'messages', where: today, ...all })
  const known = new Set(made.map((row) => row.staff))
  // Looked at again when it is sent.
  const missing = staff.filter((account) => staffRefusal(account, 'daily') === null && !known.has(account.id))
  await eachAlone(req, missing, (reader) => paced(() => plan(req, reader, day, now)))
}

async function plan(
  req: PayloadRequest,
  { id, unit }: { id: string; unit: string },
  day: string,
  now: Date,
): Promise<void> {
  const at = now.toISOString()
  const insert = {
    ...digestOf(id, day),
    staff: id,
    unit,
    state: 'waiting' as const,
    dueAt: at,
    attempts: 0,
    doubts: 0,
    createdAt: at,
    updatedAt: at,
  }
  const row: NewRow = { collection: 'messages', id: newId(req.payload), insert }
  try {
    await runInTransaction(req, async () => {
      // Nothing refers to an account that is deleted at this moment.
      if (await holdRecords(req, 'staff', [id])) await swap(req, [], [row])
    })
  } catch (error) {
    // Another process was faster.
    if (!isDuplicate(error)) throw error
  }
}
