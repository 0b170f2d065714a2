import { setImmediate } from 'node:timers/promises'
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

/** All that a search finds, page by page, read so that others get their turn in between. */
export async function findAllPages<T extends { id: string }>(
  find: (page: { page: number; limit: number }) => Promise<{ docs: T[]; hasNextPage: boolean }>,
): Promise<T[]> {
  const found = new Map<string, T>()
  for (let page = 1; ; page += 1) {
    const { docs, hasNextPage } = await find({ page, limit: READ_AT_ONCE })
    // One that moved on between two pages is found twice.
    for (const one of docs) found.set(one.id, one)
    if (!hasNextPage) return [...found.values()]
    await setImmediate()
  }
}
