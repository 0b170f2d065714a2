import { setImmediate } from 'node:timers/promises'
import { Unzip, UnzipInflate } from 'fflate'
import { SaxesParser } from 'saxes'
import { AppError } from '../../domain/shared/AppError.ts'
import type { SourceRow } from './sourceRow.ts'

/** Bytes of the file that are unpacked on end, before others get their turn. */
const BYTES_A_TURN = 16 * 1024
/** All that a file may unpack to: a hundred thousand rows have a tenth of it. More than that is a trap. */
export const MAX_UNPACKED = 300 * 1024 * 1024
/** Rows of a merged range that take over its value, at most. */
const MAX_MERGED_CELLS = 1_000_000

const unreadable = (sentence = '文件已损坏，或不是 Excel 工作簿：请另存为 .xlsx 再导入。'): AppError =>
  new AppError('import-unreadable', sentence)

type Attributes = Record<string, string>
interface Handlers {
  open?: (name: string, attributes: Attributes) => void
  text?: (text: string) => void
  close?: (name: string) => void
}

/**
 * The rows of the first visible sheet of a workbook, read as they are unpacked: neither the sheet nor its rows are held
 * in memory. Of a formula the value that stood there when it was saved. A merged range has its value in each of its
 * cells. Numbers in a format of dates are days and times; there is no other way to tell them.
 *
 * @throws AppError import-unreadable
 */
export async function* readWorkbook(file: Uint8Array, most: number): AsyncGenerator<SourceRow> {
  const budget = { left: most }
  const { sheet, isFrom1904, sharedStrings, styles } = await readDirectory(file, budget)
  const texts = sharedStrings ? await readSharedStrings(file, sharedStrings, budget) : []
  const dates = styles ? await readDateStyles(file, styles, budget) : new Set<number>()
  const merged = await readMergedRanges(file, sheet, budget)
  const rows: SourceRow[] = []
  const reader = sheetReader(texts, dates, isFrom1904, (row) => rows.push(row))
  const fill = mergedFiller(merged)
  for await (const _ of parts(file, sheet, budget, reader)) {
    for (const row of rows.splice(0)) yield fill(row)
  }
}

interface Directory {
  sheet: string
  isFrom1904: boolean
  sharedStrings: string | null
  styles: string | null
}
interface Budget {
  left: number
}

async function readDirectory(file: Uint8Array, budget: Budget): Promise<Directory> {
  const sheets: { id: string; isVisible: boolean }[] = []
  let isFrom1904 = false
  await parsed(file, 'xl/workbook.xml', budget, {
    open: (name, attributes) => {
      if (name === 'workbookPr') isFrom1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
      if (name === 'sheet')
        sheets.push({ id: attributes['r:id'] ?? '', isVisible: (attributes.state ?? 'visible') === 'visible' })
    },
  })
  const targets = new Map<string, { type: string; path: string }>()
  await parsed(file, 'xl/_rels/workbook.xml.rels', budget, {
    open: (name, { Id = '', Type = '', Target = '' }) => {
      if (name === 'Relationship')
        targets.set(Id, {
          type: Type.split('/').at(-1) ?? '',
          path: Target.startsWith('/') ? Target.slice(1) : `xl/${Target.replace(/^\.\//, '')}`,
        })
    },
  })
  const chosen = sheets.find(({ isVisible }) => isVisible) ?? sheets[0]
  const sheet = targets.get(chosen?.id ?? '')
  if (sheet?.type !== 'worksheet') throw unreadable()
  const pathOf = (type: string): string | null => [...targets.values()].find((one) => one.type === type)?.path ?? null
  return { sheet: sheet.path, isFrom1904, sharedStrings: pathOf('sharedStrings'), styles: pathOf('styles') }
}

async function readSharedStrings(file: Uint8Array, path: string, budget: Budget): Promise<string[]> {
  const texts: string[] = []
  let [current, isText, isPhonetic] = ['', false, false]
  await parsed(file, path, budget, {
    open: (name) => {
      if (name === 'si') current = ''
      // How a name is read aloud stands beside it.
      if (name === 'rPh') isPhonetic = true
      isText = name === 't'
    },
    text: (text) => void (isText && !isPhonetic && (current += text)),
    close: (name) => {
      isText = false
      if (name === 'rPh') isPhonetic = false
      if (name === 'si') texts.push(plain(current))
    },
  })
  return texts
}

