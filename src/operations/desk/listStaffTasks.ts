import { isDepartment, unitOf } from '../../access/staffUser.ts'
import type { PayloadRequest, Where } from 'payload'
import { whereInScope } from '../../access/unitScope.ts'
import { findRowsBy } from '../../database/rows.ts'
import { allows } from '../../domain/activities/activityStates.ts'
import type { TargetProgress } from '../../domain/tallies/views.ts'
import type { TasksAbout, WaitingKind } from '../../domain/desk/news.ts'
import { endOfTooFew, isTooFew } from '../../domain/desk/turnout.ts'
import { isOverdue, recordingCountdown, type RecordingCountdown } from '../../domain/shared/workdays.ts'
import type { Activity } from '../../payload-types.ts'
import { listTargets } from '../tallies/listTargets.ts'
import { findAllInOrder, findByIds } from '../shared/inPieces.ts'
import { requireStaff } from '../identity/requireUser.ts'

interface Task {
  id: string
  title: string
  /** The unit that it belongs to: towns and the department see many. */
  unit: string
}

export interface DraftTask extends Task {
  startsAt: string
  /** It should have begun already: publish it late, or delete it. */
  isPast: boolean
}

export interface PendingTask extends Task {
  startsAt: string
  /** Sign-ups that wait for a decision: as many rows has the sheet when it shows those alone. */
  pending: number
}

/** An activity that is full while people still sign up, or that hardly anybody signed up for. */
export interface TurnoutTask extends Task {
  startsAt: string
  /** null means unlimited. */
  capacity: number | null
  /** The least number that its organiser named. */
  minimum: number | null
  taken: number
  waiting: number
}

export interface UpcomingActivity extends Task {
  place: string
  startsAt: string
  /** Begun, and not over yet. */
  isOngoing: boolean
  /** null means unlimited. */
  capacity: number | null
  taken: number
  waiting: number
}

export interface RecordingTask extends Task, RecordingCountdown {
  endsAt: string
  /** People with a seat; 0 means that nobody signed up, and only the outcome is to be written down. */
  taken: number
  /** The facts to be written down: who came, how it went where nobody signed up, or how those who came served. */
  missing: 'attendance' | 'outcome' | 'evaluation'
}

export interface CorrectionTask extends Task {
  activity: string
  askedAt: string
}

export interface TaskList<T> {
  /** How many there are in all; `items` holds the first of them. */
  total: number
  items: T[]
}

/** The tasks that wait for somebody to do something about them: the dashboard and the daily mail show the same. */
export type Waiting = { [K in WaitingKind]: TaskList<WaitingTasks[K]> }
export interface WaitingTasks {
  pending: PendingTask
  corrections: CorrectionTask
  /** To be recorded, and the ten working days are over. */
  overdue: RecordingTask
  unrecorded: RecordingTask
  tooFew: TurnoutTask
  full: TurnoutTask
}
export const WAITING_KINDS: WaitingKind[] = ['pending', 'corrections', 'overdue', 'unrecorded', 'tooFew', 'full']

export interface StaffTasks extends Waiting {
  staff: { name: string; unit: string; isDepartment: boolean }
  /** Nobody has made an activity here yet. */
  isFirstTime: boolean
  upcoming: TaskList<UpcomingActivity>
  drafts: TaskList<DraftTask>
  targets: TargetProgress[]
}

/** A part of a list: the first of them on the dashboard, a page of them on the screen that shows one list alone. */
interface Part {
  size: number
  /** 1 is the first. */
  page: number
  /** Those about these activities alone. */
  only?: readonly string[]
}

const isAboutNone = ({ only }: Part): boolean => only?.length === 0

const FIRST: Part = { size: 8, page: 1 }
/** Tasks on a page of the screen that shows one list alone. */
export const TASKS_A_PAGE = 50
/** Facts that nobody wrote down for so long will not be written down any more: the list stays as long as a year is. */
const RECORDED_WITHIN_MS = 365 * 86_400_000
/** An evaluation that nobody wrote for so long will not be written any more. */
const EVALUATED_WITHIN_MS = 90 * 86_400_000
export const UPCOMING_MS = 7 * 86_400_000

