import { describe, expect, test } from '@jest/globals'
import { dayOf, endOfDay } from '../shared/calendar.ts'
import { classedUntil, markAt, reopenedUntil, returnedUntil, silentFrom, termOf, type TermFacts } from './due.ts'

const complex: TermFacts = { kind: 'demand', complexity: 'complex', externalDueAt: null, reviewOn: null }
const ordinary: TermFacts = { ...complex, complexity: 'ordinary' }
/** By the county's clock. */
const at = (clock: string): string => new Date(`${clock}+08:00`).toISOString()
const endOf = (day: string): string => endOfDay(day).toISOString()

/**
 * Reported → due, by the State Council's notices for 2024, 2025 and 2026. Written by hand from the notices: day 15 on a
 * holiday, on its eve, on a worked weekend, on a plain one, and on the day after each.
 */
const COMPLEX: [string, string][] = [
  ['2024-01-20', '2024-02-04'],
  ['2024-01-26', '2024-02-18'],
  ['2024-02-02', '2024-02-18'],
  ['2024-02-03', '2024-02-18'],
  ['2024-02-09', '2024-02-26'],
  ['2024-03-20', '2024-04-07'],
  ['2024-03-22', '2024-04-07'],
  ['2024-03-23', '2024-04-07'],
  ['2024-03-29', '2024-04-15'],
  ['2024-04-13', '2024-04-28'],
  ['2024-04-16', '2024-05-06'],
  ['2024-04-20', '2024-05-06'],
  ['2024-04-26', '2024-05-11'],
  ['2024-04-27', '2024-05-13'],
  ['2024-05-24', '2024-06-11'],
  ['2024-05-26', '2024-06-11'],
  ['2024-08-30', '2024-09-14'],
  ['2024-08-31', '2024-09-18'],
  ['2024-09-02', '2024-09-18'],
  ['2024-09-06', '2024-09-23'],
  ['2024-09-14', '2024-09-29'],
  ['2024-09-16', '2024-10-08'],
  ['2024-09-20', '2024-10-08'],
  ['2024-09-27', '2024-10-12'],
  ['2024-09-28', '2024-10-14'],
  ['2024-12-17', '2025-01-02'],
  ['2025-01-11', '2025-01-26'],
  ['2025-01-13', '2025-02-05'],
  ['2025-01-20', '2025-02-05'],
  ['2025-01-24', '2025-02-08'],
  ['2025-01-25', '2025-02-10'],
  ['2025-03-20', '2025-04-07'],
  ['2025-03-22', '2025-04-07'],
  ['2025-04-11', '2025-04-27'],
  ['2025-04-12', '2025-04-27'],
  ['2025-04-16', '2025-05-06'],
  ['2025-04-20', '2025-05-06'],
  ['2025-05-16', '2025-06-03'],
  ['2025-05-18', '2025-06-03'],
  ['2025-09-12', '2025-09-28'],
  ['2025-09-13', '2025-09-28'],
  ['2025-09-16', '2025-10-09'],
  ['2025-09-23', '2025-10-09'],
  ['2025-09-26', '2025-10-11'],
  ['2025-09-27', '2025-10-13'],
  ['2025-12-17', '2026-01-04'],
  ['2025-12-19', '2026-01-04'],
  ['2025-12-20', '2026-01-04'],
  ['2026-01-30', '2026-02-14'],
  ['2026-01-31', '2026-02-24'],
  ['2026-02-06', '2026-02-24'],
  ['2026-02-13', '2026-02-28'],
  ['2026-02-14', '2026-03-02'],
  ['2026-03-20', '2026-04-07'],
  ['2026-03-22', '2026-04-07'],
  ['2026-04-17', '2026-05-06'],
  ['2026-04-24', '2026-05-09'],
  ['2026-05-16', '2026-06-01'],
  ['2026-06-04', '2026-06-22'],
  ['2026-06-06', '2026-06-22'],
  ['2026-09-05', '2026-09-20'],
  ['2026-09-10', '2026-09-28'],
  ['2026-09-12', '2026-09-28'],
  ['2026-09-16', '2026-10-08'],
  ['2026-09-18', '2026-10-08'],
  ['2026-09-22', '2026-10-08'],
  ['2026-09-25', '2026-10-10'],
  ['2026-09-26', '2026-10-12'],
]

