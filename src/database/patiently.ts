import { setTimeout as sleep } from 'node:timers/promises'

/**
 * How long a statement waits for another process to let go of the SQLite file, in milliseconds; then it has not
 * happened.
 */
const PATIENCE_MS = 5000

/** Whether another process held the SQLite file: nothing was written, the same may be tried again. */
export function isLocked(error: unknown): boolean {
  for (
    let cause = error as { code?: unknown; cause?: unknown } | null | undefined;
    cause;
    cause = cause.cause as typeof cause
  )
    if (/^SQLITE_(BUSY|LOCKED)/.test(String(cause.code))) return true
  return false
}

/** Since when the file is held, as far as this process has seen. */
let heldSince: number | null = null
/** A write that comes when the file has been held for long already waits no longer than this, in milliseconds. */
const LATECOMER_MS = 500

/**
 * Tries again while another process holds the SQLite file. SQLite's own way of waiting (`busy_timeout`) would keep the
 * whole process from answering anybody for as long.
 *
 * @throws what `work` throws; after `patienceMs` an error for which `isLocked` holds
 */
export async function patiently<T>(work: () => T | Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  const started = performance.now()
  for (let pause = 4; ; pause = Math.min(pause * 1.5, 60)) {
    try {
      const result = await work()
      heldSince = null
      return result
    } catch (error) {
      if (!isLocked(error)) throw error
      heldSince ??= performance.now()
      if (performance.now() > Math.max(heldSince + patienceMs, started + LATECOMER_MS)) throw error
      await sleep(pause * (0.5 + Math.random()))
    }
  }
}
