import { DAY_MS } from '../shared/calendar.ts'
import { requireAllowed, type StateFacts } from '../activities/activityStates.ts'
import { AppError } from '../shared/AppError.ts'
import type { ActivityStatus, Attendance, RegistrationStatus } from '../shared/vocabulary.ts'
import {
  NOTICE_MS,
  quietUntil,
  SIGNED_UP,
  unheardBy,
  type Dispatch,
  type PlannedMessage,
  type Recipient,
} from './messages.ts'
import type { Audience, MessageState, SkipReason } from './vocabulary.ts'

/** The messages that an organiser writes: to whom, how long they are, and until when (docs/messages.md). */

/** A sign-up, as far as it says whether a message is for it. */
export interface Addressable {
  status: RegistrationStatus
  attendance: Attendance
  walkIn: boolean
}

const ADDRESSED: Record<Audience, (signUp: Addressable) => boolean> = {
  all: ({ status }) => SIGNED_UP.includes(status),
  // A walk-in holds no seat.
  confirmed: ({ status, walkIn }) => status === 'confirmed' && !walkIn,
  waiting: ({ status }) => status === 'waitlisted',
  present: ({ attendance }) => attendance === 'present',
}

export const isAddressed = (audience: Audience, signUp: Addressable): boolean => ADDRESSED[audience](signUp)

export const broadcastFor = (broadcast: string, registration: string): PlannedMessage => ({
  key: `broadcast:${broadcast}:${registration}`,
  kind: 'broadcast',
  reference: broadcast,
})

/** So long after the end, or what was to be the end, people may still be written to: of what was left behind. */
export const TELL_DAYS = 14

/** @throws AppError activity-draft, activity-ended */
export function requireTellable(activity: StateFacts, now: Date): void {
  requireAllowed('tell', activity, now)
  if (Date.parse(activity.endsAt) + TELL_DAYS * DAY_MS <= now.getTime())
    throw new AppError('activity-ended', `活动结束已超过 ${TELL_DAYS} 天，不能再群发消息；请用名单上的电话联系。`)
}

interface Schedule {
  startsAt: string
  endsAt: string
}

/**
 * The end of the quiet hours, where a message written now waits for it; null where it leaves at once. As for all
 * messages, one about an activity that starts within two hours of their end, or is under way, does not wait.
 */
export function waitsUntil({ startsAt, endsAt }: Schedule, now: Date): Date | null {
  const until = quietUntil(now)
  if (until === null) return null
  const isNear = Date.parse(startsAt) < until.getTime() + NOTICE_MS && Date.parse(endsAt) > now.getTime()
  return isNear ? null : until
}

/** Whether a message is sent at `now` to somebody of its audience, kept for the morning, or not needed any more. */
export function dispatchOfBroadcast(
  {
    broadcast,
    registration,
    activity,
    person,
  }: {
    broadcast: { audience: Audience; createdAt: string }
    registration: Addressable
    activity: Schedule & { status: ActivityStatus }
    person: Recipient
  },
  now: Date,
): Dispatch {
  const unheard = unheardBy(person)
  if (unheard) return unheard
  if (!isAddressed(broadcast.audience, registration)) return { act: 'skip', why: 'superseded' }
  // Words from before the end are about coming and being there; what was called off may be spoken of later.
  const endsAt = Date.parse(activity.endsAt)
  const isOfTheDay = activity.status !== 'cancelled' && Date.parse(broadcast.createdAt) < endsAt
  if (isOfTheDay && endsAt <= now.getTime()) return { act: 'skip', why: 'expired' }
  const until = waitsUntil(activity, now)
  return until === null ? { act: 'send' } : { act: 'defer', until }
}

/** Whether the person finds it on the own pages: also without a contact, but not what passed them by. */
export const isToldTo = ({ state, reason }: { state: MessageState; reason?: SkipReason | null }): boolean =>
  state !== 'skipped' || reason === 'unreachable'

/** Characters of a Chinese text message (UCS-2), and of each part where one is not enough. */
const SINGLE = 70
const PART = 67

/**
 * The parts in which carriers send and charge a text message, its signature and link counted. All of ours hold Chinese,
 * so none is counted by seven bits; an emoji is two characters.
 */
export function smsParts(text: string): number {
  return text.length <= SINGLE ? 1 : Math.ceil(text.length / PART)
}
