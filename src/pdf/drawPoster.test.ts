import { expect, test } from '@jest/globals'
import { boxesOf, overprints, textsOf } from '../../tests/support/pdf.ts'
import { LINES, type Line } from '../domain/shared/vocabulary.ts'
import { drawPoster, type PosterFacts } from './drawPoster.ts'

const ADDRESS = 'https://example.org/activities/0b1f7a52-71f6-4a93-9f0d-5a2a53b6a8f1'
const facts: PosterFacts = {
  title: '骑手健康义诊',
  line: 'riders',
  startsAt: '2026-12-05T06:00:00.000Z',
  endsAt: '2026-12-05T08:00:00.000Z',
  place: '龙溪站二楼',
  unit: '龙溪社区',
  capacity: 50,
  waitingList: true,
  approval: true,
  updatedAt: '2026-11-30T06:00:00.000Z',
}

test('says what, when with the weekday, where, by and for whom, how many, and how to sign up', async () => {
  const text = await textsOf(await drawPoster(facts, ADDRESS))
  for (const part of [
    '骑手健康义诊',
    LINES.riders,
    '2026年12月5日（周六）',
    '14:00–16:00',
    '龙溪站二楼',
    '龙溪社区',
    '外卖骑手、快递员',
    '50人，满员可候补，报名须审核',
    '扫码报名',
    '全程免费，不用下载应用',
    ADDRESS,
  ])
    expect(text).toContain(part)
})

test('of one that ends on another day both days are said, and seats without a limit', async () => {
  const over = { endsAt: '2027-01-02T08:00:00.000Z', capacity: null, approval: false }
  const text = await textsOf(await drawPoster({ ...facts, ...over }, ADDRESS))
  expect(text).toContain('2026年12月5日（周六）14:00至2027年1月2日（周六）16:00')
  expect(text).toContain('名额不限')
})

test('the same facts give the same bytes', async () => {
  const first = await drawPoster(facts, ADDRESS)
  expect((await drawPoster(facts, ADDRESS)).equals(first)).toBe(true)
  expect((await drawPoster({ ...facts, capacity: 51 }, ADDRESS)).equals(first)).toBe(false)
})

test.each(Object.keys(LINES) as Line[])(
  'nothing is printed over anything else, nor on a second page: %s',
  async (line) => {
    for (const letter of ['义', 'W']) {
      const full = { title: letter.repeat(60), place: letter.repeat(80), unit: letter.repeat(60) }
      const over = { capacity: 100_000, endsAt: '2026-12-31T15:59:00.000Z' }
      const boxes = await boxesOf(await drawPoster({ ...facts, ...full, ...over, line }, `${ADDRESS}${'x'.repeat(40)}`))
      expect(overprints(boxes)).toEqual([])
      expect(boxes.every(({ page }) => page === 1)).toBe(true)
    }
  },
)
