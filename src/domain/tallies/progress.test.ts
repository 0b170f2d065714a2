import { expect, it } from '@jest/globals'
import { shareDone, shownTally } from './progress.ts'

it('tells minutes of service in hours, beside a goal in hours [F12]', () => {
  expect(shownTally(328_950, 'serviceHours')).toBe(5482.5)
  expect(shownTally(328_950, 'personTimes')).toBe(328_950)
})

it('counts what was carried over towards the goal [F12]', () =>
  expect(shareDone({ tally: 109, opening: 96, goal: 240 })).toBeCloseTo(0.854, 3))
