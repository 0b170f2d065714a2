import type { RegistrationStatus, Attendance } from '../shared/vocabulary.ts'
import type { ActivitySummary } from '../activities/views.ts'

/** Another of one's own sign-ups at the same time. */
export interface Clash {
  /** Of the activity. */
  id: string
  title: string
  startsAt: string
}

/** Somebody whom staff may choose to sign up, as far as they know them. */
export interface Candidate {
  id: string
  name: string
  /** Empty, as the others, where there is none or staff may not know it. */
  volunteerNumber: string
  phoneTail: string
  unit: string
  /** In the activity; null for one who is not on its list. */
  standing: { status: RegistrationStatus; attendance: Attendance } | null
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
  /** Until when the person's own cancellation can be taken back. */
  undoUntil: string | null
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
