import { randomBytes, randomUUID } from 'node:crypto'
import type { Payload } from 'payload'
import type { TargetFacts } from '../domain/tallies/contributions.ts'
import type { Decision } from '../domain/seats/history.ts'
import type { Notice, ReminderKind } from '../domain/messages/messages.ts'
import type { Conditions, ConditionsOn, Extent, Reader } from './conditions.ts'
import { opened } from './sealed.ts'
import type { PersonSession } from '../domain/identity/sessions.ts'
import { countInMongo, findInMongo } from './rowsInMongo.ts'
import { countInSqlite, findInSqlite } from './rowsInSqlite.ts'
import type {
  ActivityStatus,
  Attendance,
  Ledger,
  Line,
  RegistrationStatus,
  Theme,
} from '../domain/shared/vocabulary.ts'
import type { StaffRole, StaffStatus } from '../domain/identity/vocabulary.ts'
import type { CertificateKind } from '../domain/certificates/vocabulary.ts'
import type { Channel, MessageState, SkipReason, StoredMessageKind } from '../domain/messages/vocabulary.ts'
import type { CheckInMethod, CorrectionStatus, Evaluation, MinutesSource } from '../domain/attendance/vocabulary.ts'

/**
 * Records as they are stored, decrypted: read without hooks, access rules or population, for the system's own
 * bookkeeping. A caller on behalf of a person checks access first, by a Payload read with `overrideAccess: false`.
 */
export interface RegistrationRow {
  id: string
  activity: string
  person: string
  unit: string
  status: RegistrationStatus
  sequence: number | null
  walkIn: boolean
  named: boolean | null
  size: number | null
  came: number | null
  passes: number | null
  offerExpiresAt: string | null
  refusal: string | null
  history: Decision[] | null
  unnotified: boolean | null
  thanksDueAt: string | null
  attendance: Attendance
  minutes: number | null
  minutesSource: MinutesSource | null
  checkedInAt: string | null
  checkedOutAt: string | null
  method: CheckInMethod | null
  recordedBy: string | null
  evaluation: Evaluation | null
  evaluationNote: string | null
  evaluatedAt: string | null
  evaluatedBy: string | null
  rating: number | null
  feedback: string | null
  feedbackAt: string | null
  cancelledAt: string | null
  answers: object | null
  note: string | null
  /** The sign-up of the same person that this one became part of; what is done to this one is done to that one. */
  mergedInto: string | null
  counted: string | null
  unsettled: boolean
  revision: string | null
  createdAt: string
  updatedAt: string
}

export interface ActivityRow {
  id: string
  title: string
  line: Line
  theme: Theme | null
  ledger: Ledger
  unit: string
  startsAt: string
  endsAt: string
  place: string
  registrationOpensAt: string | null
  registrationClosesAt: string | null
  contact: string | null
  cancelReason: string | null
  status: ActivityStatus
  capacity: number | null
  waitingList: boolean
  approval: boolean | null
  partyLimit: number | null
  selfCheckIn: boolean | null
  taken: number
  waiting: number
  free: number | null
  present: number
  minutes: number
  lastSequence: number
  notice: Notice | null
  untold: string | null
  /** For which start each reminder was made, or given up. */
  reminded: Partial<Record<ReminderKind | 'lineClosed', string>> | null
  /** Shared by the sessions of a series. */
  seriesKey?: string | null
  /** On SQLite in a table of its own: see hasQuestions. */
  questions?: unknown[] | null
  outcome?: { visits?: number | null; matters?: number | null }
  counted: string | null
  unsettled: boolean
  revision: string | null
  updatedAt: string
}

export interface TargetRow extends TargetFacts {
  id: string
  title: string
  tally: number
  recount?: string | null
  revision: string | null
}

export interface CorrectionRow {
  id: string
  registration: string
  activity: string
  person: string
  unit: string
  status: CorrectionStatus
  answer: string | null
  unnotified: boolean | null
  revision: string | null
}

export interface CertificateRow {
  id: string
  number: string
  kind: CertificateKind
  person: string
  unit: string
  issuer: string
  from: string
  to: string
  minutes: number
  issuedAt: string
  /** Null when the person had their data erased. */
  facts: string | null
  seal: string
  claim: string
  unnotified: boolean | null
  revokedAt: string | null
  revision: string | null
}

/** Names nobody: what is said is put together when it is sent. */
export interface MessageRow {
  id: string
  key: string
  kind: StoredMessageKind
  reference: string | null
  /** Null for what is about no one sign-up, as certificates. */
  registration: string | null
  activity: string | null
  /** Null for what staff are told. */
  person: string | null
  staff: string | null
  unit: string
  state: MessageState
  dueAt: string
  attempts: number
  doubts: number
  channel: Channel | null
  reason: SkipReason | null
  error: string | null
  attemptedAt: string | null
  sentAt: string | null
  revision: string | null
  createdAt: string
  updatedAt: string
}

