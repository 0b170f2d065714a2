import { AppError } from '../shared/AppError.ts'
import { clockOf, countyClock, dayOf } from '../shared/calendar.ts'
import { maskPhone } from '../shared/maskPhone.ts'
import {
  CHECK_IN_METHODS,
  EVALUATIONS,
  MINUTES_SOURCES,
  type CheckInMethod,
  type Evaluation,
  type MinutesSource,
} from '../attendance/vocabulary.ts'
import { LINES, THEMES, type Ledger, type Line, type Theme } from '../shared/vocabulary.ts'
import { PERSON_KINDS, type PersonKind } from '../people/vocabulary.ts'

/**
 * One person's part in one activity, as it leaves the system: the record fields of 民政部令第67号 (活动名称、日期、地点、
 * 服务内容、服务时间、活动组织单位、活动负责人) with the person, and the ids by which each row can be proven.
 */
export interface ParticipationRecord {
  registrationId: string
  activityId: string
  title: string
  line: Line
  theme: Theme | null
  series: string
  ledger: Ledger
  unit: string
  /** The unit's town, or the unit itself where it is one; empty for the county's own. */
  town: string
  leader: string
  place: string
  content: string
  /** ISO 8601, UTC; null for what is stored and no moment. */
  startsAt: string | null
  endsAt: string | null
  name: string
  volunteerNumber: string
  phone: string
  idNumber: string
  kinds: PersonKind[]
  /** Heads that came: what the record counts in person-times. */
  heads: number
  /** Actual service time in whole minutes. */
  minutes: number | null
  /** Where the minutes come from. */
  minutesSource: MinutesSource | null
  checkedInAt: string | null
  checkedOutAt: string | null
  method: CheckInMethod | null
  recordedBy: string
  evaluation: Evaluation | null
  evaluatedAt: string | null
}

export type Cell = string | number | Date | null

export interface Column<Row = ParticipationRecord> {
  heading: string
  /**
   * The kind of value in the cell: `date` and `time` are instants, shown as a day or a minute of the county's clock.
   */
  kind: 'text' | 'number' | 'date' | 'time'
  /** In characters of a spreadsheet column. */
  width: number
  /** Exported by the department alone, and only when asked for by name. */
  isSensitive?: true
  valueOf: (row: Row) => Cell
}

/** Shorter than a screen's labels, which explain what is counted. */
const LEDGER_NAMES: Record<Ledger, string> = { participation: '参与', service: '志愿服务' }

const moment = (time: string | null): Date | null => (time === null ? null : new Date(time))

/** Every column that can be asked for, in the order in which they stand in a file. */
export const COLUMNS = {
  title: { heading: '活动名称', kind: 'text', width: 30, valueOf: (r) => r.title },
  date: { heading: '活动日期', kind: 'date', width: 12, valueOf: (r) => moment(r.startsAt) },
  startsAt: { heading: '开始时间', kind: 'time', width: 17, valueOf: (r) => moment(r.startsAt) },
  endsAt: { heading: '结束时间', kind: 'time', width: 17, valueOf: (r) => moment(r.endsAt) },
  place: { heading: '地点', kind: 'text', width: 24, valueOf: (r) => r.place },
  content: { heading: '服务内容', kind: 'text', width: 40, valueOf: (r) => r.content },
  heads: { heading: '人次', kind: 'number', width: 8, valueOf: (r) => r.heads },
  // Time that is not volunteer service is never shown as service time: the two ledgers stay apart.
  minutes: {
    heading: '实际服务时间（分钟）',
    kind: 'number',
    width: 20,
    valueOf: (r) => (r.ledger === 'service' ? r.minutes : null),
  },
  minutesSource: {
    heading: '时长来源',
    kind: 'text',
    width: 12,
    valueOf: (r) => (r.ledger === 'service' && r.minutesSource !== null ? MINUTES_SOURCES[r.minutesSource] : ''),
  },
  unit: { heading: '活动组织单位', kind: 'text', width: 24, valueOf: (r) => r.unit },
  town: { heading: '镇街', kind: 'text', width: 14, valueOf: (r) => r.town },
  leader: { heading: '活动负责人', kind: 'text', width: 12, valueOf: (r) => r.leader },
  name: { heading: '姓名', kind: 'text', width: 12, valueOf: (r) => r.name },
  volunteerNumber: { heading: '志愿者编号', kind: 'text', width: 16, valueOf: (r) => r.volunteerNumber },
  phone: {
    heading: '手机号（部分隐去）',
    kind: 'text',
    width: 18,
    valueOf: (r) => (r.phone === '' ? '' : maskPhone(r.phone)),
  },
  fullPhone: { heading: '手机号', kind: 'text', width: 14, isSensitive: true, valueOf: (r) => r.phone },
  idNumber: { heading: '身份证件号码', kind: 'text', width: 22, isSensitive: true, valueOf: (r) => r.idNumber },
  // Whether somebody is a Party member is nobody's business who need not know.
  kinds: {
    heading: '身份',
    kind: 'text',
    width: 24,
    isSensitive: true,
    valueOf: (r) => r.kinds.map((kind) => PERSON_KINDS[kind]).join('、'),
  },
  line: { heading: '活动品牌', kind: 'text', width: 24, valueOf: (r) => LINES[r.line] },
  theme: { heading: '主题', kind: 'text', width: 8, valueOf: (r) => (r.theme === null ? '' : THEMES[r.theme]) },
  series: { heading: '系列', kind: 'text', width: 16, valueOf: (r) => r.series },
  ledger: { heading: '记录类别', kind: 'text', width: 10, valueOf: (r) => LEDGER_NAMES[r.ledger] },
  method: {
    heading: '签到方式',
    kind: 'text',
    width: 12,
    valueOf: (r) => (r.method === null ? '' : CHECK_IN_METHODS[r.method]),
  },
  checkedInAt: {
    heading: '签到时间',
    kind: 'time',
    width: 17,
    valueOf: (r) => moment(r.checkedInAt),
  },
  checkedOutAt: {
    heading: '签退时间',
    kind: 'time',
    width: 17,
    valueOf: (r) => moment(r.checkedOutAt),
  },
  recordedBy: { heading: '登记人', kind: 'text', width: 12, valueOf: (r) => r.recordedBy },
  evaluation: {
    heading: '服务质量评价',
    kind: 'text',
    width: 14,
    valueOf: (r) => (r.evaluation === null ? '' : EVALUATIONS[r.evaluation]),
  },
  evaluatedAt: {
    heading: '评价日期',
    kind: 'date',
    width: 12,
    valueOf: (r) => moment(r.evaluatedAt),
  },
  registrationId: { heading: '报名编号', kind: 'text', width: 38, valueOf: (r) => r.registrationId },
  activityId: { heading: '活动编号', kind: 'text', width: 38, valueOf: (r) => r.activityId },
} as const satisfies Record<string, Column>

