import type { BaseDatabaseAdapter, DatabaseAdapterObj, PayloadRequest } from 'payload'

type Unchanged = Map<string, string[]>

const keyOf = (collection: string, id: unknown): string => `${collection}:${String(id)}`
const unchangedIn = ({ context }: PayloadRequest): Unchanged => (context.unchanged ??= new Map<string, string[]>()) as Unchanged

/** Leaves these fields of one record out of its next update, which follows in the same request. */
export function leaveOut(req: PayloadRequest, collection: string, id: unknown, fields: string[]): void {
  unchangedIn(req).set(keyOf(collection, id), fields)
}

/**
 * Payload reads a record, checks it whole and writes it whole: of two edits at the same time, each of another field, the later
 * would undo the earlier. With this the adapter writes what an edit changed, and no more (src/hooks/writeChangesOnly.ts says what).
 */
export function writeChangesOnly<T extends BaseDatabaseAdapter>(adapter: DatabaseAdapterObj<T>): DatabaseAdapterObj<T> {
  return {
    ...adapter,
    init: (args) => {
      const db = adapter.init(args)
      const { updateOne } = db
      db.updateOne = async function (update) {
        const key = keyOf(update.collection, update.id)
        const fields = update.req && update.id !== undefined ? unchangedIn(update.req as PayloadRequest).get(key) : undefined
        if (!fields) return updateOne.call(this, update)
        unchangedIn(update.req as PayloadRequest).delete(key)
        const data = Object.fromEntries(Object.entries(update.data).filter(([name]) => !fields.includes(name)))
        if (this.name !== 'sqlite') return updateOne.call(this, { ...update, data })
        // Rows of other tables make the adapter write the record's own row by INSERT … ON CONFLICT, which SQLite refuses for want of the
        // columns left out. By themselves, after that row, they do not.
        const apart = this.payload.collections[update.collection].config.flattenedFields.filter((field) => field.type === 'array' || ('hasMany' in field && field.hasMany)).map(({ name }) => name)
        const [own, others] = [false, true].map((isApart) => Object.fromEntries(Object.entries(data).filter(([name]) => apart.includes(name) === isApart)))
        if (Object.keys(others ?? {}).length === 0) return updateOne.call(this, { ...update, data })
        await updateOne.call(this, { ...update, data: own ?? {} })
        return updateOne.call(this, { ...update, data: others ?? {} })
      }
      return db
    },
  }
}
