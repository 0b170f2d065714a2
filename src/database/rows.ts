import { randomBytes, randomUUID } from 'node:crypto'
import type { SQLiteColumn } from '@payloadcms/db-sqlite/drizzle/sqlite-core'
import type { ClientSession, Document, Filter } from 'mongodb'
import type { Payload, PayloadRequest } from 'payload'
import type { Decision } from '../domain/history.ts'
import type { Notice, ReminderKind } from '../domain/messages.ts'
import { cast, collectionOf, nameOf, rowFrom, sessionOf } from './mongo.ts'
import { columnOf, connectionOf, fieldsOf, type SqliteConnection, type Stored } from './sqlite.ts'
import type { ActivityStatus, Attendance, CertificateKind, Channel, CheckInMethod, CorrectionStatus, Evaluation, Ledger, Line, Measure, MessageKind, MessageState, MinutesSource, RegistrationStatus, SkipReason, Theme } from '../domain/vocabulary.ts'

/**
 * Records as they are stored: read without hooks, access rules or population, for the system's own bookkeeping.
 * Whoever calls on behalf of a person checks access first, by a Payload read with `overrideAccess: false`.
 */
export interface RegistrationRow {
  id: string
  activity: string
  person: string
  unit: string
  status: RegistrationStatus
  sequence: number | null
  walkIn: boolean
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
  /** Encrypted, as `feedback` is. */
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
  reminded: Partial<Record<ReminderKind, string>> | null
  /** Shared by the sessions of a series. */
  seriesKey?: string | null
  /** On SQLite in a table of its own: see hasQuestions. */
  questions?: unknown[] | null
  outcome?: { visits?: number | null; matters?: number | null }
  counted: string | null
  unsettled: boolean
  revision: string | null
}

export interface TargetRow {
  id: string
  title: string
  measure: Measure
  lines?: Line[] | null
  themes?: Theme[] | null
  units?: string[] | null
  from?: string | null
  to?: string | null
  tally: number
  revision: string | null
}

export interface CorrectionRow {
  id: string
  registration: string
  status: CorrectionStatus
  revision: string | null
}

export interface CertificateRow {
  id: string
  number: string
  kind: CertificateKind
  person: string
  issuer: string
  from: string
  to: string
  minutes: number
  issuedAt: string
  /** Encrypted; null when the person had their data erased. */
  facts: string | null
  seal: string
  claim: string
  revokedAt: string | null
  revision: string | null
}

/** Names nobody: what is said is put together when it is sent. */
export interface MessageRow {
  id: string
  key: string
  kind: MessageKind
  reference: string | null
  registration: string
  activity: string
  person: string
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
  /** Encrypted, as `phone`, `email`, `birthDate`, `idNumber` and `mergeReason` are. */
  name: string
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
  consentAt: string | null
  erasedAt: string | null
  optedOutAt: string | null
  /** The record of the same person that this one is part of by now. */
  mergedInto: string | null
  mergedBy: string | null
  mergeReason: string | null
  /** Whether records of this one are still on their way to that one. */
  merging: boolean | null
  revision: string | null
}

interface Rows {
  certificates: CertificateRow
  corrections: CorrectionRow
  messages: MessageRow
  people: PersonRow
  registrations: RegistrationRow
  activities: ActivityRow
}

/** What of a request says where to read: its transaction, where there is one. */
type Reader = Pick<PayloadRequest, 'payload'> & Partial<Pick<PayloadRequest, 'transactionID'>>

/** What a field is to be: this, one of these, or less than this. */
type Condition<T> = T | T[] | { below: T }
type Conditions<R> = { [F in keyof R]?: Condition<NonNullable<R[F]>> }

/** Without what lies in tables of its own on SQLite (lists). */
export async function findRow<C extends keyof Rows>(req: Reader, collection: C, id: string): Promise<Rows[C] | null> {
  return ((await read(req, collection, { id }, { limit: 1 }))[0] ?? null) as Rows[C] | null
}

/**
 * These fields of all rows that meet the conditions, in no order. For what an index finds few of; a condition that many rows meet
 * is better looked at afterwards, since SQLite might take its index instead.
 */
export async function findRowsBy<C extends keyof Rows, F extends string & keyof Rows[C]>(req: Reader, collection: C, conditions: Conditions<Rows[C]>, fields: F[]): Promise<Pick<Rows[C], F>[]> {
  return (await read(req, collection, conditions, { fields })) as Pick<Rows[C], F>[]
}

export async function countRowsBy<C extends keyof Rows>(req: Reader, collection: C, conditions: Conditions<Rows[C]>): Promise<number> {
  const { payload } = req
  if (payload.db.name !== 'sqlite') return collectionOf(req, collection).countDocuments(mongoFilter(req, collection, conditions), await inSession(req))
  const [count] = connectionOf(payload).readOne({ sql: `SELECT COUNT(*) FROM "${collection}" WHERE ${sqliteFilter(payload, collection, conditions)}`, args: sqliteArgs(conditions) }) ?? []
  return Number(count)
}

