import type { Font } from 'fontkit'
import { LINES, type Line } from '../domain/shared/vocabulary.ts'
import { formatDate, formatSpan } from '../domain/shared/dates.ts'
import { fontFace, settable } from './letters.ts'
import { COLOURS } from './paper.ts'

/** The facts on the picture of a shared link: none that a sign-up changes. */
export interface ShareCardFacts {
  title: string
  line: Line
  startsAt: string
  endsAt: string
  place: string
  cancelled: boolean
  /** The name of the activity's own picture. */
  cover: string | null
}

const [WIDTH, HEIGHT] = [1200, 630]
/** WeChat shows the square in the middle alone: all that is to be read stands in it. */
const MIDDLE = { left: 305, width: 590 }
/** The long ago, by which a date always says its year: nobody knows when a link is read. */
const LONG_AGO = new Date(0).toISOString()

/** Flat colours are smallest as PNG; a photo is five times as large in it. */
export interface ShareCard {
  type: 'png' | 'jpeg'
  bytes: Buffer
}

/**
 * Draws the picture that goes with a shared link. Letters are drawn as shapes from our own font, whatever fonts
 * the machine has; the pixels are made in a thread of sharp's.
 *
 * @param cover the activity's own picture, which then lies behind the letters in place of the comb
 */
export async function drawShareCard(facts: ShareCardFacts, cover: Buffer | null = null): Promise<ShareCard> {
  const { default: sharp } = await import('sharp')
  const drawn = Buffer.from(await shareCardSvg(facts, cover !== null))
  if (cover === null)
    return { type: 'png', bytes: await sharp(drawn).png({ palette: true, colours: 64, effort: 4 }).toBuffer() }
  const bytes = await sharp(cover)
    .resize({ width: WIDTH, height: HEIGHT, fit: 'cover' })
    .composite([{ input: drawn }])
    .jpeg({ quality: 80, chromaSubsampling: '4:4:4' })
    .toBuffer()
  return { type: 'jpeg', bytes }
}

/** The night over a picture: thick where letters stand, so that they are read on any; thin at the sides. */
const VEIL = [
  '<linearGradient id="veil">',
  ...[0, 0.25, 0.75, 1].map(
    (at) => `<stop offset="${at}" stop-color="${COLOURS.night}" stop-opacity="${at % 1 === 0 ? 0.3 : 0.8}"/>`,
  ),
  '</linearGradient>',
].join('')

async function shareCardSvg(facts: ShareCardFacts, isOverCover: boolean): Promise<string> {
  const [regular, bold] = [await fontFace('regular'), await fontFace('bold')]
  const [title, place] = [await settable(facts.title), await settable(facts.place)]
  const span = facts.cancelled ? '活动已取消' : spanOf(facts)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">`,
    ...(isOverCover ? [VEIL] : []),
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${isOverCover ? 'url(#veil)' : COLOURS.night}"/>`,
    ...(isOverCover ? [] : comb()),
    BEE,
    lettersOf(bold, '先“蜂”', { top: 54, height: 44, sizes: [32], fill: COLOURS.white, left: 548 }),
    lettersOf(regular, LINES[facts.line], { top: 118, height: 40, sizes: [27, 24], fill: COLOURS.pale }),
    lettersOf(bold, title, { top: 176, height: 232, sizes: [68, 60, 52, 46, 40, 34, 30], fill: COLOURS.white }),
    lettersOf(bold, span, { top: 426, height: 56, sizes: [38, 34, 30, 26, 22], fill: COLOURS.honey }),
    lettersOf(regular, place, { top: 492, height: 92, sizes: [32, 28, 24], fill: COLOURS.pale }),
    '</svg>',
  ].join('')
}

function spanOf({ startsAt, endsAt }: ShareCardFacts): string {
  return formatDate(startsAt) === formatDate(endsAt)
    ? formatSpan(startsAt, endsAt, LONG_AGO)
    : `${formatDate(startsAt)}至${formatDate(endsAt)}`
}

interface Box {
  top: number
  height: number
  /** From the largest to the smallest, in pixels. */
  sizes: number[]
  fill: string
  /** Of the text; without it the lines stand in the middle. */
  left?: number
}

const LEADING = 1.28

/** The text as shapes: as large as fits the box, or cut off with an ellipsis at the smallest size. */
function lettersOf(face: Font, text: string, { top, height, sizes, fill, left }: Box): string {
  const fitting = sizes.find((size) => linesOf(face, text, size).length * size * LEADING <= height)
  const size = fitting ?? sizes.at(-1) ?? 0
  const room = Math.max(1, Math.floor(height / (size * LEADING)))
  const all = linesOf(face, text, size)
  const lines = all.length <= room ? all : [...all.slice(0, room - 1), `${(all[room - 1] ?? '').slice(0, -1)}…`]
  // A text of one line stands in the middle of its box.
  const first = top + (height - lines.length * size * LEADING) / 2 + size
  return lines
    .map((line, index) => {
      const x = left ?? (WIDTH - widthOf(face, line, size)) / 2
      return shapesOf(face, line, size, x, first + index * size * LEADING)
    })
    .map((path) => `<g fill="${fill}">${path}</g>`)
    .join('')
}

