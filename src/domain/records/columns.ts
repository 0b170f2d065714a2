import { AppError } from '../shared/AppError.ts'
import { clockOf, countyClock, dayOf } from '../shared/calendar.ts'

export type Cell = string | number | Date | null

export interface Column<Row> {
  heading: string
  /**
   * The kind of value in the cell: `date` and `time` are instants, shown as a day or a minute of the county's clock.
   */
  kind: 'text' | 'number' | 'date' | 'time'
  /** Exported by the department alone, and only when asked for by name. */
  isSensitive?: true
  valueOf: (row: Row) => Cell
}

/** The value of a column of the kind `date` or `time`. */
export const instantOf = (time: string | null): Date | null => (time === null ? null : new Date(time))

/** The columns that a file can have, by their names in a request. */
export type Columns<Name extends string, Row> = Record<Name, Column<Row>>

export const namesOf = <Name extends string>(columns: Columns<Name, never>): Name[] => Object.keys(columns) as Name[]

/** Columns that nobody gets who does not ask for them. */
export const openNames = <Name extends string>(columns: Columns<Name, never>): Name[] =>
  namesOf(columns).filter((name) => !columns[name].isSensitive)

/**
 * The columns that a comma list asks for, in its order; without a list, all that are not sensitive.
 *
 * @throws AppError invalid-input for a name that is none of ours, or none at all
 */
export function columnsAsked<Name extends string>(columns: Columns<Name, never>, fields: string | undefined): Name[] {
  if (fields === undefined) return openNames(columns)
  const asked = [...new Set(fields.split(',').map((name) => name.trim()))].filter((name) => name !== '')
  const unknown = asked.filter((name) => !Object.hasOwn(columns, name))
  if (unknown.length > 0 || asked.length === 0) {
    const sentence =
      asked.length === 0
        ? '请至少选择一个导出字段'
        : `没有这些导出字段：${unknown.join('、')}；可用的字段：${namesOf(columns).join('、')}`
    throw new AppError('invalid-input', `${sentence}。`, { fields: sentence })
  }
  return asked as Name[]
}

export function rowOf<Row>(row: Row, columns: Column<Row>[]): Cell[] {
  return columns.map(({ valueOf }) => valueOf(row))
}

/** A cell of a CSV file, which holds nothing but text: a day as 2026-01-31, a minute as 2026-01-31 14:00. */
export function csvCell(cell: Cell, kind: Column<never>['kind']): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return spreadsheetText(storableText(cell))
  if (typeof cell === 'number') return String(cell)
  return kind === 'date' ? dayOf(cell) : clockOf(cell).replace('T', ' ')
}

/**
 * A cell of a spreadsheet: typed, so that text stays text whatever it begins with, and a day is a whole number to count
 * and filter by. A _x0041_ that somebody typed is no escape of OOXML.
 */
export function xlsxCell(cell: Cell, kind: Column<never>['kind']): Cell {
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
