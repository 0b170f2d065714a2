import type { BaseDatabaseAdapter, CollectionSlug, DatabaseAdapterObj, FlattenedField, Payload } from 'payload'
import { decryptField, encryptField } from '../privacy/cipher.ts'
import { namePartsOf } from './nameParts.ts'
import { connectionOf } from './sqlite.ts'

/**
 * Fields that can hold something personal (`custom: { personal: true }`) are encrypted on their way into the database
 * and decrypted on their way out, here and nowhere else: all that is above reads and writes plain values, and none of
 * it can forget to. Written is always ciphertext, whatever the text looks like. A value that was stored before its
 * field was personal is no ciphertext. It is read as it stands, until src/database/sealStored.ts has been there.
 */
export type SealedFields = Map<string, 'text' | 'json'>

interface Known {
  sealed: SealedFields
  parts: PartsField[]
}
const knownOfFields = new WeakMap<FlattenedField[], Known>()

function known(fields: FlattenedField[]): Known {
  const found = knownOfFields.get(fields) ?? {
    sealed: new Map(
      fields.filter(isPersonal).map(({ name, type }) => [name, type === 'json' ? 'json' : 'text'] as const),
    ),
    parts: fields.filter((field): field is PartsField => typeof field.custom?.partsOf === 'string'),
  }
  knownOfFields.set(fields, found)
  return found
}

export const sealedFieldsOf = ({ collections }: Pick<Payload, 'collections'>, collection: string): SealedFields =>
  known(collections[collection as CollectionSlug].config.flattenedFields).sealed

const isPersonal = ({ custom }: FlattenedField): boolean =>
  (custom as { personal?: boolean } | undefined)?.personal === true

/** The same record, as it is stored; with each name go the parts by which it is found. */
export function sealed<T extends object>(payload: Pick<Payload, 'collections'>, collection: string, record: T): T {
  const stored = withEach(payload, collection, record, sealedValue) as Record<string, unknown>
  for (const { name, custom } of partsFieldsOf(payload, collection)) {
    const text = (record as Record<string, unknown>)[custom.partsOf]
    if (typeof text === 'string') stored[name] = namePartsOf(text)
  }
  return stored as T
}

export type PartsField = FlattenedField & { custom: { partsOf: string } }

/** Fields that hold the parts of another, by which that is found (`custom: { partsOf: 'name' }`). */
export const partsFieldsOf = ({ collections }: Pick<Payload, 'collections'>, collection: string): PartsField[] =>
  known(collections[collection as CollectionSlug].config.flattenedFields).parts

export function sealedValue(value: unknown, kind: 'text' | 'json'): unknown {
  if (value === null || value === undefined || value === '') return value
  if (kind === 'json') return encryptField(JSON.stringify(value))
  // A write of Payload's own, as an increment, is no text.
  return typeof value === 'string' ? encryptField(value) : value
}

/** The same record, to be read. */
export function opened<T extends object>(payload: Pick<Payload, 'collections'>, collection: string, record: T): T {
  return withEach(payload, collection, record, (value, kind) => {
    const plain = typeof value === 'string' ? decryptField(value) : null
    if (plain === null) return value
    return kind === 'json' ? (JSON.parse(plain) as unknown) : plain
  })
}

function withEach<T extends object>(
  payload: Pick<Payload, 'collections'>,
  collection: string,
  record: T,
  change: (value: unknown, kind: 'text' | 'json') => unknown,
): T {
  const fields = sealedFieldsOf(payload, collection)
  if (fields.size === 0) return record
  const changed = { ...record } as Record<string, unknown>
  for (const [name, kind] of fields) if (name in changed) changed[name] = change(changed[name], kind)
  return changed as T
}

/** Payload's own reads and writes. The adapter's other ways to the same rows (upsert) come through these. */
export function sealPersonal<T extends BaseDatabaseAdapter>(adapter: DatabaseAdapterObj<T>): DatabaseAdapterObj<T> {
  return {
    ...adapter,
    init: (args) => {
      const db = adapter.init(args)
      const { connect, create, destroy, find, findOne, updateOne, updateMany, deleteOne } = db
      const open = <R>(payload: Payload, collection: string, found: R): R =>
        typeof found === 'object' && found !== null ? opened(payload, collection, found) : found
      db.connect = async function (...asked) {
        await connect?.apply(this, asked)
        // A value that is deleted or written over leaves no bytes behind in the file; our own connection does the same.
        if (this.name === 'sqlite')
          await (this as unknown as { client: { execute(sql: string): Promise<unknown> } }).client.execute(
            'PRAGMA secure_delete = ON',
          )
      }
      db.destroy = async function (...asked) {
        // A deleted value stands in no log either once the server has stopped.
        if (this.name === 'sqlite') connectionOf(this.payload).emptyLog()
        await destroy?.apply(this, asked)
      }
      db.create = async function (asked) {
        return open(
          this.payload,
          asked.collection,
          await create.call(this, { ...asked, data: sealed(this.payload, asked.collection, asked.data) }),
        )
      }
      db.find = async function <Found>(asked: Parameters<typeof find>[0]) {
        const page = await find.call<typeof db, [typeof asked], ReturnType<typeof find<Found>>>(this, asked)
        return { ...page, docs: page.docs.map((one) => open(this.payload, asked.collection, one)) }
      }
      db.findOne = async function <Found extends { id: string | number }>(asked: Parameters<typeof findOne>[0]) {
        return open(
          this.payload,
          asked.collection,
          await findOne.call<typeof db, [typeof asked], ReturnType<typeof findOne<Found>>>(this, asked),
        )
      }
      db.updateOne = async function (asked) {
        return open(
          this.payload,
          asked.collection,
          await updateOne.call(this, { ...asked, data: sealed(this.payload, asked.collection, asked.data) }),
        )
      }
      db.updateMany = async function (asked) {
        const written = await updateMany.call(this, {
          ...asked,
          data: sealed(this.payload, asked.collection, asked.data),
        })
        return written && written.map((one) => open(this.payload, asked.collection, one))
      }
      db.deleteOne = async function (asked) {
        return open(this.payload, asked.collection, await deleteOne.call(this, asked))
      }
      return db
    },
  }
}
