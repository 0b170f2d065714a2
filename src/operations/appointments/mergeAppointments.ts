import type { PayloadRequest } from 'payload'
import { findRow, findRowsBy, type AppointmentRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { isDuplicate, swap } from '../../database/swap.ts'
import type { RowChange } from '../../database/types.ts'
import { endedNow, keyOfMerged, staysOfTwo } from '../../domain/appointments/appointments.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { oneByOne } from '../shared/oneByOne.ts'

const MAX_TRIES = 50
const END_REASON = '与同一人的另一条记录合并'

/**
 * Brings the posts of a person whose record has ended to the one that stays. Where both hold the same post of a unit,
 * one of the two goes on and the other ends: nobody holds a post twice. Safe to be killed, and to be run again.
 *
 * @throws AppError busy
 */
export async function mergeAppointments(req: PayloadRequest, from: string, into: string, now: Date): Promise<void> {
  const rows = await findRowsBy(req, 'appointments', { person: from }, ['id'])
  await oneByOne(req, rows, async ({ id }) => {
    for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
      try {
        if (await runInTransaction(req, () => moveOnce(req, id, { from, into }, now))) return
      } catch (error) {
        // Appointed to the same post at the same moment under the record that stays: the two become one.
        if (!isDuplicate(error)) throw error
      }
    }
    throw new AppError('busy')
  })
}

async function moveOnce(
  req: PayloadRequest,
  id: string,
  { from, into }: { from: string; into: string },
  now: Date,
): Promise<boolean> {
  const row = await findRow(req, 'appointments', id)
  if (row?.person !== from) return true
  const changed = (one: AppointmentRow, set: Partial<AppointmentRow>): RowChange<'appointments'> => ({
    collection: 'appointments',
    id: one.id,
    revision: one.revision,
    set: { ...set, updatedAt: now.toISOString() },
  })
  const ended = (one: AppointmentRow): Partial<AppointmentRow> => endedNow(one, END_REASON, dayOf(now))
  const holds = keyOfMerged(row.holds, from, into)
  const [known] = await findRowsBy(req, 'appointments', { holds }, ['id'])
  const other = known && known.id !== id ? await findRow(req, 'appointments', known.id) : null
  if (!other) return swap(req, [changed(row, { person: into, holds })])
  const isKept = staysOfTwo(row, other).id === id
  return swap(
    req,
    isKept
      ? // In this order: the key is free before the other takes it.
        [changed(other, ended(other)), changed(row, { person: into, holds })]
      : [changed(row, { person: into, ...ended(row) }), changed(other, {})],
  )
}
