import { MongoClient, ObjectId, type ClientSession, type Collection, type Document, type Filter } from 'mongodb'
import type { Condition } from '../domain/tallies/contributions.ts'
import {
  BATCH,
  openedAnswers,
  personFrom,
  soundNumber,
  townsFrom,
  type Address,
  type Names,
  type ParticipationFilter,
  type SignUpFilter,
  type Snapshot,
  type StoredActivity,
  type StoredParticipation,
  type StoredPerson,
  type StoredSignUp,
} from './snapshot.ts'

const ACTIVITIES_PER_PAGE = 500
/** As many as are sorted in memory; the people of a larger activity come sorted from the database. */
const PEOPLE_PER_PAGE = 1000

/**
 * A snapshot session reads one moment, for as long as the server keeps its past (five minutes, unless it is told
 * otherwise). A server that knows no such sessions, as the engine of the tests, reads it in a transaction.
 */
export async function openMongoSnapshot({ url, collections }: Address): Promise<Snapshot> {
  const client = await new MongoClient(url, { maxPoolSize: 1 }).connect()
  const db = client.db()
  const collection = (slug: string): Collection => db.collection(collections[slug] ?? slug)
  const source = { collection, session: await sessionOf(client, collection('units')) }
  return {
    names: () => namesFrom(source),
    countParticipations: async (filter) => {
      let rows = 0
      for await (const page of activityPages(source, filter)) rows += await count(source, arePresent(page, filter))
      return rows
    },
    participations: (filter) => participations(source, filter),
    countSignUps: (filter) => count(source, areOnList(filter)),
    signUps: (filter) => signUps(source, filter),
    close: () => client.close(),
  }
}

interface Source {
  collection: (slug: string) => Collection
  session: ClientSession
}

async function sessionOf(client: MongoClient, any: Collection): Promise<ClientSession> {
  const session = client.startSession({ snapshot: true })
  await any.findOne({}, { session })
  // The driver keeps the moment that the first answer names.
  if ((session as { snapshotTime?: unknown }).snapshotTime !== undefined) return session
  await session.endSession()
  const transaction = client.startSession()
  transaction.startTransaction({ readConcern: { level: 'snapshot' } })
  return transaction
}

const count = ({ collection, session }: Source, filter: Filter<Document>): Promise<number> =>
  collection('registrations').countDocuments(filter, { session })

async function* activityPages(
  { collection, session }: Source,
  filter: ParticipationFilter,
): AsyncGenerator<Document[]> {
  let after: Filter<Document> = {}
  for (;;) {
    const page = await collection('activities')
      .find({ $and: [areMeant(filter), after] }, { session })
      .project(Object.fromEntries([...ACTIVITY_FIELDS, 'present'].map((field) => [field, 1])))
      .sort({ startsAt: 1, _id: 1 })
      .limit(ACTIVITIES_PER_PAGE)
      .toArray()
    if (page.length > 0) yield page
    const last = page.at(-1)
    if (!last || page.length < ACTIVITIES_PER_PAGE) return
    after = {
      $or: [{ startsAt: { $gt: last.startsAt } }, { startsAt: last.startsAt, _id: { $gt: last._id } }],
    }
  }
}

async function* participations(source: Source, filter: ParticipationFilter): AsyncGenerator<StoredParticipation[]> {
  for await (const page of activityPages(source, filter)) {
    for (const group of inGroups(page)) {
      const activities = new Map(group.map((activity, place) => [String(activity._id), { activity, place }]))
      for await (const rows of registrationPages(source, group, filter)) {
        const placeOf = (row: Document): number => activities.get(String(row.activity))?.place ?? 0
        const numberOf = (row: Document): number => (typeof row.sequence === 'number' ? row.sequence : Infinity)
        rows.sort(
          (a, b) =>
            placeOf(a) - placeOf(b) ||
            (numberOf(a) === numberOf(b) ? 0 : numberOf(a) - numberOf(b)) ||
            (String(a._id) < String(b._id) ? -1 : 1),
        )
        const people = await peopleOf(source, rows)
        for (let first = 0; first < rows.length; first += BATCH)
          yield rows.slice(first, first + BATCH).map((row) => {
            const { activity = {} } = activities.get(String(row.activity)) ?? {}
            return participationFrom(row, activity, people.get(String(row.person)) ?? null)
          })
      }
    }
  }
}

