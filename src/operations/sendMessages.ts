import { randomUUID } from 'node:crypto'
import { createLocalReq, type Payload, type PayloadRequest } from 'payload'
import { findRow, type MessageRow } from '../database/rows.ts'
import { runInTransaction } from '../database/runInTransaction.ts'
import { swap } from '../database/swap.ts'
import { dispatchAt, MAX_ATTEMPTS, retryAt } from '../domain/messages.ts'
import { deliver, DeliveryError } from '../email/deliver.ts'
import { letterFor } from '../email/letterFor.ts'
import { atOnce } from './paced.ts'

/** Messages a run takes on; the rest wait for the next. */
const BATCH = 100
/** Messages on their way at once. */
const LANES = 4
/** How long an attempt is given before its process is taken for dead: longer than all time-outs of a mail server in a row. */
const LEASE_MS = 5 * 60_000

/**
 * Sends what is due, the oldest first. A row is claimed by compare-and-swap before anything leaves, so that of many processes
 * one sends it; the claim is a lease, so that a process that died keeps nobody waiting for ever (docs/messages.md).
 */
export async function sendMessages({ payload }: PayloadRequest, now: Date, paced = atOnce): Promise<void> {
  const { docs } = await payload.db.find<MessageRow>({
    collection: 'messages',
    where: { and: [{ state: { in: ['waiting', 'sending'] } }, { dueAt: { less_than_equal: now.toISOString() } }] },
    sort: 'dueAt',
    limit: BATCH,
    pagination: false,
  })
  const started = performance.now()
  const clock = (): Date => new Date(now.getTime() + performance.now() - started)
  const lane = async (): Promise<void> => {
    for (;;) {
      const row = docs.shift()
      if (!row) return
      try {
        await paced(() => send(payload, row, clock))
      } catch (error) {
        payload.logger.error({ err: error, message: row.id }, 'a message could not be dealt with, is tried again')
      }
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

async function send(payload: Payload, row: MessageRow, clock: () => Date): Promise<void> {
  // A request of its own, since lanes must not share a transaction.
  const req = await createLocalReq({}, payload)
  const [registration, activity, person] = [await findRow(req, 'registrations', row.registration), await findRow(req, 'activities', row.activity), await findRow(req, 'people', row.person)]
  if (!registration || !activity || !person) return void (await write(req, row, { state: 'skipped', reason: 'erased' }, clock()))
  const circumstances = {
    message: { kind: row.kind, reference: row.reference ?? '' },
    registration,
    activity: { ...activity, notice: activity.notice ?? null },
    person: { erasedAt: person.erasedAt ?? null, optedOutAt: person.optedOutAt ?? null, isReachable: Boolean(person.email ?? person.phone) },
  }
  const dispatch = dispatchAt(circumstances, clock())
  if (dispatch.act === 'skip') return void (await write(req, row, { state: 'skipped', reason: dispatch.why }, clock()))
  if (dispatch.act === 'defer') return void (await write(req, row, { state: 'waiting', dueAt: dispatch.until.toISOString() }, clock()))

  // Still under way when its lease ran out: whoever was sending it died, before or after the server took it.
  const doubts = row.doubts + (row.state === 'sending' ? 1 : 0)
  if (row.attempts >= MAX_ATTEMPTS) return void (await write(req, row, { state: 'failed', doubts }, clock()))
  const letter = letterFor({ message: row, registration, activity: circumstances.activity, person })
  if (letter === null) return void (await write(req, row, { state: 'skipped', reason: 'unreachable' }, clock()))

  const attempts = row.attempts + 1
  const claimed = await write(req, row, { state: 'sending', dueAt: new Date(clock().getTime() + LEASE_MS).toISOString(), attempts, doubts, attemptedAt: clock().toISOString() }, clock())
  if (!claimed) return
  try {
    const channel = await deliver(payload, letter)
    await write(req, claimed, { state: 'sent', channel, sentAt: clock().toISOString(), error: null }, clock())
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    const isGivenUp = error.isFinal || attempts >= MAX_ATTEMPTS
    await write(
      req,
      claimed,
      { state: isGivenUp ? 'failed' : 'waiting', dueAt: retryAt(attempts, Math.random(), clock()).toISOString(), channel: letter.channel, error: error.summary, doubts: doubts + (error.isInDoubt ? 1 : 0) },
      clock(),
    )
  }
}

/** Writes if nobody else has since. @returns the row as it stands now; null if somebody has */
async function write(req: PayloadRequest, row: MessageRow, changed: Partial<MessageRow>, now: Date): Promise<MessageRow | null> {
  const set = { ...changed, updatedAt: now.toISOString(), revision: randomUUID() }
  const isWritten = await runInTransaction(req, () => swap(req, [{ collection: 'messages', id: row.id, revision: row.revision, set }]))
  return isWritten ? { ...row, ...set } : null
}