const hasNoNumber = (field: string): Where => ({ or: [{ [field]: { exists: false } }, { [field]: { equals: 0 } }] })

/** Nothing was written down about how it went. */
const HAS_NO_OUTCOME: Where[] = [
  { or: [{ 'outcome.summary': { exists: false } }, { 'outcome.summary': { equals: '' } }] },
  hasNoNumber('outcome.visits'),
  hasNoNumber('outcome.matters'),
]

type List<K extends WaitingKind> = (req: PayloadRequest, now: Date, part: Part) => Promise<Waiting[K]>

const LISTS: { [K in WaitingKind]: List<K> } = {
  pending: listPending,
  corrections: listOpenCorrections,
  overdue: listOverdue,
  unrecorded: listUnrecorded,
  tooFew: listTooFew,
  full: listFull,
}

/**
 * The dashboard of a staff member, within the own subtree: what waits, what takes place now and in the next seven days,
 * drafts, and the progress of every target.
 *
 * @throws AppError not-logged-in, forbidden
 */
export async function listStaffTasks(req: PayloadRequest, now: Date): Promise<StaffTasks> {
  const staff = requireStaff(req)
  return {
    staff: {
      name: staff.name,
      isDepartment: isDepartment(req),
      unit: await nameOfUnit(req, unitOf(staff)),
    },
    isFirstTime: (await findInScope(req, [], { sort: 'id', limit: 1 })).docs.length === 0,
    ...(await listWaiting(req, now)),
    upcoming: await listUpcoming(req, now),
    drafts: await listDrafts(req, now),
    targets: await listTargets(req, now),
  }
}

/**
 * The first of the tasks that wait for a staff member, within the own subtree, of each kind the most urgent first.
 *
 * @param about of these kinds alone, and about these activities; of all kinds when left out
 * @throws AppError not-logged-in, forbidden
 */
export async function listWaiting(req: PayloadRequest, now: Date, about?: TasksAbout): Promise<Waiting> {
  requireStaff(req)
  const first = (kind: WaitingKind): Part => (about ? { ...FIRST, only: about[kind] ?? [] } : FIRST)
  // Read once for both: the longest of these lists.
  const [late, due] = [first('overdue'), first('unrecorded')]
  const open = isAboutNone(late) && isAboutNone(due) ? [] : await findUnrecorded(req, now)
  return {
    pending: await listPending(req, now, first('pending')),
    corrections: await listOpenCorrections(req, now, first('corrections')),
    overdue: await recordingOf(req, open, late, true),
    unrecorded: await recordingOf(req, open, due, false),
    tooFew: await listTooFew(req, now, first('tooFew')),
    full: await listFull(req, now, first('full')),
  }
}

/**
 * One of these lists alone, by pages of 50: on all pages together as many as its number says.
 *
 * @throws AppError not-logged-in, forbidden
 */
export async function listWaitingOf<K extends WaitingKind>(
  req: PayloadRequest,
  now: Date,
  kind: K,
  page: number,
): Promise<Waiting[K]> {
  requireStaff(req)
  return LISTS[kind](req, now, { size: TASKS_A_PAGE, page })
}

export const isNothingWaiting = (waiting: Waiting): boolean =>
  Object.values(waiting).every(({ total }: TaskList<Task>) => total === 0)

/** Sign-ups of activities that can still be decided. */
async function listPending(req: PayloadRequest, now: Date, part: Part): Promise<TaskList<PendingTask>> {
  if (isAboutNone(part)) return NONE
  const rows = await findRowsBy(req, 'registrations', { status: 'pending' }, ['activity', 'mergedInto'])
  const counts = new Map<string, number>()
  // A sign-up that became part of another of the same person stands there.
  for (const { activity, mergedInto } of rows) if (!mergedInto) counts.set(activity, (counts.get(activity) ?? 0) + 1)
  const activities = await findByIds([...counts.keys()], (ids) =>
    findInScope(req, [{ id: { in: ids } }], { sort: 'startsAt', limit: IDS_AT_ONCE }),
  )
  const open = activities
    .filter((activity) => allows('approve', activity, now))
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt) || a.id.localeCompare(b.id))
  return inWords(req, open, part, ({ id, startsAt }) => ({ startsAt, pending: counts.get(id) ?? 0 }))
}

