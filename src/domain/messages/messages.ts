import { allows } from '../activities/activityStates.ts'
import { COUNTY_OFFSET_MS, DAY_MS, dayOf, HOUR_MS } from '../shared/calendar.ts'
import type { Decision, DecisionKind } from '../seats/history.ts'
import type { ActivityStatus, Attendance, RegistrationStatus } from '../shared/vocabulary.ts'
import type { CorrectionStatus } from '../attendance/vocabulary.ts'
import type { TaskNews, TasksAbout } from '../desk/news.ts'
import type { MessageKind, NoticeKind, SkipReason, StoredMessageKind } from './vocabulary.ts'
import { isInUse, type StaffStatus, type TaskMail } from '../identity/vocabulary.ts'

/**
 * Which event makes which message, for whom, and until when it is worth sending. docs/messages.md tells the whole
 * story. Times are ISO 8601, UTC, unless they are a Date.
 */

/**
 * The message that tells a decision on a sign-up; null says nothing; `note` is no change of standing, and the decision
 * before it stands.
 */
const TOLD_AS: Record<DecisionKind, MessageKind | 'note' | null> = {
  requested: 'requested',
  confirmed: 'confirmed',
  accepted: 'confirmed',
  waitlisted: 'waitlisted',
  promoted: 'promoted',
  offered: 'offered',
  lapsed: 'lapsed',
  refused: 'refused',
  cancelled: 'cancelled',
  // Told at once, by the answer to the sign-up.
  full: null,
  // A person who stands at the door is not written to.
  walkIn: null,
  passed: 'note',
  corrected: 'note',
  merged: 'note',
}

/** The decision that says how things stand now; null when there is none, as for records that were imported. */
export function lastStanding(history: Decision[] | null | undefined): Decision | null {
  return history?.findLast(({ what }) => (TOLD_AS[what] ?? null) !== 'note') ?? null
}

export function kindFor({ what }: Pick<Decision, 'what'>): MessageKind | null {
  const told = TOLD_AS[what]
  return told === 'note' ? null : told
}

const TOLD_OF_ACTIVITY: Record<NoticeKind, MessageKind> = {
  changed: 'activityChanged',
  cancelled: 'activityCancelled',
  resumed: 'activityResumed',
}
const OPTIONAL: readonly MessageKind[] = ['reminder24h', 'reminder2h', 'thanks']
const OF_ACTIVITY: readonly MessageKind[] = Object.values(TOLD_OF_ACTIVITY)
/** Sign-ups that still wait for or hold something. */
export const SIGNED_UP: readonly RegistrationStatus[] = ['pending', 'waitlisted', 'offered', 'confirmed']

/** The kinds that a person may turn off; everything else is needed to take part. */
export const isOptional = (kind: MessageKind): boolean => OPTIONAL.includes(kind)

export interface Arrangement {
  startsAt: string
  endsAt: string
  place: string
}

/**
 * A change of an activity that everyone signed up has to hear of. Kept on the activity, in the same write as the
 * change.
 */
export interface Notice {
  /** Unlike any other. */
  id: string
  /** Counts up by one within an activity. */
  number: number
  kind: NoticeKind
  at: string
  /** The arrangement that people know, as far as they were told. */
  before: Arrangement
  /** Why it was moved, in the organiser's words; nothing in notices from before it was asked for. */
  reason?: string | null
}

interface ActivityState extends Arrangement {
  status: ActivityStatus
}

/** The notice that an edit of an activity calls for; null when there is nothing to tell. */
export function noticeOf(
  before: ActivityState & { notice?: Notice | null; untold?: string | null },
  after: ActivityState,
  id: string,
  now: Date,
): Notice | null {
  const changed = noticeKindOf(before, after)
  // Moved again before anybody was told that it takes place after all: that is said, with the move.
  const isResumed = changed === 'changed' && Boolean(before.untold) && before.notice?.kind === 'resumed'
  const kind = isResumed ? 'resumed' : changed
  if (kind === null) return null
  if (Math.max(Date.parse(before.endsAt), Date.parse(after.endsAt)) <= now.getTime()) return null
  // An arrangement that nobody was told of is not what people know, nor one that what was called off got since.
  const isUnknown = Boolean(before.untold) || (before.status === 'cancelled' && before.notice?.kind === 'cancelled')
  const known = isUnknown && before.notice ? before.notice.before : arrangementOf(before)
  return { id, number: (before.notice?.number ?? 0) + 1, kind, at: now.toISOString(), before: known }
}

