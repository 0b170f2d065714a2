import { setImmediate as othersTurn } from 'node:timers/promises'
import type { PayloadRequest, Where } from 'payload'
import type { ParticipationRecord } from '../../domain/records/participationRecord.ts'
import type { Activity, Registration, Unit } from '../../payload-types.ts'
import { peopleShownOn, staffOnRecords } from '../identity/namesOnRecords.ts'

const ACTIVITIES_PER_PAGE = 100
/** Small enough that nobody else waits long while Payload, which does not yield, prepares a page. */
const REGISTRATIONS_PER_PAGE = 250

/** As in the tallies (src/domain/tallies/contributions.ts): confirmed and present is one person-time. */
const PARTICIPATED: Where[] = [{ status: { equals: 'confirmed' } }, { attendance: { equals: 'present' } }]

const ACTIVITY_FIELDS = {
  title: true,
  line: true,
  theme: true,
  series: true,
  unit: true,
  startsAt: true,
  endsAt: true,
  place: true,
  description: true,
  leader: true,
  ledger: true,
  present: true,
} as const

const REGISTRATION_FIELDS = {
  activity: true,
  person: true,
  sequence: true,
  walkIn: true,
  named: true,
  size: true,
  came: true,
  minutes: true,
  minutesSource: true,
  checkedOutAt: true,
  evaluation: true,
  evaluatedAt: true,
  checkedInAt: true,
  method: true,
  recordedBy: true,
} as const

type ExportedActivity = Pick<Activity, 'id' | keyof typeof ACTIVITY_FIELDS>
type ExportedRegistration = Pick<Registration, 'id' | keyof typeof REGISTRATION_FIELDS>

/** How many rows `participationRecords` would give now. */
export async function countParticipations(req: PayloadRequest, activities: Where[]): Promise<number> {
  let rows = 0
  for await (const page of activityPages(req, activities)) {
    const { totalDocs } = await req.payload.count({
      collection: 'registrations',
      where: { and: [{ activity: { in: page.map(({ id }) => id) } }, ...PARTICIPATED] },
      overrideAccess: false,
      req,
      user: req.user,
    })
    rows += totalDocs
  }
  return rows
}

/**
 * Every participation in the activities that meet the filters and that the user may read, by start of the activity,
 * then by place on its list. Reads on only as rows are taken, and holds no more than a page of activities and one of
 * registrations.
 */
export async function* participationRecords(
  req: PayloadRequest,
  activities: Where[],
): AsyncGenerator<ParticipationRecord> {
  for await (const page of activityPages(req, activities)) {
    const [units, towns, series] = [
      await namesOf(req, 'units', idsOf(page, 'unit')),
      await townsOf(req, idsOf(page, 'unit')),
      await namesOf(req, 'programmes', idsOf(page, 'series')),
    ]
    for (const batch of inBatches(page)) {
      const byId = new Map(batch.map((activity, index) => [activity.id, { activity, index }]))
      for await (const registrations of registrationPages(req, [...byId.keys()])) {
        const people = await peopleShownOn(req, registrations)
        const recorders = await staffOnRecords(req, idsOf(registrations, 'recordedBy'))
        const known = registrations.flatMap((registration) => {
          const found = byId.get(idOf(registration.activity))
          return found ? [{ registration, ...found }] : []
        })
        known.sort(
          (a, b) =>
            a.index - b.index ||
            (a.registration.sequence ?? Infinity) - (b.registration.sequence ?? Infinity) ||
            (a.registration.id < b.registration.id ? -1 : 1),
        )
        for (const { registration, activity } of known) {
          const person = people.get(registration.id)
          yield {
            registrationId: registration.id,
            activityId: activity.id,
            title: activity.title,
            line: activity.line,
            theme: activity.theme ?? null,
            series: series.get(idOf(activity.series)) ?? '',
            ledger: activity.ledger,
            unit: units.get(idOf(activity.unit)) ?? '',
            town: towns.get(idOf(activity.unit)) ?? '',
            leader: activity.leader ?? '',
            place: activity.place,
            content: activity.description ?? '',
            startsAt: activity.startsAt,
            endsAt: activity.endsAt,
            name: person?.name ?? '',
            volunteerNumber: person?.volunteerNumber ?? '',
            phone: person?.phone ?? '',
            idNumber: person?.idNumber ?? '',
            kinds: person?.kinds ?? [],
            heads: registration.came ?? registration.size ?? 1,
            minutes: registration.minutes ?? null,
            minutesSource: registration.minutesSource ?? null,
            checkedInAt: registration.checkedInAt ?? null,
            checkedOutAt: registration.checkedOutAt ?? null,
            evaluation: registration.evaluation ?? null,
            evaluatedAt: registration.evaluatedAt ?? null,
            method: registration.method ?? null,
            recordedBy: recorders.get(idOf(registration.recordedBy)) ?? '',
          }
        }
      }
    }
  }
}

