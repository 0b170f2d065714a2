import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import Database from 'libsql'
import { BSON, MongoClient } from 'mongodb'

/** `node tests/older/pack.mjs FILE URI`: how the files beside it were made of two databases of e31db10 (README.md). */
const [file, uri] = process.argv.slice(2)
const write = (name, content) => writeFileSync(path.join(import.meta.dirname, name), brotliCompressSync(content))

const database = new Database(file)
database.exec('PRAGMA journal_mode = DELETE; VACUUM')
database.close()
write('e31db10.db.br', readFileSync(file))

const client = await MongoClient.connect(uri)
const collections = {}
for (const collection of await client.db().collections()) {
  const indexes = (await collection.indexes()).filter(({ name }) => name !== '_id_').map(({ name, key, unique = false, sparse = false }) => ({ name, key, unique, sparse }))
  collections[collection.collectionName] = { indexes, documents: await collection.find().toArray() }
}
write('e31db10.json.br', BSON.EJSON.stringify(collections, { relaxed: false }))
await client.close()
