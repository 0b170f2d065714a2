import { expect, it } from '@jest/globals'
import { endOfTooFew, isTooFew } from './turnout.ts'

it.each([
  [{ capacity: 30, taken: 9 }, true],
  [{ capacity: 30, taken: 10 }, false],
  [{ capacity: 4, taken: 1 }, true],
  [{ capacity: 1, taken: 0 }, true],
  [{ capacity: 1, taken: 1 }, false],
  [{ capacity: null, taken: 0 }, true],
  [{ capacity: null, taken: 1 }, false],
  [{ minimum: 5, capacity: 30, taken: 4 }, true],
  [{ minimum: 5, capacity: 30, taken: 5 }, false],
  [{ minimum: 3, capacity: null, taken: 2 }, true],
  [{ minimum: null, capacity: null, taken: 0 }, true],
])('%j: too few is %s', (activity, few) => expect(isTooFew(activity)).toBe(few))

it('is said until the end of the day after tomorrow, by the county’s clock', () => {
  expect(endOfTooFew(new Date('2026-06-01T08:00:00+08:00')).toISOString()).toBe(
    new Date('2026-06-03T23:59:59.999+08:00').toISOString(),
  )
  expect(endOfTooFew(new Date('2026-06-01T23:59:00+08:00')).toISOString()).toBe(
    new Date('2026-06-03T23:59:59.999+08:00').toISOString(),
  )
})