const NONE = { total: 0, items: [] }

/** Those that start by the end of the day after tomorrow, and too few have a seat in them. */
async function listTooFew(req: PayloadRequest, now: Date, part: Part): Promise<TaskList<TurnoutTask>> {
  return isAboutNone(part) ? NONE : inWords(req, await findTooFew(req, now), part, turnoutOf)
}

export async function findTooFew(req: PayloadRequest, now: Date): Promise<Found[]> {
  const docs = await findAllInScope(
    req,
    [
      { status: { equals: 'published' } },
      { startsAt: { greater_than: now.toISOString() } },
      { startsAt: { less_than_equal: endOfTooFew(now).toISOString() } },
    ],
    'startsAt',
  )
  return docs.filter(isTooFew)
}

/** Those that people would still sign up for, and no seat is left. */
async function listFull(req: PayloadRequest, now: Date, part: Part): Promise<TaskList<TurnoutTask>> {
  return isAboutNone(part) ? NONE : inWords(req, await findFull(req, now), part, turnoutOf)
}

export async function findFull(req: PayloadRequest, now: Date): Promise<Found[]> {
  const docs = await findAllInScope(
    req,
    [
      { status: { equals: 'published' } },
      { startsAt: { greater_than: now.toISOString() } },
      { free: { less_than_equal: 0 } },
    ],
    'startsAt',
  )
  return docs.filter((activity) => allows('signUp', activity, now))
}

const turnoutOf = ({ startsAt, capacity, minimum, taken, waiting }: Found) => ({
  startsAt,
  capacity: capacity ?? null,
  minimum: minimum ?? null,
  taken: taken ?? 0,
  waiting: waiting ?? 0,
})

/** A part of the activities, each with its unit's name and what `more` tells of it. */
async function inWords<A extends Found, T>(
  req: PayloadRequest,
  found: A[],
  { size, page, only }: Part,
  more: (activity: A) => T,
  counted?: number,
): Promise<TaskList<Task & T>> {
  const activities = only ? found.filter(({ id }) => only.includes(id)) : found
  const shown = activities.slice((page - 1) * size, page * size)
  const units = await namesOfUnits(
    req,
    shown.map(({ unit }) => String(unit)),
  )
  return {
    total: counted ?? activities.length,
    items: shown.map((activity) => ({
      id: activity.id,
      title: activity.title,
      unit: units.get(String(activity.unit)) ?? '',
      ...more(activity),
    })),
  }
}

async function nameOfUnit(req: PayloadRequest, id: string): Promise<string> {
  const unit = await req.payload.findByID({
    collection: 'units',
    id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
    select: { name: true },
  })
  return unit?.name ?? ''
}

/**
 * Ended and published in the last year, and either people hold seats of whom none was marked present or absent, or
 * nobody signed up and no outcome was written, or somebody served in the last 90 days and was not evaluated.
 */
export async function findUnrecorded(req: PayloadRequest, now: Date): Promise<Unrecorded[]> {
  const docs = await findAllInScope(
    req,
    [
      { status: { equals: 'published' } },
      { endsAt: { less_than: now.toISOString() } },
      { endsAt: { greater_than: new Date(now.getTime() - RECORDED_WITHIN_MS).toISOString() } },
      { present: { equals: 0 } },
      { or: [{ taken: { greater_than: 0 } }, { and: HAS_NO_OUTCOME }] },
    ],
    'endsAt',
  )
  const settled = await activitiesWithAbsences(req, docs)
  const unrecorded = docs
    .filter(({ id }) => !settled.has(id))
    .map((activity) => ({
      ...activity,
      missing: (activity.taken ?? 0) > 0 ? ('attendance' as const) : ('outcome' as const),
    }))
  const unevaluated = (await findUnevaluated(req, now)).map((activity) => ({
    ...activity,
    missing: 'evaluation' as const,
  }))
  return [...unrecorded, ...unevaluated]
    .sort((a, b) => a.endsAt.localeCompare(b.endsAt) || a.id.localeCompare(b.id))
    .map((activity) => ({ ...activity, countdown: recordingCountdown(new Date(activity.endsAt), now) }))
}

