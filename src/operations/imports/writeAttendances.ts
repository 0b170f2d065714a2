import { createHash } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import {
  findRowsBy,
  findRowsInOrder,
  newId,
  type ActivityRow,
  type ImportedRow,
  type ImportRecord,
  type RegistrationRow,
} from '../../database/rows.ts'
import { isDuplicate, swap } from '../../database/swap.ts'
import type { NewRow } from '../../database/types.ts'
import type { AttendanceFacts } from '../../domain/imports/attendanceRow.ts'
import type { StandingBefore } from '../../domain/imports/written.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { marked } from '../attendance/recordAttendance.ts'
import type { SeatDraft } from '../seats/SeatDraft.ts'
import { AS_NEW } from '../seats/stepOf.ts'
import { writeSeats } from '../seats/writeSeats.ts'
import { auditLine } from '../shared/writeAudit.ts'
import { isNewActivity, judgeAttendances, type AttendanceVerdict, type NewActivity } from './judgeAttendances.ts'
import { judged } from './verdict.ts'
import { newPerson } from './writePeople.ts'

/** Rows of one activity that are written in one step. */
const BATCH = 100
const MAX_TRIES = 20
/** As the history of each sign-up tells it. */
const REASON = '按导入的记录登记到场'

/**
 * Writes the next rows of one activity: each attendance counts as one that is recorded by hand does, in the same atomic
 * step as the activity's counters, the targets' tallies and the rows that say so (docs/seats.md).
 *
 * @returns false when nothing is left
 */
export async function writeAttendances(req: PayloadRequest, source: ImportRecord, now: Date): Promise<boolean> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const [next] = await findRowsInOrder(req, 'import_rows', { import: source.id, outcome: 'ready' }, 'number', 1)
    if (!next) return false
    const activity = await activityOf(req, source, next, now)
    // The row was found to be none that can be written.
    if (activity === null) return true
    try {
      await writeSeats(req, activity, now, (draft) => writeRows(req, source, draft, next.session, now))
      return true
    } catch (error) {
      // Somebody was registered or signed up at this moment: who is there by now is found.
      if (!isDuplicate(error)) throw error
    }
  }
  throw new AppError('busy')
}

