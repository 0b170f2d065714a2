import { formatDateTime, formatDay } from './format.ts'

describe('dates of the admin', () => {
  it('are those of Shanghai, also past midnight there', () => {
    expect(formatDay('2026-11-22T16:00:00.000Z')).toBe('11月23日')
    expect(formatDateTime('2026-11-22T17:05:00.000Z')).toBe('11月23日 周一 01:05')
  })
})
