import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Font } from 'fontkit'
import QRCode from 'qrcode'
import { formatServiceTime, type CertificateFacts, type ServiceFact } from '../domain/certificates/certificates.ts'
import { formatDate, formatPeriod } from '../domain/shared/dates.ts'

/** The visual language (docs/visual-language.md) on paper: its night, honey and leaf, on white, which costs no ink. */
const COLOURS = {
  night: '#14332d',
  ink: '#17302b',
  soft: '#4b5f5a',
  honey: '#f6b221',
  pale: '#fdeec8',
  leaf: '#0b6b57',
  rule: '#e2dccb',
  white: '#ffffff',
}

/** A4 in points. */
const PAGE = { width: 595.28, height: 841.89 }
const MARGIN = 56
const WIDTH = PAGE.width - 2 * MARGIN
const FOOT = PAGE.height - 46
/** The block of issuer and code, at the foot of the only page. */
const CLOSING = { bottom: 766, height: 150, lines: 10.5, label: 18, value: 84, code: 150, padding: 16, gap: 6 }
const TOTAL_HEIGHT = 34

const FONTS = { regular: '400Regular/NotoSansSC_400Regular.ttf', bold: '700Bold/NotoSansSC_700Bold.ttf' }
const loaded = new Map<string, Buffer>()

function font(weight: keyof typeof FONTS): Buffer {
  const known =
    loaded.get(weight) ?? readFileSync(path.resolve('node_modules/@expo-google-fonts/noto-sans-sc', FONTS[weight]))
  loaded.set(weight, known)
  return known
}

let face: Promise<Font> | undefined

async function openFace(): Promise<Font> {
  const { create } = await import('fontkit')
  return create(font('regular')) as Font
}

/**
 * The characters that no font of ours can set (emoji, very rare ones), each once: whoever prints the rest prints
 * another name.
 */
export async function unprintableIn(text: string): Promise<string> {
  const opened = await (face ??= openFace())
  return [...new Set(text)].filter((character) => !opened.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)).join('')
}

/**
 * Draws a certificate: A4, fonts embedded, its texts readable by machines. Depends on nothing but its arguments: the
 * same facts give the same bytes at any time, since dates and identifiers inside the file come from the facts too.
 */
export async function drawCertificate(facts: CertificateFacts, verificationAddress: string): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit')
  const issuedAt = new Date(facts.issuedAt)
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    font: font('regular') as unknown as string,
    info: {
      Title: `志愿服务记录证明 ${facts.number}`,
      Author: facts.issuer,
      Creator: '先“蜂”',
      Producer: '先“蜂”',
      CreationDate: issuedAt,
      ModDate: issuedAt,
    },
  })
  doc.registerFont('regular', font('regular')).registerFont('bold', font('bold'))
  const chunks: Buffer[] = []
  const whole = new Promise<Buffer>((resolve, reject) => {
    doc
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => resolve(Buffer.concat(chunks)))
      .on('error', reject)
  })

  drawHead(doc, facts)
  let top = drawSentence(doc, facts, 206)
  top = drawTableHead(doc, top + 16)
  for (const service of facts.services) {
    const height = rowHeight(doc, service)
    if (top + height + TOTAL_HEIGHT > FOOT - 16) top = drawTableHead(doc.addPage(), MARGIN)
    top = drawRow(doc, service, top, height)
  }
  drawTotal(doc, facts, top)
  const closing = CLOSING.bottom - closingHeight(doc, facts)
  const isRoom = top + TOTAL_HEIGHT <= closing
  drawClosing(isRoom ? doc : doc.addPage(), facts, verificationAddress, isRoom ? closing : MARGIN)
  const { count } = doc.bufferedPageRange()
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page)
    drawFoot(doc, facts, verificationAddress, count === 1 ? '' : `第 ${page + 1} 页，共 ${count} 页`)
  }
  doc.end()
  return whole
}

type Doc = PDFKit.PDFDocument

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

