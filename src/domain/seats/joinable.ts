import { stateAt, type StateFacts } from '../activities/activityStates.ts'
import type { Joinable } from '../activities/views.ts'
import { admissionFor, seatsAt, type Seats } from './seats.ts'

export interface JoinWindow extends Pick<StateFacts, 'startsAt' | 'endsAt'> {
  cancelled: boolean
  registrationOpensAt: string | null
  registrationClosesAt: string
}

/** Whether, and how, one can sign up at `now`. */
export function joinableAt({ cancelled, ...activity }: JoinWindow & Seats, now: Date): Joinable {
  const state = stateAt({ ...activity, status: cancelled ? 'cancelled' : 'published' }, now)
  if (state === 'cancelled' || state === 'ended') return state
  if (state === 'open' || state === 'runningOpen') {
    const admission = admissionFor(seatsAt(activity, now))
    return admission === 'confirmed' ? 'open' : admission === 'waitlisted' ? 'waiting-list' : 'full'
  }
  return activity.registrationOpensAt !== null && now.getTime() < Date.parse(activity.registrationOpensAt)
    ? 'not-yet-open'
    : 'closed'
}
