import { setImmediate } from 'node:timers/promises'
import type { Where } from 'payload'
import { piecesOf } from './piecesOf.ts'

/**
 * Records that are read in one piece: Payload looks each through, some 0.3 to 1 ms, and on SQLite nobody else gets a
 * turn before all of a piece are done.
 */
const READ_AT_ONCE = 50

/** The records by these ids, in the order of the ids, read so that others get their turn in between. */
export async function findByIds<T extends { id: string }>(
  ids: string[],
  find: (ids: string[]) => Promise<{ docs: T[] }>,
): Promise<T[]> {
  const found = new Map<string, T>()
  for (const piece of piecesOf(ids, READ_AT_ONCE)) {
    for (const one of (await find(piece)).docs) found.set(one.id, one)
    await setImmediate()
  }
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** Rows that are read in one piece: as they are stored, they cost far less than what Payload has looked through. */
const ROWS_AT_ONCE = 500

/**
 * All that a search finds in the order of a field, read so that others get their turn in between. Each piece goes on
 * from the last row of the one before: pages by number would make the database count from the beginning every time.
 *
 * @param find `after` are conditions on the rows of the next piece, sorted by the field and the id
 */
export async function findAllInOrder<F extends string, T extends { id: string } & Record<F, string>>(
  field: F,
  find: (after: Where[], limit: number) => Promise<T[]>,
): Promise<T[]> {
  const found = new Map<string, T>()
  for (let last: T | undefined; ;) {
    const piece = await find(afterRow(field, last), ROWS_AT_ONCE)
    // One that moved on between two pieces is found twice.
    for (const one of piece) found.set(one.id, one)
    if (piece.length < ROWS_AT_ONCE) return [...found.values()]
    last = piece.at(-1)
    await setImmediate()
  }
}

function afterRow<F extends string>(field: F, last: ({ id: string } & Record<F, string>) | undefined): Where[] {
  if (!last) return []
  const value = last[field]
  const isLater: Where = { [field]: { greater_than: value } }
  const isBeside: Where = { and: [{ [field]: { equals: value } }, { id: { greater_than: last.id } }] }
  // The first condition says no more than the second, but is one range of the index.
  return [{ [field]: { greater_than_equal: value } }, { or: [isLater, isBeside] }]
}
