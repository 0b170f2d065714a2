import type { PayloadRequest } from 'payload'
import { findRowsBy, type ImportedRow, type ImportRecord } from '../../database/rows.ts'
import { columnLabel } from '../../domain/imports/columns.ts'
import { differencesBetween, type Difference } from '../../domain/imports/differences.ts'
import { unitIn } from '../../domain/imports/unitRow.ts'
import { unitKey } from '../../domain/imports/unitTree.ts'
import { UNIT_KINDS } from '../../domain/units/vocabulary.ts'
import { keyedHash } from '../../privacy/cipher.ts'

/** The columns in which the unit of the same name below the same parent says otherwise. */
export async function differencesToUnits(
  req: PayloadRequest,
  { kind, mapping }: ImportRecord,
  rows: ImportedRow[],
): Promise<Map<string, Difference[]>> {
  const said = new Map(rows.map(({ id, values }) => [id, unitIn(values ?? [], mapping ?? {})]))
  const names = [...new Set([...said.values()].map(({ name }) => name))]
  const units = await findRowsBy(req, 'units', { name: names }, [
    'name',
    'parent',
    'kind',
    'head',
    'contact',
    'memberCount',
  ])
  const byKey = new Map(units.map((unit) => [keyedHash('import', unitKey(unit.parent ?? null, unit.name)), unit]))
  const columns = ['kind', 'head', 'contact', 'memberCount'] as const
  const textOf = (one: Pick<(typeof units)[number], (typeof columns)[number]>, name: (typeof columns)[number]) =>
    name === 'kind' ? UNIT_KINDS[one.kind] : String(one[name] ?? '')
  const found = rows.flatMap(({ id, key }): [string, Difference[]][] => {
    const facts = said.get(id)?.facts
    const unit = byKey.get(key ?? '')
    if (!facts || !unit) return []
    const differences = differencesBetween(
      columns.map((name) => [name, columnLabel(kind, name)]),
      Object.fromEntries(columns.map((name) => [name, textOf(facts, name)])),
      Object.fromEntries(columns.map((name) => [name, textOf(unit, name)])),
    )
    return [[id, differences]]
  })
  return new Map(found)
}
