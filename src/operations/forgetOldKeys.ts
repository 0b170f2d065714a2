import type { PayloadRequest } from 'payload'

/** Removes idempotency keys and their answers after their 24 hours, and counts of limits whose time is over. */
export async function forgetOldKeys(req: PayloadRequest, now: Date): Promise<void> {
  for (const collection of ['idempotency-keys', 'limits'] as const) await req.payload.db.deleteMany({ collection, where: { expiresAt: { less_than: now.toISOString() } }, req })
}
