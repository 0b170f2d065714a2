import { describe, expect, test } from '@jest/globals'
import { readMoment } from './calendar.ts'
import { referencesIn, valueProblems, type FieldRule } from './values.ts'

const rule = (kind: FieldRule['kind'], more: Partial<FieldRule> = {}): FieldRule => ({
  name: 'field',
  label: '此项',
  kind,
  isMany: false,
  isRequired: false,
  ...more,
})
const isRefused = (one: FieldRule, value: unknown): boolean => 'field' in valueProblems([one], { field: value }, false)

describe('a value is what its field says', () => {
  const cases: [string, FieldRule, unknown[], unknown[]][] = [
    [
      'a whole number within its bounds',
      rule('number', { isWhole: true, min: 0, max: 10 }),
      [0, 10, null],
      ['12', '１２', 'NaN', NaN, Infinity, -Infinity, 1.5, -1, 11, true, false, '', [], {}, [1]],
    ],
    ['a number with parts', rule('number', { min: 0.5 }), [0.5, 1.25], [0, '0.5', NaN]],
    ['a number without bounds', rule('number', { isWhole: true }), [-5, 0], [1e300, 2 ** 60, 1e15]],
    [
      'a date or nothing',
      rule('date'),
      ['2026-11-26', '2026-11-26T08:00:00.000Z', '2026-11-26T08:00+08:00', null],
      [
        '',
        '0',
        0,
        1,
        false,
        true,
        'garbage',
        '2026-02-30',
        '2026-13-01',
        '0001-01-01',
        '2026-11-26T25:00',
        [],
        {},
        new Date(NaN),
      ],
    ],
    ['text', rule('text'), ['', 'x', null], [1, true, [], {}, ['x']]],
    ['texts', rule('text', { isMany: true }), [[], ['x'], null], ['x', [1], {}, [null]]],
    [
      'a choice out of its options',
      rule('choice', { options: ['a', 'b'] }),
      ['a', null],
      ['c', 1, true, '', [], {}, ['a']],
    ],
    [
      'several choices',
      rule('choice', { options: ['a', 'b'], isMany: true }),
      [['a', 'b'], []],
      ['a', ['a', 'a'], ['c'], [1], {}],
    ],
    ['a checkbox', rule('checkbox'), [true, false, null], ['true', 1, 0, '', [], {}]],
    [
      'a reference',
      rule('reference', { collections: ['units'] }),
      ['id', null],
      ['', 1, ['id'], { id: 'id' }, { $ne: null }],
    ],
    [
      'a reference to one of several kinds',
      rule('reference', { collections: ['people', 'staff'] }),
      [{ relationTo: 'staff', value: 'id' }],
      ['id', { relationTo: 'units', value: 'id' }, { relationTo: 'staff', value: 1 }],
    ],
    ['json', rule('json'), [{}, [], null], ['x', 1, true]],
    ['a group', rule('group', { fields: [] }), [{}], [null, 'x', [], 1]],
    ['rows', rule('rows', { fields: [] }), [[{}], [], 0, null], ['x', 1, {}, true]],
  ]

  test.each(cases)('%s', (_name, one, right, wrong) => {
    expect(right.filter((value) => isRefused(one, value))).toEqual([])
    expect(wrong.filter((value) => !isRefused(one, value))).toEqual([])
  })
})

test('what must be there is named where it is missing or emptied, in new records and in rows', () => {
  const rules = [
    rule('text', { isRequired: true }),
    rule('rows', { name: 'rows', fields: [rule('text', { name: 'label', label: '问题', isRequired: true })] }),
  ]
  expect(valueProblems(rules, {}, true)).toEqual({ field: '请填写此项。' })
  expect(valueProblems(rules, {}, false)).toEqual({})
  expect(valueProblems(rules, { field: null, rows: [{ label: 'x' }, {}, 1] }, false)).toEqual({
    field: '此项不能为空，请填写。',
    'rows.1.label': '请填写问题。',
    'rows.2': '此项第 3 项的格式不正确，请核对。',
  })
})

test('problems within a group are under their path', () => {
  expect(
    valueProblems(
      [
        rule('group', {
          name: 'outcome',
          fields: [rule('number', { name: 'visits', label: '走访人次', isWhole: true, min: 0, max: 9 })],
        }),
      ],
      { outcome: { visits: '１２' } },
      false,
    ),
  ).toEqual({
    'outcome.visits': '走访人次应为 0 到 9 的整数，请修改。',
  })
})

test('a day that does not exist is no moment, in leap years neither', () => {
  expect(['2024-02-29', '2026-12-31T23:59:59Z'].map((value) => readMoment(value) !== null)).toEqual([true, true])
  expect(['2026-02-29', '2026-04-31', '2026-00-10', '2026-11-00'].map((value) => readMoment(value) !== null)).toEqual([
    false,
    false,
    false,
    false,
  ])
})

test('references are found wherever they stand', () => {
  const unit = (name: string, isMany = false): FieldRule =>
    rule('reference', { name, label: name, collections: ['units'], isMany })
  const rules = [
    unit('one'),
    unit('many', true),
    rule('group', { name: 'group', fields: [unit('inner')] }),
    rule('rows', { name: 'rows', fields: [unit('row')] }),
    rule('reference', { name: 'any', label: 'any', collections: ['people', 'staff'] }),
  ]
  const found = referencesIn(rules, {
    one: 'a',
    many: ['b', 'c'],
    group: { inner: 'd' },
    rows: [{ row: 'e' }],
    any: { relationTo: 'staff', value: 'f' },
  })
  expect(found.map(({ path, collection, id }) => `${path} ${collection} ${id}`)).toEqual([
    'one units a',
    'many units b',
    'many units c',
    'group.inner units d',
    'rows.0.row units e',
    'any staff f',
  ])
})
