import Database from 'libsql'
import type { MigrateUpArgs } from '@payloadcms/db-sqlite'
import { createLocalReq, type BaseDatabaseAdapter, type DatabaseAdapterObj, type Payload } from 'payload'
import { patiently } from './patiently.ts'
import { connectionOf, isReading, pathOf, type SqliteConnection } from './sqlite.ts'
import { rowFrom, stored } from './wholeWrites.ts'

type Asked = string | { sql: string; args?: unknown[] }

/** The methods of libsql's client that Drizzle calls. */
interface Client {
  execute(asked: Asked): Promise<{ rows: Record<string, unknown>[] }>
}

interface SqliteAdapter {
  payload: Payload
  client: Client
  clientConfig: { url: string }
  drizzle: MigrateUpArgs['db']
}

/** As `npm run migration` writes them. */
interface Step {
  name: string
  up: (args: MigrateUpArgs) => Promise<void>
}

/** How long a start waits for another one that is changing the tables. */
const MIGRATION_PATIENCE_MS = 10 * 60_000

/**
 * Payload's SQLite adapter for a file that several processes share: it waits for another's lock without keeping
 * everybody else waiting (patiently), and only one process at a time changes the tables.
 */
export function withSharedFile<T extends BaseDatabaseAdapter>(
  adapter: DatabaseAdapterObj<T>,
  migrations: readonly Step[],
): DatabaseAdapterObj<T> {
  return {
    ...adapter,
    init: (args) => {
      const db = adapter.init(args)
      const connect = db.connect?.bind(db)
      db.connect = async (options) => {
        const shared = db as unknown as SqliteAdapter
        await useLogFile(pathOf(shared.clientConfig.url))
        await connect?.(options)
        shared.client.execute = clientOf(connectionOf(shared.payload)).execute
        await migrate(shared, migrations)
      }
      return db
    },
  }
}

/** Answers as libsql's client does, over a connection of ours. */
export function clientOf(connection: Pick<SqliteConnection, 'execute'>): Client {
  return {
    execute: async (asked) => {
      const { sql, args = [] } = typeof asked === 'string' ? { sql: asked } : asked
      const run = () => connection.execute({ sql, args: args.map(stored) })
      const answer = isReading(sql) ? run() : await patiently(run)
      return { ...answer, rows: answer.rows.map((row) => rowFrom(row, answer.columns) as Record<string, unknown>) }
    },
  }
}

/**
 * The write-ahead log stays switched on in the file. To switch it on needs the file alone, which two starts at once
 * cannot both have.
 */
async function useLogFile(file: string): Promise<void> {
  await patiently(() => {
    const database = new Database(file)
    try {
      database.exec('PRAGMA journal_mode = WAL')
    } finally {
      database.close()
    }
  })
}

/**
 * Changes the tables step by step, each step whole and with its own record, or not at all: whoever dies in the middle
 * leaves the file as it was before the step. Of several processes one does it, and the others find it done.
 *
 * @throws what a step throws, or an error when it would leave a reference to nothing; the file is then as before that
 * step
 */
export async function migrate(
  { client, drizzle, payload }: Pick<SqliteAdapter, 'client' | 'drizzle' | 'payload'>,
  migrations: readonly Step[],
): Promise<void> {
  for (const { name, up } of migrations) {
    if ((await done(client)).has(name)) continue
    payload.logger.info(`Migrating: ${name}`)
    // A rebuilt table is dropped in between, which would take what refers to it along. SQLite ignores this within a
    // transaction.
    await client.execute('PRAGMA foreign_keys = OFF')
    try {
      await patiently(() => client.execute('BEGIN IMMEDIATE'), MIGRATION_PATIENCE_MS)
      await step(client, async () => {
        const before = await done(client)
        if (before.has(name)) return
        const dangling = await countDangling(client)
        await up({ db: drizzle, payload, req: await createLocalReq({}, payload) })
        if ((await countDangling(client)) > dangling)
          throw new Error(`${name} would leave references to records that are not there`)
        await client.execute({
          sql: 'INSERT INTO payload_migrations (id, name, batch) VALUES (?, ?, ?)',
          args: [crypto.randomUUID(), name, Math.max(0, ...before.values()) + 1],
        })
      })
    } finally {
      await client.execute('PRAGMA foreign_keys = ON')
    }
  }
}

/** Ends the transaction one way or the other. */
async function step(client: Client, work: () => Promise<void>): Promise<void> {
  try {
    await work()
    await client.execute('COMMIT')
  } catch (error) {
    await client.execute('ROLLBACK')
    throw error
  }
}

/** The migrations that were done before, each with the number of its batch. */
async function done(client: Client): Promise<Map<string, number>> {
  const { rows: tables } = await client.execute(
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'payload_migrations'",
  )
  if (tables.length === 0) return new Map()
  const { rows } = await client.execute('SELECT name, batch FROM payload_migrations')
  return new Map(rows.map(({ name, batch }) => [String(name), Number(batch)]))
}

async function countDangling(client: Client): Promise<number> {
  return (await client.execute('PRAGMA foreign_key_check')).rows.length
}
