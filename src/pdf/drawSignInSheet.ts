import { setImmediate as othersFirst } from 'node:timers/promises'
import { AppError } from '../domain/shared/AppError.ts'
import { REGISTRATION_STATUSES, type RegistrationStatus } from '../domain/shared/vocabulary.ts'
import { formatClock, formatDate, formatSpan } from '../domain/shared/dates.ts'
import { MISSING, settable } from './letters.ts'
import { COLOURS, fitSize, openPaper, PAGE, type Doc } from './paper.ts'

export interface SignInFacts {
  title: string
  startsAt: string
  endsAt: string
  place: string
  unit: string
  /** When the list was read. */
  asOf: string
  /** In the order of sign-up. */
  rows: SignInRow[]
}

export interface SignInRow {
  /** Empty of somebody whose data are erased. */
  name: string
  /** The last four digits, or empty. */
  phoneTail: string
  /** Heads. */
  size: number
  status: RegistrationStatus
  walkIn: boolean
}

const MARGIN = 40
const WIDTH = PAGE.width - 2 * MARGIN
const TABLE_TOP = 128
const TABLE_HEAD = 26
const ROW = 34
const ROWS_TOP = TABLE_TOP + TABLE_HEAD
const FOOT = PAGE.height - 36
const PER_PAGE = Math.floor((FOOT - 8 - ROWS_TOP) / ROW)
/** Empty rows at the end, at least: for people who just come. */
const EMPTY_ROWS = 8
/** Sign-ups on one sheet: more than a hundred pages are for a file. */
const MAX_ROWS = 2000
/** The long ago, by which a date always says its year. */
const LONG_AGO = new Date(0).toISOString()

/** Left edges follow from the widths, in points. */
const COLUMNS = {
  number: { label: '序号', width: 40 },
  name: { label: '姓名', width: 166 },
  size: { label: '人数', width: 42 },
  phoneTail: { label: '手机尾号', width: 74 },
  status: { label: '报名', width: 66 },
  signature: { label: '签名', width: WIDTH - 388 },
} as const
type Column = keyof typeof COLUMNS
const columns = Object.keys(COLUMNS) as Column[]

type Entry = Partial<Record<Column, string>> | { heading: string }

/**
 * Draws the sheet that people sign at the door: A4, large letters, four digits of the phone at most. People with a seat
 * come first, then those who wait, each in the order of sign-up; empty rows at the end. The same facts give the same
 * bytes. Between pages everybody else's requests have their turn.
 *
 * @throws AppError sheet-too-long
 */
export async function drawSignInSheet(facts: SignInFacts): Promise<Buffer> {
  if (facts.rows.length > MAX_ROWS) throw new AppError('sheet-too-long')
  const [title, place, unit] = [await settable(facts.title), await settable(facts.place), await settable(facts.unit)]
  const { doc, whole } = await openPaper({ title: `${title} · 签到表`, author: unit, at: new Date(facts.asOf) })
  const pages = pagesOf(await entriesOf(facts.rows))
  const isMissing = [title, place, unit, JSON.stringify(pages)].some((text) => text.includes(MISSING))
  const about = `${formatSpan(facts.startsAt, facts.endsAt, LONG_AGO)}　${place}　${unit}`
  const notes = `名单截至 ${formatDate(facts.asOf)} ${formatClock(facts.asOf)}，用后请收回保管。${isMissing ? `${MISSING} 是字库没有的字，请手写补上。` : ''}`
  for (const [index, entries] of pages.entries()) {
    if (index > 0) doc.addPage()
    drawHead(doc, title, about)
    entries.forEach((entry, place) => drawEntry(doc, entry, ROWS_TOP + place * ROW))
    drawGrid(doc, entries)
    doc.font('regular').fontSize(9).fillColor(COLOURS.soft).text(notes, MARGIN, FOOT, { lineBreak: false })
    doc.text(`第 ${index + 1} 页，共 ${pages.length} 页`, MARGIN, FOOT, { width: WIDTH, align: 'right' })
    await othersFirst()
  }
  doc.end()
  return whole
}

