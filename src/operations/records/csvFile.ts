import { stringify } from 'csv-stringify/sync'
import { csvCell, rowOf, type Column } from '../../domain/records/columns.ts'

// Given a record delimiter, csv-stringify quotes that one alone: a lone CR or LF in a cell would end its row.
const OPTIONS = { record_delimiter: 'windows', quote_record_delimiter: true } as const

/** CSV by RFC 4180, with the byte order mark without which Excel takes Chinese for noise; a chunk a batch. */
export async function* csvFile<Row>(batches: AsyncIterable<Row[]>, columns: Column<Row>[]): AsyncGenerator<Uint8Array> {
  const heading = columns.map(({ heading }) => csvCell(heading, 'text'))
  yield Buffer.from(stringify([heading], { ...OPTIONS, bom: true }))
  for await (const batch of batches)
    yield Buffer.from(
      stringify(
        batch.map((row) => rowOf(row, columns).map((cell, index) => csvCell(cell, columns[index]?.kind ?? 'text'))),
        OPTIONS,
      ),
    )
}
