import { cast, collectionOf } from '../../src/database/mongo.ts'
import { columnOf, connectionOf } from '../../src/database/sqlite.ts'
import type { CollectionSlug, Payload } from 'payload'

interface Sqlite {
  client: { execute(sql: string): Promise<{ rows: Record<string, unknown>[] }> }
}
interface Mongo {
  collections: Record<string, { collection: { find(): { toArray(): Promise<Record<string, unknown>[]> } } }>
}

/** All rows of a collection as they lie in the database: under the names of its columns, encrypted where they are. */
export async function storedRows({ db }: Payload, collection: CollectionSlug): Promise<Record<string, unknown>[]> {
  if (db.name === 'sqlite') return (await (db as unknown as Sqlite).client.execute(`SELECT * FROM "${collection.replaceAll('-', '_')}"`)).rows
  return (await (db as unknown as Mongo).collections[collection]?.collection.find().toArray()) ?? []
}

/** Puts a value into the database past everything, as an older version of the program would have stored it. */
export async function writeStored(payload: Payload, collection: CollectionSlug, id: string, field: string, value: string | object): Promise<void> {
  if (payload.db.name === 'sqlite') {
    const table = collection.replaceAll('-', '_')
    const stored = typeof value === 'string' ? value : JSON.stringify(value)
    connectionOf(payload).write([[{ sql: `UPDATE "${table}" SET "${columnOf(payload, table, field).name}" = ? WHERE id = ?`, args: [stored, id] }]])
    return
  }
  const model = collectionOf({ payload }, collection)
  await model.updateOne({ _id: cast({ payload }, collection, '_id', id) as never }, { $set: { [field]: value } })
}

/** One field as it lies in the database. */
export async function storedValue(payload: Payload, collection: CollectionSlug, id: string, field: string): Promise<unknown> {
  const name = payload.db.name === 'sqlite' ? columnOf(payload, collection.replaceAll('-', '_'), field).name : field
  return (await storedRows(payload, collection)).find((row) => String(row.id ?? row._id) === id)?.[name]
}
