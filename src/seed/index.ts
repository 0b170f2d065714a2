import { randomUUID } from 'node:crypto'
import { createLocalReq, type Payload, type PayloadRequest } from 'payload'
import { dayOf } from '../domain/shared/calendar.ts'
import { runInTransaction } from '../database/runInTransaction.ts'
import { newId } from '../database/rows.ts'
import { swap } from '../database/swap.ts'
import {
  activityContribution,
  NOTHING,
  registrationContribution,
  type RegistrationContribution,
  type TargetFilter,
} from '../domain/tallies/contributions.ts'
import { freeSeats } from '../domain/seats/seats.ts'
import { hashContacts } from '../hooks/people/people.ts'
import type { ActivityPlan } from './activities.ts'
import { bulkInsert, type Row } from './bulkInsert.ts'
import { planCounty, type County } from './county.ts'
import { DEMO_MEMBER, DEMO_PASSWORD, DEMO_RIDER, DEMO_STAFF } from './data/logins.ts'
import { PROGRAMMES } from './data/programmes.ts'
import { STATIONS } from './data/stations.ts'
import { OPENING_SOURCE, TARGETS } from './data/targets.ts'
import { COUNTY } from './data/units.ts'
import type { PersonPlan } from './people.ts'
import { planBlock } from './planBlock.ts'
import { createCertificates } from './certificates.ts'
import { createRecords } from './records.ts'
import { createWeekly } from './series.ts'
import { createSeats } from './seats.ts'
import type { RegistrationPlan } from './registrations.ts'
import { periodAt } from './schedule.ts'

export interface SeedOptions {
  /** How many times over people and activities are made: a whole number from 1. Units stay as they are. */
  scale: number
  now: Date
  onProgress?: (progress: SeedProgress) => void
}

export interface SeedProgress {
  done: number
  total: number
  /** The part that is being written, in Chinese. */
  step: string
}

export interface SeedSummary {
  /** False when the demo county was there already and nothing was changed. */
  created: boolean
  units: number
  people: number
  activities: number
  registrations: number
  logins: {
    password: string
    staff: typeof DEMO_STAFF
    /** Log in with a one-time code. */
    people: { rider: string; member: string }
  }
}

/** Ids of what the activities refer to, by the name or title the plans use. */
interface References {
  units: Map<string, string>
  stations: Map<string, string>
  series: Map<string, string>
  staff: Map<string, string>
}

interface SeededTarget {
  id: string
  filter: TargetFilter
  tally: number
}

/**
 * Fills an empty database with the demo county. Runs again without changing anything.
 *
 * @throws Error when the database holds other units, or what an earlier run left when it was cut off
 */
export async function seed(payload: Payload, { scale, now, onProgress }: SeedOptions): Promise<SeedSummary> {
  if (!Number.isInteger(scale) || scale < 1) throw new Error('The scale must be a whole number from 1')
  if (await isSeeded(payload)) return summary(payload, false)

  const county = planCounty()
  let done = 0
  let total = county.units.length + county.staff.length
  const advance = (step: string, by: number): void => {
    done += by
    onProgress?.({ done, total, step })
  }

  const units = await createUnits(payload, county, () => advance('组织单位', 1))
  // At once: most of each is the hashing of a password, which runs beside others.
  const staff = new Map(
    await Promise.all(
      county.staff
        .filter(({ email }) => email !== DEMO_STAFF.department)
        .map(async (plan) => {
          const id = await createStaff(payload, plan, units)
          advance('工作人员', 1)
          return [plan.email, id] as const
        }),
    ),
  )
  const known: References = {
    units,
    staff,
    stations: await createStations(payload, units),
    series: await createProgrammes(payload),
  }
  const targets = await createTargets(payload, units, scale, now)

  for (let block = 0; block < scale; block += 1) {
    const { people, activities } = planBlock(county, block, now)
    if (block === 0) total += scale * (people.length + activities.length)
    const personIds = await insertPeople(payload, people, known)
    advance('人员', people.length)
    await insertActivities(payload, activities, { ...known, people: personIds, county, targets }, (count) =>
      advance('活动与报名', count),
    )
    if (block === 0) {
      await createRecords(payload, people, personIds, units, now)
      await createCertificates(payload, people, personIds, units, now)
      await createSeats(payload, people, personIds, units, now)
      await createWeekly(payload, people, personIds, units, now)
    }
  }
  await writeTallies(payload, targets)

  // Last of all: its log-in is what tells a whole county from a run that was cut off.
  const department = county.staff.find(({ email }) => email === DEMO_STAFF.department)
  if (department) await createStaff(payload, department, units)
  advance('完成', 1)
  return summary(payload, true)
}

