import type { Line, Ledger, Theme } from '../shared/vocabulary.ts'
import type { Cover } from './covers.ts'
import type { QuestionKind, ProgrammeCategory } from './vocabulary.ts'

/** The facts that the public may see. All times are ISO 8601 in UTC; `null` capacity and `free` mean unlimited. */
export type Joinable = 'open' | 'waiting-list' | 'not-yet-open' | 'closed' | 'full' | 'ended' | 'cancelled'

export interface ActivitySummary {
  id: string
  title: string
  line: Line
  theme: Theme | null
  series: { id: string; title: string; category: ProgrammeCategory } | null
  unit: { id: string; name: string }
  /** The town the unit lies in (the unit itself when it is one), or null for county-level units. */
  town: { id: string; name: string } | null
  partnerUnit: { id: string; name: string } | null
  place: string
  station: { id: string; name: string } | null
  startsAt: string
  endsAt: string
  registrationOpensAt: string | null
  registrationClosesAt: string
  ledger: Ledger
  capacity: number | null
  taken: number
  waiting: number
  free: number | null
  waitingList: boolean
  /** The organiser confirms each sign-up. */
  approval: boolean
  /** Heads that one sign-up may be for. */
  partyLimit: number
  cancelled: boolean
  joinable: Joinable
  cover: Cover | null
}

/** A question the organiser asks at sign-up. */
export interface Question {
  id: string
  label: string
  kind: QuestionKind
  options: string[]
  required: boolean
  /** Of a number its value, of a text its length, of several choices how many. */
  min: number | null
  max: number | null
  /** Of a date or a time. */
  earliest: string | null
  latest: string | null
  /** Asked only of those who answered the question of this label with `showWhenAnswer`. */
  showWhen: string | null
  showWhenAnswer: string | null
}

export interface ActivityDetail extends ActivitySummary {
  description: string
  /** The contact to ask: a duty desk, never a private number. */
  contact: string
  questions: Question[]
  /** The code on the organiser's screen is taken now. */
  canSelfCheckIn: boolean
  cancelReason: string | null
  outcome: { present: number; visits: number; matters: number; summary: string } | null
}
