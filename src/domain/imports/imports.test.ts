import { describe, expect, it, test } from '@jest/globals'
import { choiceIn, dayIn, numberIn, saysAbsent, timeIn } from './cells.ts'
import { pastAttendanceIn } from './attendanceRow.ts'
import { headingRowOf, IMPORT_COLUMNS, isExample, mappingAsBefore, mappingOf, mappingProblem } from './columns.ts'
import { differencesBetween } from './differences.ts'
import { personIn } from './personRow.ts'
import { unitIn } from './unitRow.ts'
import { placeUnits, type KnownUnit } from './unitTree.ts'
import { isAsImported } from './written.ts'
import { LINES } from '../shared/vocabulary.ts'

describe('cells, as people fill them in', () => {
  test.each([
    ['2026-01-31', '2026-01-31'],
    ['2026/1/31', '2026-01-31'],
    ['2026.1.31', '2026-01-31'],
    ['２０２６年１月３１日', '2026-01-31'],
    ['20260131', '2026-01-31'],
    ['2026-01-31 14:00', '2026-01-31'],
    ['2026-02-30', null],
    ['1月31日', null],
    ['上周六', null],
  ])('the day %s is %s', (text, day) => expect(dayIn(text)).toBe(day))

  test.each([
    ['14:00', '14:00'],
    ['9：05', '09:05'],
    ['14:00:30', '14:00'],
    ['9时30分', '09:30'],
    ['9点', '09:00'],
    ['2026-01-31 14:00', '14:00'],
    ['24:00', null],
    ['下午', null],
  ])('the time %s is %s', (text, time) => expect(timeIn(text)).toBe(time))

  test.each([
    ['1.5', 1.5],
    ['２小时', 2],
    ['两', null],
    ['-1', null],
  ])('the number %s is %s', (text, number) => expect(numberIn(text, /小时$/)).toBe(number))

  it('finds a choice by its label, a word for it, or a part that no other has', () => {
    expect(choiceIn('党群连心·邻里如亲', LINES)).toBe('compounds')
    expect(choiceIn('邻里如亲', LINES)).toBe('compounds')
    expect(choiceIn('先“蜂”暖心', LINES)).toBe('riders')
    expect(choiceIn('党群', LINES)).toBeNull()
    expect(choiceIn('', LINES)).toBeNull()
  })
  it('hears that somebody did not come', () => {
    expect(['否', '缺席', ' 未到 ', 'Ｎ'].map(saysAbsent)).toEqual([true, true, true, true])
    expect(['是', '√', '', '张三'].map(saysAbsent)).toEqual([false, false, false, false])
  })
})

describe('columns', () => {
  it('are recognised by their headings, whatever stands around the words', () => {
    expect(mappingOf('people', ['序号', ' 姓 名 *', '联系电话（必填）', 'Ｅmail', '单位'])).toEqual({
      name: 1,
      phone: 2,
      email: 3,
      unit: 4,
    })
  })
  it('take a heading that is their own name before one that may mean them', () => {
    expect(mappingOf('attendances', ['时间', '活动日期', '单位', '组织单位'])).toEqual({ day: 1, unit: 3 })
  })
  it('stand under a title that is no heading', () => {
    expect(headingRowOf('people', [['志愿者名单'], [], ['姓名', '手机号'], ['林', '15400000000']])).toBe(2)
    expect(headingRowOf('people', [[], ['甲', '乙']])).toBe(1)
  })
  it('are as they were the last time, where the headings are', () => {
    const before = { headings: ['尊称', '号码'], mapping: { name: 0, phone: 1 } }
    expect(mappingAsBefore('people', ['号码', '尊称', '性别'], before)).toEqual({ gender: 2, name: 1, phone: 0 })
    expect(mappingAsBefore('people', ['姓名'], before)).toEqual({ name: 0 })
  })
  it('are asked for when they are needed, and taken once', () => {
    expect(mappingProblem('people', { phone: 0 }, 2)).toMatch(/姓名/)
    expect(mappingProblem('people', { name: 0, phone: 0 }, 2)).toMatch(/不同/)
    expect(mappingProblem('people', { name: 0, phone: 1 }, 2)).toBeNull()
  })
  test.each(Object.entries(IMPORT_COLUMNS))('every heading of the template of %s is recognised', (kind, columns) => {
    const mapping = mappingOf(
      kind as keyof typeof IMPORT_COLUMNS,
      columns.map(({ label }) => `${label}*`),
    )
    expect(mapping).toEqual(Object.fromEntries(columns.map(({ name }, index) => [name, index])))
  })
})

