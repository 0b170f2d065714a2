import type { SQLiteColumn } from '@payloadcms/db-sqlite/drizzle/sqlite-core'
import type { PayloadRequest } from 'payload'
import { patiently } from './patiently.ts'
import {
  batchAtWork,
  columnOf,
  connectionOf,
  listItem,
  type Batch,
  type SqliteConnection,
  type Statement,
  type Stored,
} from './sqlite.ts'
import type { Swap, Value } from './types.ts'

/** The first statement checks every row; the others follow only if it changed its row (SqliteConnection.write). */
export async function swapInSqlite({ payload }: PayloadRequest, { changes, added, open }: Swap): Promise<boolean> {
  const column = (collection: string, field: string): string => `"${columnOf(payload, collection, field).name}"`
  const values = (collection: string, row: Record<string, Value>): Stored[] =>
    Object.entries(row).map(([field, value]) => stored(columnOf(payload, collection, field), value))
  const conditions: Statement[] = []
  for (const collection of new Set(changes.map((change) => change.collection))) {
    const read = changes.filter((change) => change.collection === collection)
    const [only] = read
    // Of many the same text, however many they are: each text is kept prepared.
    conditions.push(
      read.length === 1 && only
        ? {
            sql: `EXISTS (SELECT 1 FROM "${collection}" WHERE id = ? AND revision IS ?)`,
            args: [only.id, only.revision],
          }
        : {
            sql: `(SELECT COUNT(*) FROM json_each(?) AS asked CROSS JOIN "${collection}" AS one ON one.id = asked.value ->> 0 AND one.revision IS asked.value ->> 1) = ?`,
            args: [JSON.stringify(read.map(({ id, revision }) => [id, revision])), read.length],
          },
    )
  }
  if (open.length > 0) {
    // The plus keeps the index of what nearly all rows have in common out of the plan.
    const standing = `(SELECT COUNT(*) FROM "people" WHERE id IN (SELECT value FROM json_each(?)) AND +${column('people', 'mergedInto')} IS NULL AND ${column('people', 'erasedAt')} IS NULL) = ?`
    conditions.push({ sql: standing, args: [JSON.stringify(open), open.length] })
  }
  const statements: Statement[] = []
  const then = (sql: string, args: Stored[], where: Statement[]): void => {
    const all = statements.length === 0 ? [...where, ...conditions] : where
    statements.push({
      sql: all.length > 0 ? `${sql} WHERE ${all.map((one) => one.sql).join(' AND ')}` : sql,
      args: [...args, ...all.flatMap((one) => one.args)],
    })
  }
  // New rows first: a change may refer to one.
  const insertInto = (table: string, row: Record<string, Value>): void => {
    const fields = Object.keys(row)
    then(
      `INSERT INTO "${table}" (${fields.map((field) => column(table, field)).join(', ')}) SELECT ${fields.map(() => '?').join(', ')}`,
      values(table, row),
      [],
    )
  }
  for (const { collection, id, insert, lists = {} } of added) {
    insertInto(collection, { ...insert, id })
    for (const [field, chosen] of Object.entries(lists))
      chosen.forEach((value, index) => {
        const [table, item] = listItem(payload, collection, field, value)
        insertInto(table, { order: index + 1, parent: id, ...item })
      })
  }
  for (const { collection, id, set = {}, add = {} } of changes) {
    const assignments = [
      ...Object.keys(set).map((field) => `${column(collection, field)} = ?`),
      ...Object.keys(add).map(
        (field) => `${column(collection, field)} = COALESCE(${column(collection, field)}, 0) + ?`,
      ),
    ]
    then(
      `UPDATE "${collection}" SET ${assignments.join(', ')}`,
      [...values(collection, set), ...Object.values(add)],
      [{ sql: 'id = ?', args: [id] }],
    )
  }
  return writeTogether(connectionOf(payload), statements)
}

function stored({ dataType }: SQLiteColumn, value: Value): Stored {
  if (value === null) return null
  // Also a text, where it is an encrypted value: it is read as JSON.
  if (dataType === 'json' || typeof value === 'object') return JSON.stringify(value)
  return typeof value === 'boolean' ? Number(value) : value
}

interface Pending {
  statements: Statement[]
  owner: Batch | undefined
  done: (isWritten: boolean) => void
  fail: (error: unknown) => void
}
/** By database connection: a process may hold several. */
const waiting = new WeakMap<SqliteConnection, Pending[]>()

/**
 * Swaps that are asked for in the same turn of the event loop, or while another process holds the file, share a commit,
 * and so one wait for the disk: sixteen at once cost little more than one. They stay independent, since each begins
 * with a check of its own.
 */
function writeTogether(connection: SqliteConnection, statements: Statement[]): Promise<boolean> {
  return new Promise((done, fail) => {
    const line = waiting.get(connection)
    const pending = { statements, owner: batchAtWork(), done, fail }
    if (line) return void line.push(pending)
    waiting.set(connection, [pending])
    setImmediate(() => void writeLine(connection))
  })
}

/** Until nobody is left. */
async function writeLine(connection: SqliteConnection): Promise<void> {
  for (;;) {
    const group = waiting.get(connection)?.splice(0) ?? []
    if (group.length === 0) break
    await writeGroup(connection, group)
  }
  waiting.delete(connection)
}

async function writeGroup(connection: SqliteConnection, group: Pending[]): Promise<void> {
  try {
    const written = await patiently(() =>
      connection.write(
        group.map(({ statements }) => statements),
        group.map(({ owner }) => owner),
      ),
    )
    group.forEach(({ done }, index) => done(written[index] ?? false))
  } catch (error) {
    // Only a refusal is one swap's own: nothing is written, and each goes alone. Any other fault would come again for
    // each of them.
    if (group.length === 1 || !isRefusal(error)) return group.forEach(({ fail }) => fail(error))
    for (const one of group) await writeGroup(connection, [one])
  }
}

const isRefusal = (error: unknown): boolean =>
  String((error as { code?: unknown } | null)?.code).startsWith('SQLITE_CONSTRAINT')
