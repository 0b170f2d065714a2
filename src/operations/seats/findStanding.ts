import type { PayloadRequest } from 'payload'
import { findRow, type RegistrationRow } from '../../database/rows.ts'
import { swap } from '../../database/swap.ts'
import { GIVEN_BACK } from './stepOf.ts'

/** The sign-up itself, or the one that it became part of; null when there is none. */
export async function findStanding(req: PayloadRequest, id: string): Promise<RegistrationRow | null> {
  const found = await findRow(req, 'registrations', id)
  if (!found?.mergedInto) return found
  // A form that was saved at the moment of the merge wrote over what was given back.
  if (found.unsettled) await swap(req, [{ collection: 'registrations', id, revision: found.revision, set: GIVEN_BACK }])
  return findStanding(req, found.mergedInto)
}
