import { randomUUID } from 'node:crypto'
import { createLocalReq, type Payload, type PayloadRequest, type Where } from 'payload'
import {
  countRowsBy,
  findRow,
  findRows,
  type ActivityRow,
  type MessageRow,
  type PersonRow,
  type RegistrationRow,
} from '../../database/rows.ts'
import { swap } from '../../database/swap.ts'
import {
  dispatchAt,
  dispatchOfCertificates,
  dispatchOfDigest,
  dispatchOfHandover,
  dispatchOfNews,
  handoverIn,
  idsIn,
  isStanding,
  MAX_ATTEMPTS,
  onceSettled,
  retryAt,
  tasksIn,
  type Dispatch,
} from '../../domain/messages/messages.ts'
import { broadcastFor, dispatchOfBroadcast } from '../../domain/messages/broadcasts.ts'
import type { MessageKind } from '../../domain/messages/vocabulary.ts'
import { deliver, DeliveryError, type Letter } from '../../email/deliver.ts'
import { certificateLetterFor, digestLetterFor, handoverLetterFor, letterFor } from '../../email/letterFor.ts'
import type { Staff } from '../../payload-types.ts'
import { isNothingWaiting, listWaiting } from '../desk/listStaffTasks.ts'
import { findStanding } from '../seats/findStanding.ts'
import { atOnce, Stopping } from '../shared/paced.ts'

/** Messages a run takes on; the rest wait for the next. */
const BATCH = 100
/**
 * Messages that are worth nothing when they come late: an offer stands for ten minutes at least, and nobody shall set
 * out for what was called off.
 */
const URGENT: MessageKind[] = ['offered', 'activityCancelled', 'activityChanged', 'broadcast', 'reminder2h']
/** Messages on their way at once. */
const LANES = 4
/**
 * How long an attempt is given before its process is taken for dead: longer than all time-outs of a mail server in a
 * row.
 */
const LEASE_MS = 5 * 60_000

/**
 * Sends what is due: what people have minutes or hours to act on before anything else, of each the oldest first. A row
 * is claimed by compare-and-swap before anything leaves, so that of many processes one sends it; the claim is a lease,
 * so that a process that died keeps nobody waiting for ever (docs/messages.md).
 */
