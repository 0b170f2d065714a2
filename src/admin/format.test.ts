import { formatDateTime, formatDay } from './format.ts'
import { expect, it } from '@jest/globals'

const NOW = new Date('2026-11-22T04:00:00.000Z')

it('writes the date and time of Shanghai, over the day line of UTC', () => {
  expect(formatDay('2026-11-22T16:00:00.000Z', NOW)).toBe('11月23日（周一）')
  expect(formatDateTime('2026-11-22T17:05:00.000Z', NOW)).toBe('11月23日（周一）01:05')
})

it('says the year of a draft for next January [m13]', () =>
  expect(formatDateTime('2027-01-05T06:00:00.000Z', NOW)).toBe('2027年1月5日（周二）14:00'))
