import type { BaseDatabaseAdapter, CollectionSlug, DatabaseAdapterObj, PayloadRequest } from 'payload'
import { writeWhole } from './wholeWrites.ts'
import { tableOf } from './sqlite.ts'

type Unchanged = Map<string, string[]>

const keyOf = (collection: string, id: unknown): string => `${collection}:${String(id)}`
const unchangedIn = ({ context }: PayloadRequest): Unchanged =>
  (context.unchanged ??= new Map<string, string[]>()) as Unchanged

/** Leaves these fields of one record out of its next update, which follows in the same request. */
export function leaveOut(req: PayloadRequest, collection: string, id: unknown, fields: string[]): void {
  unchangedIn(req).set(keyOf(collection, id), fields)
}

const expectedIn = ({ context }: PayloadRequest): Map<string, string> =>
  (context.expected ??= new Map<string, string>()) as Map<string, string>

/**
 * The next update of the record, which follows in the same request, is for what stood there at this `updatedAt` and for
 * nothing newer.
 */
export function writeOver(req: PayloadRequest, collection: string, id: unknown, updatedAt: string): void {
  expectedIn(req).set(keyOf(collection, id), updatedAt)
}

/**
 * Payload reads a record, checks it whole and writes it whole: of two edits at the same time, each of another field,
 * the later would undo the earlier. With this the adapter writes what an edit changed, and no more
 * (src/hooks/shared/writeChangesOnly.ts says what); and it writes a record that lies in several tables whole or not at
 * all.
 */
export function writeChangesOnly<T extends BaseDatabaseAdapter>(adapter: DatabaseAdapterObj<T>): DatabaseAdapterObj<T> {
  return {
    ...adapter,
    init: (args) => {
      const db = adapter.init(args)
      const { create, updateOne } = db
      db.create = async function (record) {
        const liesApart =
          this.name === 'sqlite' && listsOf(this, record.collection).some((name) => hasEntries(record.data[name]))
        return liesApart
          ? writeWhole(this, record.req, undefined, (req) => create.call(this, { ...record, req }))
          : create.call(this, record)
      }
      db.updateOne = async function (update) {
        const key = keyOf(update.collection, update.id)
        const fields =
          update.req && update.id !== undefined ? unchangedIn(update.req as PayloadRequest).get(key) : undefined
        if (fields) unchangedIn(update.req as PayloadRequest).delete(key)
        const expected =
          update.req && update.id !== undefined ? expectedIn(update.req as PayloadRequest).get(key) : undefined
        if (expected !== undefined) expectedIn(update.req as PayloadRequest).delete(key)
        const data = Object.fromEntries(Object.entries(update.data).filter(([name]) => !fields?.includes(name)))
        const lists = this.name === 'sqlite' ? listsOf(this, update.collection).filter((name) => name in data) : []
        // On MongoDB the edit's own transaction fails when the record changed since it was read.
        const isGuarded = expected !== undefined && this.name === 'sqlite'
        if (lists.length === 0 && !isGuarded) return updateOne.call(this, { ...update, data })
        const stillThere = isGuarded
          ? {
              sql: `SELECT 1 FROM "${tableOf(update.collection)}" WHERE id = ? AND updated_at = ?`,
              args: [String(update.id), expected],
            }
          : undefined
        return writeWhole(this, update.req, stillThere, async (req) => {
          if (!fields || lists.length === 0) return updateOne.call(this, { ...update, data, req })
          // Rows of other tables make the adapter write the record's own row by INSERT … ON CONFLICT, which SQLite
          // refuses for want of the columns left out. By themselves, after that row, they do not.
          const [own, others] = [false, true].map((isApart) =>
            Object.fromEntries(Object.entries(data).filter(([name]) => lists.includes(name) === isApart)),
          )
          await updateOne.call(this, { ...update, data: own ?? {}, req })
          return updateOne.call(this, { ...update, data: others ?? {}, req })
        })
      }
      return db
    },
  }
}

/** The fields of a record that lie in tables of their own on SQLite. */
function listsOf({ payload }: BaseDatabaseAdapter, collection: string): string[] {
  const fields = payload.collections[collection as CollectionSlug]?.config.flattenedFields ?? []
  return fields
    .filter((field) => field.type === 'array' || ('hasMany' in field && field.hasMany))
    .map(({ name }) => name)
}

const hasEntries = (value: unknown): boolean => Array.isArray(value) && value.length > 0
