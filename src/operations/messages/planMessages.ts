import type { PayloadRequest, Where } from 'payload'
import {
  findRow,
  findRows,
  newId,
  type ActivityRow,
  type CertificateRow,
  type MessageRow,
  type RegistrationRow,
} from '../../database/rows.ts'
import { isDuplicate, swap } from '../../database/swap.ts'
import { type NewRow, type RowChange } from '../../database/types.ts'
import {
  answerOf,
  certificatesOf,
  FIRST_REMINDER_MS,
  isReminded,
  isSameArrangement,
  isTold,
  kindFor,
  lastStanding,
  queueClosedFor,
  messageOfDecision,
  messageOfNotice,
  reminderFor,
  REMINDERS,
  reminderStateAt,
  SIGNED_UP,
  thanksFor,
  type PlannedMessage,
  type ReminderKind,
} from '../../domain/messages/messages.ts'
import { broadcastFor } from '../../domain/messages/broadcasts.ts'
import { isLeaving } from '../../domain/seats/undo.ts'
import { eachAlone } from '../shared/eachAlone.ts'
import { atOnce, type Paced } from '../shared/paced.ts'
import { piecesOf } from '../shared/piecesOf.ts'

/** Rows of each kind a run takes on; the rest wait for the next. */
const BATCH = 200
/** Messages about one activity that are stored at once. */
const CHUNK = 50
/**
 * Staff who issue for one activity often go on to the next: the person hears once of all that came within this time.
 */
const TOGETHER_MS = 10 * 60_000

/**
 * Turns events into rows of `messages` (docs/messages.md). Each event leaves a mark in the same write as itself; the
 * mark is cleared when its messages are stored, and their keys are unique. So this may die at any point and run in many
 * processes.
 */
export async function planMessages(req: PayloadRequest, now: Date, paced = atOnce): Promise<void> {
  const idsOf = async (
    collection: 'registrations' | 'activities' | 'broadcasts' | 'corrections' | 'certificates',
    where: Where,
    sort: string,
    limit = BATCH,
  ): Promise<string[]> => {
    const { docs } = await req.payload.db.find<{ id: string }>({
      collection,
      where: { and: [where] },
      sort,
      limit,
      pagination: false,
      select: { createdAt: true },
      req,
    })
    return docs.map(({ id }) => id)
  }
  const isoNow = now.toISOString()
  // An offer stands for minutes: it is told before anything else is.
  await each(
    paced,
    req,
    await idsOf(
      'registrations',
      { and: [{ unnotified: { equals: true } }, { status: { equals: 'offered' } }] },
      'offerExpiresAt',
    ),
    (id) => planDecision(req, id, now),
  )
  await each(paced, req, await idsOf('registrations', { unnotified: { equals: true } }, 'updatedAt'), (id) =>
    planDecision(req, id, now),
  )
  await each(paced, req, await idsOf('activities', { untold: { exists: true } }, 'untold'), (id) =>
    planNotice(req, id, now),
  )
  // Each in pieces, since one may go to thousands.
  await eachAlone(req, shuffled(await idsOf('broadcasts', { unnotified: { equals: true } }, 'createdAt')), (id) =>
    planBroadcast(req, id, now, paced),
  )
  await each(
    paced,
    req,
    await idsOf('registrations', { thanksDueAt: { less_than_equal: isoNow } }, 'thanksDueAt'),
    (id) => planThanks(req, id, now),
  )
  await each(paced, req, await idsOf('corrections', { unnotified: { equals: true } }, 'answeredAt'), (id) =>
    planAnswer(req, id, now),
  )
  const settled = new Date(now.getTime() - TOGETHER_MS).toISOString()
  await each(
    paced,
    req,
    await idsOf(
      'certificates',
      { and: [{ unnotified: { equals: true } }, { issuedAt: { less_than_equal: settled } }] },
      'issuedAt',
    ),
    (id) => planCertificates(req, id, now),
  )

  const soon = new Date(now.getTime() + FIRST_REMINDER_MS).toISOString()
  const starting: Where = {
    and: [
      { status: { equals: 'published' } },
      { startsAt: { greater_than: isoNow } },
      { startsAt: { less_than_equal: soon } },
    ],
  }
  // All of them: whose reminders are made stay among them until the start, and would keep the others out.
  await each(paced, req, await idsOf('activities', starting, 'startsAt', 0), (id) => planReminders(req, id, now))
  const begun: Where = {
    and: [
      { status: { equals: 'published' } },
      { waiting: { greater_than: 0 } },
      { startsAt: { less_than_equal: isoNow } },
      { endsAt: { greater_than: isoNow } },
    ],
  }
  await each(paced, req, await idsOf('activities', begun, 'startsAt', 0), (id) => planQueueClosed(req, id, now))
}

