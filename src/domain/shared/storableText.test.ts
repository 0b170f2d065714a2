import { expect, test } from '@jest/globals'
import { isStorable } from './storableText.ts'

test.each([['text'], ['两行\n文字\t和表情🐝'], [null], [0], [undefined], [{ a: [undefined, { b: 'c' }] }]])(
  '%j can be stored',
  (value) => {
    expect(isStorable(value)).toBe(true)
  },
)

test.each([['a\0b'], ['\ud83d'], ['\udc1d!'], [{ a: [{ b: 'c\0' }] }], [{ 'k\0': 1 }], [[null, undefined, '\0']]])(
  '%j cannot be stored',
  (value) => {
    expect(isStorable(value)).toBe(false)
  },
)

const nested = (levels: number): unknown => {
  let value: unknown = 'bottom'
  for (let level = 0; level < levels; level += 1) value = [value]
  return value
}

test.each([
  [32, true],
  [33, false],
  [200_000, false],
])('%i levels: %s', (levels, isFine) => {
  expect(isStorable(nested(levels))).toBe(isFine)
})
