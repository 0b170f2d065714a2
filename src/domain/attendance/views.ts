import type { CheckInMethod, CorrectionStatus, Evaluation, MinutesSource } from './vocabulary.ts'
import type { Attendance } from '../shared/vocabulary.ts'
import type { ActivitySummary } from '../activities/views.ts'

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
