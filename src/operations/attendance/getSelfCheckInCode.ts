import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { SELF_CHECK_IN_STEP_MS, selfCheckInCode } from '../../privacy/cipher.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { requireSelfCheckIn } from './selfCheckIn.ts'

export interface SelfCheckInCode {
  title: string
  /** Six digits. */
  code: string
  /** In milliseconds; then the next one takes its place, and this one is accepted 30 s longer. */
  expiresIn: number
}

/**
 * The code for the organiser's screen.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), activity-cancelled, check-in-closed
 */
export async function getSelfCheckInCode(req: PayloadRequest, activityId: string, now: Date): Promise<SelfCheckInCode> {
  requireStaff(req)
  const { id, title, unit } = await requireSelfCheckIn(req, activityId, now)
  if (!(await isUnitInScope(req, String(unit)))) throw new AppError('not-found')
  return {
    title,
    code: selfCheckInCode(id, now),
    expiresIn: SELF_CHECK_IN_STEP_MS - (now.getTime() % SELF_CHECK_IN_STEP_MS),
  }
}
