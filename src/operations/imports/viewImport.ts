import type { PayloadRequest } from 'payload'
import {
  countRowsBy,
  findRows,
  findRowsBy,
  findRowsInOrder,
  type ImportedRow,
  type ImportRecord,
} from '../../database/rows.ts'
import { columnLabel, IMPORT_COLUMNS } from '../../domain/imports/columns.ts'
import { differencesBetween, type Difference } from '../../domain/imports/differences.ts'
import { ROWS_A_PAGE, type ImportQuery } from '../../domain/imports/requests.ts'
import type { ImportSummary, ImportView } from '../../domain/imports/views.ts'
import { ROW_PROBLEMS } from '../../domain/imports/vocabulary.ts'
import { staffOnRecords } from '../identity/namesOnRecords.ts'
import { countOutcomes } from './workOnImports.ts'
import { findImport } from './findImport.ts'
import { firstsInFile } from './firstsInFile.ts'
import { KINDS } from './kinds.ts'

/**
 * An import as its screen shows it: how far it has come, and one page of its rows with what is wrong with each. Of a
 * record that is there already, what the row says otherwise, if it may be opened.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope)
 */
export async function viewImport(req: PayloadRequest, id: string, query: ImportQuery): Promise<ImportView> {
  const found = await findImport(req, id)
  const [summary] = await summariesOf(req, [found])
  const show = query.show ?? null
  const mapping = found.mapping ?? {}
  const columns = IMPORT_COLUMNS[found.kind].map(({ name }) => name).filter((name) => name in mapping)
  const those = { import: id, ...(show !== null && { outcome: show }) }
  const total = await countRowsBy(req, 'import_rows', those)
  const pages = Math.max(1, Math.ceil(total / ROWS_A_PAGE))
  const page = Math.min(query.page ?? 1, pages)
  // By the row's number: the pages of a file stand where they stand, whatever becomes of the rows meanwhile.
  const rows = await findRowsInOrder(req, 'import_rows', those, 'number', ROWS_A_PAGE, (page - 1) * ROWS_A_PAGE)
  const known = rows.filter(({ outcome }) => outcome === 'known')
  const differences = await KINDS[found.kind].differences(req, found, known)
  const firsts = await firstsOf(req, id, rows)
  return {
    ...(summary as ImportSummary),
    headings: found.headings ?? [],
    mapping,
    columns,
    show,
    page,
    pages,
    list: rows.map((row) => ({
      number: row.number,
      outcome: row.outcome,
      cells: columns.map((name) => row.values?.[mapping[name] ?? -1] ?? ''),
      problems: (row.problems ?? []).map(({ code, column }) =>
        code === 'repeated'
          ? `与第 ${firsts.get(row.key ?? '')?.number ?? '?'} 行是同一条`
          : column === undefined
            ? ROW_PROBLEMS[code]
            : `${columnLabel(found.kind, column)}：${ROW_PROBLEMS[code]}`,
      ),
      differences:
        row.outcome === 'repeated'
          ? differencesIn(found, row, firsts.get(row.key ?? ''))
          : (differences.get(row.id) ?? []),
    })),
  }
}

/** By key, the row of the file that said it first. */
async function firstsOf(req: PayloadRequest, id: string, rows: ImportedRow[]): Promise<Map<string, ImportedRow>> {
  const keys = [...new Set(rows.flatMap(({ outcome, key }) => (outcome === 'repeated' && key ? key : [])))]
  if (keys.length === 0) return new Map()
  const firsts = await firstsInFile(req, id, [], keys)
  const whole = await findRows(
    req,
    'import_rows',
    [...firsts.values()].map((first) => first.id),
  )
  return new Map(whole.map((row) => [row.key ?? '', row]))
}

/** The columns in which the first row of the same says otherwise. */
function differencesIn({ kind, mapping }: ImportRecord, row: ImportedRow, first?: ImportedRow): Difference[] {
  if (!first) return []
  const cells = ({ values }: ImportedRow): Record<string, string> =>
    Object.fromEntries(Object.entries(mapping ?? {}).map(([name, place]) => [name, values?.[place] ?? '']))
  const labels = Object.keys(mapping ?? {}).map((name): [string, string] => [name, columnLabel(kind, name)])
  return differencesBetween(labels, cells(row), cells(first))
}

/** With the names of units, activities and staff. */
export async function summariesOf(req: PayloadRequest, found: ImportRecord[]): Promise<ImportSummary[]> {
  const units = await findRowsBy(req, 'units', { id: [...new Set(found.map(({ unit }) => unit))] }, ['id', 'name'])
  const activities = await findRowsBy(
    req,
    'activities',
    { id: [...new Set(found.flatMap(({ activity }) => activity ?? []))] },
    ['id', 'title'],
  )
  const staff = await staffOnRecords(req, [...new Set(found.map(({ importedBy }) => importedBy))])
  return Promise.all(
    found.map(
      async ({ id, kind, fileName, unit, activity, importedBy, createdAt, finishedAt, state, rows, totals }) => {
        // Once it has ended, they stand in its totals; whether its rows are there still tells one look.
        const ended = state === 'done' || state === 'undone' ? totals : null
        const counts = ended ?? (await countOutcomes(req, id))
        const hasRows = ended
          ? (await findRowsInOrder(req, 'import_rows', { import: id }, 'number', 1)).length > 0
          : Object.keys(counts).length > 0
        return {
          id,
          kind,
          fileName: fileName ?? '',
          unitName: units.find((one) => one.id === unit)?.name ?? '',
          activity: activities.find((one) => one.id === activity) ?? null,
          importedBy: staff.get(importedBy) ?? '',
          createdAt,
          finishedAt,
          state,
          rows,
          counts: hasRows ? counts : (totals ?? {}),
          hasRows,
        }
      },
    ),
  )
}
