import type { PayloadRequest } from 'payload'
import { countRowsBy, type RegistrationRow } from '../../database/rows.ts'

/** How many are served first, plus one; null when the row is not on the waiting list. */
export async function waitingPosition(
  req: PayloadRequest,
  { activity, status, sequence }: Pick<RegistrationRow, 'activity' | 'status' | 'sequence'>,
): Promise<number | null> {
  if (status !== 'waitlisted' || sequence === null) return null
  return 1 + (await countRowsBy(req, 'registrations', { activity, status, sequence: { below: sequence } }))
}