/** Formats of dates that Excel has of its own, those of Chinese and Japanese calendars too. */
const isDateFormat = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

/** The styles of cells that show their number as a date. */
async function readDateStyles(file: Uint8Array, path: string, budget: Budget): Promise<Set<number>> {
  const own = new Map<number, boolean>()
  const styles = new Set<number>()
  let [list, count] = ['', 0]
  await parsed(file, path, budget, {
    open: (name, attributes) => {
      if (name === 'numFmt')
        own.set(
          Number(attributes.numFmtId),
          /[ymdhs年月日时]/i.test((attributes.formatCode ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')),
        )
      if (name === 'cellXfs' || name === 'cellStyleXfs') list = name
      if (name !== 'xf' || list !== 'cellXfs') return
      const format = Number(attributes.numFmtId ?? 0)
      if (own.get(format) ?? isDateFormat(format)) styles.add(count)
      count += 1
    },
  })
  return styles
}

interface Range {
  top: number
  bottom: number
  left: number
  right: number
}

/** They stand behind the rows, and are needed with the first. */
async function readMergedRanges(file: Uint8Array, path: string, budget: Budget): Promise<Range[]> {
  const ranges: Range[] = []
  let [rest, cells] = ['', 0]
  const decoder = new TextDecoder()
  for await (const chunk of unpacked(file, path, budget)) {
    const text = rest + decoder.decode(chunk, { stream: true })
    for (const [, from = '', to = ''] of text.matchAll(
      /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+):([A-Z]+\d+)"[^>]*>/g,
    )) {
      const [start, end] = [placeOf(from), placeOf(to)]
      const range = { top: start.row, bottom: end.row, left: start.column, right: end.column }
      if (range.bottom < range.top || range.right < range.left) throw unreadable()
      cells += (range.bottom - range.top + 1) * (range.right - range.left + 1)
      if (cells > MAX_MERGED_CELLS) throw unreadable('合并的单元格太多：请取消合并后再导入。')
      ranges.push(range)
    }
    rest = text.slice(Math.max(text.lastIndexOf('<'), text.length - 200))
  }
  return ranges.sort((a, b) => a.top - b.top)
}

/** Rows come from the top: each takes what the ranges that it is in began with. */
function mergedFiller(ranges: Range[]): (row: SourceRow) => SourceRow {
  let next = 0
  let open: (Range & { value: string })[] = []
  return ({ number, cells }) => {
    open = open.filter(({ bottom }) => bottom >= number)
    for (let range = ranges[next]; range && range.top <= number; range = ranges[(next += 1)])
      open.push({ ...range, value: range.top === number ? (cells[range.left] ?? '') : '' })
    for (const { left, right, value } of open)
      for (let column = left; column <= right; column += 1) {
        while (cells.length <= column) cells.push('')
        cells[column] = value
      }
    return { number, cells }
  }
}

function sheetReader(
  texts: string[],
  dates: Set<number>,
  isFrom1904: boolean,
  take: (row: SourceRow) => void,
): Handlers {
  let row: SourceRow = { number: 0, cells: [] }
  let cell = { column: 0, type: '', style: 0, value: '' }
  let [isValue, isPhonetic] = [false, false]
  return {
    open: (name, attributes) => {
      if (name === 'row') {
        const number = Number(attributes.r ?? row.number + 1)
        if (!Number.isSafeInteger(number)) throw unreadable()
        row = { number, cells: [] }
      }
      if (name === 'c')
        cell = {
          column: attributes.r === undefined ? row.cells.length : placeOf(attributes.r).column,
          type: attributes.t ?? 'n',
          style: Number(attributes.s ?? 0),
          value: '',
        }
      if (name === 'rPh') isPhonetic = true
      isValue = (name === 'v' || name === 't') && !isPhonetic
    },
    text: (text) => void (isValue && (cell.value += text)),
    close: (name) => {
      isValue = false
      if (name === 'rPh') isPhonetic = false
      if (name === 'c' && cell.column < 256) {
        while (row.cells.length <= cell.column) row.cells.push('')
        row.cells[cell.column] = shown(cell, texts, dates, isFrom1904).trim()
      }
      if (name === 'row') take(row)
    },
  }
}

function shown(
  { type, style, value }: { type: string; style: number; value: string },
  texts: string[],
  dates: Set<number>,
  isFrom1904: boolean,
): string {
  if (value === '') return ''
  if (type === 's') return texts[Number(value)] ?? ''
  if (type === 'b') return value === '1' ? '是' : '否'
  // Of a formula that went wrong there is no value.
  if (type === 'e') return ''
  if (type !== 'n') return plain(value)
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  return dates.has(style) ? dateOf(number, isFrom1904) : String(number)
}

/** A day, a time of day, or both: Excel counts days from the end of 1899, and a 29 February 1900 that never was. */
function dateOf(serial: number, isFrom1904: boolean): string {
  const days = serial + (isFrom1904 ? 1462 : 0)
  const at = new Date(Math.round((days - (days < 60 ? 25_568 : 25_569)) * 86_400) * 1000)
  if (Number.isNaN(at.getTime())) return String(serial)
  const [day = '', time = ''] = at.toISOString().slice(0, 16).split('T')
  if (serial < 1) return time
  return time === '00:00' ? day : `${day} ${time}`
}

/** B7 is column 1 of row 7. */
function placeOf(reference: string): { row: number; column: number } {
  const [, letters = '', digits = ''] = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference) ?? []
  if (letters === '') throw unreadable()
  return {
    row: Number(digits),
    column: [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1,
  }
}

/** The escapes of OOXML undone. */
const plain = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))