/** In no order, so that two processes that took on the same rows seldom do the same work. */
const each = (paced: Paced, req: PayloadRequest, ids: string[], plan: (id: string) => Promise<void>): Promise<number> =>
  eachAlone(req, shuffled(ids), (id) => paced(() => plan(id)))

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

async function planDecision(req: PayloadRequest, id: string, now: Date): Promise<void> {
  const registration = await findRow(req, 'registrations', id)
  // People who have cancelled, and may take it back, are told what comes of that.
  if (!registration?.unnotified || isLeaving(registration)) return
  const activity = await findRow(req, 'activities', registration.activity)
  const decision = lastStanding(registration.history)
  const kind = decision && kindFor(decision)
  const planned = kind && messageOfDecision(id, decision, kind)
  // A person who slipped in while the activity was being cancelled is told of that instead.
  const isTooLate =
    activity?.status === 'cancelled' && activity.notice?.kind === 'cancelled' && SIGNED_UP.includes(registration.status)
  const message = isTooLate && activity.notice ? messageOfNotice(id, activity.notice) : planned
  await store(
    req,
    { collection: 'registrations', id, revision: registration.revision, set: { unnotified: false } },
    message && rowOf(req, message, registration, now),
  )
}

async function planThanks(req: PayloadRequest, id: string, now: Date): Promise<void> {
  const registration = await findRow(req, 'registrations', id)
  const activity = registration && (await findRow(req, 'activities', registration.activity))
  if (!registration?.thanksDueAt || !activity) return
  const isOver = Date.parse(activity.endsAt) <= now.getTime()
  const change = {
    collection: 'registrations' as const,
    id,
    revision: registration.revision,
    set: { thanksDueAt: isOver ? null : activity.endsAt },
  }
  await store(req, change, isOver ? rowOf(req, thanksFor(id), registration, now) : null)
}

async function planAnswer(req: PayloadRequest, id: string, now: Date): Promise<void> {
  const correction = await findRow(req, 'corrections', id)
  if (!correction?.unnotified) return
  const { registration, revision, ...about } = correction
  await store(
    req,
    { collection: 'corrections', id, revision, set: { unnotified: false } },
    rowOf(req, answerOf(id), { ...about, id: registration }, now),
  )
}

/**
 * One message for all certificates of one person and unit that nobody told them of yet, also those issued a moment ago.
 */
async function planCertificates(req: PayloadRequest, id: string, now: Date): Promise<void> {
  const first = await findRow(req, 'certificates', id)
  if (!first?.unnotified) return
  const where: Where = {
    and: [
      { person: { equals: first.person } },
      { unit: { equals: first.unit } },
      { unnotified: { equals: true } },
      { id: { not_equals: id } },
    ],
  }
  const { docs: others } = await req.payload.db.find<CertificateRow>({
    collection: 'certificates',
    where,
    sort: 'issuedAt',
    pagination: false,
    limit: 0,
    req,
  })
  const changes = [first, ...others].map(({ id: one, revision }) => ({
    collection: 'certificates' as const,
    id: one,
    revision,
    set: { unnotified: false },
  }))
  const planned = certificatesOf([id, ...others.map((other) => other.id)])
  await swap(req, changes, [
    rowOf(req, planned, { id: null, activity: null, person: first.person, unit: first.unit }, now),
  ])
}

/** Clears the mark and stores the message in one step; only clears it when the message is there already. */
async function store(req: PayloadRequest, change: RowChange, message: NewRow<'messages'> | null): Promise<void> {
  try {
    await swap(req, [change], message ? [message] : [])
  } catch (error) {
    if (!isDuplicate(error)) throw error
    await swap(req, [change])
  }
}

async function planNotice(req: PayloadRequest, id: string, now: Date): Promise<void> {
  const activity = await findRow(req, 'activities', id)
  if (!activity?.untold) return
  const { notice } = activity
  if (notice && !(notice.kind === 'changed' && isSameArrangement(notice.before, activity))) {
    const signedUp = await signUpsOf(req, activity)
    await storeAll(
      req,
      signedUp
        .filter((registration) => isTold(registration, notice))
        .map((registration) => rowOf(req, messageOfNotice(registration.id, notice), registration, now)),
    )
  }
  // Refused when the activity has changed since: then everybody is looked at again.
  await store(req, { collection: 'activities', id, revision: activity.revision, set: { untold: null } }, null)
}

/**
 * A row for everybody whom it was sent to, whatever became of the sign-up since: that is looked at when it leaves. The
 * mark goes with the list, after all rows.
 */
