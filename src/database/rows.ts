import { randomBytes, randomUUID } from 'node:crypto'
import type { Payload } from 'payload'
import type { ToldNews } from '../domain/desk/news.ts'
import type { TargetFacts } from '../domain/tallies/contributions.ts'
import type { Decision } from '../domain/seats/history.ts'
import type { Notice, ReminderKind } from '../domain/messages/messages.ts'
import type { Conditions, ConditionsOn, Extent, Reader } from './conditions.ts'
import { opened } from './sealed.ts'
import type { PersonSession } from '../domain/identity/sessions.ts'
import type { Mapping } from '../domain/imports/columns.ts'
import type { ProblemOfRow, RowOutcome } from '../domain/imports/vocabulary.ts'
import type { Written } from '../domain/imports/written.ts'
import { countInMongo, findInMongo } from './rowsInMongo.ts'
import { countInSqlite, findInSqlite } from './rowsInSqlite.ts'
import type {
  Activity,
  Appointment,
  Audit,
  Broadcast,
  Certificate,
  Correction,
  Import,
  ImportRow,
  Message,
  Person,
  Registration,
  Staff,
  Target,
  Unit,
} from '../payload-types.ts'

/**
 * Records as they are stored, decrypted: read without hooks, access rules or population, for the system's own
 * bookkeeping. A caller on behalf of a person checks access first, by a Payload read with `overrideAccess: false`.
 *
 * They have the fields of the collection: ids for relationships, and null where nothing stands. `Filled` never stand
 * empty; `Otherwise` are stored as a narrower type than the generated one. Lists are left out, since SQLite keeps them
 * in tables of their own.
 */
type Stored<Document, Filled extends keyof Document = never, Otherwise extends Narrower<Document> = object> = {
  [Field in Exclude<StoredFields<Document>, keyof Otherwise>]: Field extends Filled
    ? NonNullable<StoredValue<Document[Field]>>
    : StoredValue<Document[Field]>
} & Otherwise

type Narrower<Document> = { [Field in keyof Document]?: unknown }
type StoredFields<Document> = keyof {
  [Field in keyof Document as NonNullable<Document[Field]> extends unknown[] ? never : Exclude<Field, NotStored>]: never
}
/** Made up when a record is read, and what a form has loaded. */
type NotStored =
  'loaded' | 'changeReason' | 'responsibleName' | 'collection' | 'personTitle' | 'personName' | 'personPhone'
type StoredValue<Value> = Value extends undefined ? null : Value extends { id: string } ? never : Value

export type RegistrationRow = Stored<
  Registration,
  'unit' | 'walkIn' | 'unsettled',
  { history: Decision[] | null; answers: object | null }
>

export type ActivityRow = Stored<
  Activity,
  'waitingList' | 'taken' | 'waiting' | 'present' | 'minutes' | 'lastSequence' | 'unsettled',
  {
    notice: Notice | null
    /** For which start each reminder was made, or given up. */
    reminded: Partial<Record<ReminderKind | 'lineClosed', string>> | null
    toldNews: ToldNews | null
    outcome?: Activity['outcome']
    /** On SQLite in a table of its own: see hasQuestions. */
    questions?: unknown[] | null
  }
>

export type TargetRow = Stored<Target, 'tally'> & TargetFacts

export type CorrectionRow = Stored<Correction>

export type CertificateRow = Stored<Certificate, 'from' | 'to' | 'issuedAt' | 'seal' | 'claim'>

/** An organiser's own words, and the sign-ups that are still to be told. */
export type BroadcastRow = Stored<Broadcast, never, { recipients: string[] | null }>

/** Names nobody: what is said is put together when it is sent. */
export type MessageRow = Stored<Message>

export type ImportRecord = Stored<
  Import,
  'rows',
  { headings: string[] | null; mapping: Mapping | null; totals: Partial<Record<RowOutcome, number>> | null }
>

/** One row of an imported file. */
export type ImportedRow = Stored<
  ImportRow,
  never,
  { values: string[] | null; problems: ProblemOfRow[] | null; wrote: Written | null }
>

export type PersonRow = Stored<Person, never, { sessions: PersonSession[] | null; nameParts: string[] | null }>

type StaffRow = Stored<Staff>

export type AppointmentRow = Stored<Appointment, 'awaiting'>

export interface Rows {
  appointments: AppointmentRow
  audit: Stored<Audit>
  broadcasts: BroadcastRow
  certificates: CertificateRow
  corrections: CorrectionRow
  imports: ImportRecord
  import_rows: ImportedRow
  messages: MessageRow
  people: PersonRow
  registrations: RegistrationRow
  staff: StaffRow
  activities: ActivityRow
  targets: Stored<Target, 'tally'>
  units: Stored<Unit>
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

/**
 * The first whole rows that meet the conditions, in the order of a field, or those after so many; all of them without a
 * limit.
 */
export async function findRowsInOrder<C extends keyof Rows>(
  req: Reader,
  collection: C,
  conditions: ConditionsOn<Rows[C]>,
  sort: string & keyof Rows[C],
  limit?: number,
  offset = 0,
): Promise<Rows[C][]> {
  return (await read(req, collection, conditions, { sort, ...(limit !== undefined && { limit, offset }) })) as Rows[C][]
}

const COUNTED = [
  'id',
  'unit',
  'status',
  'line',
  'theme',
  'ledger',
  'startsAt',
  'endsAt',
  'present',
  'minutes',
  'recordedAt',
  'outcome_visits',
  'outcome_matters',
] as const
/** The facts of an activity that are counted. */
export type CountedRow = Pick<ActivityRow, Extract<(typeof COUNTED)[number], keyof ActivityRow> | 'outcome'>

/** These facts of the activities that start in a time, the last moment included; of all units with null. */
export async function findCountedRows(
  req: Reader,
  { above, upTo }: { above: string; upTo: string },
  units: string[] | null,
): Promise<CountedRow[]> {
  const conditions = { startsAt: { above, upTo }, ...(units !== null && { unit: units }) }
  return (await read(req, 'activities', conditions, { fields: [...COUNTED] })) as CountedRow[]
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
