import { HOUR_MS } from '../shared/calendar.ts'
import { allows, type StateFacts } from '../activities/activityStates.ts'
import { earliestCheckIn } from '../activities/doorTimes.ts'
import type { CheckInList } from './checkInViews.ts'

/**
 * A link by which somebody without an account helps at the door of one activity, on their own phone (decision 030).
 * When it opens and closes follows from the activity as it stands, so that one that is moved takes its links along.
 */

/** So many of one activity may be in use. */
export const MAX_DOOR_LINKS = 10
/** The form of a link's secret: 32 bytes. */
export const DOOR_SECRET = /^[\w-]{43}$/
/** The longest name that the desk may give to whom it is for. */
export const MAX_LABEL = 20

/** After the end people still come to the table, and somebody counts. */
const AFTER_END_MS = 2 * HOUR_MS
/** The bound, from the start or from when it was made later: of an exhibition of months no link opens all of them. */
const LONGEST_MS = 72 * HOUR_MS
/** Scans from before the end that waited for a network are taken for so long after it. */
const LATE_MS = 12 * HOUR_MS
/** So long after the list was first shown it may be opened elsewhere: by the browser that has the camera. */
const SETTLING_MS = 10 * 60_000

interface Times {
  startsAt: string
  endsAt: string
}

/** The moment from which on nobody is let in by it, and no new scan is taken, in milliseconds. */
export function closesAt({ startsAt, endsAt }: Times, madeAt: string): number {
  return Math.min(Date.parse(endsAt) + AFTER_END_MS, Math.max(Date.parse(startsAt), Date.parse(madeAt)) + LONGEST_MS)
}

/** late: nothing is shown any more; what was noted before may still be sent. */
export type DoorPhase = 'early' | 'open' | 'late' | 'over'

export function doorPhase(activity: Times, madeAt: string, now: Date): DoorPhase {
  const at = now.getTime()
  const end = closesAt(activity, madeAt)
  if (at >= end + LATE_MS) return 'over'
  if (at >= end) return 'late'
  return at < earliestCheckIn(activity) ? 'early' : 'open'
}

/**
 * Whether a browser that is not the one it was opened in may take it over.
 *
 * @param openedAt when the list was first asked for at the open door: before that no camera can be tried
 */
export function mayMove(openedAt: string | null, now: Date): boolean {
  return openedAt === null || now.getTime() < Date.parse(openedAt) + SETTLING_MS
}

/** Whether one may be made now. */
export function mayHelpAtDoor(activity: StateFacts & Times, now: Date): boolean {
  return allows('walkIn', activity, now) && now.getTime() < closesAt(activity, now.toISOString())
}

/** How a link stands, as its maker sees it. */
export const DOOR_LINK_STATES = {
  unopened: '还没打开',
  open: '在用',
  /** The maker has no right to the activity at the moment, or it is called off. */
  paused: '暂停',
  over: '已失效',
  revoked: '已收回',
  left: '对方已结束',
} as const
export type DoorLinkState = keyof typeof DOOR_LINK_STATES

export interface DoorLinkView {
  id: string
  label: string
  /** The name of the member of staff. */
  madeBy: string
  madeAt: string
  until: string
  state: DoorLinkState
  usedAt: string | null
}

/** The list for a helper: until when it may be shown, as the activity stands now. */
export interface HelperList extends CheckInList {
  until: string
}

/** The facts that the phone of a helper is told of its link. */
export interface HelperView {
  /** Of the link. */
  id: string
  label: string
  madeBy: string
  activity: { id: string; title: string; place: string; startsAt: string; endsAt: string }
  until: string
}
