import { describe, expect, it } from '@jest/globals'
import { dayMark, formatDate, formatDay, formatPeriod, formatSpan, formatTime } from './dates.ts'

const NOW = '2026-11-26T04:00:00.000Z'

describe('dates', () => {
  it('writes times of Shanghai, over the day line of UTC', () => {
    expect(formatTime('2026-11-27T16:30:00.000Z', NOW)).toBe('11月28日（周六）00:30')
    expect(formatDate('2026-12-31T16:00:00.000Z')).toBe('2027年1月1日')
  })
  it('names the second day only when it is another', () => {
    expect(formatSpan('2026-11-28T06:00:00.000Z', '2026-11-28T08:00:00.000Z', NOW)).toBe('11月28日（周六）14:00–16:00')
    expect(formatSpan('2026-11-28T14:00:00.000Z', '2026-11-28T17:00:00.000Z', NOW)).toBe(
      '11月28日（周六）22:00–11月29日（周日）01:00',
    )
  })
  it('says the year where it is not this one [D19]', () => {
    expect(formatSpan('2027-11-26T00:35:00.000Z', '2027-11-26T01:35:00.000Z', NOW)).toBe(
      '2027年11月26日（周五）08:35–09:35',
    )
    expect(formatDay('2025-11-28T06:00:00.000Z', NOW)).toBe('2025年11月28日（周五）')
    expect(dayMark('2027-01-05T06:00:00.000Z', NOW)).toEqual({ month: '2027年1月', day: '5' })
    expect(dayMark('2026-12-05T06:00:00.000Z', NOW)).toEqual({ month: '12月', day: '5' })
  })
  it('takes the county’s year, not that of UTC [D19]', () => {
    expect(formatTime('2026-12-31T16:30:00.000Z', '2026-12-31T15:59:59.000Z')).toBe('2027年1月1日（周五）00:30')
    expect(formatTime('2026-12-31T16:30:00.000Z', '2026-12-31T16:00:00.000Z')).toBe('1月1日（周五）00:30')
  })
  it('says it once over New Year’s Eve, and for the second day alone where that is in another [D19]', () => {
    expect(formatSpan('2026-12-31T14:00:00.000Z', '2026-12-31T17:00:00.000Z', NOW)).toBe(
      '12月31日（周四）22:00–2027年1月1日（周五）01:00',
    )
    expect(formatSpan('2027-11-26T14:00:00.000Z', '2027-11-26T17:00:00.000Z', NOW)).toBe(
      '2027年11月26日（周五）22:00–11月27日（周六）01:00',
    )
  })
  it('reads a day as that day', () => expect(formatDate('2026-11-20')).toBe('2026年11月20日'))
  it('calls a whole year by its name', () => {
    expect(formatPeriod('2025-12-31T16:00:00.000Z', '2026-12-31T15:59:59.999Z')).toBe('2026年')
    expect(formatPeriod('2026-01-01', '2026-12-31')).toBe('2026年')
    expect(formatPeriod('2026-02-28T16:00:00.000Z', '2026-12-31T15:59:59.999Z')).toBe('2026年3月1日至2026年12月31日')
  })
  it('says what it knows of a period that is open at one end', () => {
    expect(formatPeriod('2026-03-01', null)).toBe('2026年3月1日起')
    expect(formatPeriod(null, '2026-06-30')).toBe('截至2026年6月30日')
    expect(formatPeriod(null, null)).toBe('')
  })
})
