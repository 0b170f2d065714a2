import { describe, expect, it } from '@jest/globals'
import { between, clockOf, dayOf, firstMoment, isDay, lastMoment, readMoment } from './calendar.ts'

describe('isDay', () => {
  it.each(['2026-01-31', '2028-02-29', '2000-02-29', '2026-12-31', '1900-01-01'])('%s is a day [D20]', (day) =>
    expect(isDay(day)).toBe(true),
  )
  it.each([
    '2026-02-30',
    '2026-04-31',
    '2026-02-29',
    '2100-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '0202-01-01',
    '9999-01-01',
    '2026-01-31T00:00',
    '2026/01/31',
    '',
    ' 2026-01-31',
    20260131,
    null,
  ])('%p is none [D20]', (day) => expect(isDay(day)).toBe(false))
})

describe('readMoment', () => {
  it.each([
    ['2026-12-10T14:00', '2026-12-10T06:00:00.000Z'],
    ['2026-12-10T14:00:30', '2026-12-10T06:00:30.000Z'],
    ['2026-12-10T00:00:00.000', '2026-12-09T16:00:00.000Z'],
    ['2026-12-10T14:00Z', '2026-12-10T14:00:00.000Z'],
    ['2026-12-10T14:00:00.000Z', '2026-12-10T14:00:00.000Z'],
    ['2026-12-10T14:00:00-05:00', '2026-12-10T19:00:00.000Z'],
    ['2026-12-10T14:00:00+0800', '2026-12-10T06:00:00.000Z'],
    ['2026-12-10', '2026-12-09T16:00:00.000Z'],
    [new Date('2026-12-10T06:00:00Z'), '2026-12-10T06:00:00.000Z'],
  ])('%p is %s, by the county’s clock where no zone is named [D29]', (text, iso) => expect(readMoment(text)).toBe(iso))
  it.each([
    '2026-02-30T10:00',
    '2026-02-30T10:00:00Z',
    '2026-01-01T24:00',
    '2026-01-01T99:99',
    '2026-01-01T10:60',
    '0',
    '',
    '1',
    'now',
    '2026',
    '2026-01',
    'Thu, 10 Dec 2026 06:00:00 GMT',
    '2026-01-01T10:00+99:00',
    0,
    1,
    true,
    null,
    new Date(NaN),
  ])('%p is none [D20]', (text) => expect(readMoment(text)).toBeNull())
})

describe('days and moments', () => {
  it('the county’s day of an instant, over the day line of UTC', () => {
    expect(dayOf('2026-11-20T15:59:59.999Z')).toBe('2026-11-20')
    expect(dayOf('2026-11-20T16:00:00.000Z')).toBe('2026-11-21')
    expect(dayOf(new Date('2026-12-31T16:00:00.000Z'))).toBe('2027-01-01')
  })
  it('a day stays itself', () => expect(dayOf('2026-11-20')).toBe('2026-11-20'))
  it('what an input shows, and what it gives back, are one', () =>
    expect(readMoment(clockOf('2026-12-31T17:30:00.000Z'))).toBe('2026-12-31T17:30:00.000Z'))
  it('a filter takes whole days, and moments as they are', () => {
    expect([firstMoment('2026-11-20'), lastMoment('2026-11-20')]).toEqual([
      '2026-11-19T16:00:00.000Z',
      '2026-11-20T15:59:59.999Z',
    ])
    expect(firstMoment('2026-11-20T09:00')).toBe('2026-11-20T01:00:00.000Z')
  })
})

it('days from first to last are the instants above the one and up to the other', () =>
  expect(between('2026-02-01', '2026-02-28')).toEqual({
    above: '2026-01-31T15:59:59.999Z',
    upTo: '2026-02-28T15:59:59.999Z',
  }))
