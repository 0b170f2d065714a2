import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Payload } from 'payload'
import sharp from 'sharp'
import { COVER_WIDTHS, coverFile, coverName, coverOf } from '../../src/domain/activities/covers.ts'
import { env } from '../../src/env.ts'
import { newId } from '../../src/database/rows.ts'
import { removeLostCovers } from '../../src/operations/activities/coverFiles.ts'
import { copyActivity } from '../../src/operations/activities/copyActivity.ts'
import type { Activity, Staff } from '../../src/payload-types.ts'
import { logIn } from '../support/accessWorld.ts'
import { hoursFromNow, makeActivity, makeStaff, makeUnitTree, type UnitTree } from '../support/fixtures.ts'
import { ask } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

let app: TestPayload
let payload: Payload
let units: UnitTree
let organiser: Staff
let token: string
let elsewhere: string
let activity: Activity

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  organiser = await makeStaff(payload, 'organiser', units.community)
  token = await logIn(organiser)
  elsewhere = await logIn(await makeStaff(payload, 'organiser', units.otherCommunity))
})
afterAll(() => app.stop())
beforeEach(async () => {
  activity = await makeActivity(payload, units.community)
})

const onDisk = (): Promise<string[]> => readdir(env.mediaDir).catch(() => [])
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#0b6b57' } })
const send = (bytes: Buffer, over: object = {}, by = token) =>
  ask({
    method: 'POST',
    path: `/activities/${activity.id}/cover`,
    body: { file: bytes.toString('base64'), alt: '志愿者在理发', ...over },
    token: by,
  })
const look = (by?: string, id = activity.id, width = '480') =>
  ask({ path: `/activities/${id}/cover?width=${width}`, token: by })
const coverNow = async (id = activity.id) =>
  coverOf((await payload.findByID({ collection: 'activities', id, depth: 0, overrideAccess: true })).cover)
const filesOf = (name = ''): string[] => [`${name}-480.webp`, `${name}-960.webp`]

/** A PNG whose few bytes claim so many pixels. */
async function bomb(width: number, height: number): Promise<Buffer> {
  const small = await plain(300, 300).png().toBuffer()
  const header = Buffer.from(small.subarray(0, 33))
  header.writeUInt32BE(width, 16)
  header.writeUInt32BE(height, 20)
  header.writeUInt32BE(crc32(header.subarray(12, 29)), 29)
  return Buffer.concat([header, small.subarray(33)])
}
function crc32(bytes: Buffer): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}

describe('a picture', () => {
  test('is made anew in two widths, turned upright, and tells nothing of where it was taken', async () => {
    const photo = await plain(2000, 3000)
      .withMetadata({ orientation: 6 })
      .withExif({ IFD0: { Artist: 'SOMEBODY' }, IFD3: { GPSLatitude: '23/1 10/1 0/1' } })
      .jpeg()
      .toBuffer()
    expect(photo.includes('SOMEBODY')).toBe(true)
    const answer = await send(photo)
    expect(answer.status).toBe(201)
    const cover = await coverNow()
    expect(answer.body).toEqual(cover)
    expect((await onDisk()).sort()).toEqual(filesOf(cover?.name))
    for (const width of COVER_WIDTHS) {
      const bytes = await readFile(path.join(env.mediaDir, coverFile(cover?.name ?? '', width)))
      const { format, width: wide, height, exif, xmp, icc, orientation } = await sharp(bytes).metadata()
      // Taken lying on its side: upright it is wider than high.
      expect([format, wide, height]).toEqual(['webp', width, Math.round((width * 2) / 3)])
      expect([exif, xmp, icc, orientation]).toEqual([undefined, undefined, undefined, undefined])
      expect(bytes.includes('SOMEBODY')).toBe(false)
    }
  })

  test('is everybody’s with its activity, and of a draft its own staff’s alone', async () => {
    expect((await send(await plain(800, 500).png().toBuffer())).status).toBe(201)
    const seen = await look()
    expect([seen.status, seen.type]).toEqual([200, 'image/webp'])
    // Kept by the browser under its own name only, and by nobody between.
    const named = (v: string) => ask({ path: `/activities/${activity.id}/cover?width=480&v=${v}` })
    const keptAs = async (v: string) => (await named(v)).headers.get('cache-control')
    expect(await keptAs((await coverNow())?.name ?? '')).toBe('private, max-age=604800, immutable')
    expect([await keptAs('another'), seen.headers.get('cache-control')]).toEqual(Array(2).fill('private, no-cache'))
    const view = await ask({ path: `/public/activities/${activity.id}` })
    expect(view.body).toMatchObject({ cover: { alt: '志愿者在理发', ratio: 0.625 } })
    await payload.update({ collection: 'activities', id: activity.id, data: { status: 'draft' }, overrideAccess: true })
    expect((await look()).status).toBe(404)
    expect((await look(elsewhere)).status).toBe(404)
    expect((await look(token)).status).toBe(200)
  })

  test('is replaced, taken away and gone with its activity, and a copy has none', async () => {
    const before = await onDisk()
    await send(await plain(800, 500).png().toBuffer())
    const first = await coverNow()
    await send(await plain(800, 500).webp().toBuffer(), { alt: '另一张' })
    const second = await coverNow()
    expect(second?.name).not.toBe(first?.name)
    expect((await onDisk()).sort()).toEqual([...before, ...filesOf(second?.name)].sort())
    const copy = await copyActivity(
      await app.req(organiser),
      { activityId: activity.id, startsAt: hoursFromNow(90) },
      new Date(),
    )
    expect(await coverNow(copy.id)).toBeNull()
    // Nothing that a client sends to Payload's REST is a cover.
    const forged = { cover: { name: '../../etc/passwd', alt: 'x', ratio: 1 } }
    await ask({ method: 'PATCH', path: `/activities/${activity.id}`, body: forged, token })
    expect(await coverNow()).toEqual(second)
    expect((await ask({ method: 'DELETE', path: `/activities/${activity.id}/cover`, token })).status).toBe(200)
    expect([await coverNow(), await onDisk()]).toEqual([null, before])
    expect((await ask({ method: 'DELETE', path: `/activities/${activity.id}/cover`, token })).status).toBe(200)
    await send(await plain(800, 500).png().toBuffer())
    expect((await ask({ method: 'DELETE', path: `/activities/${activity.id}`, token })).status).toBe(200)
    // The deletion may yet be undone with its transaction: the files go with the next clean-up.
    await removeLostCovers(await app.req(), new Date(Date.now() + 2 * 3_600_000))
    expect(await onDisk()).toEqual(before)
  })

  test('that no activity shows is removed after an hour, and no other', async () => {
    await send(await plain(800, 500).png().toBuffer())
    const kept = await onDisk()
    const gone = newId(payload)
    // One of the other database's, too.
    const foreign = payload.db.name === 'sqlite' ? '65a1b2c3d4e5f60718293a4b' : randomUUID()
    const lost = [activity.id, gone, foreign].map((id) => coverFile(coverName(id, '0'.repeat(32)), 480))
    const young = coverFile(coverName(gone, 'f'.repeat(32)), 480)
    const now = new Date()
    const old = new Date(now.getTime() - 2 * 3_600_000)
    for (const file of [...lost, young, 'README']) await writeFile(path.join(env.mediaDir, file), 'x')
    for (const file of [...lost, ...kept, 'README']) await utimes(path.join(env.mediaDir, file), old, old)
    await removeLostCovers(await app.req(), now)
    expect((await onDisk()).sort()).toEqual([...kept, young, 'README'].sort())
  })
})

