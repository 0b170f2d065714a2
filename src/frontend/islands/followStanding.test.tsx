import { expect, it } from '@jest/globals'
import { remaining } from './followStanding.ts'

it.each([
  [-1, '（已过期）'],
  [0, '（已过期）'],
  [59_999, '（还剩 59 秒）'],
  [60_000, '（还剩 1 分 0 秒）'],
  [754_000, '（还剩 12 分 34 秒）'],
])('%i ms: %s', (ms, words) => expect(remaining(ms)).toBe(words))
