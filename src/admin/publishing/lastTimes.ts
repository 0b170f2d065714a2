import type { Activity } from '../../payload-types.ts'

/** The fields that a new activity takes over from an earlier one of the unit: all but its title and its time. */
export const TAKEN_OVER = [
  'line',
  'theme',
  'series',
  'partnerUnit',
  'place',
  'station',
  'ledger',
  'capacity',
  'minimum',
  'waitingList',
  'leader',
  'contact',
  'partyLimit',
  'approval',
  'selfCheckIn',
] as const satisfies (keyof Activity)[]

export type LastTime = Pick<Activity, 'id' | 'title' | 'startsAt' | 'endsAt' | (typeof TAKEN_OVER)[number]>

/** As many as are offered: one glance. */
const OFFERED = 4
/** So many of the newest are looked through. */
const READ = 40

/** The newest of each line, of activities that come newest first. */
export function newestOfLines(activities: LastTime[]): LastTime[] {
  const isFirst = ({ line }: LastTime, index: number): boolean =>
    activities.findIndex((other) => other.line === line) === index
  return activities.filter(isFirst).slice(0, OFFERED)
}

/** The newest activity of each of the unit's lines; none when the server does not answer. */
export async function findLastTimes(unit: string, signal: AbortSignal): Promise<LastTime[]> {
  const query = new URLSearchParams({
    'where[and][0][unit][equals]': unit,
    'where[and][1][status][equals]': 'published',
    sort: '-startsAt',
    limit: String(READ),
    depth: '0',
  })
  for (const name of ['title', 'startsAt', 'endsAt', ...TAKEN_OVER]) query.set(`select[${name}]`, 'true')
  try {
    const answer = await fetch(`/api/activities?${query.toString()}`, { credentials: 'same-origin', signal })
    return answer.ok ? newestOfLines(((await answer.json()) as { docs: LastTime[] }).docs) : []
  } catch {
    return []
  }
}
