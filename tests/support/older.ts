import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import Database from 'libsql'
import { BSON, MongoClient, type Document, type IndexDescription } from 'mongodb'

/** A row as it is stored: by column on SQLite, by field on MongoDB, where dates are dates. */
export type StoredRow = Record<string, unknown>

const FOLDER = path.resolve('tests/older')
const unpack = (file: string): Buffer => brotliDecompressSync(readFileSync(path.join(FOLDER, file)))

/** The SQLite file of e31db10 (tests/older/README.md), to be written where a test wants it. */
export const olderFile = (): Buffer => unpack('e31db10.db.br')

/** Makes the database at this address the one of e31db10. To be called before anybody opens it. */
export async function restoreOlder(uri: string): Promise<void> {
  if (!uri.startsWith('mongodb')) return writeFileSync(uri.replace(/^file:/, ''), olderFile())
  const collections = BSON.EJSON.parse(unpack('e31db10.json.br').toString(), { relaxed: false }) as Record<
    string,
    { documents: Document[]; indexes: IndexDescription[] }
  >
  await inMongo(uri, async (client) => {
    for (const [name, { documents, indexes }] of Object.entries(collections)) {
      const collection = await client.db().createCollection(name)
      if (indexes.length > 0) await collection.createIndexes(indexes)
      if (documents.length > 0) await collection.insertMany(documents)
    }
  })
}

/** All rows of a collection by id, with no code of ours between. */
export async function rowsAt(
  uri: string,
  slug: 'activities' | 'awards' | 'people' | 'registrations' | 'targets' | 'trainings',
): Promise<Map<string, StoredRow>> {
  const rows: StoredRow[] = []
  if (uri.startsWith('mongodb'))
    await inMongo(
      uri,
      async (client) =>
        void rows.push(
          ...(await client
            .db()
            .collection(slug === 'people' ? 'peoples' : slug)
            .find()
            .toArray()),
        ),
    )
  else {
    const database = new Database(uri.replace(/^file:/, ''))
    rows.push(...(database.prepare(`SELECT * FROM "${slug}"`).all([]) as StoredRow[]))
    database.close()
  }
  return new Map(rows.map((row) => [String(row._id ?? row.id), row]))
}

export async function inMongo<T>(uri: string, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = await MongoClient.connect(uri)
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}