async function isSeeded(payload: Payload): Promise<boolean> {
  const anyUnit = await payload.count({ collection: 'units', where: { name: { exists: true } }, overrideAccess: true })
  if (anyUnit.totalDocs === 0) return false
  const county = await payload.count({
    collection: 'units',
    where: { and: [{ name: { equals: COUNTY } }, { kind: { equals: 'county' } }] },
    overrideAccess: true,
  })
  if (county.totalDocs === 0)
    throw new Error(
      'The database has units of its own. The demo county wants an empty database: its log-ins have a public password.',
    )
  const department = await payload.count({
    collection: 'staff',
    where: { email: { equals: DEMO_STAFF.department } },
    overrideAccess: true,
  })
  if (department.totalDocs === 0)
    throw new Error('An earlier seed was cut off half-way. Remove the database and seed again.')
  return true
}

async function summary(payload: Payload, created: boolean): Promise<SeedSummary> {
  const count = async (collection: 'units' | 'people' | 'activities' | 'registrations'): Promise<number> =>
    (await payload.count({ collection, where: { createdAt: { exists: true } }, overrideAccess: true })).totalDocs
  return {
    created,
    units: await count('units'),
    people: await count('people'),
    activities: await count('activities'),
    registrations: await count('registrations'),
    logins: {
      password: DEMO_PASSWORD,
      staff: DEMO_STAFF,
      people: { rider: DEMO_RIDER.email, member: DEMO_MEMBER.email },
    },
  }
}

async function createUnits(payload: Payload, county: County, onCreated: () => void): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const { parent, ...unit } of county.units) {
    const { id } = await payload.create({
      collection: 'units',
      data: { ...unit, parent: parent === null ? null : idOf(ids, parent) },
      depth: 0,
      overrideAccess: true,
    })
    ids.set(unit.name, id)
    onCreated()
  }
  return ids
}

async function createStaff(
  payload: Payload,
  { unit, ...plan }: County['staff'][number],
  units: Map<string, string>,
): Promise<string> {
  const data = { ...plan, unit: idOf(units, unit), password: DEMO_PASSWORD }
  return (await payload.create({ collection: 'staff', data, depth: 0, overrideAccess: true })).id
}

async function createStations(payload: Payload, units: Map<string, string>): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const { unit, ...station } of STATIONS) {
    ids.set(
      station.name,
      (
        await payload.create({
          collection: 'stations',
          data: { ...station, unit: idOf(units, unit) },
          depth: 0,
          overrideAccess: true,
        })
      ).id,
    )
  }
  return ids
}

async function createProgrammes(payload: Payload): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const [index, programme] of PROGRAMMES.entries()) {
    ids.set(
      programme.title,
      (
        await payload.create({
          collection: 'programmes',
          data: { ...programme, order: index + 1 },
          depth: 0,
          overrideAccess: true,
        })
      ).id,
    )
  }
  return ids
}

