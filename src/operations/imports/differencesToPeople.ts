import type { PayloadRequest } from 'payload'
import { unitScope } from '../../access/unitScope.ts'
import { findRows, type ImportedRow, type ImportRecord } from '../../database/rows.ts'
import { columnLabel } from '../../domain/imports/columns.ts'
import { differencesBetween, type Difference } from '../../domain/imports/differences.ts'
import { personIn } from '../../domain/imports/personRow.ts'
import { GENDERS } from '../../domain/people/vocabulary.ts'

/** The columns in which the record of a person says otherwise, if that may be opened. */
export async function differencesToPeople(
  req: PayloadRequest,
  { kind, mapping }: ImportRecord,
  rows: ImportedRow[],
): Promise<Map<string, Difference[]>> {
  const scope = await unitScope(req)
  const people = (await findRows(req, 'people', [...new Set(rows.flatMap(({ person }) => person ?? []))])).filter(
    ({ unit }) => scope === 'all' || scope.includes(unit ?? ''),
  )
  const names = ['email', 'gender', 'birthDate', 'area', 'skills', 'serviceKinds'] as const
  const found = rows.flatMap((row): [string, Difference[]][] => {
    const { facts } = personIn(row.values ?? [], mapping ?? {})
    const person = people.find(({ id }) => id === row.person)
    if (!facts || !person) return []
    const said = { ...facts, gender: facts.gender ? GENDERS[facts.gender] : '' }
    const stored = { ...person, gender: person.gender ? GENDERS[person.gender] : '' }
    const differences = differencesBetween(
      names.map((name) => [name, columnLabel(kind, name)]),
      Object.fromEntries(names.map((name) => [name, said[name] ?? ''])),
      Object.fromEntries(names.map((name) => [name, stored[name] ?? ''])),
    )
    return [[row.id, differences]]
  })
  return new Map(found)
}