/**
 * Neighbouring activities whose people fit on one page, or one larger activity. The counter `present` only sizes a
 * group: were it wrong, a page would be larger, and no row missing.
 */
function* inGroups(activities: Document[]): Generator<Document[]> {
  let group: Document[] = []
  let people = 0
  for (const activity of activities) {
    const present = soundNumber(activity.present) ?? 0
    if (group.length > 0 && people + present > PEOPLE_PER_PAGE) {
      yield group
      group = []
      people = 0
    }
    group.push(activity)
    people += present
  }
  yield group
}

async function* registrationPages(
  { collection, session }: Source,
  activities: Document[],
  filter: ParticipationFilter,
): AsyncGenerator<Document[]> {
  const projection = Object.fromEntries([...PARTICIPATION_FIELDS, 'activity', 'person'].map((field) => [field, 1]))
  const present = arePresent(activities, filter)
  if (activities.length > 1 || (soundNumber(activities[0]?.present) ?? 0) <= PEOPLE_PER_PAGE) {
    yield await collection('registrations').find(present, { session, projection }).toArray()
    return
  }
  // MongoDB puts those without a number before the others, whom they are to follow.
  for (const numbered of [{ $ne: null }, null]) {
    const found = collection('registrations').find({ ...present, sequence: numbered }, { session, projection })
    yield* pagesOf(found.sort({ sequence: 1, _id: 1 }))
  }
}

async function* signUps(source: Source, filter: SignUpFilter): AsyncGenerator<StoredSignUp[]> {
  const projection = Object.fromEntries([...SIGN_UP_FIELDS, 'person'].map((field) => [field, 1]))
  const { collection, session } = source
  const found = collection('registrations').find(areOnList(filter), { session, projection })
  for await (const rows of pagesOf(found.sort({ sequence: 1, createdAt: 1, _id: 1 }))) {
    const people = await peopleOf(source, rows)
    yield rows.map((row) => signUpFrom(row, people.get(String(row.person)) ?? null))
  }
}

async function* pagesOf(found: AsyncIterable<Document>): AsyncGenerator<Document[]> {
  let page: Document[] = []
  for await (const row of found) {
    if (page.push(row) < BATCH) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

async function peopleOf({ collection, session }: Source, rows: Document[]): Promise<Map<string, StoredPerson>> {
  const ids = [...new Map(rows.map(({ person }) => [String(person), person as ObjectId])).values()]
  const people = await collection('people')
    .find({ _id: { $in: ids } }, { session })
    .project({ name: 1, phone: 1, idNumber: 1, volunteerNumber: 1, kinds: 1, unit: 1, erasedAt: 1 })
    .toArray()
  return new Map(people.map((person) => [String(person._id), storedPersonFrom(person)]))
}

/** As in the tallies (src/domain/tallies/contributions.ts): confirmed and present is one person-time. */
function arePresent(activities: Document[], { scope }: ParticipationFilter): Filter<Document> {
  return {
    activity: { $in: activities.map(({ _id }) => _id as ObjectId) },
    status: 'confirmed',
    attendance: 'present',
    ...(scope && { unit: { $in: idsFrom(scope) } }),
  }
}

function areOnList({ activity, scope }: SignUpFilter): Filter<Document> {
  return {
    activity: { $in: idsFrom([activity]) },
    mergedInto: null,
    ...(scope && { unit: { $in: idsFrom(scope) } }),
  }
}

function areMeant({ units, line, theme, from, to, anyOf }: ParticipationFilter): Filter<Document> {
  return {
    status: 'published',
    ...(units && { unit: { $in: idsFrom(units) } }),
    ...(line && { line }),
    ...(theme && { theme }),
    ...((from ?? to) && { startsAt: { ...(from && { $gte: new Date(from) }), ...(to && { $lte: new Date(to) }) } }),
    ...(anyOf && { $or: anyOf.map((all) => ({ $and: all.map(comparison) })) }),
  }
}

const OPERATORS: Record<Condition[1], string> = {
  equals: '$eq',
  in: '$in',
  greater_than: '$gt',
  greater_than_equal: '$gte',
  less_than: '$lt',
  less_than_equal: '$lte',
}

const comparison = ([path, operator, value]: Condition): Filter<Document> => ({
  [path]: { [OPERATORS[operator]]: path === 'startsAt' ? new Date(String(value)) : value },
})

/** No row has an id that is none. */
const idsFrom = (ids: string[]): ObjectId[] => ids.filter((id) => ObjectId.isValid(id)).map((id) => new ObjectId(id))

const ARRIVAL_FIELDS = ['sequence', 'walkIn', 'named', 'size']
const PARTICIPATION_FIELDS = [
  ...ARRIVAL_FIELDS,
  ...['came', 'minutes', 'minutesSource', 'checkedInAt', 'checkedOutAt'],
  ...['method', 'recordedBy', 'evaluation', 'evaluatedAt'],
]
const SIGN_UP_FIELDS = [...ARRIVAL_FIELDS, 'status', 'attendance', 'createdAt', 'answers']
const ACTIVITY_FIELDS = [
  ...['title', 'line', 'theme', 'series', 'ledger', 'unit', 'leader', 'place', 'description', 'startsAt', 'endsAt'],
]

const momentFrom = (value: unknown): string | null =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : null
const idFrom = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))