/** While there are no activities: a target made later would have to be counted in the background. */
async function createTargets(
  payload: Payload,
  units: Map<string, string>,
  scale: number,
  now: Date,
): Promise<SeededTarget[]> {
  const period = periodAt(now)
  const targets: SeededTarget[] = []
  for (const [index, { units: names, goal, opening, ...facts }] of TARGETS.entries()) {
    const unitIds = names.map((name) => idOf(units, name))
    const [from, to] = [dayOf(period.from), dayOf(period.to)]
    const data = {
      ...facts,
      goal: goal * scale,
      opening,
      openingSource: opening > 0 ? OPENING_SOURCE : null,
      units: unitIds,
      from,
      to,
      isPublic: true,
      order: index + 1,
    }
    const { id } = await payload.create({ collection: 'targets', data, depth: 0, overrideAccess: true })
    targets.push({ id, filter: { ...facts, unitIds, from, to }, tally: 0 })
  }
  return targets
}

async function insertPeople(payload: Payload, plans: PersonPlan[], known: References): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const req = await createLocalReq({}, payload)
  const rows: Row[] = []
  for (const plan of plans) {
    const id = newId(payload)
    ids.set(plan.key, id)
    rows.push(await personRow(payload, req, id, plan, known))
  }
  await bulkInsert(payload, 'people', rows)
  return ids
}

/** As the collection's own hooks would leave it: contacts normalised and hashed. */
async function personRow(
  payload: Payload,
  req: PayloadRequest,
  id: string,
  { key: _, unit, consentAt, ...plan }: PersonPlan,
  known: References,
): Promise<Row> {
  const collection = payload.collections.people.config
  const data = await hashContacts({ data: { ...plan }, operation: 'create', collection, context: {}, req })
  const consented = consentAt.toISOString()
  return {
    ...data,
    id,
    unit: unit === null ? null : idOf(known.units, unit),
    consentAt: consented,
    createdAt: consented,
    updatedAt: consented,
  }
}

interface BlockReferences extends References {
  people: Map<string, string>
  county: County
  targets: SeededTarget[]
}

/** Activities are written in groups of this many, with their registrations. */
const ACTIVITIES_A_GROUP = 300

async function insertActivities(
  payload: Payload,
  plans: ActivityPlan[],
  known: BlockReferences,
  onInserted: (count: number) => void,
): Promise<void> {
  for (let first = 0; first < plans.length; first += ACTIVITIES_A_GROUP) {
    const group = plans.slice(first, first + ACTIVITIES_A_GROUP).map((plan) => ({ plan, id: newId(payload) }))
    await bulkInsert(
      payload,
      'activities',
      group.map(({ plan, id }) => activityRow(id, plan, known)),
    )
    const registrations = group.flatMap(({ plan, id }) =>
      plan.registrations.map((registration) =>
        registrationRow(newId(payload), registration, { id, unit: plan.unit }, known),
      ),
    )
    await bulkInsert(payload, 'registrations', registrations)
    for (const { plan, id } of group) {
      if (plan.questions.length === 0) continue
      const questions = plan.questions.map(({ answers: _, ...question }) => question)
      await payload.db.updateOne({ collection: 'activities', id, data: { questions }, returning: false })
    }
    onInserted(group.length)
  }
}

