import type { Document, Filter } from 'mongodb'
import type { Payload } from 'payload'
import { CIPHERTEXT, decryptField, isCiphertext } from '../privacy/cipher.ts'
import { namePartsOf } from './nameParts.ts'
import { collectionOf } from './mongo.ts'
import { patiently } from './patiently.ts'
import { partsFieldsOf, sealedFieldsOf, sealedValue, type PartsField, type SealedFields } from './sealed.ts'
import { columnOf, connectionOf, tableOf, type Stored } from './sqlite.ts'

/** Rows that are encrypted in one step. */
const BATCH = 500

/**
 * Encrypts what was stored before its field was personal (src/database/sealed.ts). Each value is written only over the
 * one that was read, so that this may die at any point, run again, and run beside other processes; when nothing is left
 * it only looks. On SQLite the file is rebuilt once, since its free space may still hold what was deleted before
 * `secure_delete` was on. Names from before they were found by their parts get those too.
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
    const parts = partsFieldsOf(payload, slug)
    if (fields.size === 0) continue
    // One look at each record, where each field by itself would take one.
    if (!(isSqlite ? isTableOpen(payload, slug, fields, parts) : await isCollectionOpen(payload, slug, fields, parts)))
      continue
    written += isSqlite ? sealTable(payload, slug, fields) : await sealCollection(payload, slug, fields)
    for (const { name, custom } of parts)
      if (isSqlite) addPartsInTable(payload, slug, custom.partsOf, name)
      else await addPartsInCollection(payload, slug, custom.partsOf, name)
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

/** Whether anything stands in the table as it was stored before its field was personal, or without its parts. */
function isTableOpen(payload: Payload, slug: string, fields: SealedFields, parts: PartsField[]): boolean {
  const table = tableOf(slug)
  const conditions = [
    ...[...fields].map(([field, kind]) => plainIn(columnOf(payload, table, field).name, kind)),
    ...parts.map(({ name, custom }) =>
      withoutParts(columnOf(payload, table, name).name, columnOf(payload, table, custom.partsOf).name),
    ),
  ]
  const sql = `SELECT 1 FROM "${table}" WHERE ${conditions.map((one) => `(${one})`).join(' OR ')} LIMIT 1`
  return connectionOf(payload).read({ sql, args: [] }).length > 0
}

function plainIn(column: string, kind: 'text' | 'json'): string {
  const start = kind === 'json' ? '"v1:' : 'v1:'
  return `"${column}" IS NOT NULL AND "${column}" NOT IN ('', 'null') AND NOT ("${column}" GLOB '${start}*' AND length("${column}") > 40 AND "${column}" NOT GLOB '*[^A-Za-z0-9+/=:"]*')`
}

const withoutParts = (parts: string, name: string): string => `"${parts}" IS NULL AND "${name}" IS NOT NULL`

function sealTable(payload: Payload, slug: string, fields: SealedFields): number {
  const connection = connectionOf(payload)
  const table = tableOf(slug)
  let written = 0
  for (const [field, kind] of fields) {
    const { name } = columnOf(payload, table, field)
    for (;;) {
      const rows = connection.read({
        sql: `SELECT id, "${name}" FROM "${table}" WHERE ${plainIn(name, kind)} LIMIT ${BATCH}`,
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

async function isCollectionOpen(
  payload: Payload,
  slug: string,
  fields: SealedFields,
  parts: PartsField[],
): Promise<boolean> {
  const conditions = [
    ...[...fields].map(([field, kind]) => plainField(field, kind)),
    ...parts.map(({ name, custom }) => fieldWithoutParts(name, custom.partsOf)),
  ]
  return (await collectionOf({ payload }, slug).findOne({ $or: conditions }, { projection: { _id: 1 } })) !== null
}

const plainField = (field: string, kind: 'text' | 'json'): Filter<Document> => ({
  $or: [
    { [field]: { $type: 'string', $ne: '', $not: CIPHERTEXT } },
    ...(kind === 'json' ? [{ [field]: { $type: 'object' } }, { [field]: { $type: 'array' } }] : []),
  ],
})

const fieldWithoutParts = (parts: string, name: string): Filter<Document> => ({
  [parts]: null,
  [name]: { $type: 'string' },
})

async function sealCollection(payload: Payload, slug: string, fields: SealedFields): Promise<number> {
  const collection = collectionOf({ payload }, slug)
  let written = 0
  for (const [field, kind] of fields) {
    for await (const row of collection.find(plainField(field, kind), { projection: { [field]: 1 } })) {
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

/** To what was stored before names were found by their parts; none is left out that is written meanwhile. */
function addPartsInTable(payload: Payload, table: string, field: string, partsField: string): void {
  const connection = connectionOf(payload)
  const [name, parts] = [columnOf(payload, table, field).name, columnOf(payload, table, partsField).name]
  for (;;) {
    const rows = connection.read({
      sql: `SELECT id, "${name}" FROM "${table}" WHERE ${withoutParts(parts, name)} LIMIT ${BATCH}`,
      args: [],
    })
    if (rows.length === 0) return
    connection.write(
      rows.map(([id = null, stored = null]) => [
        {
          sql: `UPDATE "${table}" SET "${parts}" = ? WHERE id = ? AND "${name}" IS ?`,
          args: [JSON.stringify(partsOfStored(stored)), id, stored],
        },
      ]),
    )
  }
}

async function addPartsInCollection(payload: Payload, slug: string, field: string, partsField: string): Promise<void> {
  const collection = collectionOf({ payload }, slug)
  for await (const row of collection.find(fieldWithoutParts(partsField, field), { projection: { [field]: 1 } })) {
    const stored: unknown = row[field]
    await collection.updateOne({ _id: row._id, [field]: stored }, { $set: { [partsField]: partsOfStored(stored) } })
  }
}

const partsOfStored = (stored: unknown): string[] => namePartsOf(decryptField(String(stored)) ?? String(stored))

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
