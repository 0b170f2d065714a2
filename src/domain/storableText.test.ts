import { expect, test } from '@jest/globals'
import { isStorable } from './storableText.ts'

test.each([['text'], ['两行\n文字\t和表情🐝'], [null], [0], [undefined], [{ a: [undefined, { b: 'c' }] }]])('%j can be stored', (value) => {
  expect(isStorable(value)).toBe(true)
})

test.each([['a\0b'], ['\ud83d'], ['\udc1d!'], [{ a: [{ b: 'c\0' }] }], [{ 'k\0': 1 }], [[null, undefined, '\0']]])('%j cannot be stored', (value) => {
  expect(isStorable(value)).toBe(false)
})

test('depth is no danger', () => {
  let deep: unknown = 'bottom\0'
  for (let level = 0; level < 200_000; level += 1) deep = [deep]
  expect(isStorable(deep)).toBe(false)
})
