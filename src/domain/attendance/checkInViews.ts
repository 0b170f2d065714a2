import type { Attendance, RegistrationStatus } from '../shared/vocabulary.ts'
import type { CheckInMethod } from './vocabulary.ts'

/**
 * The facts that the door of one activity needs, and nothing beyond them: also what a phone keeps, encrypted, to go on
 * without a network.
 */
export interface CheckInList {
  activity: { id: string; title: string; place: string; startsAt: string; endsAt: string; selfCheckIn: boolean }
  /** The server's time: a phone whose clock is wrong records by this one. */
  asOf: string
  /** The names on the list, without those who cancelled. */
  rows: CheckInRow[]
}

export interface CheckInRow {
  /** The registration's. */
  id: string
  /** Empty for who erased their data. */
  name: string
  /** The last four digits; empty when the person gave no phone. */
  phoneTail: string
  /** Heads in this sign-up. */
  size: number
  status: RegistrationStatus
  attendance: Attendance
  checkedInAt: string | null
  /** The staff member's name; null for who checked in themselves. */
  recordedBy: string | null
}

/** How one item of a batch ended. All but the first two record nothing. */
export type CheckInOutcome =
  'recorded' | 'duplicate' | 'unknown' | 'out-of-scope' | 'wrong-activity' | 'too-early' | 'invalid-time' | 'not-open'

/** The facts that a record has already: the answer to a scan that changes nothing. */
export interface Standing {
  attendance: Attendance
  at: string | null
  method: CheckInMethod | null
  by: string | null
}

/** The same at the door of a helper; door-closed: noted after the time of their link. */
export type DoorOutcome = CheckInOutcome | 'door-closed'

export interface CheckInResult<Outcome extends string = CheckInOutcome> {
  clientId: string
  outcome: Outcome
  /** Set when recorded or duplicate. */
  registration?: string
  /** Set when duplicate. */
  standing?: Standing
}
