import { allows, type StateFacts } from './activityStates.ts'

/** Check-in opens this long before the activity starts. */
const EARLIEST_MS = 6 * 3_600_000

/** So long after the end the organiser's screen may still be read. */
const LATEST_MS = 2 * 3_600_000

/** The first moment at which attendance is recorded, in milliseconds. */
export const earliestCheckIn = ({ startsAt }: { startsAt: string }): number => Date.parse(startsAt) - EARLIEST_MS

/** Whether the code on the organiser's screen is taken now. */
export function isSelfCheckInOpen(
  activity: StateFacts & { selfCheckIn?: boolean | null; startsAt: string; endsAt: string },
  now: Date,
): boolean {
  return (
    allows('selfCheckIn', activity, now) &&
    activity.selfCheckIn === true &&
    now.getTime() >= earliestCheckIn(activity) &&
    now.getTime() <= Date.parse(activity.endsAt) + LATEST_MS
  )
}