describe('a row', () => {
  const mapping = { name: 0, phone: 1, kinds: 2, birthDate: 3 }
  it('is a person, tidied as everywhere', () => {
    expect(personIn([' 林小燕\u200b ', '＋86 154 0000 0001', '党员、骑手', '1990.5.1'], mapping).facts).toMatchObject({
      name: '林小燕',
      phone: '15400000001',
      kinds: ['partyMember', 'rider'],
      birthDate: '1990-05-01',
    })
  })
  it('names all that is wrong with it, each with its column', () => {
    expect(personIn(['', '123', '外星人', '1990-13-01'], mapping).problems).toEqual([
      { code: 'name-missing', column: 'name' },
      { code: 'phone-bad', column: 'phone' },
      { code: 'kind-unknown', column: 'kinds' },
      { code: 'day-bad', column: 'birthDate' },
    ])
  })

  const past = { title: 0, day: 1, line: 2, ledger: 3, name: 4, hours: 5, startTime: 6, endTime: 7 }
  const now = new Date('2026-06-01T00:00:00Z')
  const codes = (...cells: string[]) => pastAttendanceIn(cells, past, now).problems.map(({ code }) => code)
  it('is an attendance of a day that has passed', () => {
    expect(
      pastAttendanceIn(['清洁日', '2026-01-31', '巷长快办', '', '林', '1.5', '14:00', ''], past, now),
    ).toMatchObject({
      facts: { name: '林', minutes: 90 },
      activity: {
        ledger: 'service',
        startsAt: '2026-01-31T06:00:00.000Z',
        endsAt: '2026-01-31T07:30:00.000Z',
      },
      problems: [],
    })
    expect(codes('清洁日', '2026-07-01', '巷长快办', '', '林', '2', '', '')).toEqual(['day-ahead'])
  })
  it('makes up no service time, and has none in the other ledger', () => {
    expect(codes('清洁日', '2026-01-31', '巷长快办', '', '林', '', '14:00', '')).toEqual(['time-missing'])
    expect(codes('联欢', '2026-01-31', '邻里如亲', '', '林', '2', '', '')).toEqual(['minutes-not-served'])
    expect(codes('联欢', '2026-01-31', '邻里如亲', '', '林', '', '', '')).toEqual([])
  })
})

it('the example of a template is no row, by the name in it alone', () => {
  const people = mappingOf('people', ['姓名', '手机号', '所属单位'])
  expect(isExample('people', ['示例人员', '', ''], people)).toBe(true)
  expect(isExample('people', ['林小燕', '', '示例社区'], people)).toBe(false)
  const units = mappingOf('units', ['名称', '类型', '上级'])
  expect(isExample('units', ['示例社区', '社区', ''], units)).toBe(true)
  expect(isExample('units', ['老街小区', '小区', '示例社区'], units)).toBe(false)
})

describe('a unit', () => {
  const mapping = { name: 0, kind: 1, parent: 2, head: 3, contact: 4, memberCount: 5 }
  it('is read as people mean it', () => {
    expect(unitIn([' 老街\u200b社区 ', '村', '龙溪镇', '', '0752-6600000', '１２人'], mapping)).toEqual({
      name: '老街社区',
      parentName: '龙溪镇',
      facts: { name: '老街社区', kind: 'community', head: null, contact: '0752-6600000', memberCount: 12 },
      problems: [],
    })
    expect(['县', '街道', '镇', '乡', '社区', '驻地单位', '小区', '公司', '社会组织', '支部'].map(kindOf)).toEqual([
      'county',
      'town',
      'town',
      'town',
      'community',
      'organisation',
      'compound',
      'firm',
      'socialOrganisation',
      'branch',
    ])
  })
  const kindOf = (kind: string) => unitIn(['甲', kind], mapping).facts?.kind
  it('names all that is wrong with it, each with its column', () => {
    expect(unitIn(['', '星球', '', '长'.repeat(41), '长'.repeat(61), '1.5'], mapping).problems).toEqual([
      { code: 'unit-name-missing', column: 'name' },
      { code: 'unit-kind-unknown', column: 'kind' },
      { code: 'text-long', column: 'head' },
      { code: 'text-long', column: 'contact' },
      { code: 'members-bad', column: 'memberCount' },
    ])
    expect(unitIn(['长'.repeat(61), '镇'], mapping).problems).toEqual([{ code: 'text-long', column: 'name' }])
    expect(unitIn(['甲', '镇', '', '', '', '100001'], mapping).problems).toEqual([
      { code: 'members-bad', column: 'memberCount' },
    ])
  })
})