/** With the counters its registrations add up to, and what it adds to each target noted as settleActivity would. */
function activityRow(id: string, plan: ActivityPlan, known: BlockReferences): Row {
  const {
    registrations,
    questions: _,
    series,
    station,
    unit,
    partnerUnit,
    visits,
    matters,
    summary: outcome,
    createdAt,
    ...facts
  } = plan
  const sums = registrations.map(registrationContribution).reduce<RegistrationContribution>(
    (sum, one) => ({
      taken: sum.taken + one.taken,
      waiting: sum.waiting + one.waiting,
      present: sum.present + one.present,
      minutes: sum.minutes + one.minutes,
    }),
    NOTHING,
  )
  const unitIds = withAncestors(known.county, unit).map((name) => idOf(known.units, name))
  const counted: Record<string, number> = {}
  for (const target of known.targets) {
    const amount = activityContribution(
      { ...facts, ...sums, unitIds, visits, matters, startsAt: facts.startsAt.toISOString() },
      target.filter,
    )
    target.tally += amount
    if (amount !== 0) counted[target.id] = amount
  }
  return {
    ...facts,
    id,
    unit: idOf(known.units, unit),
    partnerUnit: partnerUnit === null ? null : idOf(known.units, partnerUnit),
    series: series === null ? null : idOf(known.series, series),
    station: station === null ? null : idOf(known.stations, station),
    startsAt: facts.startsAt.toISOString(),
    endsAt: facts.endsAt.toISOString(),
    registrationOpensAt: facts.registrationOpensAt?.toISOString() ?? null,
    // Left open it closes at the start.
    registrationClosesAt:
      facts.registrationClosesAt.getTime() === facts.startsAt.getTime()
        ? null
        : facts.registrationClosesAt.toISOString(),
    outcome: { visits, matters, summary: outcome },
    ...sums,
    free: freeSeats({ capacity: facts.capacity, taken: sums.taken }),
    lastSequence: registrations.reduce((last, { sequence }) => Math.max(last, sequence ?? 0), 0),
    counted: JSON.stringify(counted),
    unsettled: false,
    // Nobody is to be reminded of what was invented.
    reminded: { reminder24h: facts.startsAt.toISOString(), reminder2h: facts.startsAt.toISOString() },
    revision: randomUUID(),
    createdAt: createdAt.toISOString(),
    updatedAt: createdAt.toISOString(),
  }
}

function registrationRow(
  id: string,
  plan: RegistrationPlan,
  activity: { id: string; unit: string },
  known: BlockReferences,
): Row {
  const {
    person,
    recordedBy,
    evaluatedBy,
    evaluatedAt,
    checkedInAt,
    checkedOutAt,
    cancelledAt,
    createdAt,
    answers,
    ...facts
  } = plan
  return {
    ...facts,
    id,
    activity: activity.id,
    person: idOf(known.people, person),
    unit: idOf(known.units, activity.unit),
    recordedBy: recordedBy === null ? null : idOf(known.staff, recordedBy),
    evaluatedBy: evaluatedBy === null ? null : idOf(known.staff, evaluatedBy),
    evaluatedAt: evaluatedAt?.toISOString() ?? null,
    checkedInAt: checkedInAt?.toISOString() ?? null,
    checkedOutAt: checkedOutAt?.toISOString() ?? null,
    cancelledAt: cancelledAt?.toISOString() ?? null,
    answers,
    counted: JSON.stringify(registrationContribution(plan)),
    unsettled: false,
    revision: randomUUID(),
    createdAt: createdAt.toISOString(),
    updatedAt: (evaluatedAt ?? checkedOutAt ?? checkedInAt ?? cancelledAt ?? createdAt).toISOString(),
  }
}

/** All tallies in one step, once everything they count is there. */
async function writeTallies(payload: Payload, targets: SeededTarget[]): Promise<void> {
  const req = await createLocalReq({}, payload)
  await runInTransaction(req, async () => {
    const { docs } = await payload.db.find<{ id: string; revision: string }>({
      collection: 'targets',
      pagination: false,
      limit: 0,
      req,
    })
    const changes = targets.map(({ id, tally }) => ({
      collection: 'targets' as const,
      id,
      revision: docs.find((doc) => doc.id === id)?.revision ?? null,
      set: { recount: null },
      add: { tally },
    }))
    if (!(await swap(req, changes)))
      throw new Error('The targets were changed by another process while the county was being made')
  })
}

function withAncestors(county: County, name: string): string[] {
  const parent = county.units.find((unit) => unit.name === name)?.parent ?? null
  return parent === null ? [name] : [name, ...withAncestors(county, parent)]
}

function idOf(ids: Map<string, string>, name: string): string {
  const id = ids.get(name)
  if (id === undefined) throw new Error(`No ${name} in the plan`)
  return id
}
