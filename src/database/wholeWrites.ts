import { randomUUID } from 'node:crypto'
import { drizzle } from '@payloadcms/db-sqlite/drizzle/libsql'
import type { BaseDatabaseAdapter, PayloadRequest } from 'payload'
import { patiently } from './patiently.ts'
import { TransientConflict } from './runInTransaction.ts'
import { connectionOf, type Statement, type Stored } from './sqlite.ts'

type Client = ReturnType<typeof drizzle>['$client']

interface SqliteAdapter {
  payload: Parameters<typeof connectionOf>[0]
  schema: Record<string, unknown>
  sessions: Record<string, { db: unknown }>
}

/**
 * Runs one write of Payload's SQLite adapter whole or not at all. A record with lists lies in several tables, and the
 * adapter writes them one statement after the other, without a transaction: what fails or dies in between would leave a
 * row without its lists.
 *
 * A transaction that stays open while others run would let their statements in, or keep them waiting. So the statements
 * are only collected: each is answered by a rehearsal of all so far, which is undone at once, and in the end all are
 * written in one transaction without an `await` in it.
 *
 * @param condition what has to find a row for anything to be written
 * @param write the write, on behalf of the request it is given
 * @throws what the write throws, or a transient conflict when the condition is not met; then nothing is written
 */
export async function writeWhole<T>(
  db: BaseDatabaseAdapter,
  req: Partial<PayloadRequest> | undefined,
  condition: Statement | undefined,
  write: (req: PayloadRequest) => Promise<T>,
): Promise<T> {
  const adapter = db as unknown as SqliteAdapter
  const connection = connectionOf(adapter.payload)
  const collected: Statement[] = []
  const client = {
    execute: async (asked: { sql: string; args: unknown[] }) => {
      const statement = { sql: asked.sql, args: asked.args.map(stored) }
      const answer = await patiently(() => connection.rehearse([...collected, statement]))
      if (!/^\s*select\b/i.test(statement.sql)) collected.push(statement)
      return { ...answer, rows: answer.rows.map((row) => rowFrom(row, answer.columns)) }
    },
  }
  // Payload's adapter takes this for one of its transactions.
  const transactionID = randomUUID()
  adapter.sessions[transactionID] = { db: drizzle(client as unknown as Client, { schema: adapter.schema }) }
  try {
    const written = await write({ ...req, transactionID } as PayloadRequest)
    if (!(await patiently(() => connection.writeAll(collected, condition)))) throw new TransientConflict()
    return written
  } finally {
    Reflect.deleteProperty(adapter.sessions, transactionID)
  }
}

export const stored = (value: unknown): Stored => (typeof value === 'boolean' ? Number(value) : (value as Stored))

/** As libsql's client gives them: by number and by name, of which only the names are seen. */
export function rowFrom(values: Stored[], columns: string[]): object {
  const row = Object.fromEntries(columns.map((column, index) => [column, values[index]]))
  values.forEach((value, index) => Object.defineProperty(row, index, { value }))
  return Object.defineProperty(row, 'length', { value: values.length })
}