async function parsed(file: Uint8Array, path: string, budget: Budget, handlers: Handlers): Promise<void> {
  for await (const _ of parts(file, path, budget, handlers));
}

/** One part of the file, given to the handlers piece by piece; others get their turn between two. */
async function* parts(file: Uint8Array, path: string, budget: Budget, handlers: Handlers): AsyncGenerator<void> {
  const parser = new SaxesParser()
  const local = (name: string): string => name.slice(name.indexOf(':') + 1)
  parser.on('error', () => {
    throw unreadable()
  })
  // An entity of its own may be a trap; no spreadsheet writes one.
  parser.on('doctype', () => {
    throw unreadable()
  })
  parser.on('opentag', ({ name, attributes }) => handlers.open?.(local(name), attributes))
  parser.on('text', (text) => handlers.text?.(text))
  parser.on('closetag', ({ name }) => handlers.close?.(local(name)))
  const decoder = new TextDecoder()
  for await (const chunk of unpacked(file, path, budget)) {
    parser.write(decoder.decode(chunk, { stream: true }))
    yield
  }
  parser.write(decoder.decode()).close()
  yield
}

/** The bytes of one part, as they are unpacked. @throws AppError import-unreadable, also where there is no such part */
async function* unpacked(file: Uint8Array, path: string, budget: Budget): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = []
  // A fault that is thrown in its callback would come back as one of the file.
  const state: { isFound: boolean; isOver: boolean; fault: AppError | null } = {
    isFound: false,
    isOver: false,
    fault: null,
  }
  const unzip = new Unzip((part) => {
    if (part.name !== path || state.isFound) return
    state.isFound = true
    part.ondata = (error, chunk, final) => {
      if (error) return void (state.fault ??= unreadable())
      budget.left -= chunk.length
      if (budget.left < 0) state.fault ??= unreadable('文件解压后过大，不能导入：请只留需要的表和列，另存后再试。')
      else chunks.push(chunk)
      state.isOver = final
    }
    part.start()
  })
  unzip.register(UnzipInflate)
  for (let from = 0; from < file.length && !state.isOver; from += BYTES_A_TURN) {
    try {
      unzip.push(file.subarray(from, from + BYTES_A_TURN), from + BYTES_A_TURN >= file.length)
    } catch {
      state.fault ??= unreadable()
    }
    if (state.fault) throw state.fault
    for (const chunk of chunks.splice(0)) yield chunk
    await setImmediate()
  }
  if (!state.isFound) throw unreadable()
}
