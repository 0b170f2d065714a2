import { once } from 'node:events'
import { Readable } from 'node:stream'
import { calculateColumnWidth } from 'hucre/xlsx'
import { ZipFile } from 'yazl'
import { clockOf, DAY_MS, dayOf } from '../../domain/shared/calendar.ts'
import { rowOf, xlsxCell, type Cell, type Column } from '../../domain/records/columns.ts'
import {
  columnLetters,
  escaped,
  HEADING_STYLE,
  partsAround,
  sheetFoot,
  sheetHead,
  STYLE_OF,
  type SheetSize,
} from './workbook.ts'

/** Excel takes no more on one sheet. */
const ROWS_PER_SHEET = 1_048_576
/** In characters of a spreadsheet column, with room for the arrow of the filter. */
const WIDTHS = { minWidth: 8, maxWidth: 48, padding: 4 }
/** Days from the beginning of a spreadsheet's count to that of a computer's. */
const EPOCH = 25_569

/**
 * A workbook whose heading row is bold, frozen and filters the others, compressed as its rows are taken. Its columns
 * are as wide as the first rows need. Rows that one sheet cannot hold stand on another with the same heading.
 */
export async function* xlsxFile<Row>(
  name: string,
  batches: AsyncIterable<Row[]>,
  columns: Column<Row>[],
  rowsPerSheet = ROWS_PER_SHEET,
): AsyncGenerator<Uint8Array> {
  const source = batches[Symbol.asyncIterator]()
  const next = async (): Promise<Row[]> => {
    const { done, value } = await source.next()
    return done ? [] : value
  }
  let waiting = await next()
  const widths = widthsOf(waiting, columns)
  const letters = columns.map((_, index) => columnLetters(index))
  const sheets: SheetSize[] = []

  async function* sheet(size: SheetSize): AsyncGenerator<string> {
    yield sheetHead(widths) + rowXml(headingCells(columns), letters, 1)
    while (waiting.length > 0 && size.rows < rowsPerSheet) {
      const rows = waiting.slice(0, rowsPerSheet - size.rows)
      waiting = rows.length < waiting.length ? waiting.slice(rows.length) : []
      yield rows.map((row, index) => rowXml(cellsOf(row, columns), letters, size.rows + index + 1)).join('')
      size.rows += rows.length
      if (waiting.length === 0) waiting = await next()
    }
    yield sheetFoot(columns.length, size.rows)
  }

  const zip = new ZipFile()
  const write = async (): Promise<void> => {
    do {
      const place = sheets.length + 1
      const size = { name: place === 1 ? name : `${name}_${place}`, columns: columns.length, rows: 1 }
      sheets.push(size)
      const stream = Readable.from(sheet(size), { objectMode: false })
      const isWritten = once(stream, 'end')
      zip.addReadStream(stream, `xl/worksheets/sheet${place}.xml`)
      await isWritten
    } while (waiting.length > 0)
    for (const [path, xml] of partsAround(sheets)) zip.addBuffer(Buffer.from(xml), path)
    zip.end()
  }
  const out = zip.outputStream as Readable
  zip.on('error', (error: Error) => out.destroy(error))
  write().catch((error: unknown) => out.destroy(error as Error))
  yield* out as AsyncIterable<Uint8Array>
}

const headingCells = <Row>(columns: Column<Row>[]): [Cell, number][] =>
  columns.map(({ heading }) => [xlsxCell(heading, 'text'), HEADING_STYLE])

const cellsOf = <Row>(row: Row, columns: Column<Row>[]): [Cell, number][] =>
  rowOf(row, columns).map((cell, index) => {
    const kind = columns[index]?.kind ?? 'text'
    return [xlsxCell(cell, kind), STYLE_OF[kind]]
  })

function rowXml(cells: [Cell, number][], letters: string[], row: number): string {
  const parts = cells.map(([cell, style], index) => {
    if (cell === null) return ''
    const at = `r="${letters[index]}${row}" s="${style}"`
    if (typeof cell !== 'string') return `<c ${at}><v>${cell instanceof Date ? serialOf(cell) : cell}</v></c>`
    const kept = /^\s|\s$|[\n\t]/.test(cell) ? ' xml:space="preserve"' : ''
    return `<c ${at} t="inlineStr"><is><t${kept}>${escaped(cell)}</t></is></c>`
  })
  return `<row r="${row}">${parts.join('')}</row>`
}

/** A spreadsheet counts 29 February 1900, which was not. */
function serialOf(at: Date): number {
  const serial = at.getTime() / DAY_MS + EPOCH
  return serial < 61 ? serial - 1 : serial
}

function widthsOf<Row>(rows: Row[], columns: Column<Row>[]): number[] {
  return columns.map(({ heading, kind, valueOf }) => {
    const shown = (cell: Cell): string | number | null =>
      cell instanceof Date ? (kind === 'date' ? dayOf(cell) : clockOf(cell)) : cell
    return calculateColumnWidth([heading, ...rows.map((row) => shown(valueOf(row)))], WIDTHS)
  })
}
