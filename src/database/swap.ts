import { randomUUID } from 'node:crypto'
import type { ObjectId } from 'mongodb'
import { ValidationError, type PayloadRequest } from 'payload'
import { exclusively } from './exclusively.ts'
import { cast, collectionOf, documentFrom, inSession } from './mongo.ts'
import { runInTransaction } from './runInTransaction.ts'
import { columnOf, connectionOf, type SqliteConnection, type Statement, type Stored } from './sqlite.ts'

/** Objects are stored as JSON. */
type Value = string | number | boolean | null | object

/** A row that is not there yet, whole. A unique index that refuses it refuses the whole swap, by an exception. */
export interface NewRow {
  collection: 'registrations' | 'messages'
  id: string
  insert: Record<string, Value>
}

export interface RowChange {
  collection: 'registrations' | 'activities' | 'targets' | 'corrections' | 'certificates' | 'messages' | 'people'
  id: string
  /** The revision that was read; the change is refused when the row has another one by now. */
  revision: string | null
  /** New values. Setting any gives the row a new revision, unless one is among them. */
  set?: Record<string, Value>
  /** Amounts to add. Adding leaves the revision, so that additions from many sides never refuse each other. */
  add?: Record<string, number>
}

/** Rows that are not changed, but must not change from these values while the others are written. */
export interface Guard {
  collection: 'people'
  /** Each once. */
  ids: string[]
  is: Record<string, string | null>
}

/**
 * Compare-and-swap over several rows: writes all changes, and new rows if there are any, at once if every row still has
 * the revision that was read and every guarded row these values, otherwise nothing. It runs no hooks and knows no access rules.
 *
 * @returns whether the changes were written; on false the caller reads again and decides anew
 * @throws an error for which `isDuplicate` holds when a new row is there already
 */
export async function swap(req: PayloadRequest, changes: RowChange[], added: NewRow[] = [], guard?: Guard): Promise<boolean> {
  const stamped = changes.map((change) => (change.set ? { ...change, set: { revision: randomUUID(), ...change.set } } : change))
  const inserted = added.map((row) => ({ ...row, insert: { ...row.insert, revision: randomUUID() } }))
  return req.payload.db.name === 'sqlite' ? swapInSqlite(req, stamped, inserted, guard) : swapInMongo(req, stamped, inserted, guard)
}

/** Whether a unique index refused a write. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof ValidationError || (error as { code?: unknown } | null)?.code === 11000 || (error as { extendedCode?: unknown } | null)?.extendedCode === 'SQLITE_CONSTRAINT_UNIQUE' || (error as { code?: unknown } | null)?.code === 'SQLITE_CONSTRAINT_UNIQUE'
}

/** The first statement checks every row; the others follow only if it changed its row (SqliteConnection.write). */
async function swapInSqlite({ payload }: PayloadRequest, changes: RowChange[], added: NewRow[], guard?: Guard): Promise<boolean> {
  const column = (collection: string, field: string): string => `"${columnOf(payload, collection, field).name}"`
  const conditions: Statement[] = changes.map(({ collection, id, revision }) => ({ sql: `EXISTS (SELECT 1 FROM "${collection}" WHERE id = ? AND revision IS ?)`, args: [id, revision] }))
  if (guard) {
    const { collection, ids, is } = guard
    // The plus keeps the index of what nearly all rows have in common out of the plan.
    const same = Object.keys(is).map((field) => ` AND +${column(collection, field)} IS ?`)
    conditions.push({ sql: `(SELECT COUNT(*) FROM "${collection}" WHERE id IN (SELECT value FROM json_each(?))${same.join('')}) = ?`, args: [JSON.stringify(ids), ...Object.values(is), ids.length] })
  }
  const statements: Statement[] = []
  const then = (sql: string, args: Stored[], where: Statement[]): void => {
    const all = statements.length === 0 ? [...where, ...conditions] : where
    statements.push({ sql: all.length > 0 ? `${sql} WHERE ${all.map((one) => one.sql).join(' AND ')}` : sql, args: [...args, ...all.flatMap((one) => one.args)] })
  }
  for (const { collection, id, set = {}, add = {} } of changes) {
    const assignments = [
      ...Object.keys(set).map((field) => `${column(collection, field)} = ?`),
      ...Object.keys(add).map((field) => `${column(collection, field)} = COALESCE(${column(collection, field)}, 0) + ?`),
    ]
    then(`UPDATE "${collection}" SET ${assignments.join(', ')}`, [...Object.values(set).map(stored), ...Object.values(add)], [{ sql: 'id = ?', args: [id] }])
  }
  for (const { collection, id, insert } of added) {
    const fields = Object.entries({ ...insert, id })
    then(`INSERT INTO "${collection}" (${fields.map(([field]) => column(collection, field)).join(', ')}) SELECT ${fields.map(() => '?').join(', ')}`, fields.map(([, value]) => stored(value)), [])
  }
  return writeTogether(connectionOf(payload), statements)
}

