import { expect, test } from '@jest/globals'
import sharp from 'sharp'
import { drawShareCard, type ShareCardFacts } from './drawShareCard.ts'

const facts: ShareCardFacts = {
  title: '骑手健康义诊',
  line: 'riders',
  startsAt: '2026-12-05T06:00:00.000Z',
  endsAt: '2026-12-05T08:00:00.000Z',
  place: '龙溪站二楼',
  cancelled: false,
  cover: null,
}
const pixelsOf = async (over: Partial<ShareCardFacts>) =>
  sharp((await drawShareCard({ ...facts, ...over })).bytes)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })

/** The box around all that differs between two pictures, in pixels; null when they are the same. */
async function differenceOf(one: Partial<ShareCardFacts>, other: Partial<ShareCardFacts>) {
  const [a, b] = [await pixelsOf(one), await pixelsOf(other)]
  const { width, channels } = a.info
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity }
  for (let at = 0; at < a.data.length; at += 1) {
    if (Math.abs((a.data[at] ?? 0) - (b.data[at] ?? 0)) <= 40) continue
    const [x, y] = [Math.floor(at / channels) % width, Math.floor(at / channels / width)]
    box.left = Math.min(box.left, x)
    box.right = Math.max(box.right, x)
    box.top = Math.min(box.top, y)
    box.bottom = Math.max(box.bottom, y)
  }
  return box.right < 0 ? null : box
}

test('is a picture of 1200 by 630 that WeChat takes, and the same for the same facts', async () => {
  const { type, bytes } = await drawShareCard(facts)
  expect(await sharp(bytes).metadata()).toMatchObject({ format: type, width: 1200, height: 630 })
  expect([type, bytes.length < 128 * 1024]).toEqual(['png', true])
  expect((await drawShareCard(facts)).bytes.equals(bytes)).toBe(true)
})

test.each([
  ['the title', { title: '社区清扫' }],
  ['the line', { line: 'programmes' }],
  ['the day', { startsAt: '2026-12-06T06:00:00.000Z', endsAt: '2026-12-06T08:00:00.000Z' }],
  ['the place', { place: '园洲社区' }],
  ['that it is cancelled', { cancelled: true }],
] as const)('shows %s', async (_, over) => expect(await differenceOf({}, over)).not.toBeNull())

test.each([
  ['long', { title: '义'.repeat(60), place: '地'.repeat(80) }],
  ['without a blank', { title: 'W'.repeat(60), place: 'W'.repeat(80) }],
  ['of words', { title: 'Boluo County '.repeat(5).slice(0, 60), place: '，'.repeat(80) }],
  ['that the font lacks', { title: '𡒄'.repeat(60), place: '🎉'.repeat(40) }],
])('keeps texts within the square that WeChat shows: %s', async (_, over) => {
  // Two days, which is as long as a time gets.
  const box = await differenceOf({ title: '', place: '' }, { ...over, endsAt: '2027-01-02T08:00:00.000Z' })
  expect(box?.left).toBeGreaterThanOrEqual(285)
  expect(box?.right).toBeLessThanOrEqual(915)
  expect(box?.top).toBeGreaterThanOrEqual(170)
  expect(box?.bottom).toBeLessThanOrEqual(600)
})

test('has the activity’s own picture behind the letters, in a size that WeChat takes', async () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
  const cover = await sharp({ create: { width: 960, height: 540, channels: 3, background: '#fff', noise } })
    .webp()
    .toBuffer()
  const { type, bytes } = await drawShareCard(facts, cover)
  expect(await sharp(bytes).metadata()).toMatchObject({ format: type, width: 1200, height: 630 })
  expect([type, bytes.length < 300 * 1024]).toEqual(['jpeg', true])
})

test('keeps a bright picture dark enough for white letters in the square, and shows it beside', async () => {
  const white = await sharp({ create: { width: 960, height: 540, channels: 3, background: '#fff' } })
    .webp()
    .toBuffer()
  const { bytes } = await drawShareCard(facts, white)
  const meansOf = async (left: number, width: number) => {
    // Below the last letters.
    const part = await sharp(bytes).extract({ left, top: 596, width, height: 30 }).png().toBuffer()
    return (await sharp(part).stats()).channels.map(({ mean }) => mean)
  }
  for (const mean of await meansOf(305, 590)) expect(mean).toBeLessThan(105)
  for (const mean of await meansOf(0, 30)) expect(mean).toBeGreaterThan(150)
})
