import type { PayloadRequest, Where } from 'payload'
import { atOnce, type Paced } from './paced.ts'

const DAY_MS = 86_400_000
/** Rows that go in one statement. */
const BATCH = 500

/** How long what nobody needs any more is kept; the table is in docs/retention.md and on the about page. */
export const KEPT_DAYS = {
  /** After it was asked for: none can be used after ten minutes, and none counts for a limit. */
  codes: 1,
  /** After its last change; one that is still to be sent stays. */
  messages: 180,
  /** After the morning on which nothing waited for somebody of the staff, so that nothing was sent. */
  idleDigests: 1,
  /** After it was written. */
  audit: 3 * 365,
} as const

/** Removes log-in codes, messages and lines of the audit trail when their time is over. Safe beside itself, and to be killed at any point. */
export async function forgetOldRecords(req: PayloadRequest, now: Date, paced: Paced = atOnce): Promise<void> {
  const before = (days: number): string => new Date(now.getTime() - days * DAY_MS).toISOString()
  await removeAll(req, 'codes', { createdAt: { less_than: before(KEPT_DAYS.codes) } }, paced)
  await removeAll(req, 'messages', { and: [{ updatedAt: { less_than: before(KEPT_DAYS.messages) } }, { state: { in: ['sent', 'skipped', 'failed'] } }] }, paced)
  await removeAll(req, 'messages', { and: [{ updatedAt: { less_than: before(KEPT_DAYS.idleDigests) } }, { kind: { equals: 'digest' } }, { state: { equals: 'skipped' } }] }, paced)
  await removeAll(req, 'audit', { createdAt: { less_than: before(KEPT_DAYS.audit) } }, paced)
}

async function removeAll(req: PayloadRequest, collection: 'codes' | 'messages' | 'audit', where: Where, paced: Paced): Promise<void> {
  for (;;) {
    const { docs } = await req.payload.db.find<{ id: string }>({ collection, where: { and: [where] }, limit: BATCH, pagination: false, select: { createdAt: true }, req })
    if (docs.length === 0) return
    await paced(() => req.payload.db.deleteMany({ collection, where: { id: { in: docs.map(({ id }) => id) } }, req }))
  }
}
