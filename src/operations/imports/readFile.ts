import { setImmediate } from 'node:timers/promises'
import { streamCsvRows } from 'hucre/csv'
import { MAX_CELL, MAX_IMPORT_COLUMNS } from '../../domain/imports/requests.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { MAX_UNPACKED, readWorkbook } from './readWorkbook.ts'
import type { SourceRow } from './sourceRow.ts'

/** Rows that are made on end, before others get their turn. */
const ROWS_A_TURN = 500

/**
 * The rows of a file whatever it is: a workbook (.xlsx), or text in UTF-8, UTF-16 or GB 18030, of which GBK is a part,
 * with commas, semicolons or tabs between its cells, as cells that were copied have. Cells are texts as people read
 * them.
 *
 * @param unpacked bytes that a workbook may unpack to
 * @throws AppError import-unreadable, with the reason in Chinese
 */
export async function* readFile(file: Uint8Array, unpacked = MAX_UNPACKED): AsyncGenerator<SourceRow> {
  for await (const { number, cells } of isZip(file) ? readWorkbook(file, unpacked) : readText(file)) {
    if (cells.length > MAX_IMPORT_COLUMNS && cells.slice(MAX_IMPORT_COLUMNS).some((cell) => cell !== ''))
      throw new AppError('import-unreadable', `一行不超过 ${MAX_IMPORT_COLUMNS} 列，请删去多余的列。`)
    const kept = cells.slice(0, MAX_IMPORT_COLUMNS)
    if (kept.some((cell) => cell.length > MAX_CELL))
      throw new AppError('import-unreadable', `第 ${number} 行有一格超过 ${MAX_CELL} 个字，请改短。`)
    yield { number, cells: kept }
  }
}

const startsWith = (file: Uint8Array, ...bytes: number[]): boolean => bytes.every((byte, index) => file[index] === byte)
const isZip = (file: Uint8Array): boolean => startsWith(file, 0x50, 0x4b)

async function* readText(file: Uint8Array): AsyncGenerator<SourceRow> {
  const text = decoded(file)
  let number = 0
  for (const cells of streamCsvRows(text, { delimiter: delimiterOf(text) })) {
    number += 1
    // Our own exports put a quote before what a spreadsheet would take for a formula, or shorten.
    yield {
      number,
      cells: cells.map((cell) =>
        String(cell ?? '')
          .replace(/^'(?=[=+\-@\d])/, '')
          .trim(),
      ),
    }
    if (number % ROWS_A_TURN === 0) await setImmediate()
  }
}

/** @throws AppError import-unreadable */
function decoded(file: Uint8Array): string {
  if (startsWith(file, 0xd0, 0xcf, 0x11, 0xe0))
    throw new AppError('import-unreadable', '这是旧版 .xls 或加了密码的文件：请用 Excel 或 WPS 另存为 .xlsx 再导入。')
  if (startsWith(file, 0xff, 0xfe)) return readable(new TextDecoder('utf-16le').decode(file))
  if (startsWith(file, 0xfe, 0xff)) return readable(new TextDecoder('utf-16be').decode(file))
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return readable(new TextDecoder(encoding, { fatal: true }).decode(file))
    } catch (error) {
      if (error instanceof AppError) throw error
    }
  }
  throw new AppError('import-unreadable', '认不出文件里的文字：请另存为 .xlsx，或编码为 UTF-8、GBK 的 .csv。')
}

/** A picture or a document is no table, even where it happens to decode. */
function readable(text: string): string {
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text.slice(0, 100_000)))
    throw new AppError('import-unreadable', '这不是表格文件：请用 .xlsx、.csv 文件，或直接粘贴表格里的内容。')
  return text
}

/** Of the first lines, the sign that stands there most; cells that are copied have tabs. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 5000)
  const counts = ['\t', ',', ';', '，'].map((sign) => [sign, head.split(sign).length] as const)
  return counts.reduce((most, one) => (one[1] > most[1] ? one : most))[0]
}
