import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { formatServiceTime, type CertificateFacts, type ServiceFact } from '../domain/certificates/certificates.ts'
import { formatDate, formatPeriod } from '../domain/shared/dates.ts'
import { COLOURS, drawNight, drawQrCode, MARGIN, openDoc, openPaper, PAGE, WIDTH, type Doc } from './paper.ts'

const FOOT = PAGE.height - 46
/** The block of issuer and code, at the foot of the only page. */
const CLOSING = { bottom: 766, height: 150, lines: 10.5, label: 18, value: 84, code: 150, padding: 16, gap: 6 }
const TOTAL_HEIGHT = 34

/**
 * Draws a certificate: A4, fonts embedded, its texts readable by machines. Depends on nothing but its arguments: the
 * same facts give the same bytes at any time, since dates and identifiers inside the file come from the facts too.
 */
export async function drawCertificate(facts: CertificateFacts, verificationAddress: string): Promise<Buffer> {
  const { doc, whole } = await openPaper({
    title: `志愿服务记录证明 ${facts.number}`,
    author: facts.issuer,
    at: new Date(facts.issuedAt),
  })
  drawPages(doc, facts, verificationAddress)
  doc.end()
  return whole
}

/**
 * Draws many certificates as one document to be printed, each on pages of its own, with its fonts in it once. Pages
 * leave it as they are drawn. It is no certificate's file: what proves itself is the single one, and on paper the code.
 */
export async function* drawPrintRun(
  all: CertificateFacts[],
  addressOf: (number: string) => string,
  at: Date,
): AsyncGenerator<Uint8Array> {
  const doc = await openDoc({ title: `志愿服务记录证明 ${all.length} 份`, author: '先“蜂”', at })
  let drawn: Buffer[] = []
  doc.on('data', (chunk: Buffer) => drawn.push(chunk))
  for (const [index, facts] of all.entries()) {
    if (index > 0) doc.addPage()
    drawPages(doc, facts, addressOf(facts.number))
    doc.flushPages()
    // Readers of a stream are told in a turn of their own.
    await setImmediate()
    yield Buffer.concat(drawn)
    drawn = []
  }
  const isWhole = once(doc, 'end')
  doc.end()
  await isWhole
  yield Buffer.concat(drawn)
}

/** On the page that is open, and as many more as it needs. */
function drawPages(doc: Doc, facts: CertificateFacts, verificationAddress: string): void {
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
  const { start, count } = doc.bufferedPageRange()
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(start + page)
    drawFoot(doc, facts, verificationAddress, count === 1 ? '' : `第 ${page + 1} 页，共 ${count} 页`)
  }
}

function drawHead(doc: Doc, { number }: CertificateFacts): void {
  drawNight(doc, 176)
  doc.font('bold').fontSize(30).text('志愿服务记录证明', MARGIN, 86, { lineBreak: false, characterSpacing: 1 })
  doc.font('regular').fontSize(11).fillColor(COLOURS.pale).text(`证明编号 ${number}`, MARGIN, 138, { lineBreak: false })
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

function drawFoot(doc: Doc, { number }: CertificateFacts, address: string, pages: string): void {
  doc.font('regular').fontSize(8.5).fillColor(COLOURS.soft)
  doc.text(`本证明免费出具，只证明志愿服务，不作商业用途。${number} 是否有效，以核验页为准：`, MARGIN, FOOT - 12, {
    lineBreak: false,
  })
  doc.text(pages, MARGIN, FOOT + 2, { width: WIDTH, align: 'right' })
  doc.fillColor(COLOURS.leaf).text(address, MARGIN, FOOT + 2, { lineBreak: false, link: address })
}