/** To be recorded within the ten working days. */
async function listUnrecorded(req: PayloadRequest, now: Date, part: Part): Promise<TaskList<RecordingTask>> {
  return recordingOf(req, await findUnrecorded(req, now), part, false)
}

/** To be recorded, though the ten working days are over. */
async function listOverdue(req: PayloadRequest, now: Date, part: Part): Promise<TaskList<RecordingTask>> {
  return recordingOf(req, await findUnrecorded(req, now), part, true)
}

function recordingOf(
  req: PayloadRequest,
  open: Unrecorded[],
  part: Part,
  isLate: boolean,
): Promise<TaskList<RecordingTask>> {
  const found = open.filter(({ countdown }) => isOverdue(countdown) === isLate)
  return inWords(req, found, part, ({ endsAt, taken, missing, countdown }) => ({
    endsAt,
    taken: taken ?? 0,
    missing,
    ...countdown,
  }))
}

async function namesOfUnits(req: PayloadRequest, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { docs } = await req.payload.find({
    collection: 'units',
    where: { id: { in: [...new Set(ids)] } },
    select: { name: true },
    pagination: false,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return new Map(docs.map(({ id, name }) => [id, name]))
}

async function findUnevaluated(req: PayloadRequest, now: Date) {
  const since = new Date(now.getTime() - EVALUATED_WITHIN_MS).toISOString()
  const docs = await findAllInScope(
    req,
    [
      { status: { equals: 'published' } },
      { ledger: { equals: 'service' } },
      { endsAt: { less_than: now.toISOString() } },
      { endsAt: { greater_than: since } },
      { present: { greater_than: 0 } },
    ],
    'endsAt',
  )
  const waiting = await activitiesWith(req, docs, [
    { attendance: { equals: 'present' } },
    { evaluation: { exists: false } },
  ])
  return docs.filter(({ id }) => waiting.has(id))
}

async function listOpenCorrections(req: PayloadRequest, _now: Date, part: Part): Promise<TaskList<CorrectionTask>> {
  if (isAboutNone(part)) return NONE
  const { docs, totalDocs } = await req.payload.find({
    collection: 'corrections',
    where: { status: { equals: 'open' }, ...(part.only && { activity: { in: [...part.only] } }) },
    select: { activity: true, unit: true, createdAt: true },
    sort: ['createdAt', 'id'],
    limit: part.size,
    page: part.page,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const { docs: activities } = await req.payload.find({
    collection: 'activities',
    where: { id: { in: docs.map(({ activity }) => activity) } },
    select: { title: true },
    pagination: false,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const titles = new Map(activities.map(({ id, title }) => [id, title]))
  const units = await namesOfUnits(
    req,
    docs.map(({ unit }) => String(unit)),
  )
  const items = docs.map(({ id, activity, unit, createdAt }) => ({
    id,
    activity: String(activity),
    title: titles.get(String(activity)) ?? '',
    unit: units.get(String(unit)) ?? '',
    askedAt: createdAt,
  }))
  return { total: totalDocs, items }
}

/** Everyone absent is a record too, which the counter of those present does not show. */
async function activitiesWithAbsences(
  req: PayloadRequest,
  activities: Pick<Activity, 'id' | 'taken'>[],
): Promise<Set<string>> {
  return activitiesWith(
    req,
    activities.filter(({ taken }) => (taken ?? 0) > 0),
    [{ attendance: { equals: 'absent' } }],
  )
}

/** Those of the activities that have such a registration. */
async function activitiesWith(
  req: PayloadRequest,
  activities: Pick<Activity, 'id'>[],
  conditions: Where[],
): Promise<Set<string>> {
  const ids = activities.map(({ id }) => id)
  const found = new Set<string>()
  for (let first = 0; first < ids.length; first += IDS_AT_ONCE) {
    const { values } = await req.payload.findDistinct({
      collection: 'registrations',
      field: 'activity',
      where: { and: [{ activity: { in: ids.slice(first, first + IDS_AT_ONCE) } }, ...conditions] },
      limit: 0,
      overrideAccess: false,
      req,
      user: req.user,
    })
    for (const { activity } of values) found.add(typeof activity === 'string' ? activity : activity.id)
  }
  return found
}

/** A statement takes 32,766 values on SQLite. */
const IDS_AT_ONCE = 500

async function listUpcoming(req: PayloadRequest, now: Date): Promise<TaskList<UpcomingActivity>> {
  const until = new Date(now.getTime() + UPCOMING_MS).toISOString()
  const { docs, totalDocs } = await findInScope(
    req,
    [
      { status: { equals: 'published' } },
      { endsAt: { greater_than_equal: now.toISOString() } },
      { startsAt: { less_than: until } },
    ],
    { sort: 'startsAt', limit: FIRST.size },
  )
  return inWords(
    req,
    docs,
    FIRST,
    (activity) => ({
      ...turnoutOf(activity),
      place: activity.place,
      isOngoing: Date.parse(activity.startsAt) <= now.getTime(),
    }),
    totalDocs,
  )
}

async function listDrafts(req: PayloadRequest, now: Date): Promise<TaskList<DraftTask>> {
  const { docs, totalDocs } = await findInScope(req, [{ status: { equals: 'draft' } }], {
    sort: 'startsAt',
    limit: FIRST.size,
  })
  return inWords(
    req,
    docs,
    FIRST,
    ({ startsAt }) => ({ startsAt, isPast: Date.parse(startsAt) < now.getTime() }),
    totalDocs,
  )
}

interface Unrecorded extends Found {
  missing: RecordingTask['missing']
  countdown: RecordingCountdown
}

export type Found = Pick<
  Activity,
  | 'id'
  | 'title'
  | 'unit'
  | 'place'
  | 'status'
  | 'startsAt'
  | 'endsAt'
  | 'registrationOpensAt'
  | 'registrationClosesAt'
  | 'capacity'
  | 'minimum'
  | 'taken'
  | 'waiting'
>

const FOUND = {
  title: true,
  unit: true,
  place: true,
  status: true,
  startsAt: true,
  endsAt: true,
  registrationOpensAt: true,
  registrationClosesAt: true,
  capacity: true,
  minimum: true,
  taken: true,
  waiting: true,
} as const

/** Published activities may be read by all, so the subtree is a condition of its own here. */
async function findInScope(
  req: PayloadRequest,
  where: Where[],
  { sort, limit }: { sort: string; limit: number },
): Promise<{ docs: Found[]; totalDocs: number }> {
  const scope = await whereInScope(req, 'unit')
  if (scope === false) return { docs: [], totalDocs: 0 }
  return req.payload.find({
    collection: 'activities',
    where: { and: scope === true ? where : [...where, scope] },
    select: FOUND,
    sort: [sort, 'id'],
    limit,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
}

/** All of them, however many: as they are stored, since the subtree is what staff may read. */
async function findAllInScope(req: PayloadRequest, where: Where[], sort: 'startsAt' | 'endsAt'): Promise<Found[]> {
  const scope = await whereInScope(req, 'unit')
  if (scope === false) return []
  return findAllInOrder(sort, async (after, limit) => {
    const { docs } = await req.payload.db.find<Found>({
      collection: 'activities',
      where: { and: [...where, ...(scope === true ? [] : [scope]), ...after] },
      select: FOUND,
      sort: [sort, 'id'],
      limit,
      pagination: false,
      req,
    })
    return docs
  })
}
