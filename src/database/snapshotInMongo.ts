import { MongoClient, ObjectId, type ClientSession, type Collection, type Document, type Filter } from 'mongodb'
import type { Condition } from '../domain/tallies/contributions.ts'
import {
  BATCH,
  openedJson,
  openedText,
  personFrom,
  soundNumber,
  townsFrom,
  type Address,
  type AuditFilter,
  type Names,
  type ParticipationFilter,
  type SignUpFilter,
  type Snapshot,
  type StoredAuditLine,
  type StoredActivity,
  type StoredParticipation,
  type StoredPerson,
  type StoredSignUp,
  type StoredTitle,
  type TitledKind,
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
      for await (const page of activityPages(source, filter)) rows += await countMeant(source, page, filter)
      return rows
    },
    participations: (filter) => participations(source, filter),
    signUps: (filter) => signUps(source, filter),
    countAudit: (filter) => collection('audit').countDocuments(areSearched(filter), { session: source.session }),
    auditLines: (filter) => auditLines(source, filter),
    titles: (kind, ids) => titles(source, kind, ids),
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

/** The identities of people stand on their own records. */
async function countMeant(source: Source, activities: Document[], filter: ParticipationFilter): Promise<number> {
  const { collection, session } = source
  const placed = haveAPlace(activities, filter)
  if (!filter.kind) return count(source, placed)
  const people = collection('people').collectionName
  const [counted] = await collection('registrations')
    .aggregate<{ rows: number }>(
      [
        { $match: placed },
        { $lookup: { from: people, localField: 'person', foreignField: '_id', as: 'people' } },
        { $match: { 'people.kinds': filter.kind } },
        { $count: 'rows' },
      ],
      { session },
    )
    .toArray()
  return counted?.rows ?? 0
}

async function* activityPages(
  { collection, session }: Source,
  filter: ParticipationFilter,
): AsyncGenerator<Document[]> {
  let after: Filter<Document> = {}
  for (;;) {
    const page = await collection('activities')
      .find({ $and: [areMeant(filter), after] }, { session })
      .project(Object.fromEntries([...ACTIVITY_FIELDS, 'present', 'taken'].map((field) => [field, 1])))
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
        const { kind } = filter
        const meant = rows.filter(({ person }) => !kind || people.get(String(person))?.kinds.includes(kind))
        for (let first = 0; first < meant.length; first += BATCH)
          yield meant.slice(first, first + BATCH).map((row) => {
            const { activity = {} } = activities.get(String(row.activity)) ?? {}
            return participationFrom(row, activity, people.get(String(row.person)) ?? null)
          })
      }
    }
  }
}

/**
 * Neighbouring activities whose people fit on one page, or one larger activity. The counters only size a group: were
 * they wrong, a page would be larger, and no row missing.
 */
function* inGroups(activities: Document[]): Generator<Document[]> {
  let group: Document[] = []
  let people = 0
  for (const activity of activities) {
    const size = sizeOf(activity)
    if (group.length > 0 && people + size > PEOPLE_PER_PAGE) {
      yield group
      group = []
      people = 0
    }
    group.push(activity)
    people += size
  }
  yield group
}

const sizeOf = ({ present, taken }: Document): number => Math.max(soundNumber(present) ?? 0, soundNumber(taken) ?? 0)

