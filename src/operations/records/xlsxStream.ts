import { writeXlsxStream, type ColumnDef } from 'hucre/xlsx'
import { rowOf, xlsxCell, type Cell, type Column } from '../../domain/records/participationRecord.ts'

/** “@” keeps text as text even after somebody edits the cell: nothing typed by a stranger becomes a formula. */
const FORMATS: Record<Column['kind'], string> = {
  text: '@',
  number: 'General',
  date: 'yyyy-mm-dd',
  time: 'yyyy-mm-dd hh:mm',
}

const HEADING = { font: { bold: true } }

/** A workbook with one sheet, its heading row bold and frozen, compressed as its rows are taken. */
export function xlsxStream<Row>(
  name: string,
  records: AsyncIterable<Row>,
  columns: Column<Row>[],
): ReadableStream<Uint8Array> {
  let isGone = false
  const definitions = columns.map(({ heading, width, kind }): ColumnDef => ({
    header: String(xlsxCell(heading, 'text') ?? ''),
    width,
    numFmt: FORMATS[kind],
    style: HEADING,
  }))
  // The library has one style a column: the heading is written by the time that the first row is asked for.
  const begun = (): void => definitions.forEach((definition) => delete definition.style)
  const workbook = writeXlsxStream(
    rows(records, columns, begun, () => isGone),
    {
      name,
      columns: definitions,
      freezePane: { rows: 1 },
    },
  ).getReader()
  // Cancelled, the library reads on until its next chunk is full; `rows` ends at once.
  const source: UnderlyingDefaultSource<Uint8Array> = {
    pull: async (controller) => {
      const { done, value } = await workbook.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => {
      isGone = true
      return workbook.cancel(reason)
    },
  }
  // No buffer of its own beside the library's.
  return new ReadableStream(source, { highWaterMark: 0 })
}

async function* rows<Row>(
  records: AsyncIterable<Row>,
  columns: Column<Row>[],
  begun: () => void,
  isGone: () => boolean,
): AsyncGenerator<Cell[]> {
  begun()
  for await (const record of records) {
    if (isGone()) return
    yield rowOf(record, columns).map((cell, index) => xlsxCell(cell, columns[index]?.kind ?? 'text'))
  }
}
