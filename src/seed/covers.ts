import sharp from 'sharp'
import { storeCover } from '../operations/activities/coverFiles.ts'
import type { Demo } from './demo.ts'

/** Skies and hills: colours from docs/visual-language.md. */
const VIEWS = [
  {
    alt: '插画：清晨的罗浮山，太阳正在升起',
    sky: ['#fdeec8', '#f6b221'],
    sun: [860, 250],
    hills: ['#1f6b58', '#0b6b57', '#14332d'],
  },
  {
    alt: '插画：傍晚的罗浮山和东江',
    sky: ['#d9ebe4', '#0b6b57'],
    sun: [300, 210],
    hills: ['#2f8f78', '#1f463e', '#14332d'],
  },
  {
    alt: '插画：雨后的群山，远处有阳光',
    sky: ['#fbf8f1', '#d9ebe4'],
    sun: [600, 190],
    hills: ['#8ac4b2', '#2f8f78', '#0b6b57'],
  },
] as const
const [WIDTH, HEIGHT] = [1200, 675]

/** The soonest activities have pictures, as organisers would add them. */
const SHOWN = 6

export async function createCovers({ payload, now }: Demo): Promise<void> {
  const { docs } = await payload.find({
    collection: 'activities',
    where: { and: [{ status: { equals: 'published' } }, { startsAt: { greater_than: now.toISOString() } }] },
    sort: 'startsAt',
    limit: SHOWN,
    depth: 0,
    overrideAccess: true,
  })
  for (const [index, { id }] of docs.entries()) {
    const view = VIEWS[index % VIEWS.length] ?? VIEWS[0]
    const picture = await sharp(Buffer.from(drawn(view, index)))
      .jpeg()
      .toBuffer()
    const cover = await storeCover(id, picture, view.alt)
    await payload.db.updateOne({ collection: 'activities', id, data: { cover }, returning: false })
  }
}

function drawn({ sky, sun: [x, y], hills }: (typeof VIEWS)[number], index: number): string {
  const [from, to] = sky
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">`,
    `<linearGradient id="sky" x2="0" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/>`,
    `</linearGradient><rect width="${WIDTH}" height="${HEIGHT}" fill="url(#sky)"/>`,
    `<circle cx="${x}" cy="${y}" r="96" fill="#fff" fill-opacity=".75"/>`,
    ...hills.map((colour, depth) => `<path d="${ridge(depth, index)}" fill="${colour}"/>`),
    '</svg>',
  ].join('')
}

/** The nearer, the lower; another line for each picture. */
function ridge(depth: number, index: number): string {
  const base = 360 + depth * 95
  const points = Array.from({ length: 7 }, (_, step) => {
    const swing = Math.sin(step * 1.7 + depth * 2.3 + index * 1.1) * (78 - depth * 18)
    return `${step * 200},${Math.round(base - swing)}`
  })
  const [first = '', ...rest] = points
  return `M${first} ${rest.map((point) => `S${Number(point.split(',')[0]) - 90},${point.split(',')[1]} ${point}`).join(' ')} V${HEIGHT} H0 Z`
}
