import { randomUUID } from 'node:crypto'
import type { PayloadRequest, TypedCollection } from 'payload'
import { exclusively } from './exclusively.ts'

/** Objects are stored as JSON. */
type Value = string | number | boolean | null | object

export interface RowChange {
  collection: 'registrations' | 'activities' | 'targets'
  id: string
  /** The revision that was read; the change is refused when the row has another one by now. */
  revision: string | null
  /** New values. Setting any gives the row a new revision. */
  set?: Record<string, Value>
  /** Amounts to add. Adding leaves the revision, so that additions from many sides never refuse each other. */
  add?: Record<string, number>
}

/**
 * Compare-and-swap over several rows: writes all changes at once if every row still has the revision that was read,
 * otherwise nothing. It runs no hooks and knows no access rules.
 *
 * @returns whether the changes were written; on false the caller reads again and decides anew
 */
export async function swap(req: PayloadRequest, changes: RowChange[]): Promise<boolean> {
  const stamped = changes.map((change) => (change.set ? { ...change, set: { ...change.set, revision: randomUUID() } } : change))
  return req.payload.db.name === 'sqlite' ? swapInSqlite(req, stamped) : swapInTransaction(req, stamped)
}

interface SqliteAdapter {
  client: { batch(statements: { sql: string; args: (string | number | null)[] }[], mode: 'write'): Promise<{ rowsAffected: number }[]> }
  tables: Record<string, Record<string, { name: string }>>
}

/**
 * One libsql batch is one BEGIN IMMEDIATE … COMMIT without an await in between. The first statement checks every row;
 * each later one runs only if the one before it changed its row (`changes()`), so it is all or nothing.
 */
async function swapInSqlite(req: PayloadRequest, changes: RowChange[]): Promise<boolean> {
  const { client, tables } = req.payload.db as unknown as SqliteAdapter
  const isUnchanged = (change: RowChange) => ({
    sql: `EXISTS (SELECT 1 FROM "${change.collection}" WHERE id = ? AND revision IS ?)`,
    args: [change.id, change.revision],
  })
  const statements = changes.map((change, index) => {
    const column = (field: string): string => {
      const found = tables[change.collection]?.[field]
      if (!found) throw new Error(`No column for ${change.collection}.${field}`)
      return `"${found.name}"`
    }
    const sets = Object.entries(change.set ?? {})
    const adds = Object.entries(change.add ?? {})
    const assignments = [
      ...sets.map(([field]) => `${column(field)} = ?`),
      ...adds.map(([field]) => `${column(field)} = COALESCE(${column(field)}, 0) + ?`),
    ]
    const guards = index === 0 ? changes.map(isUnchanged) : [{ sql: 'changes() = 1', args: [] }]
    return {
      sql: `UPDATE "${change.collection}" SET ${assignments.join(', ')} WHERE id = ? AND ${guards.map(({ sql }) => sql).join(' AND ')}`,
      args: [
        ...sets.map(([, value]) => (typeof value === 'boolean' ? Number(value) : typeof value === 'object' && value !== null ? JSON.stringify(value) : value)),
        ...adds.map(([, amount]) => amount),
        change.id,
        ...guards.flatMap(({ args }) => args),
      ],
    }
  })
  const [first] = await client.batch(statements, 'write')
  return first?.rowsAffected === 1
}

/**
 * On MongoDB the caller is inside a transaction (runInTransaction): what was read cannot change under it without the
 * commit failing as a transient conflict, which is retried from the start. So comparing, then writing, is atomic towards
 * others; and towards the same transaction, in which Payload's bulk operations work on many rows at once, by taking turns.
 */
async function swapInTransaction(req: PayloadRequest, changes: RowChange[]): Promise<boolean> {
  return exclusively(`swap:${String(await req.transactionID)}`, () => compareAndWrite(req, changes))
}

async function compareAndWrite(req: PayloadRequest, changes: RowChange[]): Promise<boolean> {
  const { db } = req.payload
  for (const { collection, id, revision } of changes) {
    const row = await db.findOne<{ revision?: string | null } & TypedCollection[typeof collection]>({
      collection,
      where: { id: { equals: id } },
      select: { revision: true },
      req,
    })
    if (!row || (row.revision ?? null) !== revision) return false
  }
  for (const { collection, id, set, add } of changes) {
    const amounts = Object.fromEntries(Object.entries(add ?? {}).map(([field, amount]) => [field, { $inc: amount }]))
    await db.updateOne({ collection, id, data: { ...set, ...amounts }, req, returning: false })
  }
  return true
}
