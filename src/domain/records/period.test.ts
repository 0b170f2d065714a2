import { daysOfPeriod, type Period } from './period.ts'

it.each([
  // In the county it is the first of January already.
  ['2025-12-31T16:30:00Z', 'thisMonth', '2026-01-01', '2026-01-31'],
  ['2025-12-31T16:30:00Z', 'lastMonth', '2025-12-01', '2025-12-31'],
  ['2025-12-31T16:30:00Z', 'lastQuarter', '2025-10-01', '2025-12-31'],
  ['2024-03-31T15:00:00Z', 'lastMonth', '2024-02-01', '2024-02-29'],
  ['2026-05-20T00:00:00Z', 'thisQuarter', '2026-04-01', '2026-06-30'],
  ['2026-05-20T00:00:00Z', 'thisYear', '2026-01-01', '2026-12-31'],
  ['2026-05-20T00:00:00Z', 'lastYear', '2025-01-01', '2025-12-31'],
] as [string, Period, string, string][])('at %s, %s is from %s to %s', (now, period, from, to) =>
  expect(daysOfPeriod(period, new Date(now))).toEqual({ from, to }),
)
