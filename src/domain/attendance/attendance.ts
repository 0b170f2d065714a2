import type { Attendance } from '../shared/vocabulary.ts'

/**
 * Whether what a record says outranks a new mark. Marks come late and in any order, from devices that did not know of
 * each other: whoever was seen was there, so the first “present” stands and beats “absent”, whichever arrives first. A
 * correction, which has a reason, outranks every mark. Clearing a mark is always meant.
 */
export function isOutranked(mark: Attendance, recorded: Attendance, isCorrected: boolean): boolean {
  if (mark === recorded) return true
  if (mark === 'present') return isCorrected
  return mark === 'absent' && recorded === 'present'
}
