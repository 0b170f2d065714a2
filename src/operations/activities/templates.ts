import type { PayloadRequest } from 'payload'
import { unitOf } from '../../access/staffUser.ts'
import { isUnitInScope } from '../../access/unitScope.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { copyOf } from '../../domain/activities/recurrence.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { MINUTE_MS } from '../../domain/shared/calendar.ts'
import type { Template } from '../../payload-types.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { factsOf, findOwnActivity } from './copyActivity.ts'

/**
 * Keeps what an activity is made of, all but its day, under a name of its own.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), invalid-input
 */
export async function saveTemplate(
  req: PayloadRequest,
  { activityId, name }: { activityId: string; name: string },
  now: Date,
): Promise<{ id: string }> {
  const activity = await findOwnActivity(req, activityId)
  requireAllowed('copy', activity, now)
  const data = {
    ...factsOf(activity),
    name,
    duration: Math.round((Date.parse(activity.endsAt) - Date.parse(activity.startsAt)) / MINUTE_MS),
    questions: (activity.questions ?? []).map(copyOf),
  }
  const { id } = await runInTransaction(req, async () =>
    req.payload.create({ collection: 'templates', data, depth: 0, overrideAccess: false, req, user: req.user }),
  )
  return { id }
}

/** A template, and the unit in whose name the member of staff would publish from it. */
export interface UsableTemplate {
  template: Template
  unit: string
}

/**
 * The templates that may be used, by name: those of the own subtree, and of the units above.
 *
 * @throws AppError not-logged-in, forbidden
 */
export async function listTemplates(req: PayloadRequest): Promise<UsableTemplate[]> {
  requireStaff(req)
  const { docs } = await req.payload.find({
    collection: 'templates',
    sort: 'name',
    pagination: false,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return Promise.all(docs.map((template) => usable(req, template)))
}

/**
 * A new activity that is as the template says, at this time and of this title. It is of the template's unit, or of the
 * own one where the template is from above.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), invalid-input
 */
export async function createFromTemplate(
  req: PayloadRequest,
  input: { templateId: string; startsAt: string; title?: string | undefined; publish?: boolean | undefined },
  now: Date,
): Promise<{ id: string }> {
  requireStaff(req)
  const found = await req.payload.findByID({
    collection: 'templates',
    id: input.templateId,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
  })
  if (!found) throw new AppError('not-found', '没有找到这个模板，它可能已被删除，请刷新后重新选择。')
  const { template, unit } = await usable(req, found)
  const startsAt = new Date(input.startsAt)
  if (input.publish && startsAt < now) {
    const sentence = '开始时间已过，不能直接发布；请改时间，或存为草稿。'
    throw new AppError('invalid-input', sentence, { startsAt: sentence })
  }
  const data = {
    ...factsOf(template),
    unit,
    title: input.title ?? template.title,
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + template.duration * MINUTE_MS).toISOString(),
    questions: (template.questions ?? []).map(copyOf),
    status: input.publish ? ('published' as const) : ('draft' as const),
  }
  const { id } = await runInTransaction(req, async () =>
    req.payload.create({ collection: 'activities', data, depth: 0, overrideAccess: false, req, user: req.user }),
  )
  return { id }
}

async function usable(req: PayloadRequest, template: Template): Promise<UsableTemplate> {
  const own = String(template.unit)
  return { template, unit: (await isUnitInScope(req, own)) ? own : unitOf(requireStaff(req)) }
}
