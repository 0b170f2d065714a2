import type { PayloadRequest } from 'payload'
import { removeAll } from './forgetOldRecords.ts'
import { atOnce, type Paced } from './paced.ts'

/** Removes idempotency keys and their answers after their 24 hours, and counts of limits whose time is over. */
export async function forgetOldKeys(req: PayloadRequest, now: Date, paced: Paced = atOnce): Promise<void> {
  for (const collection of ['idempotency-keys', 'limits'] as const)
    await removeAll(req, collection, { expiresAt: { less_than: now.toISOString() } }, paced)
}
