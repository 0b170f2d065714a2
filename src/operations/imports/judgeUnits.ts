import type { PayloadRequest } from 'payload'
import { findRowsBy, type ImportedRow, type ImportRecord } from '../../database/rows.ts'
import { unitIn, type UnitFacts } from '../../domain/imports/unitRow.ts'
import { placeUnits, type KnownUnit, type Place } from '../../domain/imports/unitTree.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { mayMakeUnits } from '../units/mayMakeUnits.ts'
import { faulty, type Verdict } from './verdict.ts'

export interface UnitVerdict extends Verdict {
  /** The unit to be made, and where; null where none is. */
  made: { facts: UnitFacts; place: Extract<Place, { is: 'new' }> } | null
}

/**
 * Says what becomes of rows of units, as the database stands now. Each is looked at together with the whole file, since
 * its parent may stand in any row; once the import runs, with those rows alone that are still to be written.
 *
 * @param req on behalf of who imports
 * @param rows all that are still to be judged, or to be written
 */
export async function judgeUnits(
  req: PayloadRequest,
  source: ImportRecord,
  rows: Pick<ImportedRow, 'id' | 'number' | 'values'>[],
): Promise<UnitVerdict[]> {
  const none = { key: null, session: null, person: null, made: null }
  if (!(await mayMakeUnits(req))) return rows.map(() => ({ ...none, ...faulty({ code: 'units-forbidden' }) }))
  const file =
    source.state === 'checking'
      ? await findRowsBy(req, 'import_rows', { import: source.id }, ['id', 'number', 'values'])
      : rows
  const read = file
    .toSorted((a, b) => a.number - b.number)
    .map(({ id, values }) => ({ id, ...unitIn(values ?? [], source.mapping ?? {}) }))
  const { known, top } = await knownUnits(
    req,
    source,
    read.flatMap(({ name, parentName }) => [name, parentName]),
  )
  const said = ({ name, parentName, facts }: (typeof read)[number]) => ({ name, parentName, isFaulty: facts === null })
  const placeOf = placeUnits(read.map(said), known, top)
  const firsts = new Set<string>()
  const verdicts = new Map<string, UnitVerdict>()
  for (const row of read) {
    const place = placeOf(said(row))
    if (!row.facts) verdicts.set(row.id, { ...none, ...faulty(...row.problems) })
    else if (place.is === 'faulty')
      verdicts.set(row.id, { ...none, ...faulty({ code: place.problem, column: 'parent' }) })
    else {
      const key = keyedHash('import', place.key)
      const outcome = firsts.has(key) ? 'repeated' : place.is === 'known' ? 'known' : 'ready'
      firsts.add(key)
      const problems = outcome === 'repeated' ? [{ code: 'repeated' as const }] : []
      const made = outcome === 'ready' && place.is === 'new' ? { facts: row.facts, place } : null
      verdicts.set(row.id, { ...none, key, outcome, problems, made })
    }
  }
  // One that is gone from the file by now is not written to: the swap is refused.
  return rows.map(({ id }) => verdicts.get(id) ?? { ...none, ...faulty() })
}

/** The units of these names, and that of the import: null when it is gone. */
async function knownUnits(
  req: PayloadRequest,
  { unit }: ImportRecord,
  names: string[],
): Promise<{ known: KnownUnit[]; top: KnownUnit | null }> {
  const read = async (conditions: { name: string[] } | { id: string }): Promise<KnownUnit[]> =>
    (await findRowsBy(req, 'units', conditions, ['id', 'name', 'parent'])).map((one) => ({
      ...one,
      parent: one.parent ?? null,
    }))
  const [top = null] = await read({ id: unit })
  return { known: await read({ name: [...new Set(names)] }), top }
}
