import type { Page, Route, Visit } from '../../shared/route.ts'
import { followSignUp, type SignUpPost } from '../../shared/signUp.server.ts'
import { isSignedUpAround } from '../../../operations/seats/isSignedUpAround.ts'
import {
  activitiesAddress,
  activityAddress,
  loadActivities,
  loadActivity,
  loadShareCard,
  shareCardAddress,
  shareOf,
} from './activities.server.ts'
import { ActivitiesPage } from './ActivitiesPage.tsx'
import { ActivityPage } from './ActivityPage.tsx'

async function activityPage({ req, params, query, now }: Visit, form: Partial<SignUpPost> = {}): Promise<Page> {
  const props = await loadActivity(
    req,
    { id: params.id ?? '', isJustDone: query.done === '1', problem: String(query.problem ?? ''), form },
    now,
  )
  return {
    title: props.activity.title,
    ...shareOf(props.activity),
    body: <ActivityPage {...props} />,
    status: form.status ?? 200,
    retryAfter: form.retryAfter ?? null,
    ...(form.token && { session: form.token }),
  }
}

export const activityRoutes: Route[] = [
  {
    path: '/activities',
    sharedAs: ({ query }) => activitiesAddress(query),
    get: async ({ req, query, now }) => {
      const props = await loadActivities(req, query, now)
      return {
        title: '活动',
        body: <ActivitiesPage {...props} />,
        status: Object.keys(props.errors).length > 0 ? 400 : 200,
      }
    },
  },
  {
    path: '/activities/:id/card',
    sharedAs: ({ params }) => shareCardAddress(params.id ?? ''),
    get: ({ req, params, now }) => loadShareCard(req, params.id ?? '', now),
  },
  {
    path: '/activities/:id',
    sharedAs: ({ params, query }) => activityAddress(params.id ?? '', query),
    isPersonal: ({ req, params }) => isSignedUpAround(req, params.id ?? ''),
    get: (visit) => activityPage(visit),
    post: async (visit) => {
      const { req, params, fields, now } = visit
      const result = await followSignUp(req, { body: fields, activityId: params.id ?? '' }, now)
      if (!result.isDone) return activityPage(visit, result)
      return { to: `/activities/${params.id ?? ''}?done=1`, ...(result.token && { session: result.token }) }
    },
  },
]