describe('the place of a unit', () => {
  const county: KnownUnit = { id: 'c', name: '示例县', parent: null }
  const town: KnownUnit = { id: 't', name: '甲镇', parent: 'c' }
  const twins: KnownUnit[] = [
    { id: 'a1', name: '同名社区', parent: 't' },
    { id: 'a2', name: '同名社区', parent: 'c' },
  ]
  /** Each row as `name<parent`, with `!` before one that has a fault of its own. */
  const placesOf = (rows: string[], top: KnownUnit | null = county) => {
    const said = rows.map((row) => {
      const [name = '', parentName = ''] = row.replace('!', '').split('<')
      return { name, parentName, isFaulty: row.startsWith('!') }
    })
    const placeOf = placeUnits(said, [county, town, ...twins], top)
    return said.map((one) => {
      const place = placeOf(one)
      if (place.is === 'faulty') return place.problem
      return place.is === 'known'
        ? place.unit.id
        : `${place.level}: below ${(place.parent.is === 'known' ? place.parent.unit.id : place.parent.key).replaceAll('\n', '/')}`
    })
  }

  it('is below what is there, or what another row says, in whatever order', () => {
    expect(placesOf(['新社区<新镇', '新镇<示例县', '甲二社区<甲镇', '新支部<新社区'])).toEqual([
      '2: below c/新镇',
      '1: below c',
      '1: below t',
      '3: below c/新镇/新社区',
    ])
  })
  it('is below the unit of the import where the row says none; that unit itself, and a root, are there', () => {
    expect(placesOf(['示例县<', '乙镇<'])).toEqual(['c', '1: below c'])
    expect(placesOf(['甲镇<', '示例县<', '新社区<'], town)).toEqual(['t', 'c', '1: below t'])
    expect(placesOf(['乙镇<'], null)).toEqual(['unit-unknown'])
  })
  it('is where it was, for one that is there', () => {
    expect(placesOf(['示例县<', '甲镇<示例县', '同名社区<甲镇', '甲镇<'])).toEqual(['c', 't', 'a1', 't'])
  })
  it('cannot be told by a name that nobody bears, or two', () => {
    expect(placesOf(['新社区<乙镇', '支部<同名社区', '支部<新的', '新的<甲镇', '新的<示例县'])).toEqual([
      'parent-unknown',
      'unit-ambiguous',
      'unit-ambiguous',
      '1: below t',
      '1: below c',
    ])
  })
  it('is none in a circle, below one, or below itself', () => {
    expect(placesOf(['甲<乙', '乙<甲', '丙<乙', '丁<丁'])).toEqual(Array.from({ length: 4 }, () => 'parent-circle'))
    expect(placesOf(['新<示例县', '新<新'])).toEqual(['1: below c', '2: below c/新'])
    const deep = placesOf(
      Array.from({ length: 11 }, (_, index) => `第${index}级<${index === 0 ? '' : `第${index - 1}级`}`),
    )
    expect([deep[9]?.slice(0, 3), deep[10]]).toEqual(['10:', 'parent-circle'])
  })
  it('is none below a row that has a fault; another row that says the same may be right', () => {
    expect(placesOf(['!新镇<示例县', '新社区<新镇', '支部<新社区'])).toEqual([
      'parent-faulty',
      'parent-faulty',
      'parent-faulty',
    ])
    expect(placesOf(['!新镇<示例县', '新镇<示例县', '新社区<新镇'])[2]).toBe('2: below c/新镇')
    expect(placesOf(['!甲镇<示例县', '新社区<甲镇'])).toEqual(['t', '2: below t'])
    // Said in two ways, it is one unit.
    expect(placesOf(['新镇<示例县', '新镇<', '新社区<新镇'])[2]).toBe('2: below c/新镇')
  })
})

it('a difference is what a row says, and not alike', () => {
  expect(
    differencesBetween(
      [
        ['area', '居住区域'],
        ['skills', '技能'],
        ['gender', '性别'],
      ],
      { area: '三区', skills: '', gender: ' 女' },
      { area: '', skills: '急救', gender: '女' },
    ),
  ).toEqual([{ label: '居住区域', inFile: '三区', stored: '' }])
})

describe('an attendance stands as it was imported', () => {
  const row = {
    status: 'confirmed',
    walkIn: true,
    attendance: 'present',
    came: 1,
    checkedInAt: null,
    method: 'import',
    recordedBy: 'a',
    minutes: 60,
    minutesSource: 'import',
    checkedOutAt: null,
    evaluation: null,
    feedbackAt: null,
    mergedInto: null,
  } as const
  it('as long as nobody has touched it', () => expect(isAsImported(row, 'a')).toBe(true))
  test.each([
    { attendance: 'absent' as const },
    { minutesSource: 'entered' as const },
    { evaluation: 'good' },
    { feedbackAt: '2026-01-01' },
    { mergedInto: 'x' },
    { recordedBy: 'b' },
    { method: 'manual' as const },
  ])('not with %j', (change) => expect(isAsImported({ ...row, ...change }, 'a')).toBe(false))
})
