import { newId } from '../database/rows.ts'
import { withHashes } from '../hooks/people/people.ts'
import { bulkInsert, type Row } from './bulkInsert.ts'
import { idOf, type Demo } from './demo.ts'
import type { PersonPlan } from './plan/people.ts'

export async function insertPeople({ payload, block, people, units, stations, advance }: Demo): Promise<void> {
  people.clear()
  const rows: Row[] = []
  for (const plan of block.people) {
    const id = newId(payload)
    people.set(plan.key, id)
    rows.push(personRow(id, plan, { units, stations }))
  }
  await bulkInsert(payload, 'people', rows)
  advance('人员', block.people.length)
}

/** As the collection's own hooks would leave it: contacts normalised and hashed. */
export function personRow(
  id: string,
  { key: _, unit, station, consentAt, ...plan }: PersonPlan,
  { units, stations }: Pick<Demo, 'units' | 'stations'>,
): Row {
  const consented = consentAt.toISOString()
  return {
    ...withHashes(plan, 'create'),
    id,
    unit: unit === null ? null : idOf(units, unit),
    station: station === null ? null : idOf(stations, station),
    consentAt: consented,
    createdAt: consented,
    updatedAt: consented,
  }
}