function noticeKindOf(before: ActivityState, after: ActivityState): NoticeKind | null {
  if (after.status === 'cancelled') return before.status === 'cancelled' ? null : 'cancelled'
  if (before.status === 'cancelled') return 'resumed'
  return isSameArrangement(before, after) ? null : 'changed'
}

export function isSameArrangement(one: Arrangement, other: Arrangement): boolean {
  return (
    Date.parse(one.startsAt) === Date.parse(other.startsAt) &&
    Date.parse(one.endsAt) === Date.parse(other.endsAt) &&
    one.place === other.place
  )
}

function arrangementOf({ startsAt, endsAt, place }: Arrangement): Arrangement {
  return { startsAt: new Date(startsAt).toISOString(), endsAt: new Date(endsAt).toISOString(), place }
}

/** One message that an event makes. `key` is the event and the person's sign-up, so that it is made once. */
export interface PlannedMessage {
  key: string
  kind: StoredMessageKind
  /**
   * The matter of the message, to be compared with how things stand when it is sent: a decision's number, a notice, a
   * start.
   */
  reference: string
}

export const messageOfDecision = (registration: string, { n }: Decision, kind: MessageKind): PlannedMessage => ({
  key: `${registration}:${n}`,
  kind,
  reference: String(n),
})
export const messageOfNotice = (registration: string, { id, kind }: Notice): PlannedMessage => ({
  key: `${id}:${registration}`,
  kind: TOLD_OF_ACTIVITY[kind],
  reference: id,
})
export const thanksFor = (registration: string): PlannedMessage => ({
  key: `thanks:${registration}`,
  kind: 'thanks',
  reference: '',
})
export const queueClosedFor = (registration: string, startsAt: string): PlannedMessage => ({
  key: `lineClosed:${startsAt}:${registration}`,
  kind: 'lineClosed',
  reference: startsAt,
})
export const answerOf = (correction: string): PlannedMessage => ({
  key: `correction:${correction}`,
  kind: 'correctionAnswered',
  reference: correction,
})
/** One for all that the same person is to hear of. */
export const certificatesOf = (ids: [string, ...string[]]): PlannedMessage => ({
  key: `certificates:${ids[0]}`,
  kind: 'certificateIssued',
  reference: ids.join(' '),
})
export const idsIn = (reference: string): string[] => reference.split(' ')
export const digestOf = (staff: string, day: string): PlannedMessage => ({
  key: `digest:${day}:${staff}`,
  kind: 'digest',
  reference: day,
})
/** The key names the first of its tasks, which a reader is told of once. */
export const newsOfTasks = (staff: string, first: TaskNews, tasks: TasksAbout): PlannedMessage => ({
  key: `news:${first.kind}:${first.activity}:${first.mark}:${staff}`,
  kind: 'news',
  reference: JSON.stringify(tasks),
})
/** The activities that a colleague handed over, under a key that no other handing over has. */
export const handoverOf = (id: string, handed: Handover): PlannedMessage => ({
  key: `handover:${id}`,
  kind: 'handover',
  reference: JSON.stringify(handed),
})
export interface Handover {
  /** The account that was responsible until then. */
  from: string
  activities: string[]
}
export const handoverIn = (reference: string): Handover => JSON.parse(reference) as Handover
export const tasksIn = (reference: string): TasksAbout => JSON.parse(reference) as TasksAbout
export const reminderFor = (registration: string, kind: ReminderKind, startsAt: string): PlannedMessage => ({
  key: `${kind}:${startsAt}:${registration}`,
  kind,
  reference: startsAt,
})