/** The id of the row's activity, made where it is not there yet; null where the row cannot be written any more. */
async function activityOf(
  req: PayloadRequest,
  source: ImportRecord,
  row: ImportedRow,
  now: Date,
): Promise<string | null> {
  const [verdict] = await judgeAttendances(req, source, [row], now)
  if (!verdict?.activity) {
    if (verdict) await swap(req, [judged(row, verdict, now)])
    return null
  }
  if (!isNewActivity(verdict.activity)) return verdict.activity.id
  const id = madeActivityId(req, source.id, row.session)
  const line = auditLine(
    req,
    { action: 'created', subjectCollection: 'activities', subject: id, reason: '由导入的以往活动新增' },
    now,
  )
  try {
    await swap(req, [], [newActivity(id, verdict.activity, await placeName(req, verdict.activity), now), line])
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
  return id
}

/** The same for the same import, so that an undo knows which activities it made, whoever died in between. */
export function madeActivityId(req: PayloadRequest, importId: string, session: string | null): string {
  const hash = createHash('sha256').update(`${importId} ${session}`).digest('hex')
  return req.payload.db.name === 'sqlite'
    ? hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    : hash.slice(0, 24)
}

async function placeName(req: PayloadRequest, { place, unit }: NewActivity): Promise<string> {
  if (place !== null) return place
  const [found] = await findRowsBy(req, 'units', { id: unit }, ['name'])
  return found?.name ?? ''
}

/** Published and over, without a limit of seats: nobody signs up for it any more. */
function newActivity(id: string, activity: NewActivity, place: string, now: Date): NewRow<'activities'> {
  const { title, line, theme, series, unit, partnerUnit, startsAt, endsAt, ledger } = activity
  const at = now.toISOString()
  return {
    collection: 'activities',
    id,
    insert: {
      title,
      line,
      theme,
      series,
      unit,
      partnerUnit,
      startsAt,
      endsAt,
      place,
      ledger,
      status: 'published',
      capacity: null,
      waitingList: true,
      partyLimit: 1,
      approval: false,
      selfCheckIn: false,
      taken: 0,
      waiting: 0,
      present: 0,
      minutes: 0,
      free: null,
      lastSequence: 0,
      unsettled: false,
      createdAt: at,
      updatedAt: at,
    },
  }
}

/** Decides on the rows anew on every draft: another process may have written some of them. */
async function writeRows(
  req: PayloadRequest,
  source: ImportRecord,
  draft: SeatDraft,
  session: string | null,
  now: Date,
): Promise<void> {
  const rows = await findRowsInOrder(
    req,
    'import_rows',
    { import: source.id, session: session ?? '', outcome: 'ready' },
    'number',
    BATCH,
  )
  const verdicts = await judgeAttendances(req, source, rows, now)
  await draft.load(verdicts.flatMap(({ registration }) => registration ?? []))
  for (const [index, row] of rows.entries()) {
    const verdict = verdicts[index]
    if (!verdict) continue
    if (verdict.outcome !== 'ready' || !verdict.facts) {
      draft.addChange(judged(row, verdict, now))
      continue
    }
    const written = verdict.registration
      ? await recordOn(req, source, draft, verdict.registration, verdict.facts, now)
      : addCame(req, source, draft, verdict, verdict.facts, now)
    draft.addChange({
      collection: 'import_rows',
      id: row.id,
      revision: row.revision,
      set: {
        outcome: 'written',
        person: written.person,
        wrote: { at: now.toISOString(), activity: draft.activity.id, ...written.wrote },
        updatedAt: now.toISOString(),
      },
    })
  }
}

type Outcome = {
  person: string
  wrote: { person?: string; registration: { id: string; before: StandingBefore | null } }
}

/** On a sign-up that is there: as the organiser's own mark. */
async function recordOn(
  req: PayloadRequest,
  source: ImportRecord,
  draft: SeatDraft,
  id: string,
  { minutes, heads }: AttendanceFacts,
  now: Date,
): Promise<Outcome> {
  const row = await draft.find(id)
  if (!row) throw new AppError('not-found')
  const mark = { ...markOf(source, draft.activity), ...(heads > 1 && { came: heads }) }
  const before = standingOf(row)
  const change = marked(req, mark)(row, draft.activity)
  if (change) draft.change(req, row, { ...change, ...timeOf(minutes), isQuiet: true }, now)
  return { person: row.person, wrote: { registration: { id: row.id, before } } }
}

/** Fields that nothing was ever written to are left out by MongoDB. */
const standingOf = (row: RegistrationRow): StandingBefore => ({
  status: row.status,
  walkIn: row.walkIn ?? false,
  attendance: row.attendance,
  came: row.came ?? null,
  checkedInAt: row.checkedInAt ?? null,
  method: row.method ?? null,
  recordedBy: row.recordedBy ?? null,
  minutes: row.minutes ?? null,
  minutesSource: row.minutesSource ?? null,
})

/** Of somebody who had not signed up: they hold no seat. */
function addCame(
  req: PayloadRequest,
  source: ImportRecord,
  draft: SeatDraft,
  { person }: AttendanceVerdict,
  { name, phone, minutes, heads }: AttendanceFacts,
  now: Date,
): Outcome {
  const { activity } = draft
  const at = now.toISOString()
  const made = person === null ? newId(req.payload) : null
  if (made !== null) draft.addPerson(newPerson(made, { ...NO_FACTS, name, phone, unit: activity.unit }, now))
  const whose = person ?? made ?? ''
  const { at: checkedInAt, method, recordedBy } = markOf(source, activity)
  const registration: RegistrationRow = {
    ...AS_NEW,
    id: newId(req.payload),
    activity: activity.id,
    person: whose,
    unit: activity.unit,
    status: 'confirmed',
    walkIn: true,
    // The name stood in the file beside the phone.
    named: true,
    spokenConsentAt: source.consentAt,
    spokenConsentBy: source.importedBy,
    size: heads,
    came: heads,
    attendance: 'present',
    checkedInAt: checkedInAt.toISOString(),
    method,
    recordedBy,
    ...timeOf(minutes),
    answers: null,
    refusal: null,
    note: null,
    history: null,
    mergedInto: null,
    unnotified: null,
    thanksDueAt: null,
    counted: null,
    unsettled: true,
    revision: null,
    createdAt: at,
    updatedAt: at,
  }
  draft.add(req, registration, now, { decision: { what: 'walkIn', reason: REASON }, isQuiet: true })
  return {
    person: whose,
    wrote: { ...(made !== null && { person: made }), registration: { id: registration.id, before: null } },
  }
}

const NO_FACTS = {
  email: null,
  kinds: [],
  gender: null,
  birthDate: null,
  area: null,
  skills: null,
  serviceKinds: null,
}

/** Nobody noted when they came: the beginning of the activity stands for it. */
const markOf = (source: ImportRecord, { startsAt }: ActivityRow) => ({
  attendance: 'present' as const,
  at: new Date(startsAt),
  method: 'import' as const,
  recordedBy: source.importedBy,
})

const timeOf = (minutes: number | null) => (minutes === null ? {} : { minutes, minutesSource: 'import' as const })