async function entriesOf(rows: SignInRow[]): Promise<Entry[]> {
  const seated = rows.filter(({ status }) => status === 'confirmed')
  const waiting = rows.filter(({ status }) => status !== 'confirmed')
  const entries: Entry[] = []
  for (const [index, row] of [...seated, ...waiting].entries()) {
    if (index === seated.length) entries.push({ heading: '尚未确认：候补、待确认、待审核' })
    entries.push({
      number: String(index + 1),
      name: row.name === '' ? '（已注销）' : await settable(row.name),
      size: String(row.size),
      phoneTail: row.phoneTail,
      status: row.walkIn && row.status === 'confirmed' ? '现场参加' : REGISTRATION_STATUSES[row.status],
    })
  }
  return entries
}

/** Cuts the rows into pages, with empty ones to the end of the last; no heading stands alone at a page's foot. */
function pagesOf(rows: Entry[]): Entry[][] {
  const pages: Entry[][] = [[]]
  const add = (entry: Entry, needed = 1): void => {
    if ((pages.at(-1)?.length ?? 0) + needed > PER_PAGE) pages.push([])
    pages.at(-1)?.push(entry)
  }
  for (const row of rows) add(row, 'heading' in row ? 2 : 1)
  add({ heading: '现场参加：请写姓名和手机号后四位' }, 2)
  for (let empty = 0; empty < EMPTY_ROWS; empty += 1) add({})
  while ((pages.at(-1)?.length ?? PER_PAGE) < PER_PAGE) add({})
  return pages
}

function drawHead(doc: Doc, title: string, about: string): void {
  doc.font('bold').fontSize(15).fillColor(COLOURS.leaf).text('签到表', MARGIN, 34, { width: WIDTH, align: 'right' })
  fitSize(doc.font('bold'), title, { width: WIDTH - 70, height: 50, sizes: [22, 19, 17, 15, 13] })
  doc.fillColor(COLOURS.ink).text(title, MARGIN, 32, { width: WIDTH - 70 })
  const top = doc.y + 4
  fitSize(doc.font('regular'), about, { width: WIDTH, height: TABLE_TOP - 6 - top, sizes: [13, 12, 11, 10, 9, 8] })
  doc.fillColor(COLOURS.ink).text(about, MARGIN, top, { width: WIDTH })
  doc.rect(MARGIN, TABLE_TOP, WIDTH, TABLE_HEAD).fill(COLOURS.night)
  doc.font('bold').fontSize(11).fillColor(COLOURS.white)
  for (const [column, left] of lefts())
    doc.text(COLUMNS[column].label, left + 6, TABLE_TOP + 5, { width: COLUMNS[column].width, lineBreak: false })
}

function* lefts(): Generator<[Column, number]> {
  let left = MARGIN
  for (const column of columns) {
    yield [column, left]
    left += COLUMNS[column].width
  }
}

function drawEntry(doc: Doc, entry: Entry, top: number): void {
  if ('heading' in entry) {
    doc.rect(MARGIN, top, WIDTH, ROW).fill(COLOURS.pale)
    doc
      .font('bold')
      .fontSize(13)
      .fillColor(COLOURS.ink)
      .text(entry.heading, MARGIN + 6, top + 8, { lineBreak: false })
    return
  }
  for (const [column, left] of lefts()) {
    const text = entry[column]
    if (!text) continue
    const width = COLUMNS[column].width - 10
    doc.font(column === 'name' ? 'bold' : 'regular').fillColor(COLOURS.ink)
    fitSize(doc, text, { width, height: ROW - 4, sizes: column === 'name' ? [17, 15, 13, 11, 9, 8, 7] : [14, 12, 10] })
    doc.text(text, left + 6, top + (ROW - doc.heightOfString(text, { width })) / 2, { width })
  }
}

/** Lines to write on: below each row, and between the columns of those that are no heading. */
function drawGrid(doc: Doc, entries: Entry[]): void {
  doc.lineWidth(0.6).strokeColor(COLOURS.soft)
  entries.forEach((entry, place) => {
    const top = ROWS_TOP + place * ROW
    doc.rect(MARGIN, top, WIDTH, ROW).stroke()
    if ('heading' in entry) return
    for (const [column, left] of lefts())
      if (column !== 'number')
        doc
          .moveTo(left, top)
          .lineTo(left, top + ROW)
          .stroke()
  })
}
