import { listCheckInActivities } from '../../../operations/attendance/listCheckInActivities.ts'
import type { Answer, Route, Visit } from '../../shared/route.ts'
import { followSelfCheckIn, loadCode, loadDoor } from './checkIn.server.ts'
import { CheckInActivitiesPage } from './CheckInActivitiesPage.tsx'
import { CheckInPage } from './CheckInPage.tsx'
import { CodePage } from './CodePage.tsx'
import { HelperPage } from './HelperPage.tsx'
import { SelfCheckInPage } from './SelfCheckInPage.tsx'

/** @param code as it was scanned; typed, when it is `isConfirmed` by the form's button */
async function selfCheckIn({ req, params, now }: Visit, code: string | null, isConfirmed: boolean): Promise<Answer> {
  const activityId = params.id ?? ''
  const step = await followSelfCheckIn(req, { activityId, code, isConfirmed }, now)
  if (step.passForLogin !== null) {
    const next = `/activities/${activityId}/self-check-in?code=${step.passForLogin}`
    return { to: `/login?next=${encodeURIComponent(next)}` }
  }
  const { page, status, retryAfter } = step
  return { title: '现场签到', body: <SelfCheckInPage {...page} />, status, retryAfter, isPrivate: true }
}

export const checkInRoutes: Route[] = [
  {
    path: '/activities/:id/self-check-in',
    get: (visit) => selfCheckIn(visit, typeof visit.query.code === 'string' ? visit.query.code : null, false),
    post: (visit) => selfCheckIn(visit, typeof visit.fields.code === 'string' ? visit.fields.code : '', true),
  },
  {
    path: '/staff/check-in',
    get: async ({ req, query, now }) => ({
      title: '现场签到',
      body: <CheckInActivitiesPage activities={await listCheckInActivities(req, now)} isWiped={query.wiped === '1'} />,
      isPrivate: true,
      isStaffApp: true,
    }),
  },
  {
    path: '/staff/door',
    get: () => ({ title: '门口协助', body: <HelperPage />, isPrivate: true, isStaffApp: true }),
  },
  {
    path: '/staff/check-in/:id',
    get: async ({ req, params, now }) => ({
      title: '现场签到',
      body: <CheckInPage {...await loadDoor(req, params.id ?? '', now)} />,
      isPrivate: true,
      isStaffApp: true,
    }),
  },
  {
    path: '/staff/check-in/:id/code',
    get: async ({ req, params, origin, now }) => ({
      title: '自助签到码',
      body: <CodePage {...await loadCode(req, params.id ?? '', origin, now)} />,
      isPrivate: true,
      isStaffApp: true,
      isBare: true,
    }),
  },
]