export type ColumnName = keyof typeof COLUMNS

const NAMES = Object.keys(COLUMNS) as ColumnName[]

/**
 * The columns that the screen exports: without the ids, by which programs and auditors prove a row; `more` are
 * sensitive columns to be added.
 */
export function columnsOnScreen(more: ColumnName[]): ColumnName[] {
  const left = more.includes('fullPhone') ? 'phone' : null
  return NAMES.filter(
    (name) =>
      (more.includes(name) || !isSensitiveColumn(name)) &&
      name !== left &&
      name !== 'registrationId' &&
      name !== 'activityId',
  )
}

export function isSensitiveColumn(name: ColumnName): boolean {
  const column: Column = COLUMNS[name]
  return column.isSensitive === true
}

/**
 * The columns that a comma list asks for, in its order; without a list, all that are not sensitive.
 *
 * @throws AppError invalid-input for a name that is none of ours, or none at all
 */
export function columnsOf(fields: string | undefined): ColumnName[] {
  if (fields === undefined) return NAMES.filter((name) => !isSensitiveColumn(name))
  const asked = [...new Set(fields.split(',').map((name) => name.trim()))].filter((name) => name !== '')
  const unknown = asked.filter((name) => !Object.hasOwn(COLUMNS, name))
  if (unknown.length > 0 || asked.length === 0) {
    const sentence =
      asked.length === 0
        ? '请至少选择一个导出字段'
        : `没有这些导出字段：${unknown.join('、')}；可用的字段：${NAMES.join('、')}`
    throw new AppError('invalid-input', `${sentence}。`, { fields: sentence })
  }
  return asked as ColumnName[]
}

export function rowOf<Row>(row: Row, columns: Column<Row>[]): Cell[] {
  return columns.map(({ valueOf }) => valueOf(row))
}

/** A cell of a CSV file, which holds nothing but text: a day as 2026-01-31, a minute as 2026-01-31 14:00. */
export function csvCell(cell: Cell, kind: Column['kind']): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return spreadsheetText(storableText(cell))
  if (typeof cell === 'number') return String(cell)
  return kind === 'date' ? dayOf(cell) : clockOf(cell).replace('T', ' ')
}

/**
 * A cell of a spreadsheet: typed, so that text stays text whatever it begins with, and a day is a whole number to count
 * and filter by. A _x0041_ that somebody typed is no escape of OOXML.
 */
export function xlsxCell(cell: Cell, kind: Column['kind']): Cell {
  if (typeof cell === 'string') return storableText(cell).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_') || null
  if (!(cell instanceof Date)) return cell
  return kind === 'date' ? new Date(`${dayOf(cell)}T00:00:00.000Z`) : countyClock(cell)
}

/**
 * Without what XML 1.0 has no place for: rows written before texts were tidied may hold it, and one cell would break
 * the workbook.
 */
function storableText(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|\p{Noncharacter_Code_Point}/gu, '')
}

/**
 * Text that a spreadsheet leaves as it is when it opens a CSV file: an apostrophe before what it would take for a
 * formula, in ASCII or in full width, also behind blanks, which some trim (OWASP, “CSV Injection”), and before what it
 * would read as a number or a day and show as another: 18 digits, a leading nought, 1E5, 3-4, 12:30, TRUE.
 */
export function spreadsheetText(text: string): string {
  return /^([\t\r\n]|\s*[=+\-@＝＋－＠])/.test(text) || isReadAnew(text.normalize('NFKC').trim()) ? `'${text}` : text
}

/**
 * Whether a spreadsheet reads the text as a value that it then shows in another way. A day as 2026-01-31 is one to it
 * as to us.
 */
function isReadAnew(text: string): boolean {
  if (/^(\d{4}-\d{2}-\d{2}|[1-9]\d{0,14}|0)$/.test(text)) return false
  const isValue = /^[\d\s.,:/()%\-+$€£¥年月日时分秒]*$/.test(text) && /\d/.test(text)
  return (
    isValue ||
    /^\(?[\d.,]+ *(e[+-]?\d+|am?|pm?|[上下]午)\)?$/i.test(text) ||
    /^(true|false)$/i.test(text) ||
    isMonth(text)
  )
}

/** 1-Mar, Mar 1, March1, 1 March 2026. */
const isMonth = (text: string): boolean =>
  /^(\d{1,4}[\s\-/,]*)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?([\s\-/,]*\d{1,4}){0,2}$/i.test(
    text,
  ) && /\d/.test(text)
