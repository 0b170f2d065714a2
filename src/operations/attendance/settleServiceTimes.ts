import type { PayloadRequest } from 'payload'
import { findRow, findRowsBy } from '../../database/rows.ts'
import { timed } from '../../domain/attendance/hours.ts'
import { changeRegistration } from '../seats/changeRegistration.ts'
import { oneByOne } from '../shared/oneByOne.ts'
import { settledByCaller } from '../tallies/settleActivity.ts'

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
  const present = signedUp.filter(({ attendance }) => attendance === 'present')
  const settle = async (row: (typeof present)[number]): Promise<void> => {
    const { minutes, minutesSource } = timed(row, activity)
    if (minutes !== (row.minutes ?? null) || minutesSource !== (row.minutesSource ?? null))
      await changeRegistration(req, row.id, now, () => ({}))
  }
  await settledByCaller(req, () => oneByOne(req, present, settle))
}