function stored(value: Value): Stored {
  return typeof value === 'boolean' ? Number(value) : typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}

interface Pending {
  statements: Statement[]
  done: (isWritten: boolean) => void
  fail: (error: unknown) => void
}
/** By database connection: a process may hold several. */
const waiting = new WeakMap<SqliteConnection, Pending[]>()

/**
 * Swaps that are asked for in the same turn of the event loop share a commit, and so one wait for the disk: sixteen at once cost
 * little more than one. They stay independent, since each begins with a check of its own.
 */
function writeTogether(connection: SqliteConnection, statements: Statement[]): Promise<boolean> {
  return new Promise((done, fail) => {
    const group = waiting.get(connection) ?? []
    group.push({ statements, done, fail })
    if (group.length > 1) return
    waiting.set(connection, group)
    setImmediate(() => {
      waiting.delete(connection)
      writeGroup(connection, group)
    })
  })
}

function writeGroup(connection: SqliteConnection, group: Pending[]): void {
  try {
    const written = connection.write(group.map(({ statements }) => statements))
    group.forEach(({ done }, index) => done(written[index] ?? false))
  } catch (error) {
    const [only, ...others] = group
    if (others.length === 0) return only?.fail(error)
    // One was refused by a constraint and nothing is written: each goes alone.
    for (const one of group) writeGroup(connection, [one])
  }
}

/**
 * On MongoDB one row is written by one atomic statement. Several are written in the caller's transaction, or in one of their own:
 * what was read there cannot change without the commit failing as a transient conflict, which is retried from the start. So
 * comparing, then writing, is atomic towards others; and towards the same transaction, in which Payload's bulk operations work on
 * many rows at once, by taking turns.
 */
async function swapInMongo(req: PayloadRequest, changes: RowChange[], added: NewRow[], guard?: Guard): Promise<boolean> {
  const transaction = await req.transactionID
  if (transaction) return exclusively(`swap:${String(transaction)}`, () => compareAndWrite(req, changes, added, guard))
  if (!guard && changes.length + added.length === 1) return compareAndWrite(req, changes, added)
  return runInTransaction(req, () => compareAndWrite(req, changes, added, guard))
}

async function compareAndWrite(req: PayloadRequest, changes: RowChange[], added: NewRow[], guard?: Guard): Promise<boolean> {
  const options = await inSession(req)
  // Written, so that whoever changes them at the same time loses.
  if (guard) {
    const { collection, ids, is } = guard
    const filter = { _id: { $in: ids.map((id) => cast(req, collection, '_id', id) as ObjectId) }, ...documentFrom(req, collection, is) }
    const { matchedCount } = await collectionOf(req, collection).updateMany(filter, { $set: { revision: randomUUID() } }, options)
    if (matchedCount < ids.length) return false
  }
  // Nothing may be written when the last of several rows has changed; of one, the write itself compares.
  if (changes.length > 1) {
    for (const { collection, id, revision } of changes) {
      const row = await collectionOf(req, collection).findOne(documentFrom(req, collection, { id }), { projection: { revision: 1 }, ...options })
      if (!row || (row.revision ?? null) !== revision) return false
    }
  }
  for (const { collection, id, revision, set, add } of changes) {
    const filter = documentFrom(req, collection, { id, ...(changes.length === 1 && { revision }) })
    const { matchedCount } = await collectionOf(req, collection).updateOne(filter, { ...(set && { $set: documentFrom(req, collection, set) }), ...(add && { $inc: add }) }, options)
    if (matchedCount === 0) return false
  }
  for (const collection of new Set(added.map((row) => row.collection))) {
    const rows = added.filter((row) => row.collection === collection)
    await collectionOf(req, collection).insertMany(rows.map(({ id, insert }) => documentFrom(req, collection, { id, ...insert })), options)
  }
  return true
}
