import { describe, expect, it, test } from '@jest/globals'
import { dayOf } from './calendar.ts'
import { festivalOf, recordingCountdown } from './workdays.ts'

const dueOn = (endedAt: string) => recordingCountdown(new Date(endedAt), new Date(endedAt)).dueOn

describe('recordingCountdown: the due day', () => {
  it('two plain weeks: ten working days later', () => expect(dueOn('2026-06-01T08:00:00Z')).toBe('2026-06-15'))
  it('the week of the National Day 2025 and its make-up days', () => {
    // Ended Tuesday 30 September; 1–8 October off, Saturday 11 October worked.
    expect(dueOn('2025-09-30T08:00:00Z')).toBe('2025-10-21')
  })
  it('the Spring Festival 2026 and its make-up days', () => {
    // Ended Friday 13 February; Saturday 14 worked, 15–23 off, Saturday 28 worked.
    expect(dueOn('2026-02-13T08:00:00Z')).toBe('2026-03-05')
  })
  it('ended on a make-up Saturday: counted from the day after', () =>
    expect(dueOn('2025-10-11T08:00:00Z')).toBe('2025-10-24'))
  it('ended after midnight in Shanghai: the day is the one there', () => {
    expect(dayOf(new Date('2026-06-01T16:30:00Z'))).toBe('2026-06-02')
    expect(dueOn('2026-06-01T16:30:00Z')).toBe('2026-06-16')
  })
})

describe('recordingCountdown: working days left', () => {
  const left = (now: string) => recordingCountdown(new Date('2026-06-01T08:00:00Z'), new Date(now)).workdaysLeft
  it('before the end: all ten', () => expect(left('2026-05-30T02:00:00Z')).toBe(10))
  it('the day after: all ten', () => expect(left('2026-06-02T02:00:00Z')).toBe(10))
  it('on the due day: one', () => expect(left('2026-06-15T10:00:00Z')).toBe(1))
  it('the day after it: none', () => expect(left('2026-06-16T02:00:00Z')).toBe(0))
})

describe('a year that nobody announced yet', () => {
  // The package is pinned; were it renewed, this year is known and another is not.
  const UNKNOWN = 2099
  test('has no due day, and says which year it waits for', () => {
    expect(recordingCountdown(new Date(`${UNKNOWN}-06-01T08:00:00Z`), new Date(`${UNKNOWN}-06-03T08:00:00Z`))).toEqual({
      dueOn: null,
      workdaysLeft: 0,
      unknownYear: UNKNOWN,
    })
  })
  test('the turn of the year: what is left of the known year counts', () => {
    const year =
      Array.from({ length: 60 }, (_, index) => 2026 + index).find(
        (one) => recordingCountdown(new Date(`${one + 1}-06-01T08:00:00Z`), new Date(0)).dueOn === null,
      ) ?? 0
    const {
      dueOn: due,
      workdaysLeft,
      unknownYear,
    } = recordingCountdown(new Date(`${year}-12-27T08:00:00Z`), new Date(`${year}-12-27T09:00:00Z`))
    expect([due, unknownYear]).toEqual([null, year + 1])
    expect(workdaysLeft).toBeGreaterThan(0)
    expect(workdaysLeft).toBeLessThan(10)
  })
})

describe('festivalOf', () => {
  test('names holidays, and days that are worked for one', () => {
    expect(festivalOf('2026-02-17')).toEqual({ name: '春节', isOff: true })
    expect(festivalOf('2026-10-10')).toEqual({ name: '国庆节', isOff: false })
  })
  test('has nothing to say of an ordinary day, and of a year that is not announced', () => {
    expect(festivalOf('2026-03-03')).toBeNull()
    expect(festivalOf('2199-10-01')).toBeNull()
  })
})
