import { AppError } from '../shared/AppError.ts'
import { columnsAsked, csvCell, openNames, rowOf, spreadsheetText, xlsxCell, type Column } from './columns.ts'
import { COLUMNS, type ColumnName, type ParticipationRecord } from './participationRecord.ts'

const columnsOf = (fields: string | undefined): ColumnName[] => columnsAsked(COLUMNS, fields)

const record: ParticipationRecord = {
  registrationId: 'r1',
  town: '龙溪街道',
  kinds: ['volunteer', 'rider'],
  activityId: 'a1',
  title: '骑手夜学',
  line: 'riders',
  theme: 'warm',
  series: '',
  ledger: 'service',
  unit: '甲一社区',
  leader: '陈某',
  place: '甲一驿站',
  content: '交通安全宣传',
  startsAt: '2026-03-31T16:30:00.000Z',
  endsAt: '2026-03-31T18:30:00.000Z',
  name: '林某',
  volunteerNumber: 'BL0000000001',
  phone: '15400005678',
  idNumber: '440000199001010000',
  attendance: 'present',
  heads: 3,
  minutes: 95,
  minutesSource: 'times',
  checkedOutAt: '2026-01-31T08:00:00.000Z',
  evaluation: 'good',
  evaluatedAt: '2026-02-02T02:00:00.000Z',
  checkedInAt: '2026-03-31T16:31:59.000Z',
  method: 'scan',
  recordedBy: '组织者甲',
}

const textsOf = (fields: string, changes: Partial<ParticipationRecord> = {}) => {
  const columns = columnsOf(fields)
  const asked = columns.map((name): Column<ParticipationRecord> => COLUMNS[name])
  return rowOf({ ...record, ...changes }, asked).map((cell, index) => csvCell(cell, asked[index]?.kind ?? 'text'))
}

