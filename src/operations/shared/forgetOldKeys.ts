import type { PayloadRequest } from 'payload'
import { removeAll } from './forgetOldRecords.ts'
import { atOnce, type Paced } from './paced.ts'

/** Removes what its time is over: idempotency keys and their answers, counts of limits, links, ended log-ins. */
export async function forgetOldKeys(req: PayloadRequest, now: Date, paced: Paced = atOnce): Promise<void> {
  for (const collection of ['idempotency-keys', 'limits', 'one-time-links', 'staff-logins'] as const)
    await removeAll(req, collection, { expiresAt: { less_than: now.toISOString() } }, paced)
}
