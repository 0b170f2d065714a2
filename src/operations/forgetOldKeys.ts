import type { PayloadRequest } from 'payload'

/** Removes idempotency keys and their answers after their 24 hours. */
export async function forgetOldKeys(req: PayloadRequest, now: Date): Promise<void> {
  await req.payload.db.deleteMany({ collection: 'idempotency-keys', where: { expiresAt: { less_than: now.toISOString() } }, req })
}
