import { expect, it } from '@jest/globals'
import { newsUpTo } from './news.ts'

const NOW = new Date('2026-11-30T10:00:00.000Z')
const ago = (seconds: number): string => new Date(NOW.getTime() - seconds * 1000).toISOString()

it('waits three minutes from the first, and then takes along all that came', () => {
  expect(newsUpTo([ago(179), ago(100)], undefined, NOW)).toBeNull()
  expect(newsUpTo([ago(100), ago(180), ago(61)], undefined, NOW)).toBe(ago(61))
})
it('leaves what was written in the last minute for the next time: another may be written beside it still', () => {
  expect(newsUpTo([ago(200), ago(59)], undefined, NOW)).toBe(ago(200))
})
it('tells nothing twice', () => {
  expect(newsUpTo([ago(500), ago(400)], ago(400), NOW)).toBeNull()
  expect(newsUpTo([ago(500), ago(300)], ago(400), NOW)).toBe(ago(300))
  expect(newsUpTo([], undefined, NOW)).toBeNull()
})
