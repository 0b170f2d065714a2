import { describe, expect, it, test } from '@jest/globals'
import { answerInWords, askedOf, checkAnswers, questionProblems, type AskedQuestion } from './answers.ts'
import { AppError } from '../shared/AppError.ts'
import type { Answers } from './requests.ts'

const questions: AskedQuestion[] = [
  { id: 'q1', label: '车型', kind: 'select', options: ['电动车', '汽车'], required: true },
  { id: 'q2', label: '备注', kind: 'text' },
]
const refused = (asked: AskedQuestion[], answers: Answers): Record<string, string> => {
  try {
    checkAnswers(asked, answers)
  } catch (error) {
    if (error instanceof AppError) return error.fields
    throw error
  }
  return {}
}

describe('checkAnswers', () => {
  it('keeps what was asked, drops what was not', () =>
    expect(checkAnswers(questions, { q1: '汽车', q2: '', other: 'x' })).toEqual({ q1: '汽车' }))
  it('names the required question that is missing', () =>
    expect(Object.keys(refused(questions, { q2: '有' }))).toEqual(['answers.q1']))
  it('takes blanks for no answer', () =>
    expect(Object.keys(refused([{ id: 'q', label: '备注', kind: 'text', required: true }], { q: ' ' }))).toEqual([
      'answers.q',
    ]))
})

const KINDS: [
  Omit<AskedQuestion, 'label'>,
  right: [given: string | string[], kept?: string | string[]][],
  wrong: (string | string[])[],
][] = [
  [{ kind: 'text', min: 2, max: 4 }, [['四个汉字'], ['𠮷野家']], ['一', '五个汉字啊', ['四个']]],
  [{ kind: 'textarea', max: 3 }, [['a\nb']], ['一二三四']],
  [
    { kind: 'number', min: -1, max: 10 },
    [['-1'], ['10'], [' 2.5 ', '2.5'], ['１', '1'], ['−１\u200b', '-1']],
    ['-1.5', '11', 'x', '1e1', '0x1', 'NaN'],
  ],
  [
    { kind: 'date', earliest: '2026-01-31', latest: '2026-12-31' },
    [['2026-01-31'], ['２０２６－１２－３１', '2026-12-31']],
    ['2026-01-30', '2027-01-01', '2026-02-30', '2026-13-01', '31/1/2026', '2026-1-31'],
  ],
  [
    { kind: 'time', earliest: '09:00', latest: '17:30' },
    [['09:00'], ['１７：３０', '17:30']],
    ['08:59', '17:31', '24:00', '9:30', '12:60'],
  ],
  [{ kind: 'select', options: ['甲', '乙'] }, [['乙'], ['\u200b乙', '乙']], ['丙', ['甲']]],
  [
    { kind: 'multiselect', options: ['甲', '乙', '丙'], min: 1, max: 2 },
    [
      [['甲', '丙']],
      ['甲', ['甲']],
      [
        ['甲', '甲', '乙'],
        ['甲', '乙'],
      ],
    ],
    [
      ['甲', '丁'],
      ['甲', '乙', '丙'],
    ],
  ],
  [{ kind: 'yesno' }, [['是'], ['否']], ['也许', 'true']],
  [{ kind: 'checkbox' }, [['是'], ['true', '是']], ['否', 'on', ['是']]],
  [
    { kind: 'phone' },
    [
      ['154 0000 0001', '15400000001'],
      ['+8615400000001', '15400000001'],
    ],
    ['12345', '010-12345678'],
  ],
  [{ kind: 'email' }, [[' A@example.org ', 'a@example.org']], ['a@', 'a b@example.org']],
  [{ kind: 'rating' }, [['1'], ['5']], ['0', '6', '4.5']],
]

describe.each(KINDS)('a question of the kind %j', (facts, right, wrong) => {
  const question = { ...facts, id: 'q', label: '问题' }
  test.each(right)('takes %j', (given, kept = given) =>
    expect(checkAnswers([question], { q: given })).toEqual({ q: kept }),
  )
  test.each(wrong.map((given) => [given]))('refuses %j with a sentence', (given) =>
    expect(refused([question], { q: given })).toEqual({ 'answers.q': expect.stringMatching(/“问题”.+。$/) }),
  )
})

