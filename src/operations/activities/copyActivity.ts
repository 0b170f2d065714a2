import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { copyOf, timesFrom } from '../../domain/activities/recurrence.ts'
import type { Activity, Template } from '../../payload-types.ts'
import { requireStaff } from '../identity/requireUser.ts'

/**
 * The fields that a copy has from its original. Sign-ups, counters, outcome and the reason of a cancellation belong to
 * one session alone.
 */
const COPIED = [
  'title',
  'line',
  'theme',
  'series',
  'unit',
  'partnerUnit',
  'place',
  'station',
  'description',
  'leader',
  'contact',
  'capacity',
  'minimum',
  'waitingList',
  'partyLimit',
  'approval',
  'ledger',
  'selfCheckIn',
] as const satisfies readonly (keyof Activity & keyof Template)[]

/** Those fields of an activity, or of a template. */
export const factsOf = (original: Activity | Template): Pick<Activity, (typeof COPIED)[number]> =>
  Object.fromEntries(COPIED.map((name) => [name, original[name]])) as Pick<Activity, (typeof COPIED)[number]>

/**
 * An activity that the staff member may change, as it is stored. @throws AppError not-logged-in, forbidden, not-found
 * (also out of scope)
 */
export async function findOwnActivity(req: PayloadRequest, id: string): Promise<Activity> {
  requireStaff(req)
  const activity = await req.payload.findByID({
    collection: 'activities',
    id,
    depth: 0,
    disableErrors: true,
    showHiddenFields: true,
    overrideAccess: false,
    req,
    user: req.user,
  })
  if (!activity || !(await isUnitInScope(req, String(activity.unit)))) throw new AppError('not-found')
  return activity
}

/** One more like it at another time, in the visitor's name: hooks and access see it as if it had been typed. */
export async function createLike(
  req: PayloadRequest,
  original: Activity,
  startsAt: string,
  status: 'draft' | 'published',
): Promise<Activity> {
  const times = timesFrom(original, startsAt)
  const data = { ...factsOf(original), ...times, questions: (original.questions ?? []).map(copyOf), status }
  return runInTransaction(req, async () =>
    req.payload.create({ collection: 'activities', data, depth: 0, overrideAccess: false, req, user: req.user }),
  )
}

/**
 * A draft with the same content at another time. @throws AppError not-logged-in, forbidden, not-found (also out of
 * scope), invalid-input
 */
export async function copyActivity(
  req: PayloadRequest,
  { activityId, startsAt }: { activityId: string; startsAt: string },
  now: Date,
): Promise<{ id: string }> {
  const original = await findOwnActivity(req, activityId)
  requireAllowed('copy', original, now)
  const { id } = await createLike(req, original, new Date(startsAt).toISOString(), 'draft')
  return { id }
}
