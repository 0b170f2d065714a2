import { randomUUID } from 'node:crypto'
import type { AnyBulkWriteOperation, Document, ObjectId } from 'mongodb'
import { createLocalReq, type Payload, type PayloadRequest } from 'payload'
import { exclusively } from './exclusively.ts'
import { cast, collectionOf, documentFrom, inSession } from './mongo.ts'
import { runInTransaction } from './runInTransaction.ts'
import type { RowChange, Swap } from './types.ts'

/**
 * One row is written by one atomic statement. Several are written in the caller's transaction, or together with what
 * others ask for: what was read there cannot change without the commit failing as a transient conflict, which is
 * retried from the start. So comparing, then writing, is atomic towards others; and towards the same transaction, in
 * which Payload's bulk operations work on many rows at once, by taking turns.
 */
export async function swapInMongo(req: PayloadRequest, asked: Swap): Promise<boolean> {
  const transaction = await req.transactionID
  if (transaction) return exclusively(`swap:${String(transaction)}`, () => compareThenWrite(req, asked))
  const isOneStatement = asked.open.length === 0 && asked.changes.length + asked.added.length === 1
  return isOneStatement ? isWrittenBy(writeAll(req, [asked])) : writeTogether(req.payload, asked)
}

/** The transaction is the caller's and goes on when the answer is no: so nothing may have been written then. */
async function compareThenWrite(req: PayloadRequest, asked: Swap): Promise<boolean> {
  const options = await inSession(req)
  // A single one is compared by its own write.
  for (const { collection, id, revision } of asked.changes.length > 1 ? asked.changes : []) {
    const row = await collectionOf(req, collection).findOne(documentFrom(req, collection, { id }), {
      projection: { revision: 1 },
      ...options,
    })
    if (!row || (row.revision ?? null) !== revision) return false
  }
  return isWrittenBy(writeAll(req, [asked]))
}

class Refused extends Error {}

async function isWrittenBy(writing: Promise<void>): Promise<boolean> {
  try {
    await writing
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}

/** @throws Refused when a row has changed, or a person's record has ended */
async function writeAll(req: PayloadRequest, swaps: Swap[]): Promise<void> {
  const options = await inSession(req)
  const open = [...new Set(swaps.flatMap((one) => one.open))]
  if (open.length > 0) {
    // Written, so that whoever changes them at the same time loses.
    const standing = {
      _id: { $in: open.map((id) => cast(req, 'people', '_id', id) as ObjectId) },
      mergedInto: null,
      erasedAt: null,
    }
    const { matchedCount } = await collectionOf(req, 'people').updateMany(
      standing,
      { $set: { revision: randomUUID() } },
      options,
    )
    if (matchedCount < open.length) throw new Refused()
  }
  for (const [collection, changes] of byCollection(swaps.flatMap((one) => one.changes))) {
    const { matchedCount } = await collectionOf(req, collection).bulkWrite(
      changes.map((change) => updateFrom(req, change)),
      options,
    )
    if (matchedCount < changes.length) throw new Refused()
  }
  for (const [collection, rows] of byCollection(swaps.flatMap((one) => one.added))) {
    await collectionOf(req, collection).insertMany(
      rows.map(({ id, insert, lists }) => documentFrom(req, collection, { id, ...insert, ...lists })),
      options,
    )
  }
}

function updateFrom(
  req: PayloadRequest,
  { collection, id, revision, set, add }: RowChange,
): AnyBulkWriteOperation<Document> {
  return {
    updateOne: {
      filter: documentFrom(req, collection, { id, revision }),
      update: { ...(set && { $set: documentFrom(req, collection, set) }), ...(add && { $inc: add }) },
    },
  }
}

function byCollection<Row extends { collection: string }>(rows: Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>()
  for (const row of rows) found.set(row.collection, [...(found.get(row.collection) ?? []), row])
  return found
}

interface Pending {
  asked: Swap
  done: (isWritten: boolean) => void
  fail: (error: unknown) => void
}

/** Swaps in a transaction, at most. */
const MAX_TOGETHER = 64

/** By database connection: a process may hold several. */
const waiting = new WeakMap<object, Pending[]>()

/**
 * Swaps that are asked for while others are being written share the next transaction, and so its commands: a command
 * for sixteen costs far less than sixteen commands. One transaction at a time, since several would only be smaller ones
 * (measured: 143 sign-ups a second of 16 clients with one, 90 with four). When one of them is refused, nothing is
 * written and each goes alone.
 */
function writeTogether(payload: Payload, asked: Swap): Promise<boolean> {
  return new Promise((done, fail) => {
    const line = waiting.get(payload.db)
    if (line) return void line.push({ asked, done, fail })
    waiting.set(payload.db, [{ asked, done, fail }])
    void writeLine(payload)
  })
}

/** Until nobody is left. */
async function writeLine(payload: Payload): Promise<void> {
  for (;;) {
    const group = waiting.get(payload.db)?.splice(0, MAX_TOGETHER) ?? []
    if (group.length === 0) break
    await writeGroup(payload, group)
  }
  waiting.delete(payload.db)
}

async function writeGroup(payload: Payload, group: Pending[]): Promise<void> {
  const [only, ...others] = group
  try {
    const req = await createLocalReq({}, payload)
    const isWritten = await isWrittenBy(
      runInTransaction(req, () =>
        writeAll(
          req,
          group.map(({ asked }) => asked),
        ),
      ),
    )
    if (isWritten || others.length === 0) return group.forEach(({ done }) => done(isWritten))
  } catch (error) {
    if (others.length === 0) return only?.fail(error)
  }
  for (const one of group) await writeGroup(payload, [one])
}