async function* registrationPages(
  { collection, session }: Source,
  activities: Document[],
  filter: ParticipationFilter,
): AsyncGenerator<Document[]> {
  const projection = Object.fromEntries([...PARTICIPATION_FIELDS, 'activity', 'person'].map((field) => [field, 1]))
  const meant = haveAPlace(activities, filter)
  if (activities.length > 1 || sizeOf(activities[0] ?? {}) <= PEOPLE_PER_PAGE) {
    yield await collection('registrations').find(meant, { session, projection }).toArray()
    return
  }
  // MongoDB puts those without a number before the others, whom they are to follow.
  for (const numbered of [{ $ne: null }, null]) {
    const found = collection('registrations').find({ ...meant, sequence: numbered }, { session, projection })
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

async function* auditLines({ collection, session }: Source, filter: AuditFilter): AsyncGenerator<StoredAuditLine[]> {
  const found = collection('audit')
    .find(areSearched(filter), { session })
    .project(Object.fromEntries(AUDIT_FIELDS.map((field) => [field, 1])))
    .sort({ createdAt: -1, _id: 1 })
    .allowDiskUse()
  for await (const rows of pagesOf(found)) yield rows.map(lineFrom)
}

function areSearched({ words, action, from, to, about }: AuditFilter): Filter<Document> {
  const literal = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return {
    $and: [
      {},
      ...words.map((word) => ({ actorName: { $regex: literal(word), $options: 'i' } })),
      ...(action ? [{ action }] : []),
      ...(from ? [{ createdAt: { $gte: new Date(from) } }] : []),
      ...(to ? [{ createdAt: { $lte: new Date(to) } }] : []),
      ...about.map(({ subjects, actors }) => ({ $or: [{ subject: { $in: subjects } }, { actor: { $in: actors } }] })),
    ],
  }
}

async function titles(
  source: Source,
  { slug, field, hasActivity }: TitledKind,
  ids: string[],
): Promise<Map<string, StoredTitle>> {
  const rows = await source
    .collection(slug)
    .find({ _id: { $in: idsFrom(ids) } }, { session: source.session })
    .project({ [field ?? 'person']: 1, activity: 1 })
    .toArray()
  const holderOf = ({ _id, person }: Document): ObjectId => (slug === 'people' ? _id : person) as ObjectId
  const people =
    field === null
      ? await peopleOf(
          source,
          rows.map((row) => ({ person: holderOf(row) })),
        )
      : null
  return new Map(
    rows.map((row) => {
      const stored: unknown = field === null ? null : row[field]
      const title =
        stored instanceof Date ? stored.toISOString() : typeof stored === 'string' ? openedText(stored) : null
      const activity = hasActivity ? idFrom(row.activity) : null
      return [String(row._id), { title, person: people?.get(String(holderOf(row))) ?? null, activity }]
    }),
  )
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

function haveAPlace(activities: Document[], { scope, attendance }: ParticipationFilter): Filter<Document> {
  return {
    activity: { $in: activities.map(({ _id }) => _id as ObjectId) },
    status: 'confirmed',
    ...(attendance && { attendance }),
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

function areMeant({ units, line, theme, ledger, from, to, anyOf }: ParticipationFilter): Filter<Document> {
  return {
    status: 'published',
    ...(units && { unit: { $in: idsFrom(units) } }),
    ...(line && { line }),
    ...(theme && { theme }),
    ...(ledger && { ledger }),
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
  ...['method', 'recordedBy', 'recordedThrough', 'evaluation', 'evaluatedAt', 'attendance'],
]
const SIGN_UP_FIELDS = [
  ...ARRIVAL_FIELDS,
  'status',
  'attendance',
  'createdAt',
  'answers',
  'came',
  'minutes',
  'checkedInAt',
]
const AUDIT_FIELDS = ['createdAt', 'action', 'actorName', 'subjectCollection', 'subject', 'reason', 'details']
const ACTIVITY_FIELDS = [
  ...['title', 'line', 'theme', 'series', 'ledger', 'unit', 'leader', 'place', 'description', 'startsAt', 'endsAt'],
]

const momentFrom = (value: unknown): string | null =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : null
const idFrom = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))

function participationFrom(row: Document, activity: Document, person: StoredPerson | null): StoredParticipation {
  return {
    ...arrivalFrom(row),
    attendance: row.attendance as StoredParticipation['attendance'],
    came: soundNumber(row.came),
    minutes: soundNumber(row.minutes),
    minutesSource: (row.minutesSource ?? null) as StoredParticipation['minutesSource'],
    checkedInAt: momentFrom(row.checkedInAt),
    checkedOutAt: momentFrom(row.checkedOutAt),
    method: (row.method ?? null) as StoredParticipation['method'],
    recordedBy: idFrom(row.recordedBy),
    recordedThrough: openedText(row.recordedThrough),
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
    came: soundNumber(row.came),
    minutes: soundNumber(row.minutes),
    checkedInAt: momentFrom(row.checkedInAt),
    answers: openedJson(row.answers),
    person,
  }
}

function lineFrom(row: Document): StoredAuditLine {
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
  return {
    id: String(row._id),
    createdAt: momentFrom(row.createdAt) ?? '',
    action: row.action as StoredAuditLine['action'],
    actorName: text(row.actorName),
    subjectCollection: text(row.subjectCollection),
    subject: text(row.subject),
    reason: typeof row.reason === 'string' ? openedText(row.reason) : null,
    details: openedJson(row.details),
  }
}

const arrivalFrom = (row: Document) => ({
  id: String(row._id),
  sequence: soundNumber(row.sequence),
  walkIn: row.walkIn === true,
  named: typeof row.named === 'boolean' ? row.named : null,
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