interface SignUp {
  status: RegistrationStatus
  history: Decision[] | null
  createdAt: string
}

/** Whether someone was signed up when a notice was given; who came later has seen the new facts already. */
export function isTold({ status, history, createdAt }: SignUp, notice: Notice): boolean {
  if (!SIGNED_UP.includes(status)) return false
  const at = Date.parse(notice.at)
  const then = lastStanding(history?.filter((decision) => Date.parse(decision.at) <= at))
  if (then) return ['requested', 'confirmed', 'accepted', 'waitlisted', 'promoted', 'offered'].includes(then.what)
  return (history ?? []).length === 0 && Date.parse(createdAt) <= at
}

export type ReminderKind = 'reminder24h' | 'reminder2h'
/** How long before the start each is due, and when it comes too late to be of use. */
export const REMINDERS: Record<ReminderKind, { leadMs: number; untilMs: number }> = {
  reminder24h: { leadMs: 24 * HOUR_MS, untilMs: 2 * HOUR_MS },
  reminder2h: { leadMs: 2 * HOUR_MS, untilMs: 0 },
}
export const FIRST_REMINDER_MS = REMINDERS.reminder24h.leadMs

/** `due`: make them now; `missed`: never for this start; `early`: not yet. */
export function reminderStateAt(
  kind: ReminderKind,
  activity: { startsAt: string; notice: Notice | null },
  now: Date,
): 'early' | 'due' | 'missed' {
  const startsAt = Date.parse(activity.startsAt)
  const dueAt = startsAt - REMINDERS[kind].leadMs
  if (now.getTime() < dueAt) return 'early'
  // A person who was told of the new time just now needs no reminder of it.
  const isToldSince = activity.notice !== null && Date.parse(activity.notice.at) > dueAt
  return isToldSince || now.getTime() >= startsAt - REMINDERS[kind].untilMs ? 'missed' : 'due'
}

/** Confirmed before the reminder was due: a later confirmation says the same. */
export function isReminded({ status, history, createdAt }: SignUp, kind: ReminderKind, startsAt: string): boolean {
  const since = Date.parse(lastStanding(history)?.at ?? createdAt)
  return status === 'confirmed' && since <= Date.parse(startsAt) - REMINDERS[kind].leadMs
}

/** Thanks that come later than this after the end puzzle more than they please. */
const THANKS_WITHIN_MS = 30 * 24 * HOUR_MS

export interface Recipient {
  erasedAt: string | null
  optedOutAt: string | null
  isReachable: boolean
}

interface Circumstances {
  message: { kind: MessageKind; reference: string }
  registration: SignUp & { attendance: Attendance; offerExpiresAt: string | null }
  activity: ActivityState & { notice: Notice | null }
  /** That the message answers. */
  correction?: { status: CorrectionStatus } | null
  person: Recipient
}

export type Dispatch = { act: 'send' } | { act: 'defer'; until: Date } | { act: 'skip'; why: SkipReason }

/** Whether a message is sent at `now`, kept for the morning, or not needed any more. */
export function dispatchAt(circumstances: Circumstances, now: Date): Dispatch {
  const { message, person } = circumstances
  const unheard = unheardBy(person)
  if (unheard) return unheard
  if (isOptional(message.kind) && person.optedOutAt !== null) return { act: 'skip', why: 'unsubscribed' }
  // As things stood when it was last worth sending.
  if (!isCurrent(circumstances, new Date(Math.min(now.getTime(), expiryOf(circumstances) - 1))))
    return { act: 'skip', why: 'superseded' }
  if (expiryOf(circumstances) <= now.getTime()) return { act: 'skip', why: 'expired' }
  const until = quietUntil(now)
  return until === null || isUrgent(circumstances, until) ? { act: 'send' } : { act: 'defer', until }
}

