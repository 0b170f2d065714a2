import type { PayloadRequest } from 'payload'
import { findRow, findRowsBy, type ActivityRow } from '../../database/rows.ts'
import { isAddressed } from '../../domain/messages/broadcasts.ts'
import type { Audience } from '../../domain/messages/vocabulary.ts'
import { findOwnActivity } from '../activities/copyActivity.ts'
import { AppError } from '../../domain/shared/AppError.ts'

/**
 * The activity whose people a member of staff may write to, as it is stored. @throws AppError not-logged-in, forbidden,
 * not-found (also out of scope)
 */
export async function findAddressedActivity(req: PayloadRequest, id: string): Promise<ActivityRow> {
  await findOwnActivity(req, id)
  const activity = await findRow(req, 'activities', id)
  if (!activity) throw new AppError('not-found')
  return activity
}

interface Recipient {
  /** The sign-up. */
  id: string
  person: string
}

/** The sign-ups of each audience at this moment, in the order of signing up. */
export async function audiencesOf(req: PayloadRequest, activity: string): Promise<(audience: Audience) => Recipient[]> {
  const signUps = await findRowsBy(req, 'registrations', { activity }, [
    'id',
    'person',
    'status',
    'attendance',
    'walkIn',
    'sequence',
    'mergedInto',
  ])
  // A sign-up that became part of another has nobody any more.
  const standing = signUps
    .filter(({ mergedInto }) => !mergedInto)
    .sort((a, b) => (a.sequence ?? Infinity) - (b.sequence ?? Infinity) || 0)
  return (audience) => standing.filter((signUp) => isAddressed(audience, signUp))
}
