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

/**
 * A workbook with its heading row bold and frozen, compressed as its rows are taken. Excel takes 1,048,576 rows a
 * sheet; what is more stands on another with the same heading.
 */
export function xlsxFile<Row>(
  name: string,
  batches: AsyncIterable<Row[]>,
  columns: Column<Row>[],
): AsyncIterable<Uint8Array> {
  const definitions = columns.map(({ heading, width, kind }): ColumnDef => ({
    header: String(xlsxCell(heading, 'text') ?? ''),
    width,
    numFmt: FORMATS[kind],
    style: HEADING,
  }))
  // The library has one style a column: the heading is written by the time that the first row is asked for.
  const begun = (): void => definitions.forEach((definition) => delete definition.style)
  return writeXlsxStream(rows(batches, columns, begun), {
    name,
    columns: definitions,
    freezePane: { rows: 1 },
  })
}

async function* rows<Row>(
  batches: AsyncIterable<Row[]>,
  columns: Column<Row>[],
  begun: () => void,
): AsyncGenerator<Cell[]> {
  begun()
  for await (const batch of batches)
    for (const row of batch)
      yield rowOf(row, columns).map((cell, index) => xlsxCell(cell, columns[index]?.kind ?? 'text'))
}