describe('columnsAsked', () => {
  it('gives every column that is not sensitive when none is asked for', () => {
    const columns = columnsOf(undefined)
    expect(columns).toContain('phone')
    expect(columns).not.toContain('fullPhone')
    expect(columns).not.toContain('idNumber')
    expect(columns).not.toContain('kinds')
    expect(columns).toHaveLength(Object.keys(COLUMNS).length - 3)
  })

  it('holds what 民政部令第67号 asks of a service record, and the ids that prove it', () => {
    for (const name of [
      'title',
      'date',
      'place',
      'content',
      'minutes',
      'unit',
      'leader',
      'registrationId',
      'activityId',
    ] as const) {
      expect(columnsOf(undefined)).toContain(name)
    }
  })

  it('keeps the order asked for, each column once', () =>
    expect(columnsOf(' name,title,name, ')).toEqual(['name', 'title']))

  it.each(['name,wages', 'toString', '__proto__', '', ' , '])('refuses %j with a sentence for the input', (fields) => {
    let thrown: unknown
    try {
      columnsOf(fields)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(AppError)
    expect(thrown).toMatchObject({
      code: 'invalid-input',
      status: 400,
      fields: { fields: expect.stringMatching(/导出字段/) },
    })
  })

  it('calls the full phone, the ID number and what somebody is (a rider, a Party member) sensitive, and nothing else', () => {
    expect((Object.keys(COLUMNS) as ColumnName[]).filter((name) => !openNames(COLUMNS).includes(name))).toEqual([
      'fullPhone',
      'idNumber',
      'kinds',
    ])
  })
})

describe('rowOf', () => {
  it('reads days and times by the county’s clock', () => {
    expect(textsOf('date,startsAt,endsAt,checkedInAt')).toEqual([
      '2026-04-01',
      '2026-04-01 00:30',
      '2026-04-01 02:30',
      '2026-04-01 00:31',
    ])
  })

  it('shows service time in the service ledger only', () => {
    expect(textsOf('ledger,minutes')).toEqual(['志愿服务', '95'])
    expect(textsOf('ledger,minutes', { ledger: 'participation' })).toEqual(['参与', ''])
    expect(textsOf('minutes', { minutes: 0 })).toEqual(['0'])
    expect(textsOf('minutesSource,checkedOutAt,evaluation,evaluatedAt')).toEqual([
      '签到签退',
      '2026-01-31 16:00',
      '良好',
      '2026-02-02',
    ])
    expect(textsOf('minutesSource', { ledger: 'participation' })).toEqual([''])
  })

  it('masks the phone unless the full one is asked for', () => {
    expect(textsOf('phone,fullPhone')).toEqual(['154****5678', '15400005678'])
    expect(textsOf('phone,fullPhone', { phone: '' })).toEqual(['', ''])
  })

  it('names lines, themes and methods in Chinese, and leaves blank what is not known', () => {
    expect(textsOf('theme,method,checkedInAt,recordedBy')).toEqual(['暖新', '扫码', '2026-04-01 00:31', '组织者甲'])
    expect(
      textsOf('theme,method,checkedInAt,recordedBy', { theme: null, method: null, checkedInAt: null, recordedBy: '' }),
    ).toEqual(['', '', '', ''])
  })
})

describe('spreadsheetText', () => {
  it.each([
    '=1+1',
    '+86',
    '-2',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1+1',
    '＋86',
    '－2',
    '＠SUM(A1)',
    ' =1+1',
    '\u00a0=1',
    '\u3000＝1',
  ])('puts an apostrophe before %j', (text) => {
    expect(spreadsheetText(text)).toBe(`'${text}`)
  })

  it.each([
    '441322199001011234',
    '0123',
    '1E5',
    '1e+5',
    '1+1',
    '3-4',
    '1/2',
    '12:30',
    '2026/1/31',
    '2026-1-31',
    '1,200',
    '12.50',
    '50%',
    '¥12',
    '(12)',
    'TRUE',
    'false',
    'Mar 1',
    '1-Mar',
    '１２３４５６７８９０１２３４５６',
    '2026年1月',
    '12 pm',
    '6789012345678901234567e1',
  ])('keeps %j from being read as a number or a day [D22]', (text) => {
    expect(spreadsheetText(text)).toBe(`'${text}`)
  })
  it.each([
    '',
    '甲一社区',
    '7',
    '13900000001',
    '0',
    '2026-01-31',
    '1号楼',
    'BL0000000001',
    '154****5678',
    'March',
    '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    'a=b',
    "'quoted",
    ' 甲',
    '“=”',
  ])('leaves %j as it is', (text) => expect(spreadsheetText(text)).toBe(text))
})

describe('cells', () => {
  it('escapes text in CSV, never numbers', () => {
    expect(csvCell('-5', 'text')).toBe("'-5")
    expect(csvCell(-5, 'number')).toBe('-5')
    expect(csvCell(null, 'text')).toBe('')
  })

  it('keeps types in a spreadsheet, and text as it was written', () => {
    expect(xlsxCell('=1+1', 'text')).toBe('=1+1')
    expect(xlsxCell(95, 'number')).toBe(95)
    expect(xlsxCell('', 'text')).toBeNull()
    expect(xlsxCell(new Date('2026-03-31T16:30:00.000Z'), 'time')).toEqual(new Date('2026-04-01T00:30:00.000Z'))
  })

  it('gives a spreadsheet whole days, so that a day can be counted and filtered by [D21]', () => {
    expect(xlsxCell(new Date('2026-03-31T15:59:59.999Z'), 'date')).toEqual(new Date('2026-03-31T00:00:00.000Z'))
    expect(xlsxCell(new Date('2026-03-31T16:30:00.000Z'), 'date')).toEqual(new Date('2026-04-01T00:00:00.000Z'))
  })
})

describe('characters that XML has no place for [D11]', () => {
  it.each([
    ['a\uffff\ufffeb', 'ab'],
    ['\u{1ffff}\u{10fffe}甲', '甲'],
    ['a\ud800b', 'ab'],
    ['\u0001a\u000b', 'a'],
    ['\u{21484}\u{10fffd}', '\u{21484}\u{10fffd}'],
    ['一\t二\n三', '一\t二\n三'],
  ])('%j is %j in either file', (text, is) => {
    expect(xlsxCell(text, 'text')).toBe(is)
    expect(csvCell(text, 'text').replace(/^'/, '')).toBe(is)
  })
  it('keeps an escape of OOXML that somebody typed from being one', () => {
    expect(xlsxCell('_x0041_ _x0041 x0041_ _X0041_', 'text')).toBe('_x005F_x0041_ _x0041 x0041_ _X0041_')
    expect(xlsxCell('\uffff', 'text')).toBeNull()
  })
})
