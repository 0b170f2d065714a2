import { idSchema } from '../../../domain/shared/requests.ts'
import { AppError } from '../../../domain/shared/AppError.ts'
import { endAppointment } from '../../../operations/appointments/endAppointment.ts'
import { showOwnName } from '../../../operations/appointments/showOwnName.ts'
import { requirePerson } from '../../../operations/identity/requireUser.ts'
import type { Answer, Page, Route, Visit } from '../../shared/route.ts'
import { followReport, loadReportIn } from './posts.server.ts'
import { ReportInPage } from './ReportInPage.tsx'

const page = (body: Page['body'], rest: Partial<Page> = {}): Answer => ({
  title: '我要报到',
  body,
  isPrivate: true,
  ...rest,
})

/** @throws AppError not-found for an id that is none */
function idIn({ params }: Visit): string {
  const id = idSchema.safeParse(params.id)
  if (!id.success) throw new AppError('not-found')
  return id.data
}

export const postRoutes: Route[] = [
  {
    path: '/report-in',
    get: async ({ req, query, now }) => page(<ReportInPage {...await loadReportIn(req, query, now)} />),
    post: async ({ req, fields, now }) => {
      const followed = await followReport(req, fields, now)
      if ('to' in followed) return followed
      const { props, status, retryAfter } = followed
      return page(<ReportInPage {...props} />, { status, retryAfter })
    },
  },
  {
    path: '/me/appointments/:id/end',
    post: async (visit) => {
      requirePerson(visit.req)
      await endAppointment(visit.req, { id: idIn(visit), reason: '本人退出报到' }, visit.now)
      return { to: '/report-in?done=ended' }
    },
  },
  {
    path: '/me/appointments/:id/name',
    post: async (visit) => {
      requirePerson(visit.req)
      await showOwnName(visit.req, { id: idIn(visit), shown: visit.fields.shown === 'on' }, visit.now)
      return { to: '/report-in?done=name' }
    },
  },
]
