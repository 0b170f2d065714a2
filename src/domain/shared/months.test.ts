import { expect, it } from '@jest/globals'
import { addMonths, firstDayOf, isMonth, lastDayOf, monthInWords, monthOf, monthsBetween } from './months.ts'

it('counts months over the turn of the year', () => {
  expect([addMonths('2026-01', -1), addMonths('2025-12', 1), addMonths('2026-11', -12)]).toEqual([
    '2025-12',
    '2026-01',
    '2025-11',
  ])
  expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
  expect(monthsBetween('2026-02', '2026-01')).toEqual([])
})

it('knows the last day, also of a leap year', () =>
  expect([firstDayOf('2028-02'), lastDayOf('2028-02'), lastDayOf('2026-02'), lastDayOf('2026-12')]).toEqual([
    '2028-02-01',
    '2028-02-29',
    '2026-02-28',
    '2026-12-31',
  ]))

it('says the year only beside another', () =>
  expect([monthInWords('2026-03', '2026-02'), monthInWords('2026-01', '2025-12'), monthInWords('2026-01')]).toEqual([
    '3月',
    '2026年1月',
    '2026年1月',
  ]))

it('is the county’s month, whatever the zone', () => {
  expect(monthOf(new Date('2026-11-30T15:59:59Z'))).toBe('2026-11')
  expect(monthOf(new Date('2026-11-30T16:00:00Z'))).toBe('2026-12')
})

it.each(['2026-01', '2199-12', '1900-06'])('%s is a month', (month) => expect(isMonth(month)).toBe(true))
it.each(['2026-13', '2026-00', '26-01', '2026-1', '2026-01-01', '1899-12', '0026-01', '', 202601, null, ['2026-01']])(
  '%p is no month',
  (value) => expect(isMonth(value)).toBe(false),
)