function drawHead(doc: Doc, { number }: CertificateFacts): void {
  doc.save().rect(0, 0, PAGE.width, 176).fill(COLOURS.night).rect(0, 0, PAGE.width, 176).clip()
  for (const [column, row, fill] of COMB) {
    const shape = cell(doc, PAGE.width - 18 - column * 47 - (row % 2) * 23.5, 14 + row * 41, 25)
    if (fill === 'wax') shape.lineWidth(1.2).stroke('#2f5a50')
    else shape.fill(fill === 'honey' ? COLOURS.honey : COLOURS.pale)
  }
  doc.restore()
  drawBee(doc, MARGIN - 4, 30, 0.85)
  doc
    .font('bold')
    .fontSize(14)
    .fillColor(COLOURS.white)
    .text('先“蜂”', MARGIN + 42, 40, { lineBreak: false })
  doc.font('bold').fontSize(30).text('志愿服务记录证明', MARGIN, 86, { lineBreak: false, characterSpacing: 1 })
  doc.font('regular').fontSize(11).fillColor(COLOURS.pale).text(`证明编号 ${number}`, MARGIN, 138, { lineBreak: false })
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

function drawSentence(doc: Doc, facts: CertificateFacts, top: number): number {
  const { kind, name, volunteerNumber, from, to, minutes, services, issuer } = facts
  doc.font('bold').fontSize(24).fillColor(COLOURS.ink).text(name, MARGIN, top, { width: WIDTH })
  let y = doc.y + 2
  if (volunteerNumber) {
    doc
      .font('regular')
      .fontSize(11)
      .fillColor(COLOURS.soft)
      .text(`志愿者编号 ${volunteerNumber}`, MARGIN, y, { lineBreak: false })
    y += 18
  }
  doc.rect(MARGIN, y + 6, 44, 3).fill(COLOURS.honey)
  const period = kind === 'activity' ? formatDate(from) : formatPeriod(from, to)
  const sentence =
    kind === 'activity'
      ? `于${period}参加${issuer}组织的志愿服务，服务时长 ${formatServiceTime(minutes)}。特此证明。`
      : `${/至/.test(period) ? `自${period}` : `在${period}`}参加${issuer}及其下属单位组织的志愿服务 ${services.length} 次，服务时长合计 ${formatServiceTime(minutes)}。特此证明。`
  doc
    .font('regular')
    .fontSize(13)
    .fillColor(COLOURS.ink)
    .text(sentence, MARGIN, y + 22, { width: WIDTH, lineGap: 6 })
  return doc.y
}

interface Column {
  label: string
  width: number
  valueOf: (service: ServiceFact) => string
}

const COLUMNS: Column[] = [
  { label: '日期', width: 88, valueOf: ({ startsAt }) => formatDate(startsAt) },
  { label: '服务内容', width: 136, valueOf: ({ title }) => title },
  { label: '地点', width: 92, valueOf: ({ place }) => place },
  { label: '服务时间', width: 84, valueOf: ({ minutes }) => formatServiceTime(minutes) },
  { label: '记录单位', width: WIDTH - 400, valueOf: ({ unit }) => unit },
]
const PADDING = 7
const TEXT = { size: 9.5, lineGap: 2.5 }

function drawTableHead(doc: Doc, top: number): number {
  cellsOf(doc.font('bold').fontSize(TEXT.size).fillColor(COLOURS.leaf), top + PADDING, ({ label }) => label)
  doc.rect(MARGIN, top + 28, WIDTH, 1.2).fill(COLOURS.night)
  return top + 29
}

function cellsOf(doc: Doc, top: number, textOf: (column: Column) => string): void {
  let left = MARGIN
  for (const column of COLUMNS) {
    doc.text(textOf(column), left, top, { width: column.width - PADDING, lineGap: TEXT.lineGap })
    left += column.width
  }
}

function rowHeight(doc: Doc, service: ServiceFact): number {
  doc.font('regular').fontSize(TEXT.size)
  return (
    Math.max(
      ...COLUMNS.map(({ width, valueOf }) =>
        doc.heightOfString(valueOf(service), { width: width - PADDING, lineGap: TEXT.lineGap }),
      ),
    ) +
    2 * PADDING
  )
}

function drawRow(doc: Doc, service: ServiceFact, top: number, height: number): number {
  cellsOf(doc.font('regular').fontSize(TEXT.size).fillColor(COLOURS.ink), top + PADDING, ({ valueOf }) =>
    valueOf(service),
  )
  doc.rect(MARGIN, top + height - 0.5, WIDTH, 0.5).fill(COLOURS.rule)
  return top + height
}

function drawTotal(doc: Doc, { minutes, services }: CertificateFacts, top: number): void {
  doc
    .font('bold')
    .fontSize(10.5)
    .fillColor(COLOURS.ink)
    .text(`共 ${services.length} 次，合计 ${formatServiceTime(minutes)}`, MARGIN, top + 10, {
      width: WIDTH,
      align: 'right',
    })
}

const closingLines = ({ issuer, head, handler, contact, issuedAt }: CertificateFacts): [string, string][] =>
  (
    [
      ['出具单位', issuer],
      ['负责人', head],
      ['经办人', handler],
      ['联系方式', contact],
      ['出具日期', formatDate(issuedAt)],
    ] satisfies [string, string][]
  ).filter(([, text]) => text !== '')

const CLOSING_TEXT = { width: WIDTH - CLOSING.value - CLOSING.code, lineGap: 2 }

/** As much as its lines take, but never less than the code needs. */
function closingHeight(doc: Doc, facts: CertificateFacts): number {
  doc.font('regular').fontSize(CLOSING.lines)
  const lines = closingLines(facts).map(([, value]) => doc.heightOfString(value, CLOSING_TEXT) + CLOSING.gap)
  return Math.max(
    CLOSING.height,
    lines.reduce((sum, height) => sum + height, 2 * CLOSING.padding - CLOSING.gap),
  )
}

/** The issuer and the day, beside the code that leads to the page of verification. */
function drawClosing(doc: Doc, facts: CertificateFacts, address: string, top: number): void {
  doc.roundedRect(MARGIN, top, WIDTH, closingHeight(doc, facts), 12).fill('#fbf8f1')
  let y = top + CLOSING.padding
  for (const [label, value] of closingLines(facts)) {
    doc
      .font('regular')
      .fontSize(CLOSING.lines)
      .fillColor(COLOURS.soft)
      .text(label, MARGIN + CLOSING.label, y, { lineBreak: false })
    doc.fillColor(COLOURS.ink).text(value, MARGIN + CLOSING.value, y, CLOSING_TEXT)
    y = doc.y + CLOSING.gap
  }
  const side = 104
  const left = MARGIN + WIDTH - side - 18
  drawQrCode(doc, address, left, top + 14, side)
  doc.link(left, top + 14, side, side, address)
  doc
    .font('regular')
    .fontSize(9)
    .fillColor(COLOURS.soft)
    .text('扫码核验真伪', left, top + 14 + side + 6, { width: side, align: 'center' })
}

function drawQrCode(doc: Doc, text: string, left: number, top: number, side: number): void {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules
  const step = side / (size + 4)
  doc.rect(left, top, side, side).fill(COLOURS.white)
  data.forEach((isDark, index) => {
    if (isDark) doc.rect(left + (2 + (index % size)) * step, top + (2 + Math.floor(index / size)) * step, step, step)
  })
  doc.fill(COLOURS.night)
}

function drawFoot(doc: Doc, { number }: CertificateFacts, address: string, pages: string): void {
  doc.font('regular').fontSize(8.5).fillColor(COLOURS.soft)
  doc.text(`本证明免费出具，只证明志愿服务，不作商业用途。${number} 是否有效，以核验页为准：`, MARGIN, FOOT - 12, {
    lineBreak: false,
  })
  doc.text(pages, MARGIN, FOOT + 2, { width: WIDTH, align: 'right' })
  doc.fillColor(COLOURS.leaf).text(address, MARGIN, FOOT + 2, { lineBreak: false, link: address })
}
