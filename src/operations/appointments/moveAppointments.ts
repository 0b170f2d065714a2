import type { PayloadRequest } from 'payload'
import { findRowsBy } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { swap } from '../../database/swap.ts'
import { endedKey, standingOn } from '../../domain/appointments/appointments.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { eachAlone } from '../shared/eachAlone.ts'
import { atOnce, type Paced } from '../shared/paced.ts'

const FIELDS = ['id', 'from', 'to', 'awaiting', 'standing', 'revision'] as const

/**
 * The county's midnight: those whose first day has come are in their post, those whose last day is over have left it
 * and free it. Each once, however many processes do it at the same time: the second finds another revision. Powers do
 * not wait for it (`isInPost`).
 *
 * @returns how many this run moved
 */
export async function moveAppointments(req: PayloadRequest, now: Date, paced: Paced = atOnce): Promise<number> {
  const today = dayOf(now)
  // Both by an index that ends in the day, so that what is due is read and nothing else.
  const due = { above: '', upTo: today }
  const beginning = await findRowsBy(req, 'appointments', { standing: 'planned', awaiting: false, from: due }, [
    ...FIELDS,
  ])
  const leaving = await findRowsBy(req, 'appointments', { standing: 'current', to: { below: today } }, [...FIELDS])
  let moved = 0
  await eachAlone(req, [...leaving, ...beginning], (row) =>
    paced(async () => {
      const standing = standingOn(row, today)
      if (standing === row.standing) return
      const set = {
        standing,
        ...(standing === 'ended' && { holds: endedKey(row.id) }),
        updatedAt: now.toISOString(),
      }
      const change = { collection: 'appointments' as const, id: row.id, revision: row.revision, set }
      if (await runInTransaction(req, () => swap(req, [change]))) moved += 1
    }),
  )
  return moved
}
