import type { PayloadRequest, Where } from 'payload'
import { eachAlone } from './eachAlone.ts'
import { atOnce, Stopping, type Paced } from './paced.ts'

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

/**
 * Removes log-in codes, messages and lines of the audit trail when their time is over. Safe beside itself, and to be
 * killed at any point.
 */
export async function forgetOldRecords(req: PayloadRequest, now: Date, paced: Paced = atOnce): Promise<void> {
  const before = (days: number): string => new Date(now.getTime() - days * DAY_MS).toISOString()
  await removeAll(req, 'codes', { createdAt: { less_than: before(KEPT_DAYS.codes) } }, paced)
  await removeAll(
    req,
    'messages',
    {
      and: [{ updatedAt: { less_than: before(KEPT_DAYS.messages) } }, { state: { in: ['sent', 'skipped', 'failed'] } }],
    },
    paced,
  )
  await removeAll(
    req,
    'messages',
    {
      and: [
        { updatedAt: { less_than: before(KEPT_DAYS.idleDigests) } },
        { kind: { equals: 'digest' } },
        { state: { equals: 'skipped' } },
      ],
    },
    paced,
  )
  await removeAll(req, 'audit', { createdAt: { less_than: before(KEPT_DAYS.audit) } }, paced)
}

/**
 * Removes what `where` finds, many at once. One that cannot be removed keeps nothing else: the next run tries it again.
 */
export async function removeAll(
  req: PayloadRequest,
  collection: 'codes' | 'messages' | 'audit' | 'idempotency-keys' | 'limits',
  where: Where,
  paced: Paced,
): Promise<void> {
  const tried: string[] = []
  for (;;) {
    const left: Where = { and: [where, ...(tried.length > 0 ? [{ id: { not_in: tried } }] : [])] }
    const { docs } = await req.payload.db.find<{ id: string }>({
      collection,
      where: left,
      limit: BATCH,
      pagination: false,
      select: { createdAt: true },
      req,
    })
    if (docs.length === 0) return
    const ids = docs.map(({ id }) => id)
    const remove = (some: string[]) =>
      paced(() => req.payload.db.deleteMany({ collection, where: { id: { in: some } }, req }))
    try {
      await remove(ids)
    } catch (error) {
      if (error instanceof Stopping) throw error
      await eachAlone(req, ids, (id) => remove([id]))
      tried.push(...ids)
    }
  }
}
