import type { Joinable } from './publicViews.ts'
import { admissionFor, type Seats } from './seats.ts'

export interface JoinWindow {
  cancelled: boolean
  registrationOpensAt: string | null
  registrationClosesAt: string
  endsAt: string
}

/** Whether, and how, one can sign up at `now`. */
export function joinableAt(activity: JoinWindow & Seats, now: Date): Joinable {
  if (activity.cancelled) return 'cancelled'
  if (now.getTime() >= Date.parse(activity.endsAt)) return 'ended'
  if (now.getTime() >= Date.parse(activity.registrationClosesAt)) return 'closed'
  if (activity.registrationOpensAt !== null && now.getTime() < Date.parse(activity.registrationOpensAt)) return 'not-yet-open'
  const admission = admissionFor(activity)
  return admission === 'confirmed' ? 'open' : admission === 'waitlisted' ? 'waiting-list' : 'full'
}