async function planBroadcast(req: PayloadRequest, id: string, now: Date, paced: Paced): Promise<void> {
  const broadcast = await findRow(req, 'broadcasts', id)
  if (!broadcast?.unnotified) return
  for (const piece of piecesOf(broadcast.recipients ?? [], CHUNK))
    await paced(async () => {
      const signUps = await findRows(req, 'registrations', piece)
      await storeAll(
        req,
        signUps.map((registration) => rowOf(req, broadcastFor(id, registration.id), registration, now, id)),
      )
    })
  const activity = await findRow(req, 'activities', broadcast.activity)
  // The activity may have gone to another unit at the moment of sending.
  const set = { unnotified: false, recipients: null, ...(activity && { unit: activity.unit }) }
  await swap(req, [{ collection: 'broadcasts', id, revision: broadcast.revision, set }])
}

async function planReminders(req: PayloadRequest, id: string, now: Date): Promise<void> {
  const activity = await findRow(req, 'activities', id)
  if (!activity) return
  const startsAt = new Date(activity.startsAt).toISOString()
  const ripe = (Object.keys(REMINDERS) as ReminderKind[]).filter(
    (kind) => activity.reminded?.[kind] !== startsAt && reminderStateAt(kind, activity, now) !== 'early',
  )
  if (ripe.length === 0) return
  for (const kind of ripe.filter((one) => reminderStateAt(one, activity, now) === 'due')) {
    const signedUp = await signUpsOf(req, activity)
    await storeAll(
      req,
      signedUp
        .filter((registration) => isReminded(registration, kind, startsAt))
        .map((registration) => rowOf(req, reminderFor(registration.id, kind, startsAt), registration, now)),
    )
  }
  const reminded = { ...activity.reminded, ...Object.fromEntries(ripe.map((kind) => [kind, startsAt])) }
  await store(req, { collection: 'activities', id, revision: activity.revision, set: { reminded } }, null)
}

/** People who still wait at the start hear that the line is over. */
async function planQueueClosed(req: PayloadRequest, id: string, now: Date): Promise<void> {
  const activity = await findRow(req, 'activities', id)
  const startsAt = activity && new Date(activity.startsAt).toISOString()
  if (!activity || startsAt === null || activity.reminded?.lineClosed === startsAt) return
  const left = (await signUpsOf(req, activity)).filter(({ status }) => status === 'waitlisted')
  await storeAll(
    req,
    left.map((registration) => rowOf(req, queueClosedFor(registration.id, startsAt), registration, now)),
  )
  await store(
    req,
    {
      collection: 'activities',
      id,
      revision: activity.revision,
      set: { reminded: { ...activity.reminded, lineClosed: startsAt } },
    },
    null,
  )
}

async function signUpsOf(req: PayloadRequest, { id }: ActivityRow): Promise<RegistrationRow[]> {
  const where: Where = { and: [{ activity: { equals: id } }, { status: { in: [...SIGNED_UP] } }] }
  return (
    await req.payload.db.find<RegistrationRow>({
      collection: 'registrations',
      where,
      sort: 'sequence',
      pagination: false,
      limit: 0,
      req,
    })
  ).docs
}

/** Stores what is not there yet. */
async function storeAll(req: PayloadRequest, rows: NewRow<'messages'>[]): Promise<void> {
  for (let first = 0; first < rows.length; first += CHUNK) {
    const chunk = rows.slice(first, first + CHUNK)
    const where: Where = { key: { in: chunk.map(({ insert }) => insert.key) } }
    const { docs } = await req.payload.db.find<MessageRow>({
      collection: 'messages',
      where: { and: [where] },
      limit: CHUNK,
      pagination: false,
      req,
    })
    const known = new Set<unknown>(docs.map(({ key }) => key))
    const missing = chunk.filter(({ insert }) => !known.has(insert.key))
    try {
      if (missing.length > 0) await swap(req, [], missing)
    } catch (error) {
      if (!isDuplicate(error)) throw error
      // Another process was faster with those that are there by now.
      for (const row of missing) await storeOne(req, row)
    }
  }
}

async function storeOne(req: PayloadRequest, row: NewRow<'messages'>): Promise<void> {
  try {
    await swap(req, [], [row])
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
}

type About = { [field in 'id' | 'activity']: string | null } & Pick<RegistrationRow, 'person' | 'unit'>

function rowOf(
  req: PayloadRequest,
  { key, kind, reference }: PlannedMessage,
  { id, activity, person, unit }: About,
  now: Date,
  broadcast: string | null = null,
): NewRow<'messages'> {
  const at = now.toISOString()
  const insert = {
    key,
    kind,
    reference,
    registration: id,
    activity,
    broadcast,
    person,
    unit,
    state: 'waiting' as const,
    dueAt: at,
    attempts: 0,
    doubts: 0,
    createdAt: at,
    updatedAt: at,
  }
  return { collection: 'messages', id: newId(req.payload), insert }
}
