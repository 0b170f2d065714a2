import { writeXlsx } from 'hucre/xlsx'
import { IMPORT_COLUMNS } from '../../domain/imports/columns.ts'
import { IMPORT_KINDS, type ImportKind } from '../../domain/imports/vocabulary.ts'

/** “@” is text: a phone keeps its digits, and a day stays as it was typed. */
const TEXT = '@'

/** A workbook to fill in: the headings and one row as an example; a second sheet says how each column is filled in. */
export function importTemplate(kind: ImportKind): Promise<Uint8Array> {
  const columns = IMPORT_COLUMNS[kind]
  return writeXlsx({
    sheets: [
      {
        name: IMPORT_KINDS[kind],
        columns: columns.map(({ label }) => ({ width: Math.max(14, label.length * 2.5), numFmt: TEXT })),
        rows: [
          columns.map(({ label, isRequired }) => (isRequired ? `${label}*` : label)),
          columns.map(({ example }) => example),
        ],
        freezePane: { rows: 1 },
      },
      {
        name: '填写说明',
        columns: [{ width: 22 }, { width: 80 }],
        rows: [
          ['从第 2 行起逐行填写；示例行不会导入，可以删去。', '带“*”的必填；没有的列可以删去，列的先后不限。'],
          ...columns.map(({ label, hint }) => [label, hint]),
        ],
      },
    ],
  })
}
