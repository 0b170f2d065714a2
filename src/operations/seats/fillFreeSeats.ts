import type { PayloadRequest } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import { writeSeats } from './writeSeats.ts'

/**
 * Gives all free seats to those who wait (`giveFreeSeats`). May run in many places at once. Does nothing where the
 * activity is gone.
 */
export async function fillFreeSeats(req: PayloadRequest, activityId: string, now: Date): Promise<void> {
  try {
    await writeSeats(req, activityId, now, async (draft) => {
      draft.isSeatToGive = true
    })
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'not-found')) throw error
  }
}
