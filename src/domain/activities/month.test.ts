import { byDay, daysOf, weekdayOf } from './month.ts'

it('has all of its days, and no others', () => {
  expect(daysOf('2026-02')).toHaveLength(28)
  expect(daysOf('2028-02').at(-1)).toBe('2028-02-29')
  expect([daysOf('2026-12')[0], daysOf('2026-12').at(-1)]).toEqual(['2026-12-01', '2026-12-31'])
})

it('begins its weeks on Monday', () =>
  expect(['2026-11-30', '2026-12-05', '2026-12-06'].map(weekdayOf)).toEqual([1, 6, 7]))

it('puts each activity on the county’s day that it begins on, the earliest first', () => {
  const [late, early, next] = ['2026-11-30T10:00:00Z', '2026-11-30T01:00:00.000Z', '2026-11-30T16:00:00Z'].map(
    (startsAt) => ({ startsAt }),
  )
  expect([...byDay([next, late, early].flatMap((one) => one ?? []))]).toEqual([
    ['2026-11-30', [early, late]],
    ['2026-12-01', [next]],
  ])
})
