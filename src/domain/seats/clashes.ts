import type { Clash } from './views.ts'
import type { RegistrationStatus } from '../shared/vocabulary.ts'

/** Sign-ups that keep a person busy, or may yet. */
export const BUSY_STATUSES: RegistrationStatus[] = ['confirmed', 'waitlisted', 'offered', 'pending']

interface Timed {
  startsAt: string
  endsAt: string
}

/** One may begin the moment the other ends. */
export function overlap(one: Timed, other: Timed): boolean {
  return Date.parse(one.startsAt) < Date.parse(other.endsAt) && Date.parse(other.startsAt) < Date.parse(one.endsAt)
}

interface SignedUp {
  status: RegistrationStatus
  activity: Timed & { id: string; title: string; cancelled: boolean }
}

/**
 * The person's other sign-ups at the time of `activity`, the earliest first. Pointed out, never forbidden: people swap
 * and hand over.
 */
export function clashesWith(activity: Timed & { id: string }, signUps: SignedUp[]): Clash[] {
  return signUps
    .filter(
      ({ status, activity: other }) =>
        BUSY_STATUSES.includes(status) && !other.cancelled && other.id !== activity.id && overlap(activity, other),
    )
    .map(({ activity: { id, title, startsAt } }) => ({ id, title, startsAt }))
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt))
}