/** Whether anything is asked of who signs up. */
export async function hasQuestions(req: Reader, activity: ActivityRow): Promise<boolean> {
  const { db } = req.payload
  if (db.name !== 'sqlite') return (activity.questions ?? []).length > 0
  return readInSqlite(req.payload, 'activities_questions', { _parentID: activity.id }, { fields: ['id'], limit: 1 }).length > 0
}

interface Extent {
  /** All, when left out. */
  fields?: string[]
  limit?: 1
}

async function read(req: Reader, collection: string, conditions: object, extent: Extent): Promise<unknown[]> {
  const { db } = req.payload
  return db.name === 'sqlite' ? readInSqlite(req.payload, collection, conditions, extent) : readInMongo(req, collection, conditions, extent)
}

async function readInMongo(req: Reader, collection: string, conditions: object, { fields = [], limit }: Extent): Promise<unknown[]> {
  const projection = Object.fromEntries(fields.map((field) => [nameOf(field), 1]))
  try {
    const found = collectionOf(req, collection).find(mongoFilter(req, collection, conditions), { projection, ...(limit && { limit }), ...(await inSession(req)) })
    return (await found.toArray()).map(rowFrom)
  } catch (error) {
    // No row has an id that is none.
    if ((error as Error).name === 'CastError') return []
    throw error
  }
}

async function inSession(req: Reader): Promise<{ session?: ClientSession }> {
  const session = await sessionOf(req)
  return session ? { session } : {}
}

function mongoFilter(req: Reader, collection: string, conditions: object): Filter<Document> {
  const conditionOn = (field: string, wanted: Condition<Stored>): unknown => {
    const stored = (value: Stored): unknown => cast(req, collection, field, value)
    return Array.isArray(wanted) ? { $in: wanted.map(stored) } : isBelow(wanted) ? { $lt: stored(wanted.below) } : stored(wanted)
  }
  return Object.fromEntries(Object.entries(conditions as Record<string, Condition<Stored>>).map(([field, wanted]) => [nameOf(field), conditionOn(nameOf(field), wanted)]))
}

const isBelow = (wanted: Condition<Stored>): wanted is { below: Stored } => typeof wanted === 'object' && wanted !== null && 'below' in wanted

function sqliteFilter(payload: Payload, table: string, conditions: object): string {
  return Object.entries(conditions as Record<string, Condition<Stored>>)
    .map(([field, wanted]) => `"${columnOf(payload, table, field).name}" ${Array.isArray(wanted) ? 'IN (SELECT value FROM json_each(?))' : isBelow(wanted) ? '< ?' : '= ?'}`)
    .join(' AND ')
}

function sqliteArgs(conditions: object): Stored[] {
  return Object.values(conditions as Record<string, Condition<Stored>>).map((wanted) => (Array.isArray(wanted) ? JSON.stringify(wanted) : isBelow(wanted) ? wanted.below : wanted))
}

type Columns = { field: string; column: SQLiteColumn; group: [string, string] | null }[]

/** By connection, then by table and fields. */
const columnsKnown = new WeakMap<SqliteConnection, Map<string, Columns>>()

function readInSqlite(payload: Payload, table: string, conditions: object, { fields, limit }: Extent): object[] {
  const connection = connectionOf(payload)
  const known = columnsKnown.get(connection) ?? new Map<string, Columns>()
  columnsKnown.set(connection, known)
  const key = [table, ...(fields ?? [])].join()
  const columns = known.get(key) ?? columnsOf(payload, table, fields)
  known.set(key, columns)
  const sql = `SELECT ${columns.map(({ column }) => `"${column.name}"`).join(', ')} FROM "${table}" WHERE ${sqliteFilter(payload, table, conditions)}`
  const asked = { sql, args: sqliteArgs(conditions) }
  const found = limit === 1 ? [connection.readOne(asked) ?? []].filter(({ length }) => length > 0) : connection.read(asked)
  return found.map((stored) => rowOf(stored, columns))
}

function columnsOf(payload: Payload, table: string, fields = fieldsOf(payload, table)): Columns {
  return fields.map((field) => {
    const [group = '', inner = ''] = field.split('_')
    return { field, column: columnOf(payload, table, field), group: group && inner ? ([group, inner] as [string, string]) : null }
  })
}

/** Groups lie in columns of their own: `outcome_visits` is `outcome.visits`. */
function rowOf(stored: Stored[], columns: Columns): object {
  const row: Record<string, unknown> = {}
  columns.forEach(({ field, column, group }, index) => {
    const raw = stored[index] ?? null
    const value: unknown = raw === null ? null : column.mapFromDriverValue(raw)
    if (group) row[group[0]] = { ...(row[group[0]] as object | undefined), [group[1]]: value }
    else row[field] = value
  })
  return row
}

/** An id as the database in use makes them. */
export function newId(payload: Payload): string {
  return payload.db.name === 'sqlite' ? randomUUID() : randomBytes(12).toString('hex')
}