/** A word of Latin letters or digits, or a letter with the marks that may not begin a line. */
const PIECES = /[\w.:–-]+|\s|./gu
const NEVER_FIRST = /^[，。、；：！？）》”’…·]$/u

function linesOf(face: Font, text: string, size: number): string[] {
  const lines = ['']
  const last = (): string => lines.at(-1) ?? ''
  const append = (piece: string): void => void (lines[lines.length - 1] = last() + piece)
  for (const piece of text.match(PIECES) ?? []) {
    const fits = (one: string): boolean => widthOf(face, last() + one, size) <= MIDDLE.width
    // One mark may stand out at the end of a line.
    if (fits(piece) || (NEVER_FIRST.test(piece) && fits(''))) append(piece)
    else if (widthOf(face, piece, size) <= MIDDLE.width) lines.push(piece.trimStart())
    // Longer than a line: cut where it ends.
    else
      for (const letter of piece)
        if (fits(letter)) append(letter)
        else lines.push(letter)
  }
  return lines.map((line) => line.trim())
}

const advanceOf = (face: Font, letter: string): number =>
  face.glyphForCodePoint(letter.codePointAt(0) ?? 0).advanceWidth / face.unitsPerEm

const widthOf = (face: Font, text: string, size: number): number =>
  [...text].reduce((sum, letter) => sum + advanceOf(face, letter) * size, 0)

function shapesOf(face: Font, text: string, size: number, left: number, baseLine: number): string {
  const scale = size / face.unitsPerEm
  let x = left
  const shapes: string[] = []
  for (const letter of text) {
    const path = face.glyphForCodePoint(letter.codePointAt(0) ?? 0).path.toSVG()
    const at = `translate(${x.toFixed(2)} ${baseLine.toFixed(2)}) scale(${scale} ${-scale})`
    if (path !== '') shapes.push(`<path transform="${at}" d="${path}"/>`)
    x += advanceOf(face, letter) * size
  }
  return shapes.join('')
}

/** Column, row, look: cells of the comb to the left; the right has the same, mirrored. */
const CELLS: [number, number, 'wax' | 'honey' | 'pale'][] = [
  [0, 0, 'honey'],
  [1, 0, 'wax'],
  [0, 1, 'pale'],
  [1, 1, 'wax'],
  [0, 2, 'honey'],
  [1, 2, 'honey'],
  [0, 3, 'wax'],
  [1, 3, 'pale'],
  [0, 4, 'honey'],
  [1, 4, 'wax'],
  [0, 5, 'pale'],
]

function comb(): string[] {
  const radius = 58
  return CELLS.flatMap(([column, row, look]) => {
    const x = 44 + column * 110 + (row % 2) * 55
    const y = 20 + row * 96
    return [x, WIDTH - x].map((middle) => {
      const points = [-90, -30, 30, 90, 150, 210].map((degrees) => {
        const angle = (degrees * Math.PI) / 180
        return `${(middle + radius * Math.cos(angle)).toFixed(1)},${(y + radius * Math.sin(angle)).toFixed(1)}`
      })
      const paint =
        look === 'wax'
          ? `fill="none" stroke="${COLOURS.wax}" stroke-width="3"`
          : `fill="${look === 'honey' ? COLOURS.honey : COLOURS.pale}"`
      return `<polygon points="${points.join(' ')}" ${paint}/>`
    })
  })
}

/** As in src/frontend/shared/icons.tsx, left of the name. */
const BEE = `<g transform="translate(478 46) scale(1.25)">
<path d="M23 17C20 7 11 4 8.500 8s2 11 13.500 11.500zM25 17c3-10 12-13 14.500-9s-2 11-13.500 11.500z" fill="#d9ebe4"/>
<path d="M24 15.500l11.500 6.600v13.300L24 42l-11.500-6.600V22.100z" fill="${COLOURS.honey}"/>
<path d="M12.500 25.800h23v3.800h-23zM12.500 32.800h23v2.600l-2.200 1.200H14.700l-2.200-1.200z" fill="${COLOURS.night}"/>
<circle cx="20.300" cy="21.800" r="1.500" fill="${COLOURS.night}"/>
<circle cx="27.700" cy="21.800" r="1.500" fill="${COLOURS.night}"/></g>`