/** Within the seconds in which a cancellation can be undone nobody knows yet what there is to tell. */
export const onceSettled = (dispatch: Dispatch, { cancelsAt }: { cancelsAt?: string | null }): Dispatch =>
  cancelsAt && dispatch.act === 'send' ? { act: 'defer', until: new Date(cancelsAt) } : dispatch

/** Nobody is told who is gone, or has no address. */
export function unheardBy({ erasedAt, isReachable }: Recipient): Dispatch | null {
  if (erasedAt !== null) return { act: 'skip', why: 'erased' }
  return isReachable ? null : { act: 'skip', why: 'unreachable' }
}

/** The same for certificates: those that were revoked, or whose words are erased, are not told of any more. */
export function dispatchOfCertificates(certificates: Certified[], person: Recipient, now: Date): Dispatch {
  const unheard = unheardBy(person)
  if (unheard) return unheard
  if (!certificates.some(isStanding)) return { act: 'skip', why: 'superseded' }
  const until = quietUntil(now)
  return until === null ? { act: 'send' } : { act: 'defer', until }
}

/** A field that is not set is missing on MongoDB. */
interface Certified {
  revokedAt?: string | null
  facts?: string | null
}

export const isStanding = ({ revokedAt, facts }: Certified): boolean => !revokedAt && Boolean(facts)

/**
 * When the digests of a day are made. Every day: activities are held on Sundays too, and who waits for an answer waits
 * there as well.
 */
const DIGEST_FROM_MS = 8 * HOUR_MS
const DIGEST_UNTIL_MS = 12 * HOUR_MS

export function isDigestTime(now: Date): boolean {
  const sinceMidnight = (now.getTime() + COUNTY_OFFSET_MS) % DAY_MS
  return sinceMidnight >= DIGEST_FROM_MS && sinceMidnight < DIGEST_UNTIL_MS
}

/** A member of staff who is told what waits. */
export interface StaffReader {
  status?: StaffStatus | null
  mustChangePassword?: boolean | null
  /** Missing where it was never asked. */
  taskMail?: TaskMail | null
}

/** Why not; null for those who are told in this manner. */
export function staffRefusal(
  { status, mustChangePassword, taskMail }: StaffReader,
  manner: Exclude<TaskMail, 'off'>,
): SkipReason | null {
  if (!isInUse({ status }) || mustChangePassword) return 'unable'
  return (taskMail ?? 'daily') === manner ? null : 'unsubscribed'
}

/** A digest says how things stand on its day: it is worth nothing on the next. */
export function dispatchOfDigest(reference: string, staff: StaffReader, now: Date): Dispatch {
  const why = staffRefusal(staff, 'daily')
  if (why !== null) return { act: 'skip', why }
  if (dayOf(now) !== reference || quietUntil(now) !== null) return { act: 'skip', why: 'expired' }
  return { act: 'send' }
}

/** Told whatever mails about tasks an account gets: it is no task mail, and comes once. */
export function dispatchOfHandover({ status, mustChangePassword }: StaffReader, now: Date): Dispatch {
  if (!isInUse({ status }) || mustChangePassword) return { act: 'skip', why: 'unable' }
  const until = quietUntil(now)
  return until === null ? { act: 'send' } : { act: 'defer', until }
}

/** A notice is made by day; one that could not be sent before the night waits for the morning. */
export function dispatchOfNews(staff: StaffReader, createdAt: string, now: Date): Dispatch {
  const why = staffRefusal(staff, 'atOnce')
  if (why !== null) return { act: 'skip', why }
  if (now.getTime() - Date.parse(createdAt) > DAY_MS) return { act: 'skip', why: 'expired' }
  const until = quietUntil(now)
  return until === null ? { act: 'send' } : { act: 'defer', until }
}

