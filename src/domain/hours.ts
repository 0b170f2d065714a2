import type { Ledger } from './vocabulary.ts'

/** Service time when the organiser enters none: the activity's planned length in whole minutes; null outside the service ledger. */
export function defaultMinutes(activity: { ledger: Ledger; startsAt: string; endsAt: string }): number | null {
  if (activity.ledger !== 'service') return null
  return Math.min(1440, Math.round((Date.parse(activity.endsAt) - Date.parse(activity.startsAt)) / 60_000))
}
