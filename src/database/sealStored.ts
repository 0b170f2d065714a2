import type { Document, Filter } from 'mongodb'
import type { Payload } from 'payload'
import { CIPHERTEXT, decryptField, isCiphertext } from '../privacy/cipher.ts'
import { collectionOf } from './mongo.ts'
import { patiently } from './patiently.ts'
import { sealedFieldsOf, sealedValue, type SealedFields } from './sealed.ts'
import { columnOf, connectionOf, type Stored } from './sqlite.ts'

/** Rows that are encrypted in one step. */
const BATCH = 500

/**
 * Encrypts what was stored before its field was personal (src/database/sealed.ts). Each value is written only over the
 * one that was read, so that this may die at any point, run again, and run beside other processes; when nothing is left
 * it only looks. On SQLite the file is rebuilt once, since its free space may still hold what was deleted before
 * `secure_delete` was on.
 *
 * @returns how many values were encrypted
 * @throws when the database was written under another DATA_KEY
 */
export async function sealStored(payload: Payload): Promise<number> {
  const isSqlite = payload.db.name === 'sqlite'
  await requireOwnKey(payload)
  let written = 0
  for (const slug of Object.keys(payload.collections)) {
    const fields = sealedFieldsOf(payload, slug)
    if (fields.size > 0)
      written += isSqlite ? sealTable(payload, slug, fields) : await sealCollection(payload, slug, fields)
  }
  if (isSqlite) await rebuild(payload)
  return written
}

/** A wrong key would show everybody's data as gibberish, and write new data that the right one cannot read. */
async function requireOwnKey(payload: Payload): Promise<void> {
  const one = await payload.db.findOne<{ id: string; name: string }>({ collection: 'people', where: {} })
  // Opened already: what still looks like ciphertext could not be.
  if (one && isCiphertext(one.name) && decryptField(one.name) === null)
    throw new Error(
      'DATA_KEY is not the key that this database was written with. Set the right one; nothing was changed.',
    )
}

function sealTable(payload: Payload, slug: string, fields: SealedFields): number {
  const connection = connectionOf(payload)
  const table = slug.replaceAll('-', '_')
  let written = 0
  for (const [field, kind] of fields) {
    const { name } = columnOf(payload, table, field)
    const start = kind === 'json' ? '"v1:' : 'v1:'
    const isPlain = `"${name}" IS NOT NULL AND "${name}" NOT IN ('', 'null') AND NOT ("${name}" GLOB '${start}*' AND length("${name}") > 40 AND "${name}" NOT GLOB '*[^A-Za-z0-9+/=:"]*')`
    for (;;) {
      const rows = connection.read({
        sql: `SELECT id, "${name}" FROM "${table}" WHERE ${isPlain} LIMIT ${BATCH}`,
        args: [],
      })
      if (rows.length === 0) break
      const updates = rows.map(([id = null, stored = null]) => {
        const text = String(stored)
        const value =
          kind === 'json' ? JSON.stringify(sealedValue(jsonOrText(text), kind)) : (sealedValue(text, kind) as Stored)
        return [
          { sql: `UPDATE "${table}" SET "${name}" = ? WHERE id = ? AND "${name}" IS ?`, args: [value, id, stored] },
        ]
      })
      written += connection.write(updates).filter(Boolean).length
    }
  }
  return written
}

/** Text that is no JSON stays as it is: one bad row stops no start. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function sealCollection(payload: Payload, slug: string, fields: SealedFields): Promise<number> {
  const collection = collectionOf({ payload }, slug)
  let written = 0
  for (const [field, kind] of fields) {
    const isPlain: Filter<Document> = {
      $or: [
        { [field]: { $type: 'string', $ne: '', $not: CIPHERTEXT } },
        ...(kind === 'json' ? [{ [field]: { $type: 'object' } }, { [field]: { $type: 'array' } }] : []),
      ],
    }
    for await (const row of collection.find(isPlain, { projection: { [field]: 1 } })) {
      const stored: unknown = row[field]
      const { modifiedCount } = await collection.updateOne(
        { _id: row._id, [field]: stored },
        { $set: { [field]: sealedValue(stored, kind) } },
      )
      written += modifiedCount
    }
  }
  return written
}

async function rebuild(payload: Payload): Promise<void> {
  try {
    await patiently(() => connectionOf(payload).rebuild())
  } catch (error) {
    payload.logger.warn(
      { err: error },
      'The file could not be rebuilt beside other processes: its free space may hold old personal data until the next start',
    )
  }
}
