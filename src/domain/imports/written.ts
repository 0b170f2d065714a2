import type { CheckInMethod, MinutesSource } from '../attendance/vocabulary.ts'
import type { Attendance, RegistrationStatus } from '../shared/vocabulary.ts'

/** All that a row wrote, for its undo. */
export interface Written {
  /** When, in ISO 8601. */
  at: string
  /** The person, where the row made one. */
  person?: string
  /** The sign-up of somebody who came, and what stood there before: null where the row made it. */
  registration?: { id: string; before: StandingBefore | null }
  activity?: string
  /** The unit that the row made. */
  unit?: string
}

/** The fields of a sign-up that an attendance changes. */
export interface StandingBefore {
  status: RegistrationStatus
  walkIn: boolean
  attendance: Attendance
  came: number | null
  checkedInAt: string | null
  method: CheckInMethod | null
  recordedBy: string | null
  minutes: number | null
  minutesSource: MinutesSource | null
}

interface StandingNow extends StandingBefore {
  checkedOutAt: string | null
  evaluation: string | null
  feedbackAt: string | null
  mergedInto: string | null
}

/** Whether a sign-up stands as its import left it, so that an undo takes nothing away that people have done since. */
export function isAsImported(now: StandingNow, importedBy: string): boolean {
  return (
    !now.mergedInto &&
    now.status === 'confirmed' &&
    now.attendance === 'present' &&
    now.method === 'import' &&
    now.recordedBy === importedBy &&
    now.minutesSource !== 'entered' &&
    [now.checkedOutAt, now.evaluation, now.feedbackAt].every((value) => !value)
  )
}
