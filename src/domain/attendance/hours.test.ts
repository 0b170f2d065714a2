import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { EARLY_BOUND, LATE_BOUND, MAX_MINUTES, STEP, timed, type PlannedTime, type ServiceFacts } from './hours.ts'
import type { Attendance, Ledger } from '../shared/vocabulary.ts'
import type { CheckInMethod, MinutesSource } from './vocabulary.ts'

const MINUTE = 60_000
const NINE = Date.parse('2026-06-01T01:00:00.000Z')
/** Minutes after nine o'clock in the county, as they are stored. */
const at = (minutes: number): string => new Date(NINE + minutes * MINUTE).toISOString()

const TWO_HOURS: PlannedTime = { ledger: 'service', startsAt: at(0), endsAt: at(120) }
const present = (over: Partial<ServiceFacts> = {}): ServiceFacts => ({
  attendance: 'present',
  checkedInAt: at(0),
  checkedOutAt: null,
  method: 'scan',
  minutes: null,
  minutesSource: null,
  ...over,
})
const figure = (over: Partial<ServiceFacts>, activity = TWO_HOURS) => {
  const { minutes, minutesSource } = timed(present(over), activity)
  return [minutes, minutesSource]
}

describe('timed', () => {
  it('without a check-out: the planned length', () => expect(figure({})).toEqual([120, 'planned']))
  it('a planned length is not rounded', () =>
    expect(figure({}, { ...TWO_HOURS, endsAt: at(100) })).toEqual([100, 'planned']))
  it.each([
    [0, 120, 120],
    [3, 118, 120],
    [0, 67, 60],
    [0, 68, 75],
    [0, 67.5, 75],
    [0, 7, 0],
    [10, 127, 120],
  ])('scanned in at minute %d and out at %d: %d', (from, to, minutes) =>
    expect(figure({ checkedInAt: at(from), checkedOutAt: at(to) })).toEqual([minutes, 'times']),
  )
  it('setting up counts for half an hour, clearing away for an hour', () =>
    expect(figure({ checkedInAt: at(-200), checkedOutAt: at(400) })).toEqual([210, 'times']))
  it('an organiser’s tick says that somebody came, not when', () =>
    expect(figure({ method: 'manual', checkedInAt: at(115), checkedOutAt: at(120) })).toEqual([120, 'times']))
  it('who ticks oneself off says when', () =>
    expect(figure({ method: 'self', checkedInAt: at(60), checkedOutAt: at(120) })).toEqual([60, 'times']))
  it('out before in: nothing', () =>
    expect(figure({ checkedInAt: at(60), checkedOutAt: at(30) })).toEqual([0, 'times']))
  it('what was entered stands beside any times', () =>
    expect(figure({ minutes: 50, minutesSource: 'entered', checkedOutAt: at(120) })).toEqual([50, 'entered']))
  it('an entry of nothing is an entry', () =>
    expect(figure({ minutes: 0, minutesSource: 'entered' })).toEqual([0, 'entered']))
  it('a figure from before sources were kept counts as entered', () =>
    expect(figure({ minutes: 77 })).toEqual([77, 'entered']))
  it('no more than a day', () => expect(figure({}, { ...TWO_HOURS, endsAt: at(3 * 1440) })).toEqual([1440, 'planned']))
})

const facts = fc.record({
  attendance: fc.constantFrom<Attendance>('present', 'absent', 'unknown'),
  checkedInAt: fc.option(fc.integer({ min: -600, max: 5000 }).map(at)),
  checkedOutAt: fc.option(fc.integer({ min: -600, max: 5000 }).map(at)),
  method: fc.option(fc.constantFrom<CheckInMethod>('scan', 'manual', 'self', 'import')),
  minutes: fc.option(fc.integer({ min: 0, max: MAX_MINUTES })),
  minutesSource: fc.option(fc.constantFrom<MinutesSource>('planned', 'times', 'entered', 'import')),
})
const activities = fc
  .record({ ledger: fc.constantFrom<Ledger>('participation', 'service'), length: fc.integer({ min: 1, max: 72 * 60 }) })
  .map(({ ledger, length }): PlannedTime => ({ ledger, startsAt: at(0), endsAt: at(length) }))
const RUNS = { numRuns: 10_000 }

describe('timed, whatever the facts', () => {
  test('time is whole minutes within a day, and has a source exactly when there is time to have', () =>
    fc.assert(
      fc.property(facts, activities, (row, activity) => {
        const { minutes, minutesSource } = timed(row, activity)
        const isService = activity.ledger === 'service' && row.attendance === 'present'
        expect([minutes !== null, minutesSource !== null]).toEqual([isService, isService])
        if (minutes !== null) expect(Number.isInteger(minutes) && minutes >= 0 && minutes <= MAX_MINUTES).toBe(true)
      }),
      RUNS,
    ))

  test('asked again, it says the same', () =>
    fc.assert(
      fc.property(facts, activities, (row, activity) => {
        const once = timed(row, activity)
        expect(timed(once, activity)).toEqual(once)
      }),
      RUNS,
    ))

  test('by times: a multiple of the step, off by half a step at most, never beyond the planned time with its bounds', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: -300, max: 1500 }),
        fc.integer({ min: -300, max: 1500 }),
        (length, from, to) => {
          const { minutes } = timed(present({ checkedInAt: at(from), checkedOutAt: at(to) }), {
            ledger: 'service',
            startsAt: at(0),
            endsAt: at(length),
          })
          const served = Math.max(0, Math.min(to, length + LATE_BOUND) - Math.max(from, -EARLY_BOUND))
          expect((minutes ?? 1) % STEP).toBe(0)
          expect(Math.abs((minutes ?? 0) - served)).toBeLessThanOrEqual(STEP / 2)
          expect(minutes).toBeLessThanOrEqual(length + EARLY_BOUND + LATE_BOUND + STEP / 2)
        },
      ),
      RUNS,
    ))

  test('who stays longer never has less', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: -100, max: 500 }),
        fc.integer({ min: -100, max: 900 }),
        fc.nat(300),
        (from, to, more) => {
          const until = (end: number) =>
            timed(present({ checkedInAt: at(from), checkedOutAt: at(end) }), { ...TWO_HOURS, endsAt: at(480) })
              .minutes ?? 0
          expect(until(to + more)).toBeGreaterThanOrEqual(until(to))
        },
      ),
      RUNS,
    ))
})
