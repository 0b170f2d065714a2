import { describe, expect, it } from '@jest/globals'
import { formatDate, formatPeriod, formatSpan, formatTime } from './dates.ts'

describe('dates', () => {
  it('writes times of Shanghai, over the day line of UTC', () => {
    expect(formatTime('2026-11-27T16:30:00.000Z')).toBe('11月28日（周六）00:30')
    expect(formatDate('2026-12-31T16:00:00.000Z')).toBe('2027年1月1日')
  })
  it('names the second day only when it is another', () => {
    expect(formatSpan('2026-11-28T06:00:00.000Z', '2026-11-28T08:00:00.000Z')).toBe('11月28日（周六）14:00–16:00')
    expect(formatSpan('2026-11-28T14:00:00.000Z', '2026-11-28T17:00:00.000Z')).toBe('11月28日（周六）22:00–11月29日（周日）01:00')
  })
  it('calls a whole year by its name', () => {
    expect(formatPeriod('2025-12-31T16:00:00.000Z', '2026-12-31T15:59:59.999Z')).toBe('2026年')
    expect(formatPeriod('2026-02-28T16:00:00.000Z', '2026-12-31T15:59:59.999Z')).toBe('2026年3月1日至2026年12月31日')
  })
})
