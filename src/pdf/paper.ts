import QRCode from 'qrcode'
import { fontFile } from './letters.ts'

/** The visual language (docs/visual-language.md) on paper: its night, honey and leaf, on white, which costs no ink. */
export const COLOURS = {
  night: '#14332d',
  ink: '#17302b',
  soft: '#4b5f5a',
  honey: '#f6b221',
  pale: '#fdeec8',
  leaf: '#0b6b57',
  rule: '#e2dccb',
  white: '#ffffff',
  wax: '#2f5a50',
}

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89 }
export const MARGIN = 56
export const WIDTH = PAGE.width - 2 * MARGIN

export type Doc = PDFKit.PDFDocument

interface Imprint {
  title: string
  author: string
  at: Date
}

/** An empty document, and the promise of its bytes once `doc.end()` was called. */
export async function openPaper(imprint: Imprint): Promise<{ doc: Doc; whole: Promise<Buffer> }> {
  const doc = await openDoc(imprint)
  const chunks: Buffer[] = []
  const whole = new Promise<Buffer>((resolve, reject) => {
    doc
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => resolve(Buffer.concat(chunks)))
      .on('error', reject)
  })
  return { doc, whole }
}

/**
 * An empty A4 document with our fonts in it, whose bytes are its reader's to take. The dates and identifiers inside
 * come from what is given: the same drawing gives the same bytes at any time.
 */
export async function openDoc({ title, author, at }: Imprint): Promise<Doc> {
  const { default: PDFDocument } = await import('pdfkit')
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    // None yet: a font that is opened by its file is opened anew whenever its name is chosen.
    font: null as unknown as string,
    info: { Title: title, Author: author, Creator: '先“蜂”', Producer: '先“蜂”', CreationDate: at, ModDate: at },
  })
  doc.registerFont('regular', fontFile('regular')).registerFont('bold', fontFile('bold')).font('regular')
  return doc
}

/** Chooses the largest of the sizes at which the text stands in the box, of the font that is set; the last at worst. */
export function fitSize(doc: Doc, text: string, box: { width: number; height: number; sizes: number[] }): void {
  for (const size of box.sizes)
    if (doc.fontSize(size).heightOfString(text, { width: box.width, lineGap: size / 8 }) <= box.height) return
}

/** A cell of the comb, standing on its point. */
function cell(doc: Doc, x: number, y: number, radius: number): Doc {
  const half = radius * 0.866
  return doc.polygon(
    [x, y - radius],
    [x + half, y - radius / 2],
    [x + half, y + radius / 2],
    [x, y + radius],
    [x - half, y + radius / 2],
    [x - half, y - radius / 2],
  )
}

/** Column, row, fill: a comb that grows out of the corner of the head. */
const COMB: [number, number, 'wax' | 'honey' | 'pale'][] = [
  [0, 0, 'honey'],
  [1, 0, 'wax'],
  [2, 0, 'honey'],
  [3, 0, 'wax'],
  [0, 1, 'pale'],
  [1, 1, 'honey'],
  [2, 1, 'wax'],
  [0, 2, 'honey'],
  [1, 2, 'pale'],
  [2, 2, 'wax'],
  [0, 3, 'wax'],
  [1, 3, 'wax'],
]

/** The head of a page: night with the comb in its corner, and the bee. */
export function drawNight(doc: Doc, height: number): void {
  doc.save().rect(0, 0, PAGE.width, height).fill(COLOURS.night).rect(0, 0, PAGE.width, height).clip()
  for (const [column, row, fill] of COMB) {
    const shape = cell(doc, PAGE.width - 18 - column * 47 - (row % 2) * 23.5, 14 + row * 41, 25)
    if (fill === 'wax') shape.lineWidth(1.2).stroke(COLOURS.wax)
    else shape.fill(COLOURS[fill])
  }
  doc.restore()
  drawBee(doc, MARGIN - 4, 30, 0.85)
  doc
    .font('bold')
    .fontSize(14)
    .fillColor(COLOURS.white)
    .text('先“蜂”', MARGIN + 42, 40, { lineBreak: false })
}

function drawBee(doc: Doc, x: number, y: number, scale: number): void {
  doc.save().translate(x, y).scale(scale)
  doc
    .lineWidth(1.5)
    .path('M23 17C20 7 11 4 8.5 8s2 11 13.5 11.5zM25 17c3-10 12-13 14.5-9s-2 11-13.500 11.500z')
    .fill('#d9ebe4')
  doc.path('M24 15.5l11.5 6.6v13.3L24 42l-11.5-6.6V22.1z').fill(COLOURS.honey)
  doc.path('M12.5 25.800h23v3.800h-23zM12.500 32.800h23v2.600l-2.200 1.200H14.700l-2.200-1.200z').fill(COLOURS.night)
  doc.circle(20.3, 21.8, 1.5).circle(27.7, 21.8, 1.5).fill(COLOURS.night)
  doc.restore()
}

export function drawQrCode(doc: Doc, text: string, left: number, top: number, side: number): void {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules
  const step = side / (size + 4)
  doc.rect(left, top, side, side).fill(COLOURS.white)
  data.forEach((isDark, index) => {
    if (isDark) doc.rect(left + (2 + (index % size)) * step, top + (2 + Math.floor(index / size)) * step, step, step)
  })
  doc.fill(COLOURS.night)
}