/** Pages by key, not by number: what changes while a file is being written shifts no row to another page. */
async function* activityPages(req: PayloadRequest, filters: Where[]): AsyncGenerator<ExportedActivity[]> {
  let after: Where[] = []
  for (;;) {
    const { docs } = await req.payload.find({
      collection: 'activities',
      where: { and: [...filters, ...after] },
      sort: ['startsAt', 'id'],
      limit: ACTIVITIES_PER_PAGE,
      pagination: false,
      select: ACTIVITY_FIELDS,
      depth: 0,
      overrideAccess: false,
      req,
      user: req.user,
    })
    if (docs.length > 0) yield docs
    const last = docs.at(-1)
    if (!last || docs.length < ACTIVITIES_PER_PAGE) return
    after = [
      {
        or: [
          { startsAt: { greater_than: last.startsAt } },
          { and: [{ startsAt: { equals: last.startsAt } }, { id: { greater_than: last.id } }] },
        ],
      },
    ]
  }
}

async function* registrationPages(req: PayloadRequest, activityIds: string[]): AsyncGenerator<ExportedRegistration[]> {
  let after: Where[] = []
  for (;;) {
    // On SQLite no promise of ours waits for anything outside the process: without this nobody else is answered until
    // the file ends.
    await othersTurn()
    const { docs } = await req.payload.find({
      collection: 'registrations',
      where: { and: [{ activity: { in: activityIds } }, ...PARTICIPATED, ...after] },
      sort: 'id',
      limit: REGISTRATIONS_PER_PAGE,
      pagination: false,
      select: REGISTRATION_FIELDS,
      depth: 0,
      overrideAccess: false,
      req,
      user: req.user,
    })
    if (docs.length > 0) yield docs
    const last = docs.at(-1)
    if (!last || docs.length < REGISTRATIONS_PER_PAGE) return
    after = [{ id: { greater_than: last.id } }]
  }
}

/**
 * Neighbouring activities whose people fit on one page of registrations, or one larger activity, so that a page can be
 * put in order by itself. The counter `present` only sizes a batch: were it wrong, rows would stand elsewhere, none
 * would be missing.
 */
function* inBatches(activities: ExportedActivity[]): Generator<ExportedActivity[]> {
  let batch: ExportedActivity[] = []
  let people = 0
  for (const activity of activities) {
    const present = activity.present ?? 0
    if (batch.length > 0 && people + present > REGISTRATIONS_PER_PAGE) {
      yield batch
      batch = []
      people = 0
    }
    batch.push(activity)
    people += present
  }
  yield batch
}

/** The name of each unit's town. */
async function townsOf(req: PayloadRequest, ids: string[]): Promise<Map<string, string>> {
  const units = await unitsOf(req, ids)
  const towns = new Map(
    (await unitsOf(req, [...new Set(units.flatMap(({ ancestors }) => (ancestors ?? []).map(idOf)))]))
      .concat(units)
      .flatMap(({ id, kind, name }) => (kind === 'town' ? [[id, name] as const] : [])),
  )
  return new Map(
    units.map(({ id, ancestors }) => [
      id,
      [id, ...(ancestors ?? []).map(idOf)].flatMap((one) => towns.get(one) ?? [])[0] ?? '',
    ]),
  )
}

async function unitsOf(
  req: PayloadRequest,
  ids: string[],
): Promise<Pick<Unit, 'id' | 'name' | 'kind' | 'ancestors'>[]> {
  if (ids.length === 0) return []
  const { docs } = await req.payload.find({
    collection: 'units',
    where: { id: { in: ids } },
    select: { name: true, kind: true, ancestors: true },
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return docs
}

async function namesOf(
  req: PayloadRequest,
  collection: 'units' | 'programmes',
  ids: string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { docs } = await req.payload.find({
    collection,
    where: { id: { in: ids } },
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return new Map(docs.map((doc) => [doc.id, 'name' in doc ? doc.name : doc.title]))
}

type Reference = string | { id: string } | null | undefined

/** The id of a reference that may be populated; '' when there is none. */
function idOf(reference: Reference): string {
  return typeof reference === 'string' ? reference : (reference?.id ?? '')
}

function idsOf<Field extends string>(records: Partial<Record<Field, Reference>>[], field: Field): string[] {
  return [...new Set(records.map((record) => idOf(record[field])).filter((id) => id !== ''))]
}
