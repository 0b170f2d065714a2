import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { csvCell, rowOf, type Column } from '../../domain/records/participationRecord.ts'

const BUFFERED_BYTES = 16 * 1024

/** CSV by RFC 4180, with the byte order mark without which Excel takes Chinese for noise. */
export function csvStream<Row>(records: AsyncIterable<Row>, columns: Column<Row>[]): ReadableStream<Uint8Array> {
  // Given a record delimiter, csv-stringify quotes that one alone: a lone CR or LF in a cell would end its row.
  const lines = stringify({ bom: true, record_delimiter: 'windows', quote_record_delimiter: true })
  // The end of the pipeline, by an error or a client that went away, reaches the reader through `lines` and ends
  // `records`.
  pipeline(Readable.from(rows(records, columns)), lines, () => undefined)
  // Without a strategy Node 20 counts chunks instead of bytes and would read far ahead.
  return Readable.toWeb(lines, {
    strategy: new ByteLengthQueuingStrategy({ highWaterMark: BUFFERED_BYTES }),
  }) as ReadableStream<Uint8Array>
}

async function* rows<Row>(records: AsyncIterable<Row>, columns: Column<Row>[]): AsyncGenerator<string[]> {
  yield columns.map(({ heading }) => csvCell(heading, 'text'))
  for await (const record of records) {
    yield rowOf(record, columns).map((cell, index) => csvCell(cell, columns[index]?.kind ?? 'text'))
  }
}
