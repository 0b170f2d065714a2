import { DAY_MS } from '../../domain/shared/calendar.ts'
import type { PayloadRequest, Where } from 'payload'
import { findRowsBy } from '../../database/rows.ts'
import { eachAlone } from './eachAlone.ts'
import { atOnce, Stopping, type Paced } from './paced.ts'

/** Rows that go in one statement. */
const BATCH = 500

/** How long what nobody needs any more is kept; the table is in docs/retention.md and on the about page. */
export const KEPT_DAYS = {
  /** After it was asked for: none can be used after ten minutes, and none counts for a limit. */
  codes: 1,
  /** After its last change; one that is still to be sent stays. */
  messages: 180,
  /** After it was sent; one that a message still tells of stays with it. */
  broadcasts: 180,
  /** After the morning on which nothing waited for somebody of the staff, so that nothing was sent. */
  idleDigests: 1,
  /** After the import's last change: the rows as the file had them, and with them its undo. */
  importRows: 30,
  /** After its last change: which file, by whom, and how many rows ended how. */
  imports: 3 * 365,
  /** A file that was never read to its end, or never run. */
  openImports: 7,
  /** After the end of its activity; records keep the label. */
  doorLinks: 30,
  /** After it was written. */
  audit: 3 * 365,
} as const

/**
 * Removes log-in codes, messages, broadcasts, links to doors and lines of the audit trail when their time is over. Safe
 * beside itself, and to be killed at any point.
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
        { kind: { in: ['digest', 'news'] } },
        { state: { equals: 'skipped' } },
      ],
    },
    paced,
  )
  await removeAll(req, 'broadcasts', { id: { in: await toldNoMore(req, before(KEPT_DAYS.broadcasts)) } }, paced)
  await removeAll(req, 'door-links', { 'activity.endsAt': { less_than: before(KEPT_DAYS.doorLinks) } }, paced)
  await forgetImports(req, before, paced)
  await removeAll(req, 'audit', { createdAt: { less_than: before(KEPT_DAYS.audit) } }, paced)
}

/** The rows go first; imports that were run stay, with their totals. */
async function forgetImports(req: PayloadRequest, before: (days: number) => string, paced: Paced): Promise<void> {
  const ended = (state: string[], days: number): Where => ({
    and: [{ state: { in: state } }, { updatedAt: { less_than: before(days) } }],
  })
  const idsOf = async (where: Where): Promise<string[]> => {
    const { docs } = await req.payload.db.find<{ id: string }>({
      collection: 'imports',
      where,
      pagination: false,
      limit: 0,
      select: { createdAt: true },
      req,
    })
    return docs.map(({ id }) => id)
  }
  const open = await idsOf(ended(['reading', 'read', 'checking', 'checked'], KEPT_DAYS.openImports))
  const run = await idsOf(ended(['done', 'undone'], KEPT_DAYS.importRows))
  if (open.length + run.length > 0) await removeAll(req, 'import_rows', { import: { in: [...open, ...run] } }, paced)
  if (open.length > 0) await removeAll(req, 'imports', { id: { in: open } }, paced)
  await removeAll(req, 'imports', ended(['done', 'undone'], KEPT_DAYS.imports), paced)
}

/** Broadcasts from before then, as far as no message of it is left. */
async function toldNoMore(req: PayloadRequest, then: string): Promise<string[]> {
  const old = await findRowsBy(req, 'broadcasts', { createdAt: { below: then }, unnotified: false }, ['id'])
  const told = await findRowsBy(req, 'messages', { broadcast: old.map(({ id }) => id) }, ['broadcast'])
  const kept = new Set(told.map(({ broadcast }) => broadcast))
  return old.map(({ id }) => id).filter((id) => !kept.has(id))
}

/**
 * Removes what `where` finds, many at once. One that cannot be removed keeps nothing else: the next run tries it again.
 */
export async function removeAll(
  req: PayloadRequest,
  collection:
    | 'codes'
    | 'messages'
    | 'broadcasts'
    | 'imports'
    | 'import_rows'
    | 'audit'
    | 'idempotency-keys'
    | 'limits'
    | 'one-time-links'
    | 'door-links'
    | 'staff-logins',
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
