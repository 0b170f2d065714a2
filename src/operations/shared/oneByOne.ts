import { setImmediate } from 'node:timers/promises'
import type { PayloadRequest } from 'payload'
import { syncedOnce } from '../../database/syncedOnce.ts'

/**
 * How long one request may work on end while others wait, in milliseconds: on SQLite every statement is done when it
 * returns, so that nobody else gets a turn by itself.
 */
const TURN_MS = 50

/**
 * Works on many records for one request, in their order: others get their turn in between, and on SQLite all that is
 * written reaches the disk once, before the answer.
 *
 * @throws what `work` throws; those before it are done
 */
export async function oneByOne<T, R>(
  req: PayloadRequest,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  return syncedOnce(req, async () => {
    const results: R[] = []
    let since = performance.now()
    for (const item of items) {
      results.push(await work(item))
      if (performance.now() - since < TURN_MS) continue
      await setImmediate()
      since = performance.now()
    }
    return results
  })
}
