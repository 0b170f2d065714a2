import type { PayloadRequest } from 'payload'

interface Session {
  inTransaction(): boolean
}

interface Options {
  session: Session | undefined
}

/** What is used of Mongoose's models here: they cast texts to ids and dates by the collection's fields. */
export interface MongoModel {
  find(filter: object, projection: object, options: Options & { lean: true; limit?: number }): Promise<Record<string, unknown>[]>
  countDocuments(filter: object, options: Options): Promise<number>
  updateMany(filter: object, update: object, options: Options & { timestamps: false }): Promise<{ matchedCount: number }>
  insertMany(rows: object[], options: Options & { timestamps: false }): Promise<unknown>
}

interface MongoAdapter {
  collections: Record<string, MongoModel>
  sessions: Record<string, Session>
}

/** Payload's adapter looks every query and every document through, field by field; rows of our own bookkeeping need none of it. */
export function modelOf({ payload }: Pick<PayloadRequest, 'payload'>, collection: string): MongoModel {
  const model = (payload.db as unknown as MongoAdapter).collections[collection]
  if (!model) throw new Error(`No model for ${collection}`)
  return model
}

/** The request's transaction, if it has one. */
export async function sessionOf(req: Pick<PayloadRequest, 'payload'> & Partial<Pick<PayloadRequest, 'transactionID'>>): Promise<Session | undefined> {
  const id = await req.transactionID
  const session = id === undefined || id === null ? undefined : (req.payload.db as unknown as MongoAdapter).sessions[String(id)]
  return session?.inTransaction() ? session : undefined
}

/** A document as a row: ids and times as texts. */
export function rowFrom({ _id, ...fields }: Record<string, unknown>): unknown {
  return { id: String(_id), ...(plain(fields) as object) }
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  if ('_bsontype' in value) return String(value)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
}