/** Whether things still stand as the message says; if not, another message says how they stand now. */
function isCurrent(
  { message: { kind, reference }, registration, activity, correction }: Circumstances,
  at: Date,
): boolean {
  // Where a record can be put right, the answer to who asked for it is told.
  if (kind === 'correctionAnswered') return (correction?.status ?? 'open') !== 'open' && allows('correct', activity, at)
  if (OF_ACTIVITY.includes(kind)) return activity.notice?.id === reference && SIGNED_UP.includes(registration.status)
  if (kind === 'thanks') return registration.attendance === 'present' && allows('thank', activity, at)
  if (kind === 'reminder24h' || kind === 'reminder2h') {
    return (
      registration.status === 'confirmed' &&
      allows('remind', activity, at) &&
      Date.parse(activity.startsAt) === Date.parse(reference)
    )
  }
  if (kind === 'lineClosed')
    return (
      registration.status === 'waitlisted' &&
      allows('announce', activity, at) &&
      Date.parse(activity.startsAt) === Date.parse(reference)
    )
  if (String(lastStanding(registration.history)?.n) !== reference) return false
  // A person who gave a seat back hears that; a person who still has part in what was called off hears of that alone.
  return allows('announce', activity, at) || (kind !== 'lapsed' && !SIGNED_UP.includes(registration.status))
}

function expiryOf({ message: { kind }, registration, activity }: Circumstances): number {
  // A person who asked wants to know, however late.
  if (kind === 'correctionAnswered') return Number.POSITIVE_INFINITY
  if (kind === 'thanks') return Date.parse(activity.endsAt) + THANKS_WITHIN_MS
  if (kind === 'offered') return Date.parse(registration.offerExpiresAt ?? activity.startsAt)
  if (kind === 'reminder24h' || kind === 'reminder2h') return Date.parse(activity.startsAt)
  // People on their way to the old time have to hear of the new one, and the other way round.
  const known = OF_ACTIVITY.includes(kind) ? Date.parse(activity.notice?.before.endsAt ?? activity.endsAt) : 0
  return Math.max(known, Date.parse(activity.endsAt))
}

/** People who are told at the end of the quiet hours shall still have this long until the start. */
export const NOTICE_MS = 2 * HOUR_MS

/** Whether the message cannot wait for the end of the quiet hours. */
function isUrgent({ message: { kind }, registration, activity }: Circumstances, quietEnd: Date): boolean {
  if (isOptional(kind) || kind === 'correctionAnswered') return false
  if (kind === 'offered' && Date.parse(registration.offerExpiresAt ?? '') <= quietEnd.getTime() + NOTICE_MS) return true
  const starts = [
    activity.startsAt,
    ...(OF_ACTIVITY.includes(kind) && activity.notice ? [activity.notice.before.startsAt] : []),
  ]
  return Math.min(...starts.map((start) => Date.parse(start))) < quietEnd.getTime() + NOTICE_MS
}

/** Asia/Shanghai has no summer time. */
const QUIET_FROM_MS = 21.5 * HOUR_MS
const QUIET_TO_MS = 7.5 * HOUR_MS

/** The end of the quiet hours (21:30–07:30, Asia/Shanghai) that `now` lies in; null outside of them. */
export function quietUntil(now: Date): Date | null {
  const local = now.getTime() + COUNTY_OFFSET_MS
  const midnight = Math.floor(local / DAY_MS) * DAY_MS
  const sinceMidnight = local - midnight
  if (sinceMidnight >= QUIET_TO_MS && sinceMidnight < QUIET_FROM_MS) return null
  return new Date(midnight - COUNTY_OFFSET_MS + QUIET_TO_MS + (sinceMidnight >= QUIET_FROM_MS ? DAY_MS : 0))
}

/** Tries before a message is given up: more than eight hours of a mail server that does not answer. */
export const MAX_ATTEMPTS = 14
const FIRST_PAUSE_MS = 30_000
const LONGEST_PAUSE_MS = HOUR_MS

/**
 * When a message is tried again after `attempts` tries: 30 s later, then twice as long each time, at most an hour.
 *
 * @param dice 0 to 1: spreads those that failed together, by up to a quarter
 */
export function retryAt(attempts: number, dice: number, now: Date): Date {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS)
  return new Date(now.getTime() + pause * (1 + dice / 4))
}
