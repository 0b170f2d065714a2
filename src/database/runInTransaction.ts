import { setTimeout as sleep } from 'node:timers/promises'
import { commitTransaction, initTransaction, killTransaction, type PayloadRequest } from 'payload'

/** How long a use case is tried again while others win, in milliseconds: a stampede on one activity takes its time. */
const PATIENCE_MS = 30_000

/** Somebody else was faster: nothing was written, the same work may be tried again. With MongoDB's code for it. */
export class TransientConflict extends Error {
  readonly code = 112
}

/** A conflict with another transaction: nothing was written, the same work may be tried again. */
export function isTransientConflict(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, errorLabels, hasErrorLabel } = cause as {
      code?: unknown
      errorLabels?: string[]
      hasErrorLabel?: (label: string) => boolean
    }
    if (code === 112 || code === 251 || errorLabels?.includes('TransientTransactionError')) return true
    if (hasErrorLabel?.call(cause, 'TransientTransactionError')) return true
  }
  return false
}

/**
 * Runs a use case as one transaction where the database has them (MongoDB), from the start again after a transient
 * conflict. Joins the transaction of a caller that already has one. On SQLite, where a use case is safe by the order
 * of its writes (docs/seats.md), it runs the work as it is.
 *
 * @throws what `work` throws; the last conflict after 30 s of conflicts
 */
export async function runInTransaction<T>(req: PayloadRequest, work: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + PATIENCE_MS
  for (let attempt = 1; ; attempt += 1) {
    const isOutermost = await initTransaction(req)
    try {
      const result = await work()
      if (isOutermost) await commitTransaction(req)
      return result
    } catch (error) {
      if (!isOutermost) throw error
      await killTransaction(req)
      if (!isTransientConflict(error) || performance.now() > giveUpAt) throw error
      await sleep(Math.random() * Math.min(20 * attempt, 200))
    }
  }
}
