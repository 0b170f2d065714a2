import { randomInt } from 'node:crypto'
import { createLocalReq, type CollectionSlug, type Payload, type RequiredDataFromCollectionSlug } from 'payload'
import { runInTransaction } from '../../src/database/runInTransaction.ts'
import type { StaffRole } from '../../src/domain/identity/vocabulary.ts'
import type { UnitKind } from '../../src/domain/units/vocabulary.ts'
import { countTargets } from '../../src/operations/desk/countTargets.ts'
import { atOnce } from '../../src/operations/shared/paced.ts'
import type {
  Activity,
  Person,
  Programme,
  Registration,
  Staff,
  Station,
  Target,
  Unit,
} from '../../src/payload-types.ts'
import { asUser } from './payload.ts'

/**
 * Records for tests, made by the system itself (no user): as few fields as the collection asks for, overridable. Names
 * and contacts belong to nobody: example.org, and mobile numbers in the segment 154, which no carrier has.
 */
export const PASSWORD = 'correct horse battery staple'

let made = 0
const next = (): number => (made += 1)

export const hoursFromNow = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

/** An invented mobile number, unlike any other of this run. */
export const newPhone = (): string =>
  `154${String(randomInt(0, 10_000)).padStart(4, '0')}${String(next() % 10_000).padStart(4, '0')}`

/**
 * Begins anew after a conflict, as a request does (src/server/api.ts): on MongoDB two that refer to one record at once
 * conflict.
 */
async function create<T extends CollectionSlug>(
  payload: Payload,
  options: Omit<Parameters<typeof payload.create<T, never>>[0], 'req'>,
) {
  const req = await createLocalReq({}, payload)
  return runInTransaction(req, () => payload.create<T, never>({ ...options, req } as never))
}

export interface UnitTree {
  county: Unit
  town: Unit
  /** Below `town`. */
  community: Unit
  /** Below `community`. */
  firm: Unit
  otherTown: Unit
  /** Below `otherTown`. */
  otherCommunity: Unit
}

export async function makeUnit(
  payload: Payload,
  kind: UnitKind,
  parent: Unit | null,
  name = `${kind} ${next()}`,
): Promise<Unit> {
  return create(payload, {
    collection: 'units',
    data: { name, kind, parent: parent?.id ?? null },
    depth: 0,
    overrideAccess: true,
  })
}

/** One county with two towns, so that every rule of scope has an inside and an outside. */
export async function makeUnitTree(payload: Payload): Promise<UnitTree> {
  const county = await makeUnit(payload, 'county', null, '示例县')
  const town = await makeUnit(payload, 'town', county, '甲镇')
  const community = await makeUnit(payload, 'community', town, '甲一社区')
  const firm = await makeUnit(payload, 'firm', community, '甲一快递站')
  const otherTown = await makeUnit(payload, 'town', county, '乙镇')
  const otherCommunity = await makeUnit(payload, 'community', otherTown, '乙一社区')
  return { county, town, community, firm, otherTown, otherCommunity }
}

/** Logs in with its `email` and PASSWORD. Gets no daily mail, so that the time of day makes no difference to a test. */
export async function makeStaff(
  payload: Payload,
  role: StaffRole,
  unit: Unit,
  overrides: Partial<RequiredDataFromCollectionSlug<'staff'>> = {},
): Promise<Staff> {
  const doc = await create(payload, {
    collection: 'staff',
    data: {
      name: `${role} ${next()}`,
      email: `staff-${next()}@example.org`,
      password: PASSWORD,
      role,
      unit: unit.id,
      taskMail: 'off',
      ...overrides,
    },
    depth: 0,
    overrideAccess: true,
  })
  return asUser(doc)
}

export async function makePerson(
  payload: Payload,
  overrides: Partial<RequiredDataFromCollectionSlug<'people'>> = {},
): Promise<Person> {
  const doc = await create(payload, {
    collection: 'people',
    data: { name: `骑手 ${next()}`, phone: newPhone(), consentAt: new Date().toISOString(), ...overrides },
    depth: 0,
    overrideAccess: true,
  })
  return asUser(doc)
}

export async function makePeople(payload: Payload, count: number): Promise<Person[]> {
  const people: Person[] = []
  for (let index = 0; index < count; index += 1) people.push(await makePerson(payload))
  return people
}

/** Published, open for sign-up, two hours long, starting in three hours: check-in (six hours before) is open too. */
export async function makeActivity(
  payload: Payload,
  unit: Unit,
  overrides: Partial<RequiredDataFromCollectionSlug<'activities'>> = {},
): Promise<Activity> {
  return create(payload, {
    collection: 'activities',
    data: {
      title: `活动 ${next()}`,
      line: 'riders',
      theme: 'warm',
      unit: unit.id,
      startsAt: hoursFromNow(3),
      endsAt: hoursFromNow(5),
      place: '甲一社区党群服务中心',
      ledger: 'participation',
      status: 'published',
      ...overrides,
    },
    depth: 0,
    overrideAccess: true,
  })
}

/** A sign-up made by the system, given its seat or its place in line by the same rules as any other. */
export async function makeRegistration(
  payload: Payload,
  activity: Activity,
  person: Person,
  overrides: Partial<RequiredDataFromCollectionSlug<'registrations'>> = {},
): Promise<Registration> {
  return create(payload, {
    collection: 'registrations',
    data: { activity: activity.id, person: person.id, status: 'waitlisted', attendance: 'unknown', ...overrides },
    depth: 0,
    overrideAccess: true,
  })
}

/** Counted, as a running server would have done a moment later. */
export async function makeTarget(
  payload: Payload,
  overrides: Partial<RequiredDataFromCollectionSlug<'targets'>> = {},
): Promise<Target> {
  const { id } = await create(payload, {
    collection: 'targets',
    data: { title: `目标 ${next()}`, measure: 'personTimes', goal: 6000, isPublic: true, ...overrides },
    depth: 0,
    overrideAccess: true,
  })
  await countTargets(await createLocalReq({}, payload), new Date(), atOnce)
  return payload.findByID({ collection: 'targets', id, depth: 0, overrideAccess: true })
}

export async function makeProgramme(payload: Payload): Promise<Programme> {
  return create(payload, {
    collection: 'programmes',
    data: { title: `系列 ${next()}`, category: 'learning' },
    depth: 0,
    overrideAccess: true,
  })
}

export async function makeStation(
  payload: Payload,
  unit: Unit,
  overrides: Partial<RequiredDataFromCollectionSlug<'stations'>> = {},
): Promise<Station> {
  return create(payload, {
    collection: 'stations',
    data: {
      name: `驿站 ${next()}`,
      level: 'nest',
      unit: unit.id,
      address: '甲镇一路 1 号',
      openingHours: '08:00–20:00',
      ...overrides,
    },
    depth: 0,
    overrideAccess: true,
  })
}
