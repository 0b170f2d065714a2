import type { PayloadRequest } from 'payload'
import { Stopping } from './paced.ts'

/**
 * One that cannot be done keeps nobody else waiting: it is logged, and tried again by the next run.
 *
 * @returns how many could not be done
 * @throws Stopping between two of them
 */
export async function eachAlone<T>(
  req: PayloadRequest,
  items: T[],
  work: (item: T) => Promise<unknown>,
): Promise<number> {
  let failed = 0
  for (const item of items) {
    try {
      await work(item)
    } catch (error) {
      if (error instanceof Stopping) throw error
      req.payload.logger.error(
        { err: error, item: typeof item === 'string' ? item : (item as { id?: unknown }).id },
        'one row could not be dealt with, is tried again',
      )
      failed += 1
    }
  }
  return failed
}
