import { describe, expect, test } from '@jest/globals'
import { isSoundComparison, sizeOf, type Comparable } from './filters.ts'

const isId = (text: string): boolean => /^id\d$/.test(text)

describe('a filter compares a field with what it can hold', () => {
  const cases: [Comparable, [operator: string, operand: unknown][], [operator: string, operand: unknown][]][] = [
    [
      'text',
      [
        ['equals', 'x'],
        ['equals', null],
        ['in', 'a,b'],
        ['in', ['a']],
        ['like', 'a b'],
        ['exists', 'true'],
      ],
      [
        ['equals', ['x']],
        ['equals', { $ne: 1 }],
        ['equals', 1],
        ['not_equals', ['a']],
        ['all', 'x'],
        ['near', '1'],
        ['like', false],
        ['like', 'x'.repeat(201)],
        ['like', 'x '.repeat(11)],
        ['greater_than', 'x'],
        ['exists', 'abc'],
        ['__proto__', 'x'],
      ],
    ],
    [
      'number',
      [
        ['equals', 1],
        ['greater_than', '2'],
        ['in', '1,2'],
      ],
      [
        ['equals', 'x'],
        ['greater_than', ''],
        ['in', '1,b'],
        ['equals', NaN],
        ['like', '1'],
        ['greater_than', null],
      ],
    ],
    [
      'date',
      [
        ['less_than', '2026-11-26'],
        ['equals', null],
      ],
      [
        ['less_than', 'garbage'],
        ['equals', 0],
        ['less_than', null],
      ],
    ],
    [
      'choice',
      [
        ['equals', 'a'],
        ['in', ['a', 'b']],
      ],
      [
        ['all', 'a'],
        ['greater_than', 'a'],
        ['equals', 1],
        ['equals', ['a']],
      ],
    ],
    [
      'checkbox',
      [
        ['equals', 'true'],
        ['equals', false],
      ],
      [
        ['equals', 'perhaps'],
        ['in', 'true'],
        ['like', 'true'],
      ],
    ],
    [
      'id',
      [
        ['equals', 'any'],
        ['in', ['id1', 'id2']],
        ['not_equals', ''],
      ],
      [
        ['in', ['id1', 'x']],
        ['equals', { $gt: '' }],
        ['like', []],
      ],
    ],
    [
      'reference',
      [
        ['equals', 'id1'],
        ['in', 'id1,id2'],
      ],
      [
        ['not_like', []],
        ['in', 'x'],
        ['all', 'id1'],
      ],
    ],
    [
      'json',
      [['exists', true]],
      [
        ['greater_than', 0],
        ['equals', 'x'],
        ['in', 'x'],
      ],
    ],
    [
      'group',
      [],
      [
        ['equals', 'x'],
        ['exists', true],
      ],
    ],
  ]

  test.each(cases)('%s [S-M10]', (kind, right, wrong) => {
    expect(right.filter(([operator, operand]) => !isSoundComparison(kind, operator, operand, isId))).toEqual([])
    expect(wrong.filter(([operator, operand]) => isSoundComparison(kind, operator, operand, isId))).toEqual([])
  })
})

test('a filter is as large as what it compares with', () => {
  expect(
    sizeOf({ and: [{ title: { like: 'x' } }, { or: [{ id: { in: 'a,b,c' } }, { id: { in: ['a', 'b'] } }] }] }),
  ).toBe(6)
  expect(sizeOf({})).toBe(0)
})
