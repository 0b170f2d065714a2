import type { PayloadRequest } from 'payload'
import type { RegistrationRow } from '../../database/rows.ts'
import { isOutranked } from '../../domain/attendance/attendance.ts'
import { isCorrected } from '../../domain/seats/history.ts'
import { standingWhenPresent } from '../../domain/seats/seats.ts'
import type { Attendance } from '../../domain/shared/vocabulary.ts'
import type { CheckInMethod } from '../../domain/attendance/vocabulary.ts'
import { changeRegistration, type Changed, type Decide } from '../seats/changeRegistration.ts'
import { requireOwn } from '../identity/requireUser.ts'

export interface Mark {
  attendance: Attendance
  at: Date
  method: CheckInMethod
  /** The staff member; null for who checked in themselves. */
  recordedBy: string | null
  /** Heads of the party that came; all of them when left out. */
  came?: number | undefined
}

/** One mark on one registration, as `marked` decides. */
export async function recordAttendance(
  req: PayloadRequest,
  found: RegistrationRow,
  mark: Mark,
  now: Date,
): Promise<Changed> {
  return changeRegistration(req, found.id, now, marked(req, mark))
}

/**
 * The change that one mark makes of a registration; none where the mark that stands there outranks it
 * (src/domain/attendance/attendance.ts). A person who came without a seat is recorded as a walk-in. Heads of a party
 * that come later are added to those who came.
 */
export const marked =
  (req: PayloadRequest, { attendance, at, method, recordedBy, came }: Mark): Decide =>
  (current) => {
    requireOwn(req, current)
    if (isOutranked(attendance, current.attendance, current.attendance === 'absent' && isCorrected(current.history))) {
      const isMore =
        attendance === 'present' &&
        current.attendance === 'present' &&
        came !== undefined &&
        came > (current.came ?? current.size ?? 1)
      return isMore ? { came } : null
    }
    if (attendance !== 'present') return { attendance, came: null, checkedInAt: null, method: null, recordedBy }
    return {
      attendance,
      came: came ?? current.size ?? 1,
      checkedInAt: at.toISOString(),
      method,
      recordedBy,
      ...standingWhenPresent(current.status),
    }
  }
