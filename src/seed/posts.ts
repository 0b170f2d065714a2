import { newId } from '../database/rows.ts'
import { factsOf } from '../domain/appointments/vocabulary.ts'
import { keyFor, standingOn } from '../domain/appointments/appointments.ts'
import { dayOf } from '../domain/shared/calendar.ts'
import { bulkInsert, type Row } from './bulkInsert.ts'
import { DUTIES } from './data/duties.ts'
import { idOf, type Demo } from './demo.ts'
import { personRow } from './people.ts'
import { planReports } from './plan/posts.ts'

/** Grids, lanes, compounds, projects: as src/hooks/units/units.ts would leave them. */
export async function insertPostUnits({ payload, county, posts, units, now, advance }: Demo): Promise<void> {
  const parentOf = new Map(county.units.map(({ name, parent }) => [name, parent]))
  const ancestorsOf = (parent: string | null): string[] =>
    parent === null ? [] : [...ancestorsOf(parentOf.get(parent) ?? null), idOf(units, parent)]
  const at = now.toISOString()
  const since = dayOf(now)
  const rows = posts.units.map(({ parent, coveredBy, ...unit }): Row => {
    const id = newId(payload)
    units.set(unit.name, id)
    return {
      ...unit,
      id,
      parent: idOf(units, parent),
      ancestors: ancestorsOf(parent),
      ...(coveredBy !== null && { coverage: { branch: idOf(units, coveredBy), since } }),
      createdAt: at,
      updatedAt: at,
    }
  })
  await bulkInsert(payload, 'units', rows)
  advance('网格、巷和小区', rows.length)
}

export async function createDuties({ payload }: Demo): Promise<void> {
  for (const duty of DUTIES) await payload.create({ collection: 'duties', data: duty, depth: 0, overrideAccess: true })
}

/** Those who hold the posts, and the posts: of the first block alone, at every scale. */
export async function insertAppointments(demo: Demo): Promise<void> {
  const { payload, county, posts, block, people, units, now, advance } = demo
  const appointees: Row[] = []
  const ids = new Map(people)
  for (const plan of posts.people) {
    const id = newId(payload)
    ids.set(plan.key, id)
    appointees.push(personRow(id, plan, demo))
  }
  await bulkInsert(payload, 'people', appointees)
  const members = block.people.filter(({ kinds }) => kinds.includes('partyMember'))
  const today = dayOf(now)
  const taken = new Map<string, { from: string; to: string | null; holds: string }[]>()
  const rows = [...posts.appointments, ...planReports(county, members, now)].map((plan): Row => {
    const { post, from, to, isAwaiting } = plan
    const unit = idOf(units, plan.unit)
    const person = plan.person === null ? null : idOf(ids, plan.person)
    const organisation = plan.organisation === null ? null : idOf(units, plan.organisation)
    const seat = `${post} ${unit}`
    const others = factsOf(post).isSingle ? (taken.get(seat) ?? []) : []
    const holds = keyFor({ post, unit, holder: person ?? organisation ?? '', from, to }, others)
    if (holds === null) throw new Error(`Two hold ${post} of ${plan.unit}`)
    taken.set(seat, [...others, { from, to, holds }])
    const at = now.toISOString()
    return {
      id: newId(payload),
      post,
      unit,
      person,
      organisation,
      from,
      to,
      source: null,
      standing: standingOn({ from, to, awaiting: isAwaiting }, today),
      awaiting: isAwaiting,
      nameShownAt: null,
      endReason: null,
      holds,
      createdAt: at,
      updatedAt: at,
    }
  })
  await bulkInsert(payload, 'appointments', rows)
  advance('任职', appointees.length)
}
