import { readXlsx } from 'hucre/xlsx'
import type { Column } from '../../domain/records/columns.ts'
import { xlsxFile } from './xlsxFile.ts'

const COLUMNS: Column<number>[] = [
  { heading: '编号', kind: 'number', valueOf: (row) => row },
  { heading: '名称', kind: 'text', valueOf: (row) => `第${row}行 <&"> \r` },
  { heading: '日期', kind: 'date', valueOf: () => new Date('1900-01-31T16:00:00Z') },
]

async function* batchesOf(rows: number): AsyncGenerator<number[]> {
  for (let first = 1; first <= rows; first += 3)
    yield Array.from({ length: Math.min(3, rows - first + 1) }, (_, index) => first + index)
}

const fileOf = async (rows: number, rowsPerSheet: number) => {
  const chunks: Uint8Array[] = []
  for await (const chunk of xlsxFile('名单', batchesOf(rows), COLUMNS, rowsPerSheet)) chunks.push(chunk)
  return readXlsx(new Uint8Array(Buffer.concat(chunks)))
}

it.each([
  [0, [0]],
  [4, [4]],
  [5, [4, 1]],
  [8, [4, 4]],
  [9, [4, 4, 1]],
])('%i rows stand on sheets of at most four, each with its heading and filter', async (rows, each) => {
  const { sheets } = await fileOf(rows, 5)
  expect(sheets.map((sheet) => sheet.rows.length - 1)).toEqual(each)
  expect(sheets.map(({ name }) => name)).toEqual(['名单', '名单_2', '名单_3'].slice(0, each.length))
  expect(sheets.map(({ autoFilter }) => autoFilter?.range)).toEqual(each.map((count) => `A1:C${count + 1}`))
  expect(sheets.flatMap((sheet) => sheet.rows.slice(1).map(([number]) => number))).toEqual(
    Array.from({ length: rows }, (_, index) => index + 1),
  )
})

it('keeps text as it is, and the days before March 1900, which a spreadsheet counts otherwise', async () => {
  const { sheets } = await fileOf(1, 5)
  expect(sheets[0]?.rows[1]).toEqual([1, '第1行 <&"> \r', new Date('1900-02-01T00:00:00Z')])
})

it('breaks off when its rows do', async () => {
  async function* torn(): AsyncGenerator<number[]> {
    yield [1]
    throw new Error('disk on fire')
  }
  const read = async () => {
    for await (const _ of xlsxFile('名单', torn(), COLUMNS)) continue
  }
  await expect(read()).rejects.toThrow('disk on fire')
})
