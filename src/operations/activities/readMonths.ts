import { setImmediate } from 'node:timers/promises'
import type { PayloadRequest } from 'payload'
import { findCountedRows, type CountedRow } from '../../database/rows.ts'
import { between } from '../../domain/shared/calendar.ts'
import { firstDayOf, lastDayOf } from '../../domain/shared/months.ts'
import type { Line } from '../../domain/shared/vocabulary.ts'
import type { ActivityFacts } from '../../domain/tallies/contributions.ts'

export interface CountedActivity extends Omit<ActivityFacts, 'unitIds'> {
  id: string
  unit: string
  line: Line
  endsAt: string
  recordedAt: string | null
}

/**
 * The facts of every activity that are counted, a month of the county's at a time: read as they are stored, in
 * pieces between which others get their turn. An activity belongs to the month in which it starts. Access is
 * the caller's: by the units that are asked for.
 *
 * @param units null for all
 */
export async function* readMonths(
  req: PayloadRequest,
  months: string[],
  units: string[] | null,
): AsyncGenerator<[month: string, activities: CountedActivity[]]> {
  for (const month of months) {
    const activities: CountedActivity[] = []
    for (const [first, last] of piecesOfMonth(month)) {
      const rows = await findCountedRows(req, between(first, last), units)
      activities.push(...rows.map(countedOf))
      await setImmediate()
    }
    yield [month, activities]
  }
}

/** Days of which a county of a million participations has a few hundred activities: first and last, both included. */
const piecesOfMonth = (month: string): [first: string, last: string][] => [
  [firstDayOf(month), `${month}-08`],
  [`${month}-09`, `${month}-16`],
  [`${month}-17`, `${month}-24`],
  [`${month}-25`, lastDayOf(month)],
]

const countedOf = ({ theme, recordedAt, outcome, ...row }: CountedRow): CountedActivity => ({
  ...row,
  theme: theme ?? null,
  recordedAt: recordedAt ?? null,
  visits: outcome?.visits ?? 0,
  settledMatters: outcome?.matters ?? 0,
})
