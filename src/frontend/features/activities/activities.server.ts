import type { PayloadRequest } from 'payload'
import { AppError, ERRORS } from '../../../domain/shared/AppError.ts'
import { clashesWith } from '../../../domain/seats/clashes.ts'
import { activityQuerySchema } from '../../../domain/activities/requests.ts'
import { fittingValue, idSchema } from '../../../domain/shared/requests.ts'
import type { ActivityDetail } from '../../../domain/activities/views.ts'
import { formatSpan } from '../../../domain/shared/dates.ts'
import { getShareCard, shareCardVersion } from '../../../operations/activities/getShareCard.ts'
import { getPublicActivity } from '../../../operations/activities/getPublicActivity.ts'
import { listMyRegistrations } from '../../../operations/seats/listMyRegistrations.ts'
import { listPublicActivities } from '../../../operations/activities/listPublicActivities.ts'
import { listUnits } from '../../../operations/units/listUnits.ts'
import { visitorOf } from '../../../operations/identity/visitorOf.ts'
import type { Picture } from '../../shared/route.ts'
import type { SignUpPost } from '../../shared/signUp.server.ts'
import type { ActivitiesPageProps } from './ActivitiesPage.tsx'
import type { ActivityPageProps } from './ActivityPage.tsx'

const PER_PAGE = 18

interface Filters {
  /** As they were given: what can be understood. */
  usable: Record<string, string>
  errors: Record<string, string>
  /** The values that the form shows again. */
  filters: Record<string, string>
}

/** A filter that cannot be understood is named and left out; the rest still filters. */
function filtersOf(query: Record<string, unknown>): Filters {
  const usable: Record<string, string> = {}
  const errors: Record<string, string> = {}
  const filters: Record<string, string> = {}
  for (const [name, schema] of Object.entries(activityQuerySchema.shape)) {
    const value = fittingValue(
      schema,
      [query[name]].flat().filter((one): one is string => typeof one === 'string' && one !== ''),
    )
    const parsed = schema.safeParse(value)
    if (!parsed.success) errors[name] = parsed.error.issues[0]?.message ?? ''
    // A parameter of others: nothing to filter by, and nothing to show.
    else if (value === undefined || parsed.data === undefined) continue
    else usable[name] = value
    if (value !== undefined && name !== 'page' && name !== 'limit') filters[name] = value
  }
  return { usable, errors, filters }
}

/** The list by its filters alone; null when one of them is wrong. */
export function activitiesAddress(query: Record<string, unknown>): string | null {
  const { usable, errors } = filtersOf(query)
  if (Object.keys(errors).length > 0) return null
  const search = new URLSearchParams(usable).toString()
  return search === '' ? '/activities' : `/activities?${search}`
}

/** Null after a sign-up, which the page speaks of. */
export function activityAddress(id: string, { done, problem }: Record<string, unknown>): string | null {
  return idSchema.safeParse(id).success && done === undefined && problem === undefined ? `/activities/${id}` : null
}

/** Made for its path alone: the version behind it is for those who keep pictures by their address. */
export const shareCardAddress = (id: string): string | null =>
  idSchema.safeParse(id).success ? `/activities/${id}/card` : null

export async function loadShareCard(req: PayloadRequest, id: string, now: Date): Promise<Picture> {
  if (!idSchema.safeParse(id).success) throw new AppError('not-found')
  return getShareCard(req, id, now)
}

/** A sentence and a picture's address, to stand beside a shared link. */
export function shareOf(activity: ActivityDetail): { description: string; shareCard: string } {
  const { id, cancelled, joinable, startsAt, endsAt, place, unit } = activity
  // With its year, since nobody knows when a shared link is read.
  const facts = [formatSpan(startsAt, endsAt, new Date(0).toISOString()), place, unit.name].filter(Boolean).join('，')
  return {
    description: cancelled
      ? `已取消。原定${facts}。`
      : `${facts}。${joinable === 'open' ? '点开即可报名，全程免费。' : ''}`,
    shareCard: `/activities/${id}/card?v=${shareCardVersion(activity)}`,
  }
}

export async function loadActivities(
  req: PayloadRequest,
  query: Record<string, unknown>,
  now: Date,
): Promise<ActivitiesPageProps> {
  const { usable, errors, filters } = filtersOf(query)
  const found = await listPublicActivities(req, { ...activityQuerySchema.parse(usable), limit: PER_PAGE }, now)
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
  // A page for all people has no user, and says nothing about anyone's own sign-ups.
  const own = isLoggedIn && req.user ? await listMyRegistrations(req, now) : []
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
