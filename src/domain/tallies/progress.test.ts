import { expect, it } from '@jest/globals'
import { partsInWords, percentDone, shareDone, shownTally } from './progress.ts'

it('tells minutes of service in hours, beside a goal in hours [F12]', () => {
  expect(shownTally(328_950, 'serviceHours')).toBe(5482.5)
  expect(shownTally(328_950, 'personTimes')).toBe(328_950)
})

it('counts what was carried over towards the goal [F12]', () =>
  expect(shareDone({ tally: 109, opening: 96, goal: 240 })).toBeCloseTo(0.854, 3))

it('says what was carried over apart from what was recorded, each with its unit', () => {
  const of = { tally: 1109, opening: 96, measure: 'sessions' } as const
  expect(partsInWords(of)).toBe('期初 96 场 + 平台记录 1,109 场')
  expect(partsInWords({ ...of, opening: 0, measure: 'serviceHours' })).toBe('平台记录 1,109 小时')
})

it('is not all done before it is', () => {
  expect(percentDone({ tally: 2399, opening: 0, goal: 2400 })).toBe(99.9)
  expect(percentDone({ tally: 2304, opening: 96, goal: 2400 })).toBe(100)
})