export interface PersonRow {
  id: string
  name: string
  volunteerNumber: string | null
  phone: string | null
  phoneHash: string | null
  email: string | null
  emailHash: string | null
  unit: string | null
  gender: string | null
  birthDate: string | null
  idNumber: string | null
  area: string | null
  skills: string | null
  serviceKinds: string | null
  sessions: PersonSession[] | null
  consentAt: string | null
  erasedAt: string | null
  optedOutAt: string | null
  /** The record of the same person that this one is part of by now. */
  mergedInto: string | null
  mergedBy: string | null
  mergeReason: string | null
  /** Whether records of this one are still on their way to that one. */
  merging: boolean | null
  /** Whether what is personal is still on its way out of their records. */
  erasing: boolean | null
  revision: string | null
}

/** Without what belongs to the password. */
export interface StaffRow {
  id: string
  name: string
  email: string
  role: StaffRole
  unit: string
  status: StaffStatus
  mustChangePassword: boolean | null
  digest: boolean | null
  createdAt: string
  updatedAt: string
}

interface Rows {
  certificates: CertificateRow
  corrections: CorrectionRow
  messages: MessageRow
  people: PersonRow
  registrations: RegistrationRow
  staff: StaffRow
  activities: ActivityRow
  targets: Pick<TargetRow, 'id' | 'title' | 'measure' | 'from' | 'to' | 'tally' | 'recount' | 'revision'>
}

/** Without what lies in tables of its own on SQLite (lists). */
export async function findRow<C extends keyof Rows>(req: Reader, collection: C, id: string): Promise<Rows[C] | null> {
  return ((await read(req, collection, { id }, { limit: 1 }))[0] ?? null) as Rows[C] | null
}

/**
 * These fields of all rows that meet the conditions, in no order unless one is asked for. For what an index finds few
 * of; a condition that many rows meet is better looked at afterwards, since SQLite might take its index instead.
 */
export async function findRowsBy<C extends keyof Rows, F extends string & keyof Rows[C]>(
  req: Reader,
  collection: C,
  conditions: ConditionsOn<Rows[C]>,
  fields: F[],
  order: { sort?: string & keyof Rows[C]; limit?: number } = {},
): Promise<Pick<Rows[C], F>[]> {
  return (await read(req, collection, conditions, { fields, ...order })) as Pick<Rows[C], F>[]
}

/** Whole rows by their ids, in no order. */
export async function findRows<C extends keyof Rows>(req: Reader, collection: C, ids: string[]): Promise<Rows[C][]> {
  return ids.length === 0 ? [] : ((await read(req, collection, { id: ids }, {})) as Rows[C][])
}

/** The first whole rows that meet the conditions, in the order of a field; all of them without a limit. */
export async function findRowsInOrder<C extends keyof Rows>(
  req: Reader,
  collection: C,
  conditions: ConditionsOn<Rows[C]>,
  sort: string & keyof Rows[C],
  limit?: number,
): Promise<Rows[C][]> {
  return (await read(req, collection, conditions, { sort, ...(limit !== undefined && { limit }) })) as Rows[C][]
}

export async function countRowsBy<C extends keyof Rows>(
  req: Reader,
  collection: C,
  conditions: ConditionsOn<Rows[C]>,
): Promise<number> {
  return isSqlite(req) ? countInSqlite(req, collection, conditions) : countInMongo(req, collection, conditions)
}

/** Whether anything is asked of who signs up. */
export async function hasQuestions(req: Reader, activity: ActivityRow): Promise<boolean> {
  return isSqlite(req)
    ? countInSqlite(req, 'activities_questions', { _parentID: activity.id }) > 0
    : (activity.questions ?? []).length > 0
}

/** These fields of the staff member whose session this is; null when it was never begun, or has ended. */
export async function findStaffOfSession<F extends keyof StaffRow>(
  req: Reader,
  { id, sid }: { id: string; sid: string },
  fields: readonly F[],
): Promise<Pick<StaffRow, F> | null> {
  if (isSqlite(req) && countInSqlite(req, 'staff_sessions', { _parentID: id, id: sid }) === 0) return null
  const conditions = isSqlite(req) ? { id } : { id, 'sessions.id': sid }
  return ((await read(req, 'staff', conditions, { fields: [...fields], limit: 1 }))[0] ?? null) as Pick<
    StaffRow,
    F
  > | null
}

const isSqlite = ({ payload }: Reader): boolean => payload.db.name === 'sqlite'

async function read(req: Reader, collection: string, conditions: Conditions, extent: Extent): Promise<unknown[]> {
  const stored = isSqlite(req)
    ? findInSqlite(req, collection, conditions, extent)
    : await findInMongo(req, collection, conditions, extent)
  return stored.map((row) => opened(req.payload, collection, row))
}

/** An id as the database in use makes them. */
export function newId(payload: Payload): string {
  return payload.db.name === 'sqlite' ? randomUUID() : randomBytes(12).toString('hex')
}
