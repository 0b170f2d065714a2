import { describe, expect, it } from '@jest/globals'
import { figureInWords } from './figures.ts'
import {
  changeInPercent,
  partOf,
  shareInPercent,
  timelinessAt,
  unitTable,
  type StatisticsFacts,
  type Timeliness,
} from './statistics.ts'

const NOW = new Date('2026-11-30T02:00:00.000Z')
const facts = (over: Partial<StatisticsFacts> = {}): StatisticsFacts => ({
  status: 'published',
  line: 'riders',
  ledger: 'participation',
  present: 12,
  minutes: 720,
  visits: 3,
  settledMatters: 2,
  endsAt: '2026-11-02T08:00:00.000Z',
  recordedAt: '2026-11-03T08:00:00.000Z',
  ...over,
})

describe('timelinessAt', () => {
  // Monday 2 November: ten working days on is Monday 16 November, whole.
  it.each<[string, string, string | null, Timeliness]>([
    ['recorded at the door', '2026-11-02T08:00:00.000Z', '2026-11-02T06:00:00.000Z', 'inTime'],
    ['in the last minute of the last day', '2026-11-02T08:00:00.000Z', '2026-11-16T15:59:00.000Z', 'inTime'],
    ['a minute later', '2026-11-02T08:00:00.000Z', '2026-11-16T16:00:00.000Z', 'late'],
    ['never', '2026-11-02T08:00:00.000Z', null, 'missing'],
    ['not yet, on the last day', '2026-11-16T08:00:00.000Z', null, 'open'],
    ['not over, though somebody came', '2026-11-30T03:00:00.000Z', '2026-11-30T01:30:00.000Z', 'open'],
  ])('%s', (_, endsAt, recordedAt, expected) => expect(timelinessAt(NOW)({ endsAt, recordedAt })).toBe(expected))

  it('past the calendar that is announced, what was recorded before its end is in time, and the rest unknown', () => {
    const at = timelinessAt(new Date('2099-03-01T00:00:00.000Z'))
    expect(at({ endsAt: '2098-12-30T08:00:00.000Z', recordedAt: null })).toBe('open')
    const early = timelinessAt(new Date('2027-01-20T00:00:00.000Z'))
    const ended = '2026-12-30T08:00:00.000Z'
    expect(early({ endsAt: ended, recordedAt: '2026-12-31T08:00:00.000Z' })).toBe('inTime')
  })

  it('two that ended on one day are told apart by what was recorded', () => {
    const at = timelinessAt(NOW)
    expect(at(facts())).toBe('inTime')
    expect(at(facts({ recordedAt: null }))).toBe('missing')
  })
})

describe('partOf', () => {
  const timelinessOf = timelinessAt(NOW)
  it.each([
    ['personTimes', 12],
    ['riderTimes', 12],
    ['sessions', 1],
    ['serviceHours', 0],
    ['visits', 3],
    ['matters', 2],
  ] as const)('%s: %d', (figure, amount) => expect(partOf(facts(), figure, timelinessOf)).toEqual({ amount, whole: 0 }))
  it('another line: no new-employment workers', () =>
    expect(partOf(facts({ line: 'pairing' }), 'riderTimes', timelinessOf).amount).toBe(0))
  it('volunteer service: minutes', () =>
    expect(partOf(facts({ ledger: 'service' }), 'serviceHours', timelinessOf).amount).toBe(720))
  it('recorded: one of those that were due', () => {
    expect(partOf(facts(), 'recorded', timelinessOf)).toEqual({ amount: 1, whole: 1 })
    expect(partOf(facts({ recordedAt: null }), 'recorded', timelinessOf)).toEqual({ amount: 0, whole: 1 })
    expect(partOf(facts({ recordedAt: null, endsAt: NOW.toISOString() }), 'recorded', timelinessOf).whole).toBe(0)
  })
  it.each(['draft', 'cancelled'] as const)('%s: nothing', (status) => {
    for (const figure of ['personTimes', 'sessions', 'recorded'] as const)
      expect(partOf(facts({ status }), figure, timelinessOf)).toEqual({ amount: 0, whole: 0 })
  })
})

describe('unitTable', () => {
  const UNITS = [
    { id: 'county', name: '县', parent: null },
    { id: 'b', name: '乙镇', parent: 'county' },
    { id: 'a', name: '甲镇', parent: 'county' },
    { id: 'a1', name: '甲一社区', parent: 'a' },
    { id: 'a11', name: '支部', parent: 'a1' },
  ]
  it('has a row for the unit itself and each right below it, and every unit of the subtree in one of them', () => {
    const table = unitTable(UNITS, 'county', 'county')
    expect(table?.rows.map(({ id, isOwn, hasBelow }) => [id, isOwn, hasBelow])).toEqual([
      ['county', true, false],
      ['a', false, true],
      ['b', false, false],
    ])
    expect(Object.fromEntries(table?.rowOf ?? [])).toEqual({ county: 'county', a: 'a', a1: 'a', a11: 'a', b: 'b' })
  })
  it('opens a unit, with the way back to the top', () => {
    const table = unitTable(UNITS, 'county', 'a1')
    expect(table?.path.map(({ id }) => id)).toEqual(['county', 'a', 'a1'])
    expect([...(table?.rowOf.keys() ?? [])]).toEqual(['a1', 'a11'])
  })
  it.each([
    ['a', 'b'],
    ['a', 'county'],
    ['a1', 'nowhere'],
  ])('under %s there is no %s', (top, at) => expect(unitTable(UNITS, top, at)).toBeNull())
  it('units that are each below the other have no end, and no table', () =>
    expect(
      unitTable(
        [
          { id: 'x', name: 'x', parent: 'y' },
          { id: 'y', name: 'y', parent: 'x' },
        ],
        'top',
        'x',
      ),
    ).toBeNull())
})

it('says changes and shares in percent, and nothing where there is nothing to compare with', () => {
  expect([changeInPercent(12, 10), changeInPercent(9, 12), changeInPercent(5, 0)]).toEqual([20, -25, null])
  const shares = [
    { amount: 999, whole: 1000 },
    { amount: 1999, whole: 2000 },
    { amount: 0, whole: 0 },
  ]
  expect(shares.map(shareInPercent)).toEqual([99.9, 99.9, null])
})

it('says service time to the minute, so that the parts add up', () => {
  expect(figureInWords(74_105, 'serviceHours')).toBe('1,235:05')
  expect(figureInWords(1234, 'personTimes')).toBe('1,234')
})
