import type { PayloadRequest } from 'payload'
import { AppError, ERRORS } from '../../../domain/AppError.ts'
import { clashesWith } from '../../../domain/clashes.ts'
import { activityQuerySchema, idSchema } from '../../../domain/requests.ts'
import { getPublicActivity } from '../../../operations/getPublicActivity.ts'
import { listMyRegistrations } from '../../../operations/listMyRegistrations.ts'
import { listPublicActivities } from '../../../operations/listPublicActivities.ts'
import { listUnits } from '../../../operations/listUnits.ts'
import { visitorOf } from '../../../operations/visitorOf.ts'
import type { SignUpPost } from '../../shared/signUp.server.ts'
import type { ActivitiesPageProps } from './ActivitiesPage.tsx'
import type { ActivityPageProps } from './ActivityPage.tsx'

const PER_PAGE = 18

/** A filter that cannot be understood is named and left out; the rest still filters. */
export async function loadActivities(req: PayloadRequest, query: Record<string, unknown>, now: Date): Promise<ActivitiesPageProps> {
  const given = Object.fromEntries(
    Object.entries(query).filter(([name, value]) => typeof value === 'string' && value !== '' && name in activityQuerySchema.shape),
  ) as Record<string, string>
  const parsed = activityQuerySchema.safeParse(given)
  const errors = Object.fromEntries((parsed.error?.issues ?? []).map((issue) => [String(issue.path[0]), issue.message]))
  const usable = Object.fromEntries(Object.entries(given).filter(([name]) => !(name in errors)))
  const found = await listPublicActivities(req, { ...activityQuerySchema.parse(usable), limit: PER_PAGE }, now)
  const { page: _page, limit: _limit, ...filters } = given
  return { filters, errors, towns: await listUnits(req, ['town']), found }
}

export async function loadActivity(
  req: PayloadRequest,
  { id, isJustDone, problem, form }: { id: string; isJustDone: boolean; problem: string; form: Partial<SignUpPost> },
  now: Date,
): Promise<ActivityPageProps> {
  if (!idSchema.safeParse(id).success) throw new AppError('not-found', '没有这场活动，请从活动列表重新进入。')
  const activity = await getPublicActivity(req, id, now)
  const visitor = visitorOf(req)
  const isLoggedIn = visitor === 'person'
  const own = isLoggedIn ? await listMyRegistrations(req, now) : []
  return {
    activity,
    mine: own.find((registration) => registration.activity.id === id) ?? null,
    clashes: clashesWith(activity, own),
    isJustDone,
    isStaff: visitor === 'staff',
    problem: problem in ERRORS ? ERRORS[problem as keyof typeof ERRORS].message : null,
    form: {
      activityId: id,
      questions: activity.questions,
      isLoggedIn,
      isWaitingList: activity.joinable === 'waiting-list',
      partyLimit: activity.partyLimit,
      free: activity.free,
      step: form.step ?? 'contact',
      values: form.values ?? {},
      errors: form.errors ?? {},
      next: `/activities/${id}`,
    },
  }
}
