import type { PayloadRequest } from 'payload'
import { unitScope } from '../../access/unitScope.ts'
import { findRowsBy } from '../../database/rows.ts'
import { knownBy, mostOf, type Known } from '../../domain/attendance/walkIns.ts'

/** How much one registration tells the staff of its activity of its person (src/domain/attendance/walkIns.ts). */
export interface Acquaintance {
  registration: string
  person: string
  known: Known
}

/** Through which registrations in their scope staff know people, or these people alone. */
export async function acquaintances(req: PayloadRequest, people?: string[]): Promise<Acquaintance[]> {
  const scope = await unitScope(req)
  const conditions = people ? { person: people } : scope === 'all' ? {} : { unit: scope }
  const rows = await findRowsBy(req, 'registrations', conditions, [
    'id',
    'person',
    'unit',
    'walkIn',
    'sequence',
    'named',
  ])
  return rows
    .filter(({ unit }) => scope === 'all' || scope.includes(unit))
    .map((row) => ({ registration: row.id, person: row.person, known: knownBy(row) }))
}

/** The most that is known of each, for what belongs to no one registration: a certificate may be of many. */
export function mostKnown(met: Acquaintance[]): Map<string, Known> {
  const known = new Map<string, Known>()
  for (const one of met) known.set(one.person, mostOf([one.known, known.get(one.person) ?? 'familyName']))
  return known
}

/**
 * How much staff know of people on records of no one registration, by the person's id: all, where they may open the
 * person's own.
 */
export async function knownOfEach(
  req: PayloadRequest,
  people: { id: string; unit: string | null }[],
): Promise<Map<string, Known>> {
  const scope = await unitScope(req)
  const strangers = people.filter(({ unit }) => scope !== 'all' && !scope.includes(unit ?? '')).map(({ id }) => id)
  const met = strangers.length > 0 ? mostKnown(await acquaintances(req, strangers)) : new Map<string, Known>()
  const ofStranger = new Map(strangers.map((id) => [id, met.get(id) ?? 'familyName']))
  return new Map(people.map(({ id }) => [id, ofStranger.get(id) ?? 'all']))
}

export async function knownOf(req: PayloadRequest, person: { id: string; unit: string | null }): Promise<Known> {
  return (await knownOfEach(req, [person])).get(person.id) ?? 'familyName'
}

/** How much staff know of one person already; null for a stranger, on no record in their scope. */
export async function knownIfMet(
  req: PayloadRequest,
  { id, unit }: { id: string; unit: string | null },
): Promise<Known | null> {
  const scope = await unitScope(req)
  if (scope === 'all' || (unit !== null && scope.includes(unit))) return 'all'
  return mostKnown(await acquaintances(req, [id])).get(id) ?? null
}
