import { writeXlsxStream, type ColumnDef } from 'hucre/xlsx'
import { COLUMNS, rowOf, xlsxCell, type Cell, type Column, type ColumnName, type ParticipationRecord } from '../../domain/participationRecord.ts'

/** “@” keeps text as text even after somebody edits the cell: nothing typed by a stranger becomes a formula. */
const FORMATS: Record<Column['kind'], string> = { text: '@', number: '0', date: 'yyyy-mm-dd', time: 'yyyy-mm-dd hh:mm' }

/** A workbook with one sheet, its heading row frozen, compressed as its rows are taken. */
export function xlsxStream(records: AsyncIterable<ParticipationRecord>, columns: ColumnName[]): ReadableStream<Uint8Array> {
  return writeXlsxStream(rows(records, columns), {
    name: '参与记录',
    columns: columns.map((name): ColumnDef => ({ header: COLUMNS[name].heading, width: COLUMNS[name].width, numFmt: FORMATS[COLUMNS[name].kind] })),
    freezePane: { rows: 1 },
  })
}

async function* rows(records: AsyncIterable<ParticipationRecord>, columns: ColumnName[]): AsyncGenerator<Cell[]> {
  for await (const record of records) yield rowOf(record, columns).map(xlsxCell)
}
