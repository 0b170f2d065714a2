import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { findRow, type ActivityRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { CHANGE_REASON } from '../../domain/activities/activityRules.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { editOf } from '../../domain/activities/recurrence.ts'
import type { FollowingPart } from '../../domain/activities/vocabulary.ts'
import type { Activity } from '../../payload-types.ts'
import { findOwnActivity } from './copyActivity.ts'
import { oneByOne } from '../shared/oneByOne.ts'
import { sessionsOf, told, type SessionOutcome } from './createRecurrence.ts'

/**
 * “This and all following”: gives the later sessions of its recurrence what this one has in the named parts. One by one
 * through the ordinary update, so that access, hooks, the audit trail and the waiting list see each as if it had been
 * typed; what could not be changed is told with its reason and stops none of the others. The same again finds nothing
 * to change. Sessions that others signed up for are moved only with a reason, which they are told.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), not-in-series
 */
export async function editFollowing(
  req: PayloadRequest,
  { activityId, parts, reason }: { activityId: string; parts: FollowingPart[]; reason?: string | undefined },
  now: Date,
): Promise<{ sessions: SessionOutcome<'changed' | 'unchanged'>[] }> {
  const source = await findOwnActivity(req, activityId)
  const key = (await findRow(req, 'activities', activityId))?.seriesKey
  const following = key
    ? (await sessionsOf(req, key)).filter(({ startsAt }) => Date.parse(startsAt) > Date.parse(source.startsAt))
    : []
  if (following.length === 0) throw new AppError('not-in-series')
  const sessions = await oneByOne(req, following, async (session) => {
    const [id, startsAt] = [String(session.id), new Date(session.startsAt).toISOString()]
    return told(
      req,
      startsAt,
      async () => ({ id, startsAt, outcome: await editOne(req, { source, session, parts, reason }, now) }),
      id,
    )
  })
  return { sessions }
}

async function editOne(
  req: PayloadRequest,
  {
    source,
    session,
    parts,
    reason,
  }: { source: Activity; session: ActivityRow; parts: FollowingPart[]; reason?: string | undefined },
  now: Date,
): Promise<'changed' | 'unchanged'> {
  const { id, unit } = session
  if (!(await isUnitInScope(req, String(unit)))) throw new AppError('forbidden', '这一场不在您的管理范围内，未作改动。')
  requireAllowed('editFollowing', session, now)
  const own = { collection: 'activities', id, depth: 0, overrideAccess: false, req, user: req.user } as const
  return runInTransaction(req, async () => {
    const edit = editOf(source, await req.payload.findByID({ ...own, showHiddenFields: true }), parts)
    if (Object.keys(edit).length === 0) return 'unchanged'
    await req.payload.update({ ...own, data: { ...edit, [CHANGE_REASON]: reason ?? null } })
    return 'changed'
  })
}
