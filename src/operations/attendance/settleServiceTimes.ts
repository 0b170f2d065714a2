import type { PayloadRequest } from 'payload'
import { findRow, findRowsBy } from '../../database/rows.ts'
import { timed } from '../../domain/attendance/hours.ts'
import { writeSeats } from '../seats/writeSeats.ts'
import { piecesOf } from '../shared/piecesOf.ts'
import { WRITTEN_AT_ONCE } from './checkIn.ts'

/**
 * Service time follows its activity: who changes the planned hours, or the ledger, changes what the rule of
 * src/domain/attendance/hours.ts says of everyone present. Does nothing where it says the same. The caller settles the
 * activity after.
 */
export async function settleServiceTimes(req: PayloadRequest, activityId: string, now: Date): Promise<void> {
  const activity = await findRow(req, 'activities', activityId)
  if (!activity || (activity.ledger !== 'service' && activity.minutes === 0)) return
  const signedUp = await findRowsBy(req, 'registrations', { activity: activityId }, [
    'id',
    'attendance',
    'checkedInAt',
    'checkedOutAt',
    'method',
    'minutes',
    'minutesSource',
  ])
  const moved = signedUp.filter((row) => {
    const { minutes, minutesSource } = timed(row, activity)
    return (
      row.attendance === 'present' &&
      (minutes !== (row.minutes ?? null) || minutesSource !== (row.minutesSource ?? null))
    )
  })
  for (const piece of piecesOf(moved, WRITTEN_AT_ONCE))
    await writeSeats(req, activityId, now, async (draft) => {
      await draft.load(piece.map(({ id }) => id))
      for (const { id } of piece) {
        const row = await draft.find(id)
        if (row) draft.change(req, row, {}, now)
      }
    })
}
