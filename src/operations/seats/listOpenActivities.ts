import type { PayloadRequest } from 'payload'
import { unitOf } from '../../access/staffUser.ts'
import { isUnitInScope, whereInScope } from '../../access/unitScope.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { ActivityDetail, ActivitySummary } from '../../domain/activities/views.ts'
import type { Activity } from '../../payload-types.ts'
import { getPublicActivity } from '../activities/getPublicActivity.ts'
import { SUMMARY_FIELDS, summarise } from '../activities/activityViews.ts'
import { requireStaff } from '../identity/requireUser.ts'

/** More than that nobody looks through; the rest is reached from the activity itself. */
const SHOWN = 200

/**
 * Activities of the own subtree that somebody can be signed up for now, those of the own unit first, then by start.
 *
 * @throws AppError not-logged-in, forbidden
 */
export async function listOpenActivities(req: PayloadRequest, now: Date): Promise<ActivitySummary[]> {
  const own = unitOf(requireStaff(req))
  const scope = await whereInScope(req, 'unit')
  if (scope === false) return []
  const isoNow = now.toISOString()
  const { docs } = await req.payload.find({
    collection: 'activities',
    where: {
      and: [
        { status: { equals: 'published' } },
        { endsAt: { greater_than: isoNow } },
        ...(scope === true ? [] : [scope]),
      ],
    },
    select: SUMMARY_FIELDS,
    sort: 'startsAt',
    pagination: false,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const open = (await summarise(req, docs as Activity[], now)).filter(isOpen)
  return [...open.filter(({ unit }) => unit.id === own), ...open.filter(({ unit }) => unit.id !== own)].slice(0, SHOWN)
}

export const isOpen = ({ joinable }: Pick<ActivitySummary, 'joinable'>): boolean =>
  joinable === 'open' || joinable === 'waiting-list'

/** One activity, with its questions, to sign somebody up for. @throws AppError not-found, also out of scope */
export async function getActivityForSignUp(req: PayloadRequest, id: string, now: Date): Promise<ActivityDetail> {
  requireStaff(req)
  const activity = await getPublicActivity(req, id, now)
  if (!(await isUnitInScope(req, activity.unit.id))) throw new AppError('not-found')
  return activity
}
