import type { Document, Filter } from 'mongodb'
import { comparisonsIn, type Comparison, type Conditions, type Extent, type Reader } from './conditions.ts'
import { cast, collectionOf, inSession, nameOf } from './mongo.ts'

export async function findInMongo(
  req: Reader,
  collection: string,
  conditions: Conditions,
  { fields = [], limit, offset = 0, sort }: Extent,
): Promise<object[]> {
  // `outcome_visits` is `outcome.visits` here, and a column of its own on SQLite.
  const projection = Object.fromEntries(fields.map((field) => [nameOf(field).replace(/(?<=.)_/, '.'), 1]))
  try {
    const found = collectionOf(req, collection).find(filterFrom(req, collection, conditions), {
      projection,
      // In one answer: the first of several would hold 101 rows.
      ...(limit !== undefined && { limit, skip: offset, batchSize: limit }),
      ...(sort !== undefined && { sort: { [nameOf(sort)]: 1 } }),
      ...(await inSession(req)),
    })
    return (await found.toArray()).map(rowFrom)
  } catch (error) {
    // No row has an id that is none.
    if ((error as Error).name === 'CastError') return []
    throw error
  }
}

export async function countInMongo(req: Reader, collection: string, conditions: Conditions): Promise<number> {
  return collectionOf(req, collection).countDocuments(filterFrom(req, collection, conditions), await inSession(req))
}

function filterFrom(req: Reader, collection: string, conditions: Conditions): Filter<Document> {
  const conditionOn = (field: string, wanted: unknown): unknown => {
    const stored = (value: unknown): unknown => cast(req, collection, field, value)
    const comparisons = comparisonsIn(wanted)
    if (comparisons)
      return Object.fromEntries(comparisons.flatMap(([name, value]) => Object.entries(COMPARED[name](stored(value)))))
    return Array.isArray(wanted) ? { $in: wanted.flatMap((value) => storable(() => stored(value))) } : stored(wanted)
  }
  return Object.fromEntries(
    Object.entries(conditions).map(([field, wanted]) => [nameOf(field), conditionOn(nameOf(field), wanted)]),
  )
}

/** Nothing for an id that is none: no row has it, and others of the list are looked for all the same. */
function storable(stored: () => unknown): unknown[] {
  try {
    return [stored()]
  } catch (error) {
    if ((error as Error).name === 'CastError') return []
    throw error
  }
}

const COMPARED: Record<Comparison, (value: unknown) => Document> = {
  below: (value) => ({ $lt: value }),
  above: (value) => ({ $gt: value }),
  upTo: (value) => ({ $lte: value }),
  notAbove: (value) => ({ $not: { $gt: value } }),
  holdsAll: (parts) => ({ $all: parts }),
}

/** A document as a row: ids and times as texts. */
function rowFrom({ _id, ...fields }: Document): object {
  return { id: String(_id), ...(plain(fields) as object) }
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  if ('_bsontype' in value) return String(value)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
}
