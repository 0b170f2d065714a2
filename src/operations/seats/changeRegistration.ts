import type { PayloadRequest } from 'payload'
import type { RegistrationRow } from '../../database/rows.ts'
import type { RowChange } from '../../database/types.ts'
import { applyChange, type Decide } from './applyChange.ts'
import { fillFreeSeats } from './fillFreeSeats.ts'
import { settleActivity } from '../tallies/settleActivity.ts'

/**
 * Every change of a registration goes through here: one atomic step (`applyChange`), then what follows from it for
 * others. The targets' tallies are brought along, and a seat that became free is given to the next in line.
 *
 * @returns the row after the change, and whether anything changed
 * @throws AppError as `applyChange`
 */
export async function changeRegistration(
  req: PayloadRequest,
  id: string,
  now: Date,
  decide: Decide,
  also?: () => Promise<RowChange>,
): Promise<{ registration: RegistrationRow; isChanged: boolean }> {
  const { registration, step } = await applyChange(req, id, now, decide, also)
  if (step?.isTallyMoved && req.context.settleLater !== true) await settleActivity(req, registration.activity)
  if (step?.isSeatToGive) await fillFreeSeats(req, registration.activity, now)
  return { registration, isChanged: step !== null }
}
