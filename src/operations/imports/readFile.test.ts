import { describe, expect, test } from '@jest/globals'
import { strToU8, Zip, ZipDeflate, zipSync } from 'fflate'
import { csvOf, gbkOf, workbookOf } from '../../../tests/support/dirtyRows.ts'
import { importTemplate } from './importTemplate.ts'
import { readFile } from './readFile.ts'

const rowsOf = async (file: Uint8Array | string, unpacked?: number): Promise<string[][]> => {
  const rows: string[][] = []
  for await (const { cells } of readFile(typeof file === 'string' ? strToU8(file) : file, unpacked)) rows.push(cells)
  return rows
}
const ROWS = [
  ['姓名', '手机号', '备注'],
  ['林小燕', '15400000001', '说“好”, 来'],
]

describe('text', () => {
  const utf16 = (text: string): Uint8Array => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
  test.each([
    ['UTF-8', strToU8(csvOf(ROWS))],
    ['UTF-8 with its mark', strToU8(`\ufeff${csvOf(ROWS)}`)],
    ['GBK', gbkOf(csvOf(ROWS))],
    ['UTF-16, as Excel saves “Unicode text”', utf16(ROWS.map((row) => row.join('\t')).join('\r\n'))],
    ['cells that were copied', strToU8(ROWS.map((row) => row.join('\t')).join('\n'))],
    ['semicolons', strToU8(ROWS.map((row) => row.map((cell) => cell.replace(',', '，')).join(';')).join('\n'))],
  ])('in %s', async (name, file) => {
    const expected = name === 'semicolons' ? ROWS.map((row) => row.map((cell) => cell.replace(',', '，'))) : ROWS
    expect(await rowsOf(file)).toEqual(expected)
  })
  test('a line break within quotes belongs to its cell, and the quote of an export goes', async () => {
    expect(await rowsOf('姓名,编号\n"林\n小燕",\'441300000000000000\n')).toEqual([
      ['姓名', '编号'],
      ['林\n小燕', '441300000000000000'],
    ])
  })
})

describe('workbooks', () => {
  test('numbers, days and times as people see them', async () => {
    const file = await workbookOf([
      ['手机号', '日期'],
      [15400000001, new Date(Date.UTC(2026, 0, 31))],
      [1.5, null],
    ])
    expect(await rowsOf(file)).toEqual([['手机号', '日期'], ['15400000001', '2026-01-31'], ['1.5']])
  })
  test('a merged range has its value in each of its cells', async () => {
    const file = await workbookOf(
      [
        ['名单', null],
        ['活动', '姓名'],
        ['清洁日', '甲'],
        [null, '乙'],
        [null, '丙'],
      ],
      [
        { startRow: 0, endRow: 0, startCol: 0, endCol: 1 },
        { startRow: 2, endRow: 4, startCol: 0, endCol: 0 },
      ],
    )
    expect(await rowsOf(file)).toEqual([
      ['名单', '名单'],
      ['活动', '姓名'],
      ['清洁日', '甲'],
      ['清洁日', '乙'],
      ['清洁日', '丙'],
    ])
  })
  test('our own templates, with shared strings and rich texts', async () => {
    const [headings, example] = await rowsOf(await importTemplate('people'))
    expect([headings?.slice(0, 2), example?.[1]]).toEqual([['姓名*', '手机号'], '15400000000'])
  })
  const parts = (sheet: string, more: Record<string, string> = {}): Record<string, Uint8Array> =>
    Object.fromEntries(
      Object.entries({
        'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
        ...more,
      }).map(([name, text]) => [name, strToU8(text)]),
    )
  test('of a formula the value, of one that went wrong none', async () => {
    const sheet =
      '<row r="1"><c r="A1" t="str"><f>A2</f><v>林</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C1"><f>1+1</f><v>2</v></c></row>'
    expect(await rowsOf(zipSync(parts(sheet)))).toEqual([['林', '', '2']])
  })
  test('what unpacks to far more than it can hold is refused, and so is an entity of its own', async () => {
    await expect(rowsOf(bombOf(9), 8 * 1024 * 1024)).rejects.toThrow(/解压后过大/)
    const entity = { 'xl/workbook.xml': '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>' }
    await expect(rowsOf(zipSync(parts('', entity)))).rejects.toThrow(/已损坏/)
  })
  /** A workbook of so many megabytes of nothing, in a few kilobytes. */
  function bombOf(megabytes: number): Uint8Array {
    const chunks: Uint8Array[] = []
    const zip = new Zip((_error, chunk) => void chunks.push(chunk))
    for (const [name, content] of Object.entries(parts(''))) {
      const part = new ZipDeflate(name, { level: 1 })
      zip.add(part)
      if (name.includes('sheet1'))
        for (let count = 0; count < megabytes; count += 1) part.push(new Uint8Array(1024 * 1024).fill(32))
      part.push(content, true)
    }
    zip.end()
    return Buffer.concat(chunks)
  }
  const crooked = parts('', {
    'xl/worksheets/sheet1.xml':
      '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>林</v></c></row></sheetData><mergeCells><mergeCell ref="C9:A1"/></mergeCells></worksheet>',
  })
  test.each([
    ['no workbook', { 'a.txt': strToU8('a') }],
    ['a sheet that breaks off', parts('<row r="1"><c r="A1"')],
    ['a row whose number is none', parts('<row r="x"><c r="A1" t="str"><v>林</v></c></row>')],
    ['a merged range from its end to its start', crooked],
    ['a sheet that is missing', { ...parts(''), 'xl/worksheets/sheet1.xml': undefined }],
  ])('%s', async (_name, content) => {
    const files = Object.fromEntries(Object.entries(content).filter(([, part]) => part !== undefined))
    await expect(rowsOf(zipSync(files as Record<string, Uint8Array>))).rejects.toThrow(/已损坏/)
  })
})