export async function sendMessages({ payload }: PayloadRequest, now: Date, paced = atOnce): Promise<void> {
  const due = async (conditions: Where[], limit: number): Promise<MessageRow[]> => {
    const where: Where = {
      and: [
        { state: { in: ['waiting', 'sending'] } },
        { dueAt: { less_than_equal: now.toISOString() } },
        ...conditions,
      ],
    }
    return (
      await payload.db.find<MessageRow>({ collection: 'messages', where, sort: 'dueAt', limit, pagination: false })
    ).docs
  }
  const urgent = await due([{ kind: { in: URGENT } }], BATCH)
  const docs = [
    ...urgent,
    ...(urgent.length < BATCH ? await due([{ kind: { not_in: URGENT } }], BATCH - urgent.length) : []),
  ]
  const started = performance.now()
  const clock = (): Date => new Date(now.getTime() + performance.now() - started)
  const lane = async (): Promise<void> => {
    for (;;) {
      const row = docs.shift()
      if (!row) return
      try {
        const claimed = await paced(() => claim(payload, row, clock))
        if (!claimed) continue
        // The mail server's time is not ours to rest from.
        const outcome = await outcomeOf(payload, claimed, clock)
        // At once, also when the process is to end: what was sent and not put down would be sent again.
        await write(claimed.req, claimed.row, outcome, clock())
      } catch (error) {
        if (error instanceof Stopping) return
        payload.logger.error({ err: error, message: row.id }, 'a message could not be dealt with, is tried again')
      }
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

interface Claimed {
  /** A request of its own, since lanes must not share a transaction. */
  req: PayloadRequest
  row: MessageRow
  letter: Letter
}

/** The message as this process's own to send; null when it is not to be sent, or not now, or somebody else has it. */
async function claim(payload: Payload, row: MessageRow, clock: () => Date): Promise<Claimed | null> {
  const req = await createLocalReq({}, payload)
  const put = async (set: Partial<MessageRow>): Promise<null> => {
    await write(req, row, set, clock())
    return null
  }
  const { dispatch, write: letterOf } = await lookAt(req, row, clock())
  if (dispatch.act === 'skip') return put({ state: 'skipped', reason: dispatch.why })
  if (dispatch.act === 'defer') return put({ state: 'waiting', dueAt: dispatch.until.toISOString() })

  // Still under way when its lease ran out: whoever was sending it died, before or after the server took it.
  const doubts = row.doubts + (row.state === 'sending' ? 1 : 0)
  if (row.attempts >= MAX_ATTEMPTS) return put({ state: 'failed', doubts })
  const letter = letterOf()
  if (letter === null) return put({ state: 'skipped', reason: 'unreachable' })

  const lease = {
    state: 'sending' as const,
    dueAt: new Date(clock().getTime() + LEASE_MS).toISOString(),
    attempts: row.attempts + 1,
    doubts,
    attemptedAt: clock().toISOString(),
  }
  const own = await write(req, row, lease, clock())
  return own && { req, row: own, letter }
}

/** How things stand with a message now, and the letter that would say so. */
interface Look {
  dispatch: Dispatch
  write: () => Letter | null
}

const GONE: Look = { dispatch: { act: 'skip', why: 'erased' }, write: () => null }

async function lookAt(req: PayloadRequest, row: MessageRow, now: Date): Promise<Look> {
  const { kind, createdAt, key } = row
  const reference = row.reference ?? ''
  if (kind === 'digest' || kind === 'news') return lookAtTasks(req, row, now)
  if (kind === 'handover') return lookAtHandover(req, row, now)
  const person = row.person && (await findRow(req, 'people', row.person))
  if (!person) return GONE
  if (kind === 'certificateIssued') {
    const found = await Promise.all(idsIn(reference).map((id) => findRow(req, 'certificates', id)))
    const certificates = found.filter((certificate) => certificate !== null)
    return {
      dispatch: dispatchOfCertificates(certificates, recipient(person), now),
      write: () => certificateLetterFor({ message: { key }, certificates: certificates.filter(isStanding), person }),
    }
  }
  const [registration, found] = [
    row.registration && (await findRow(req, 'registrations', row.registration)),
    row.activity && (await findRow(req, 'activities', row.activity)),
  ]
  if (!registration || !found) return GONE
  const activity = { ...found, notice: found.notice ?? null }
  if (kind === 'broadcast') return lookAtBroadcast(req, row, { registration, activity, person }, now)
  const correction = kind === 'correctionAnswered' ? await findRow(req, 'corrections', reference) : null
  return {
    dispatch: onceSettled(
      dispatchAt({ message: { kind, reference }, registration, activity, correction, person: recipient(person) }, now),
      registration,
    ),
    write: () => letterFor({ message: { key, kind, createdAt }, registration, activity, correction, person }),
  }
}

/** The organiser's own words, for a person who still belongs to those whom they are for. */
async function lookAtBroadcast(
  req: PayloadRequest,
  { key, createdAt, broadcast: id }: MessageRow,
  { registration: own, activity, person }: { registration: RegistrationRow; activity: ActivityRow; person: PersonRow },
  now: Date,
): Promise<Look> {
  const broadcast = id && (await findRow(req, 'broadcasts', id))
  if (!broadcast || !broadcast.text) return GONE
  // A sign-up that became part of another of the same person: that one has the word, and may have had it already.
  const registration = own.mergedInto ? await findStanding(req, own.id) : own
  const isToldBeside =
    registration?.id !== own.id &&
    (await countRowsBy(req, 'messages', { key: broadcastFor(id, registration?.id ?? '').key })) > 0
  if (!registration || isToldBeside) return { dispatch: { act: 'skip', why: 'superseded' }, write: () => null }
  const words = { text: broadcast.text, unit: (await findRow(req, 'units', broadcast.unit))?.name ?? '' }
  return {
    dispatch: onceSettled(
      dispatchOfBroadcast({ broadcast, registration, activity, person: recipient(person) }, now),
      registration,
    ),
    write: () => letterFor({ message: { key, kind: 'broadcast', createdAt }, registration, activity, words, person }),
  }
}

const recipient = ({ erasedAt, optedOutAt, email, phone }: PersonRow) => ({
  erasedAt: erasedAt ?? null,
  optedOutAt: optedOutAt ?? null,
  isReachable: Boolean(email ?? phone),
})

/** The tasks are read as the staff member would read them on the dashboard, at the moment of sending. */
async function lookAtTasks(
  { payload }: PayloadRequest,
  { key, kind, staff, createdAt, reference: of }: MessageRow,
  now: Date,
): Promise<Look> {
  const account = staff && (await payload.db.findOne<Staff>({ collection: 'staff', where: { id: { equals: staff } } }))
  if (!account) return GONE
  const { name, email } = account
  const reference = of ?? ''
  const about = kind === 'news' ? tasksIn(reference) : undefined
  const dispatch = about ? dispatchOfNews(account, createdAt, now) : dispatchOfDigest(reference, account, now)
  if (dispatch.act !== 'send') return { dispatch, write: () => null }
  const req = await createLocalReq({ user: { ...account, collection: 'staff' } }, payload)
  const waiting = await listWaiting(req, now, about)
  if (isNothingWaiting(waiting)) return { dispatch: { act: 'skip', why: 'idle' }, write: () => null }
  return { dispatch, write: () => digestLetterFor({ key, name, email, waiting, isNews: about !== undefined, now }) }
}

/** Of what was handed over, the activities that are still the successor's, as they are called by now. */
async function lookAtHandover(
  req: PayloadRequest,
  { key, staff, createdAt, reference }: MessageRow,
  now: Date,
): Promise<Look> {
  const { from, activities } = handoverIn(reference ?? '')
  const accountOf = (id: string): Promise<Staff | null> =>
    req.payload.db.findOne<Staff>({ collection: 'staff', where: { id: { equals: id } }, req })
  const account = staff && (await accountOf(staff))
  if (!account) return GONE
  const own = (await findRows(req, 'activities', activities)).filter(({ responsible }) => responsible === staff)
  if (own.length === 0) return { dispatch: { act: 'skip', why: 'superseded' }, write: () => null }
  const [{ name, email }, colleague] = [account, (await accountOf(from))?.name ?? '']
  const handed = own.sort((one, other) => one.startsAt.localeCompare(other.startsAt))
  return {
    dispatch: dispatchOfHandover(account, now),
    write: () => handoverLetterFor({ key, name, email, colleague, activities: handed, createdAt }),
  }
}

/** Sends it, once. @returns what is to be put down of it */
async function outcomeOf(
  payload: Payload,
  { row: { attempts, doubts }, letter }: Claimed,
  clock: () => Date,
): Promise<Partial<MessageRow>> {
  try {
    const channel = await deliver(payload, letter)
    return { state: 'sent', channel, sentAt: clock().toISOString(), error: null }
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    const isGivenUp = error.isFinal || attempts >= MAX_ATTEMPTS
    return {
      state: isGivenUp ? 'failed' : 'waiting',
      dueAt: retryAt(attempts, Math.random(), clock()).toISOString(),
      channel: letter.channel,
      error: error.summary,
      doubts: doubts + (error.isInDoubt ? 1 : 0),
    }
  }
}

/** Writes if nobody else has since. @returns the row as it stands now; null if somebody has */
async function write(
  req: PayloadRequest,
  row: MessageRow,
  changed: Partial<MessageRow>,
  now: Date,
): Promise<MessageRow | null> {
  const set = { ...changed, updatedAt: now.toISOString(), revision: randomUUID() }
  const isWritten = await swap(req, [{ collection: 'messages', id: row.id, revision: row.revision, set }])
  return isWritten ? { ...row, ...set } : null
}