describe('what is no picture leaves nothing on disk', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><script>alert(1)</script></svg>'
  const cases: [string, () => Promise<Buffer> | Buffer, RegExp][] = [
    ['a text', () => Buffer.from('不是图片'), /不是能打开的图片/],
    ['an SVG with a script', () => Buffer.from(svg), /不是能打开的图片/],
    ['a PDF', () => Buffer.from('%PDF-1.7\n1 0 obj'), /不是能打开的图片/],
    ['a page that begins like a GIF', () => Buffer.from('GIF89a<script>alert(1)</script>'), /不是能打开的图片/],
    ['a GIF', () => plain(600, 400).gif().toBuffer(), /不是能打开的图片/],
    ['a TIFF', () => plain(600, 400).tiff().toBuffer(), /不是能打开的图片/],
    ['a photo cut off', async () => (await plain(900, 600).jpeg().toBuffer()).subarray(0, 700), /不是能打开的图片/],
    ['a header of 10 thousand million pixels', () => bomb(100_000, 100_000), /像素过多/],
    ['a bomb just above what is allowed', () => plain(10_000, 6001).toColourspace('b-w').png().toBuffer(), /像素过多/],
    ['a header that claims more than follows', () => bomb(3000, 3000), /不是能打开的图片/],
    ['a stamp', () => plain(100, 100).png().toBuffer(), /图片太小/],
  ]
  test.each(cases)('%s', async (_name, make, sentence) => {
    const before = await onDisk()
    const answer = await send(await make())
    expect(answer).toMatchObject({ status: 400, body: { code: 'picture-unusable' } })
    expect((answer.body as { detail: string }).detail).toMatch(sentence)
    expect([await coverNow(), await onDisk()]).toEqual([null, before])
  })

  test('nor do more bytes than a request holds, no description, another unit’s staff, or nobody', async () => {
    const before = await onDisk()
    const good = await plain(800, 500).png().toBuffer()
    expect(await send(Buffer.alloc(500_000))).toMatchObject({ status: 413, body: { code: 'payload-too-large' } })
    for (const alt of [undefined, null, '', ' 图 ', 5, '长'.repeat(101)])
      expect(await send(good, { alt })).toMatchObject({ status: 400, body: { code: 'invalid-input' } })
    expect((await send(good, {}, elsewhere)).status).toBe(404)
    const unknown = { method: 'POST', path: `/activities/${activity.id}/cover`, body: { file: 'AAAA', alt: '图片' } }
    expect((await ask(unknown)).status).toBe(401)
    expect([await coverNow(), await onDisk()]).toEqual([null, before])
  })

  test.each(['../480', '481', '', '480/../../x', '%2e%2e%2f'])('nor is anything read at the width %j', async (width) =>
    expect((await look(token, activity.id, width)).status).toBe(400),
  )
})
