import { LINES, type Line } from '../domain/shared/vocabulary.ts'
import { WELCOME_OF_LINE } from '../domain/activities/vocabulary.ts'
import { formatClock, formatDate, formatDay } from '../domain/shared/dates.ts'
import { settable } from './letters.ts'
import { COLOURS, drawNight, drawQrCode, fitSize, MARGIN, openPaper, WIDTH, type Doc } from './paper.ts'

/** The facts on a poster: none that a sign-up changes, since paper hangs for weeks. */
export interface PosterFacts {
  title: string
  line: Line
  startsAt: string
  endsAt: string
  place: string
  unit: string
  /** null means unlimited. */
  capacity: number | null
  waitingList: boolean
  approval: boolean
  /** When any of this was last changed. */
  updatedAt: string
}

const HEAD = 322
const TITLE = { top: 168, width: WIDTH, height: 138, sizes: [56, 48, 42, 36, 32, 28, 24, 20] }
const LINE = { top: 96, width: 330, height: 60, sizes: [24, 20, 16] }
const FACTS = { top: HEAD + 24, bottom: 622, label: 74, gap: 11 }
const LABEL = 17
const PANEL = { top: 634, height: 172, code: 148, padding: 12 }
/** The long ago, by which a date always says its year: nobody knows when a poster is read. */
const LONG_AGO = new Date(0).toISOString()

/**
 * Draws the poster of a published activity: A4, to be read from two metres. The same facts give the same bytes, and
 * characters that our fonts lack are shown to be missing.
 *
 * @param address of the activity's public page
 */
export async function drawPoster(facts: PosterFacts, address: string): Promise<Buffer> {
  const title = await settable(facts.title)
  const place = await settable(facts.place)
  const unit = await settable(facts.unit)
  const { doc, whole } = await openPaper({ title: `${title} · 海报`, author: unit, at: new Date(facts.updatedAt) })
  drawNight(doc, HEAD)
  fitSize(doc.font('regular'), LINES[facts.line], LINE)
  doc.fillColor(COLOURS.pale).text(LINES[facts.line], MARGIN, LINE.top, { width: LINE.width })
  drawTitle(doc, title)
  drawFacts(doc, [
    { label: '时间', value: spanOf(facts), size: 27 },
    { label: '地点', value: place, size: 24, isTyped: true },
    { label: '组织', value: unit, size: 20, isTyped: true },
    { label: '欢迎', value: WELCOME_OF_LINE[facts.line], size: 20 },
    { label: '名额', value: seatsOf(facts), size: 20 },
  ])
  drawWay(doc, address)
  doc.end()
  return whole
}

function spanOf({ startsAt, endsAt }: PosterFacts): string {
  const day = formatDay(startsAt, LONG_AGO)
  return formatDate(startsAt) === formatDate(endsAt)
    ? `${day}\n${formatClock(startsAt)}–${formatClock(endsAt)}`
    : `${day}${formatClock(startsAt)}\n至 ${formatDay(endsAt, startsAt)}${formatClock(endsAt)}`
}

function seatsOf({ capacity, waitingList, approval }: PosterFacts): string {
  const seats = capacity === null ? '不限' : `${capacity} 人${waitingList ? '，满员可候补' : ''}`
  return approval ? `${seats}，报名须审核` : seats
}

/** At the foot of the night. */
function drawTitle(doc: Doc, title: string): void {
  fitSize(doc.font('bold'), title, TITLE)
  const options = { width: TITLE.width, lineGap: 2 }
  const top = TITLE.top + Math.max(0, TITLE.height - doc.heightOfString(title, options))
  doc.fillColor(COLOURS.white).text(title, MARGIN, top, options)
}

interface Fact {
  label: string
  value: string
  /** Of the letters, in points. */
  size: number
  /** Typed by people, and as long as they like: gives way where there is too little room. */
  isTyped?: true
}

function drawFacts(doc: Doc, facts: Fact[]): void {
  const width = WIDTH - FACTS.label
  doc.font('bold')
  const sizeAt = ({ size, isTyped }: Fact, scale: number): number => (isTyped ? size * scale : size)
  const heightAt = (scale: number): number =>
    facts.reduce(
      (sum, fact) => sum + doc.fontSize(sizeAt(fact, scale)).heightOfString(fact.value, { width }) + FACTS.gap,
      0,
    )
  const scale = [1, 0.9, 0.8, 0.7, 0.6].find((one) => FACTS.top + heightAt(one) <= FACTS.bottom) ?? 0.5
  let top = FACTS.top
  for (const fact of facts) {
    const letters = sizeAt(fact, scale)
    const label = Math.min(LABEL, letters)
    // On the base line of the value, whose letters are larger.
    doc.font('regular').fontSize(label).fillColor(COLOURS.leaf)
    doc.text(fact.label, MARGIN, top + (letters - label) * 1.16, { lineBreak: false })
    doc
      .font('bold')
      .fontSize(letters)
      .fillColor(COLOURS.ink)
      .text(fact.value, MARGIN + FACTS.label, top, { width })
    top = doc.y + FACTS.gap
  }
}

/** The code that leads to the public page, and how one signs up there. */
function drawWay(doc: Doc, address: string): void {
  const { top, height, code, padding } = PANEL
  doc.roundedRect(MARGIN, top, WIDTH, height, 12).fill(COLOURS.honey)
  doc.roundedRect(MARGIN + padding - 4, top + padding - 4, code + 8, code + 8, 6).fill(COLOURS.white)
  drawQrCode(doc, address, MARGIN + padding, top + padding, code)
  doc.link(MARGIN + padding, top + padding, code, code, address)
  const left = MARGIN + padding + code + 22
  const width = MARGIN + WIDTH - left - 16
  doc
    .font('bold')
    .fontSize(36)
    .fillColor(COLOURS.night)
    .text('扫码报名', left, top + 12, { lineBreak: false })
  doc
    .font('bold')
    .fontSize(20)
    .text('全程免费，不用下载应用', left, top + 62, { lineBreak: false })
  doc
    .font('regular')
    .fontSize(16)
    .text('用手机扫一扫，填手机号或邮箱，几秒钟报好名。', left, top + 94, { width, lineGap: 2 })
  fitSize(doc.font('regular'), address, { width, height: 16, sizes: [11, 10, 9, 8, 7] })
  doc.text(address, left, top + height - 26, { width, link: address })
}