function participationFrom(row: Document, activity: Document, person: StoredPerson | null): StoredParticipation {
  return {
    ...arrivalFrom(row),
    came: soundNumber(row.came),
    minutes: soundNumber(row.minutes),
    minutesSource: (row.minutesSource ?? null) as StoredParticipation['minutesSource'],
    checkedInAt: momentFrom(row.checkedInAt),
    checkedOutAt: momentFrom(row.checkedOutAt),
    method: (row.method ?? null) as StoredParticipation['method'],
    recordedBy: idFrom(row.recordedBy),
    evaluation: (row.evaluation ?? null) as StoredParticipation['evaluation'],
    evaluatedAt: momentFrom(row.evaluatedAt),
    activity: {
      id: String(activity._id),
      title: activity.title as string,
      line: activity.line as StoredActivity['line'],
      theme: (activity.theme ?? null) as StoredActivity['theme'],
      series: idFrom(activity.series),
      ledger: activity.ledger as StoredActivity['ledger'],
      unit: String(activity.unit),
      leader: (activity.leader ?? null) as string | null,
      place: activity.place as string,
      description: (activity.description ?? null) as string | null,
      startsAt: momentFrom(activity.startsAt),
      endsAt: momentFrom(activity.endsAt),
    },
    person,
  }
}

function signUpFrom(row: Document, person: StoredPerson | null): StoredSignUp {
  return {
    ...arrivalFrom(row),
    status: row.status as StoredSignUp['status'],
    attendance: row.attendance as StoredSignUp['attendance'],
    createdAt: momentFrom(row.createdAt),
    answers: openedAnswers(row.answers),
    person,
  }
}

const arrivalFrom = (row: Document) => ({
  id: String(row._id),
  sequence: soundNumber(row.sequence),
  walkIn: row.walkIn === true,
  named: row.named === true,
  size: soundNumber(row.size),
})

function storedPersonFrom({ name, phone, idNumber, ...open }: Document): StoredPerson {
  return personFrom(
    { name, phone, idNumber },
    {
      volunteerNumber: (open.volunteerNumber ?? '') as string,
      kinds: (open.kinds ?? []) as StoredPerson['kinds'],
      unit: idFrom(open.unit),
      isErased: open.erasedAt instanceof Date,
    },
  )
}

async function namesFrom({ collection, session }: Source): Promise<Names> {
  const all = (slug: string, ...fields: string[]): Promise<Document[]> =>
    collection(slug)
      .find({}, { session })
      .project(Object.fromEntries(fields.map((field) => [field, 1])))
      .toArray()
  const units = (await all('units', 'name', 'kind', 'ancestors')).map(({ _id, name, kind, ancestors }) => ({
    id: String(_id),
    name: String(name),
    kind: String(kind),
    ancestors: ((ancestors ?? []) as unknown[]).map(String),
  }))
  const named = async (slug: string, field: string): Promise<Map<string, string>> =>
    new Map((await all(slug, field)).map((one) => [String(one._id), String(one[field])]))
  return {
    units: new Map(units.map(({ id, name }) => [id, name])),
    towns: townsFrom(units),
    series: await named('programmes', 'title'),
    staff: await named('staff', 'name'),
  }
}
