import type { PayloadRequest } from 'payload'
import { findRowsBy } from '../../database/rows.ts'
import type { RegistrationStatus } from '../../domain/shared/vocabulary.ts'

/**
 * An activity's sign-ups in the order of sign-up. One that became part of another of the same person is left out: it
 * stands there.
 */
export async function idsInOrder(
  req: PayloadRequest,
  activity: string,
  statuses?: RegistrationStatus[],
): Promise<string[]> {
  const rows = await findRowsBy(req, 'registrations', { activity, ...(statuses && { status: statuses }) }, [
    'id',
    'sequence',
    'createdAt',
    'mergedInto',
  ])
  return rows
    .filter(({ mergedInto }) => !mergedInto)
    .sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0) || a.createdAt.localeCompare(b.createdAt))
    .map(({ id }) => id)
}
