import { csvCell, rowOf, type Column } from '../../domain/records/columns.ts'

/** Rows that the screen shows of a file that was not made yet. */
const SHOWN = 20

/** The beginning of a table for the screen, as JSON: what a file with the same columns and filters begins with. */
export async function* previewFile<Row>(
  batches: AsyncIterable<Row[]>,
  columns: Column<Row>[],
): AsyncGenerator<Uint8Array> {
  const lines: string[][] = []
  for await (const batch of batches) {
    lines.push(...batch.map((row) => rowOf(row, columns).map((cell, index) => shownCell(cell, columns[index]))))
    if (lines.length >= SHOWN) break
  }
  yield Buffer.from(JSON.stringify({ headings: columns.map(({ heading }) => heading), lines: lines.slice(0, SHOWN) }))
}

/** Nothing here reads a text anew, as a spreadsheet does. */
const shownCell = <Row>(cell: ReturnType<Column<Row>['valueOf']>, column: Column<Row> | undefined): string =>
  typeof cell === 'string' ? cell : csvCell(cell, column?.kind ?? 'text')
