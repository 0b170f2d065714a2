import type { PayloadRequest, Where } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { exclusively } from '../../database/exclusively.ts'
import type { CertificateRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { isDuplicate } from '../../database/swap.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { endOfDay, startOfDay } from '../../domain/shared/calendar.ts'
import {
  canonical,
  textsOf,
  totalMinutes,
  type CertificateFacts,
  type CertificateText,
  type ServiceFact,
} from '../../domain/certificates/certificates.ts'
import { MAX_ISSUED, type IssueRequest } from '../../domain/certificates/requests.ts'
import { lineText, nameText } from '../../domain/shared/typedText.ts'
import type { Activity, Registration, Staff, Unit } from '../../payload-types.ts'
import { unprintableIn } from '../../pdf/letters.ts'
import { knownOfEach } from '../identity/acquaintances.ts'
import { newCertificateNumber, sealOf } from './certificateSeals.ts'
import { peopleOnRecords } from '../identity/namesOnRecords.ts'
import { oneByOne } from '../shared/oneByOne.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { subtreeOf } from '../units/subtreeOf.ts'
import { writeAudit } from '../shared/writeAudit.ts'

/**
 * `issued` now; `exists` since before; `outdated`: one stands, but the record has changed since, so revoke it first;
 * `unknown`: no such sign-up; `not-served`: no time served is recorded; `erased`: nobody is named any more; `unnamed`:
 * who issues it may not know the name that it would bear (src/domain/attendance/walkIns.ts); `unprintable`: `text` has
 * `characters` that no font of ours has.
 */
export type IssueOutcome =
  'issued' | 'exists' | 'outdated' | 'unknown' | 'not-served' | 'erased' | 'unnamed' | 'unprintable'

export interface IssueResult {
  registration?: string
  person?: string
  outcome: IssueOutcome
  certificate: { id: string; number: string } | null
  text?: CertificateText
  characters?: string
}

/** One certificate to be: whose, for what, and the unique word for it. */
interface Draft {
  claim: string
  person: string
  services: ServiceFact[]
}

/** The facts that all certificates of one request share. */
type Shared = Pick<CertificateFacts, 'kind' | 'from' | 'to' | 'issuer' | 'head' | 'contact'> & {
  unit: string
  activity: string | null
}

/**
 * Issues certificates of voluntary service, free, to up to 500 people at once: for one activity that has ended, or for
 * all that a unit and those below it recorded of people in a period. Issuing again, also at the same moment, gives the
 * same certificates: what each is for is kept unique by an index.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), not-certifiable, invalid-input, busy
 */
export async function issueCertificates(req: PayloadRequest, input: IssueRequest, now: Date): Promise<IssueResult[]> {
  const staff = requireStaff(req)
  const { activity, unit, from, to } = input
  if (activity !== undefined) return forActivity(req, staff, { activity, registrations: input.registrations }, now)
  if (unit === undefined || from === undefined || to === undefined) throw new AppError('invalid-input')
  return forPeriod(req, staff, { unit, from, to, people: input.people }, now)
}

async function forActivity(
  req: PayloadRequest,
  staff: Staff,
  input: { activity: string; registrations?: string[] | undefined },
  now: Date,
): Promise<IssueResult[]> {
  const activity = await req.payload.findByID({
    collection: 'activities',
    id: input.activity,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
    disableErrors: true,
  })
  if (!activity || !(await isUnitInScope(req, idOf(activity.unit)))) throw new AppError('not-found')
  requireAllowed('certify', activity, now)
  if (activity.ledger !== 'service') throw new AppError('not-certifiable')
  const unit = await unitOf(req, idOf(activity.unit))
  const wanted = input.registrations && [...new Set(input.registrations)]
  const served = await registrationsOf(req, [
    { activity: { equals: activity.id } },
    ...(wanted ? [{ id: { in: wanted } }] : SERVED),
  ])
  const shared: Shared = {
    kind: 'activity',
    from: activity.startsAt,
    to: activity.startsAt,
    issuer: unit.name,
    head: printed(unit.head),
    contact: printed(activity.contact || unit.contact),
    unit: unit.id,
    activity: activity.id,
  }
  const facts = serviceFactOf(activity, unit.name)
  return exclusively(`certificates:${activity.id}`, async () => {
    const issue = await issuerOf(
      req,
      staff,
      shared,
      served.map(({ person }) => idOf(person)),
      now,
    )
    const results = await oneByOne<string, IssueResult>(
      req,
      wanted ?? served.map(({ id }) => id),
      async (registration) => {
        const found = served.find(({ id }) => id === registration)
        const minutes = found?.status === 'confirmed' && found.attendance === 'present' ? (found.minutes ?? 0) : 0
        const refusal = found ? 'not-served' : 'unknown'
        const result =
          found && minutes > 0
            ? await issue({
                claim: `activity:${registration}`,
                person: idOf(found.person),
                services: [{ ...facts, minutes }],
              })
            : ({ outcome: refusal, certificate: null } as const)
        return { registration, ...result }
      },
    )
    await auditIssue(req, results, 'activities', activity.id)
    return results
  })
}

async function forPeriod(
  req: PayloadRequest,
  staff: Staff,
  input: { unit: string; from: string; to: string; people?: string[] | undefined },
  now: Date,
): Promise<IssueResult[]> {
  if (!(await isUnitInScope(req, input.unit))) throw new AppError('not-found')
  const [from, to] = [startOfDay(input.from), endOfDay(input.to)]
  if (startOfDay(input.to) > now)
    throw new AppError('invalid-input', '截止日期不能晚于今天。', { to: '截止日期不能晚于今天' })
  const units = await subtreeOf(req, input.unit)
  const unit = await unitOf(req, input.unit)
  const { docs } = await req.payload.find({
    collection: 'activities',
    where: {
      and: [
        { unit: { in: units } },
        { ledger: { equals: 'service' } },
        { status: { equals: 'published' } },
        { startsAt: { greater_than_equal: from.toISOString() } },
        { startsAt: { less_than_equal: to.toISOString() } },
        { endsAt: { less_than_equal: now.toISOString() } },
      ],
    },
    sort: ['startsAt', 'id'],
    select: { title: true, place: true, startsAt: true, unit: true },
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
    pagination: false,
  })
  const names = await namesOf(req, docs)
  const wanted = input.people && [...new Set(input.people)]
  const services = new Map<string, ServiceFact[]>((wanted ?? []).map((person) => [person, []]))
  for (const activities of inParts(docs, ACTIVITIES_AT_ONCE)) {
    const served = await registrationsOf(req, [
      { activity: { in: activities.map(({ id }) => id) } },
      ...SERVED,
      ...(wanted ? [{ person: { in: wanted } }] : []),
    ])
    for (const activity of activities) {
      const facts = serviceFactOf(activity, names.get(idOf(activity.unit)) ?? '')
      for (const { person, minutes } of served.filter((one) => idOf(one.activity) === activity.id)) {
        services.set(idOf(person), [...(services.get(idOf(person)) ?? []), { ...facts, minutes: minutes ?? 0 }])
      }
    }
    if (services.size > MAX_ISSUED)
      throw new AppError(
        'invalid-input',
        `这段时间内服务过的超过 ${MAX_ISSUED} 人，请缩短时段，或选择下级单位分批出具。`,
        { from: '请缩短时段，或选择下级单位' },
      )
  }
  const shared: Shared = {
    kind: 'period',
    from: from.toISOString(),
    to: startOfDay(input.to).toISOString(),
    issuer: unit.name,
    head: printed(unit.head),
    contact: printed(unit.contact),
    unit: unit.id,
    activity: null,
  }
  return exclusively(`certificates:${unit.id}`, async () => {
    const issue = await issuerOf(req, staff, shared, [...services.keys()], now)
    const results = await oneByOne<[string, ServiceFact[]], IssueResult>(req, [...services], async ([person, all]) => {
      const result =
        all.length > 0
          ? await issue({ claim: `period:${unit.id}:${input.from}:${input.to}:${person}`, person, services: all })
          : ({ outcome: 'not-served', certificate: null } as const)
      return { person, ...result }
    })
    await auditIssue(req, results, 'units', unit.id)
    return results
  })
}

/** How many activities' registrations are read at once. */
const ACTIVITIES_AT_ONCE = 200

const SERVED: Where[] = [
  { status: { equals: 'confirmed' } },
  { attendance: { equals: 'present' } },
  { minutes: { greater_than: 0 } },
]

async function registrationsOf(
  req: PayloadRequest,
  where: Where[],
): Promise<Pick<Registration, 'id' | 'person' | 'activity' | 'minutes' | 'status' | 'attendance'>[]> {
  const { docs } = await req.payload.find({
    collection: 'registrations',
    where: { and: where },
    sort: ['sequence', 'id'],
    select: { person: true, activity: true, minutes: true, status: true, attendance: true },
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
    pagination: false,
  })
  return docs
}

/** Gives a function that issues one certificate of this request. */
async function issuerOf(
  req: PayloadRequest,
  staff: Staff,
  { unit, activity, ...shared }: Shared,
  people: string[],
  now: Date,
) {
  if (people.length > MAX_ISSUED)
    throw new AppError('invalid-input', `一次最多为 ${MAX_ISSUED} 人出具，请分批选择人员。`, {
      registrations: '请分批选择人员',
    })
  const named = await peopleOnRecords(req, people)
  const known = await knownOfEach(
    req,
    [...named].map(([id, { unit: own }]) => ({ id, unit: own })),
  )
  const handler = printed(staff.name)
  const unprintable = remembered(unprintableIn)
  return async ({ claim, person, services }: Draft): Promise<Omit<IssueResult, 'registration' | 'person'>> => {
    const standing = await findStanding(req, claim)
    if (standing) return compared(standing, services)
    const somebody = named.get(person)
    if (!somebody || somebody.isErased) return { outcome: 'erased', certificate: null }
    const much = known.get(person)
    // The paper has the full name or is not made: the department, who may open every record, makes it.
    if (much === undefined || much === 'familyName') return { outcome: 'unnamed', certificate: null }
    const facts: CertificateFacts = {
      ...shared,
      number: newCertificateNumber(),
      name: nameText(somebody.name),
      volunteerNumber: (much === 'all' && somebody.volunteerNumber) || null,
      minutes: totalMinutes(services),
      services,
      handler,
      issuedAt: now.toISOString(),
    }
    for (const [text, value] of textsOf(facts)) {
      const characters = await unprintable(value)
      if (characters !== '') return { outcome: 'unprintable', certificate: null, text, characters }
    }
    const { number, kind, from, to, minutes, issuer, issuedAt } = facts
    try {
      return await runInTransaction(req, async () => {
        req.context.useCase = 'issueCertificates'
        const { id } = await req.payload.create({
          collection: 'certificates',
          data: {
            number,
            kind,
            from,
            to,
            minutes,
            issuer,
            issuedAt,
            unit,
            activity,
            person,
            issuedBy: staff.id,
            facts: canonical(facts),
            seal: sealOf(facts),
            claim,
            unnotified: true,
          },
          depth: 0,
          overrideAccess: false,
          req,
          user: req.user,
        })
        return { outcome: 'issued' as const, certificate: { id, number } }
      })
    } catch (error) {
      const first = isDuplicate(error) ? await findStanding(req, claim) : null
      if (!first) throw error
      return compared(first, services)
    }
  }
}

async function findStanding(req: PayloadRequest, claim: string): Promise<CertificateRow | null> {
  return req.payload.db.findOne<CertificateRow>({
    collection: 'certificates',
    where: { claim: { equals: claim } },
    req,
  })
}

function compared(
  { id, number, facts }: CertificateRow,
  services: ServiceFact[],
): Pick<IssueResult, 'outcome' | 'certificate'> {
  if (!facts) return { outcome: 'erased', certificate: { id, number } }
  const isSame = canonical((JSON.parse(facts) as CertificateFacts).services) === canonical(services)
  return { outcome: isSame ? 'exists' : 'outdated', certificate: { id, number } }
}

async function auditIssue(
  req: PayloadRequest,
  results: IssueResult[],
  subjectCollection: string,
  subject: string,
): Promise<void> {
  const issued = results
    .filter(({ outcome }) => outcome === 'issued')
    .flatMap(({ certificate }) => certificate?.number ?? [])
  if (issued.length > 0)
    await writeAudit(req, {
      action: 'issued',
      subjectCollection: 'certificates',
      subject,
      details: { for: subjectCollection, numbers: issued },
    })
}

function serviceFactOf(
  { title, place, startsAt }: Pick<Activity, 'title' | 'place' | 'startsAt'>,
  unit: string,
): Omit<ServiceFact, 'minutes'> {
  return { title: printed(title), place: printed(place), startsAt, unit }
}

/** One line, without what nobody sees: rows written before texts were tidied may hold it. */
const printed = (text: string | null | undefined): string => lineText(text ?? '').replace(/\s+/gu, ' ')

/** Hundreds of certificates share their unit and their activities. */
function remembered(ask: (text: string) => Promise<string>): (text: string) => Promise<string> {
  const answers = new Map<string, Promise<string>>()
  return (text) => {
    const answer = answers.get(text) ?? ask(text)
    answers.set(text, answer)
    return answer
  }
}

async function unitOf(req: PayloadRequest, id: string): Promise<Unit> {
  const unit = await req.payload.findByID({
    collection: 'units',
    id,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
    disableErrors: true,
  })
  if (!unit) throw new AppError('not-found')
  return { ...unit, name: printed(unit.name) }
}

async function namesOf(req: PayloadRequest, activities: Pick<Activity, 'unit'>[]): Promise<Map<string, string>> {
  const { docs } = await req.payload.find({
    collection: 'units',
    where: { id: { in: [...new Set(activities.map(({ unit }) => idOf(unit)))] } },
    select: { name: true },
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
    pagination: false,
  })
  return new Map(docs.map(({ id, name }) => [id, printed(name)]))
}

const idOf = (reference: string | { id: string }): string => (typeof reference === 'string' ? reference : reference.id)

function inParts<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
