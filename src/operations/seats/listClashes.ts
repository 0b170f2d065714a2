import type { PayloadRequest } from 'payload'
import { staffUser } from '../../access/staffUser.ts'
import { unitScope } from '../../access/unitScope.ts'
import { findRowsBy, type ActivityRow, type RegistrationRow } from '../../database/rows.ts'
import { BUSY_STATUSES, clashesWith } from '../../domain/seats/clashes.ts'
import { isLeaving } from '../../domain/seats/undo.ts'
import type { Clash } from '../../domain/seats/views.ts'

/**
 * Those of a person's own sign-ups that are at the time of the activity; where staff ask, those alone that they may
 * read.
 */
export async function listClashes(
  req: PayloadRequest,
  own: Pick<RegistrationRow, 'activity' | 'status' | 'unit' | 'cancelsAt'>[],
  activity: Pick<ActivityRow, 'id' | 'startsAt' | 'endsAt'>,
): Promise<Clash[]> {
  const scope = staffUser(req) ? await unitScope(req) : 'all'
  const others = new Map(
    own
      .filter(({ unit }) => scope === 'all' || scope.includes(unit))
      .filter((signUp) => !isLeaving(signUp))
      .filter((signUp) => BUSY_STATUSES.includes(signUp.status) && signUp.activity !== activity.id)
      .map((signUp) => [signUp.activity, signUp.status]),
  )
  if (others.size === 0) return []
  const found = await findRowsBy(req, 'activities', { id: [...others.keys()] }, [
    'id',
    'title',
    'startsAt',
    'endsAt',
    'status',
  ])
  return clashesWith(
    activity,
    found.flatMap((row) => {
      const status = others.get(row.id)
      return status && row.status === 'published' ? [{ status, activity: { ...row, cancelled: false } }] : []
    }),
  )
}
