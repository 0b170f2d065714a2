import type { PayloadRequest } from 'payload'
import { standingWhenPresent } from '../../domain/seats/seats.ts'
import { changeRegistration } from './changeRegistration.ts'

/**
 * Counts what a write through Payload left unsettled. Staff may set anybody's attendance by hand: whoever came without
 * a seat is a walk-in, as at the door.
 */
export async function settleRegistration(req: PayloadRequest, id: string, now: Date): Promise<void> {
  await changeRegistration(req, id, now, ({ attendance, status }) =>
    attendance === 'present' ? standingWhenPresent(status) : {},
  )
}