describe('a complex matter is due on day 15, or on the first workday after it', () => {
  test.each(COMPLEX)('%s → %s, whatever the hour', (reported, due) => {
    for (const clock of ['00:00:00.000', '17:59:59.999', '18:00:00.000', '23:59:59.999'])
      expect(termOf(complex, at(`${reported}T${clock}`))).toEqual({ dueAt: endOf(due), provisional: false })
  })

  test('in a year that nobody announced only weekends are left out, and it is provisional', () => {
    // Known calendars change with the package; this year is known to none.
    expect(termOf(complex, at('2098-12-20T12:00'))).toEqual({ dueAt: endOf('2099-01-05'), provisional: true })
    expect(dayOf(String(termOf(complex, at('2026-12-20T12:00')).dueAt))).toBe('2027-01-04')
  })
})

describe('an ordinary matter is due on the same day, from six in the evening on the next', () => {
  test.each([
    ['2026-06-01T00:00:00.000', '2026-06-01'],
    ['2026-06-01T17:59:59.999', '2026-06-01'],
    ['2026-06-01T18:00:00.000', '2026-06-02'],
    ['2026-06-01T23:59:59.999', '2026-06-02'],
    // Rest days, the last day of a month and of a year, a leap day: grids are on duty.
    ['2026-06-06T12:00:00.000', '2026-06-06'],
    ['2026-10-01T18:00:00.000', '2026-10-02'],
    ['2026-06-30T18:00:00.000', '2026-07-01'],
    ['2026-12-31T18:00:00.000', '2027-01-01'],
    ['2024-02-28T18:00:00.000', '2024-02-29'],
  ])('%s → %s', (reported, due) => {
    expect(termOf(ordinary, at(reported))).toEqual({ dueAt: endOf(due), provisional: false })
    expect(classedUntil(at(reported))).toBe(endOf(due))
  })
})

describe('terms of others', () => {
  test('a ticket of another system keeps its own date where that is earlier', () => {
    const [early, late] = [at('2026-06-05T17:30'), at('2026-07-30T17:30')]
    expect(termOf({ ...complex, externalDueAt: early }, at('2026-06-01T09:00')).dueAt).toBe(early)
    expect(termOf({ ...complex, externalDueAt: late }, at('2026-06-01T09:00')).dueAt).toBe(endOf('2026-06-16'))
  })
  test('care is looked at again on its day, and has no other term', () => {
    expect(termOf({ ...complex, kind: 'care', reviewOn: '2026-10-03' }, at('2026-06-01T09:00'))).toEqual({
      dueAt: endOf('2026-10-03'),
      provisional: false,
    })
    expect(termOf({ ...complex, kind: 'care' }, at('2026-06-01T09:00')).dueAt).toBeNull()
  })
  test('a return, silence and reopening end with a day of the county', () => {
    expect(returnedUntil(at('2026-09-30T23:59'))).toBe(endOf('2026-10-08'))
    expect(silentFrom(at('2026-09-30T09:00'))).toBe(at('2026-10-14T00:00'))
    expect(reopenedUntil(at('2026-09-30T09:00'))).toBe(endOf('2026-10-15'))
  })
})

describe('marks', () => {
  test.each([
    ['ordinary', 'unclaimed', '2026-09-30T11:00:00.000'],
    ['ordinary', 'dueSoon', '2026-10-09T21:59:59.999'],
    ['complex', 'unclaimed', '2026-10-08T12:00:00.000'],
    // Three workdays before Friday 9 October: 8 October, 30 and 29 September.
    ['complex', 'dueSoon', '2026-09-29T00:00:00.000'],
    ['complex', 'overdue', '2026-10-10T00:00:00.000'],
    // Saturday 10 October is worked; then Monday to Thursday.
    ['complex', 'longOverdue', '2026-10-16T00:00:00.000'],
  ] as const)('%s, %s: %s', (complexity, mark, expected) => {
    expect(markAt(mark, { complexity, dueAt: endOf('2026-10-09'), waitsSince: at('2026-09-30T09:00') })).toBe(
      at(expected),
    )
  })
})
