import type { CheckInMethod, CorrectionStatus, Evaluation, MinutesSource, Line, Measure, QuestionKind, RegistrationStatus, Attendance, Gender, Ledger, PersonKind, ProgrammeCategory, StationLevel, Theme } from './vocabulary.ts'

/** What the public may see. All times are ISO 8601 in UTC; `null` capacity and `free` mean unlimited. */
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
  /** Who to ask: a duty desk, never a private number. */
  contact: string
  questions: Question[]
  /** The code on the organiser's screen is taken now. */
  canSelfCheckIn: boolean
  cancelReason: string | null
  outcome: { present: number; visits: number; matters: number; summary: string } | null
}

export interface TargetProgress {
  id: string
  title: string
  measure: Measure
  goal: number
  /** Counted from records. */
  tally: number
  /** Carried over from before records began, with where it comes from. */
  opening: number
  openingSource: string | null
  /** Days of the county, both counted in whole. */
  from: string | null
  to: string | null
  /** The tally is being counted again: what it counts was changed a moment ago. */
  counting: boolean
  asOf: string
}

export interface StationSummary {
  id: string
  name: string
  level: StationLevel
  town: { id: string; name: string } | null
  address: string
  openingHours: string
  facilities: string[]
}

/** Another of one's own sign-ups at the same time. */
export interface Clash {
  /** Of the activity. */
  id: string
  title: string
  startsAt: string
}

export interface MyRegistration {
  id: string
  status: RegistrationStatus
  /** 1 is next; null when not on the waiting list. */
  position: number | null
  /** Heads signed up for. */
  size: number
  /** Until when an offered seat is kept. */
  offerExpiresAt: string | null
  /** An offer ran out; the person may sign up anew. */
  lapsed: boolean
  /** Still on the waiting list at the start: nobody moves up any more. */
  isLineClosed: boolean
  /** Why the organiser refused. */
  refusal: string | null
  attendance: Attendance
  /** The ticket code to show at the door; null when there is no seat. */
  ticket: string | null
  registeredAt: string
  /** Others of one's own at the same time; none where the sign-up stands no more. */
  clashes: Clash[]
  activity: ActivitySummary
}

/** What people see and change of their own record; the contacts, which are masked here, by their own way. */
export interface MyProfile {
  id: string
  volunteerNumber: string | null
  phone: string | null
  email: string | null
  name: string
  kinds: PersonKind[]
  /** The unit whose staff may open the record. */
  unit: string | null
  gender: Gender | null
  birthDate: string | null
  area: string | null
  skills: string | null
  serviceKinds: string | null
}

/** A request to correct a record, as the person sees it. */
export interface MyCorrection {
  id: string
  wish: string
  status: CorrectionStatus
  askedAt: string
  answer: string | null
  answeredAt: string | null
}

/** All that is kept of one's own part in one activity. */
export interface MyRecord {
  id: string
  activity: ActivitySummary
  attendance: Attendance
  minutes: number | null
  minutesSource: MinutesSource | null
  checkedInAt: string | null
  checkedOutAt: string | null
  method: CheckInMethod | null
  evaluation: Evaluation | null
  evaluationNote: string | null
  evaluatedAt: string | null
  rating: number | null
  feedback: string
  /** The newest first. */
  corrections: MyCorrection[]
}

export interface MyRecords {
  name: string
  volunteerNumber: string | null
  asOf: string
  /** The two ledgers, the newest first; their totals are never added. */
  participation: MyRecord[]
  service: MyRecord[]
  serviceMinutes: number
  trainings: { id: string; title: string; content: string; hours: number; host: string; date: string }[]
  awards: { id: string; title: string; grantor: string; date: string }[]
}

export interface Page<T> {
  docs: T[]
  page: number
  totalPages: number
  totalDocs: number
}