describe('conditions', () => {
  const chain: AskedQuestion[] = [
    { id: 'a', label: '开车来吗', kind: 'yesno', required: true },
    { id: 'b', label: '带人吗', kind: 'checkbox', showWhen: '开车来吗', showWhenAnswer: '是' },
    { id: 'c', label: '几人', kind: 'number', required: true, showWhen: '带人吗', showWhenAnswer: '是' },
    { id: 'd', label: '为何不带', kind: 'text', required: true, showWhen: '带人吗', showWhenAnswer: '否' },
  ]
  const asked = (answers: Answers): string =>
    askedOf(chain, answers)
      .map(({ id }) => id)
      .join('')

  it('ask who gave the answer', () => expect(asked({ a: '是', b: '是' })).toBe('abc'))
  it('take a box that is not ticked for no', () => expect(asked({ a: '是' })).toBe('abd'))
  it('ask nothing that hangs on what was not asked', () => expect(asked({ a: '否', b: '是' })).toBe('a'))
  it('drop answers to what was not asked', () =>
    expect(checkAnswers(chain, { a: '否', b: '是', c: '2', d: 'x' })).toEqual({ a: '否' }))
  it('do not ask for what nobody was asked', () => expect(refused(chain, { a: '否' })).toEqual({}))
  it('do ask for what somebody was', () =>
    expect(Object.keys(refused(chain, { a: '是', b: '是' }))).toEqual(['answers.c']))
  it('are met by one of several choices', () => {
    const several: AskedQuestion[] = [
      { id: 'a', label: '帮忙', kind: 'multiselect', options: ['搬', '拍'] },
      { id: 'b', label: '相机', kind: 'text', showWhen: '帮忙', showWhenAnswer: '拍' },
    ]
    expect(checkAnswers(several, { a: ['搬', '拍'], b: 'X' })).toEqual({ a: ['搬', '拍'], b: 'X' })
    expect(checkAnswers(several, { a: ['搬'], b: 'X' })).toEqual({ a: ['搬'] })
  })
})

describe('questionProblems', () => {
  const problems = (...rows: Partial<AskedQuestion>[]): string[] => Object.keys(questionProblems(rows, rows.length - 1))
  const first: Partial<AskedQuestion> = { label: '开车来吗', kind: 'yesno' }
  test.each<[string, Partial<AskedQuestion>[], string[]]>([
    ['a plain question', [{ label: '备注', kind: 'text' }], []],
    ['choices without any', [{ label: '车型', kind: 'select', options: [] }], ['options']],
    ['bounds the wrong way round', [{ label: '人数', kind: 'number', min: 3, max: 2 }], ['max']],
    [
      'more choices asked for than there are',
      [{ label: '帮忙', kind: 'multiselect', options: ['搬'], min: 2 }],
      ['min'],
    ],
    ['a day that is none', [{ label: '哪天', kind: 'date', earliest: '2026-02-30' }], ['earliest']],
    ['a time that is none', [{ label: '几点', kind: 'time', latest: '25:00' }], ['latest']],
    [
      'a latest day before the earliest',
      [{ label: '哪天', kind: 'date', earliest: '2026-03-02', latest: '2026-03-01' }],
      ['latest'],
    ],
    ['bounds left over from another kind', [{ label: '哪天', kind: 'text', earliest: 'x' }], []],
    [
      'a condition that can be met',
      [first, { label: '车牌', kind: 'text', showWhen: '开车来吗', showWhenAnswer: '是' }],
      [],
    ],
    [
      'an answer there is not',
      [first, { label: '车牌', kind: 'text', showWhen: '开车来吗', showWhenAnswer: '开' }],
      ['showWhenAnswer'],
    ],
    [
      'a question that does not come before',
      [{ label: '车牌', kind: 'text', showWhen: '开车来吗', showWhenAnswer: '是' }],
      ['showWhen'],
    ],
    [
      'a question to which anything may be answered',
      [
        { label: '备注', kind: 'text' },
        { label: '车牌', kind: 'text', showWhen: '备注', showWhenAnswer: '是' },
      ],
      ['showWhen'],
    ],
  ])('%s', (_name, rows, expected) => expect(problems(...rows)).toEqual(expected))
})

test('answers in words', () => {
  expect(answerInWords({ kind: 'multiselect' }, ['搬', '拍'])).toBe('搬、拍')
  expect(answerInWords({ kind: 'rating' }, '4')).toBe('4 分')
  expect(answerInWords({ kind: 'checkbox' }, 'true')).toBe('是')
  expect(answerInWords({ kind: 'text' }, undefined)).toBe('')
})
