import { readFileSync } from 'node:fs'
import { cast, collectionOf } from '../../src/database/mongo.ts'
import { columnOf, connectionOf, pathOf, SqliteConnection, tableOf } from '../../src/database/sqlite.ts'
import type { MongoClient } from 'mongodb'
import type { CollectionSlug, Payload } from 'payload'

interface Sqlite {
  clientConfig: { url: string }
  client: { execute(sql: string): Promise<{ rows: Record<string, unknown>[] }> }
}
interface Mongo {
  connection: { getClient(): MongoClient }
  collections: Record<string, { collection: { find(): { toArray(): Promise<Record<string, unknown>[]> } } }>
}

/**
 * Tells what was written since it was last asked: the names of the tables or collections whose rows differ. Cheap
 * enough to ask after each test: on SQLite the file itself tells a second connection whether anything was committed at
 * all, on MongoDB the driver whether this process sent any write.
 *
 * @param compared what of a table's rows has to stay the same
 */
export async function watchRows(
  payload: Payload,
  compared: (table: string, rows: unknown[]) => unknown,
): Promise<{ written(): Promise<string[]>; stop(): void }> {
  const file =
    payload.db.name === 'sqlite'
      ? new SqliteConnection(pathOf((payload.db as unknown as Sqlite).clientConfig.url))
      : null
  const sent = file ? null : countWrites((payload.db as unknown as Mongo).connection.getClient())
  const version = (): unknown => sent?.() ?? file?.read({ sql: 'PRAGMA data_version', args: [] })[0]?.[0]
  const tables =
    file
      ?.read({ sql: "SELECT name FROM sqlite_master WHERE type = 'table'", args: [] })
      .map(([name]) => String(name)) ?? payload.config.collections.map(({ slug }) => slug)
  const look = async (): Promise<Map<string, string>> => {
    const rowsOf = async (table: string): Promise<unknown[]> =>
      file?.read({ sql: `SELECT * FROM "${table}" ORDER BY 1`, args: [] }) ??
      storedRows(payload, table as CollectionSlug)
    return new Map(
      await Promise.all(
        tables.map(async (table) => [table, JSON.stringify(compared(table, await rowsOf(table)))] as const),
      ),
    )
  }
  let [before, seen] = [await look(), version()]
  return {
    async written() {
      const now = version()
      if (now === seen) return []
      const after = await look()
      const written = tables.filter((table) => after.get(table) !== before.get(table))
      ;[before, seen] = [after, now]
      return written
    },
    stop: () => file?.close(),
  }
}

const WRITES = /^(insert|update|delete|findAndModify|bulkWrite|commitTransaction|drop|create)/i

/** How many commands that may write this client has sent, whatever came of them. */
function countWrites(client: MongoClient): () => number {
  if (!client.options.monitorCommands) throw new Error('This client does not tell which commands it sends')
  let count = 0
  client.on('commandStarted', ({ commandName }) => {
    if (WRITES.test(commandName)) count += 1
  })
  return () => count
}

/** All rows of a collection as they lie in the database: under the names of its columns, encrypted where they are. */
export async function storedRows({ db }: Payload, collection: CollectionSlug): Promise<Record<string, unknown>[]> {
  if (db.name === 'sqlite')
    return (await (db as unknown as Sqlite).client.execute(`SELECT * FROM "${tableOf(collection)}"`)).rows
  return (await (db as unknown as Mongo).collections[collection]?.collection.find().toArray()) ?? []
}

/** Puts a value into the database past everything, as an older version of the program would have stored it. */
export async function writeStored(
  payload: Payload,
  collection: CollectionSlug,
  id: string,
  field: string,
  value: string | object | null,
): Promise<void> {
  if (payload.db.name === 'sqlite') {
    const table = tableOf(collection)
    const stored = typeof value === 'string' || value === null ? value : JSON.stringify(value)
    connectionOf(payload).write([
      [{ sql: `UPDATE "${table}" SET "${columnOf(payload, table, field).name}" = ? WHERE id = ?`, args: [stored, id] }],
    ])
    return
  }
  const model = collectionOf({ payload }, collection)
  await model.updateOne({ _id: cast({ payload }, collection, '_id', id) as never }, { $set: { [field]: value } })
}

/** One field as it lies in the database. */
export async function storedValue(
  payload: Payload,
  collection: CollectionSlug,
  id: string,
  field: string,
): Promise<unknown> {
  const name = payload.db.name === 'sqlite' ? columnOf(payload, tableOf(collection), field).name : field
  return (await storedRows(payload, collection)).find((row) => String(row.id ?? row._id) === id)?.[name]
}

/** Whatever of the database a thief of the disk would have. */
export async function bytesAtRest(payload: Payload): Promise<string> {
  if (payload.db.name !== 'sqlite')
    return JSON.stringify(await Promise.all(payload.config.collections.map(({ slug }) => storedRows(payload, slug))))
  const file = pathOf((payload.db as unknown as Sqlite).clientConfig.url)
  return ['', '-wal'].map((end) => readFileSync(`${file}${end}`).toString('utf8')).join('')
}
