import { contributingTo, type Condition, type TargetFilter } from '../domain/tallies/contributions.ts'
import type { WaitingKind } from '../operations/desk/listStaffTasks.ts'

/** Addresses our own screens link to. */
export const PATHS = {
  site: '/',
  /** The product's mark, which the public site serves. */
  mark: '/favicon.svg',
  dashboard: '/admin',
  login: '/admin/login',
  /** Leads on to `path` afterwards. */
  loginFor: (path: string) => `/admin/login?redirect=${encodeURIComponent(path)}`,
  logout: '/admin/logout',
  staffByMail: (email: string) => `/api/staff?depth=0&limit=1&where[email][equals]=${encodeURIComponent(email)}`,
  /** The member of staff who is logged in, if anybody. */
  me: '/api/staff/me',
  ownAccount: (id: string) => `/api/staff/${id}?depth=0`,
  exports: '/admin/exports',
  messageTemplates: '/admin/message-templates',
  help: '/admin/help',
  messages: '/admin/collections/messages',
  newActivity: '/admin/collections/activities/create',
  record: (collection: string, id: string) => `/admin/collections/${collection}/${id}`,
  person: (id: string) => `/admin/collections/people/${id}`,
  activity: (id: string) => `/admin/collections/activities/${id}`,
  /** The sheet with those alone that wait for a decision. */
  pending: (id: string) => `/admin/collections/activities/${id}/sign-ups?show=pending`,
  signUps: (id: string, page = 1) => `/admin/collections/activities/${id}/sign-ups${page === 1 ? '' : `?page=${page}`}`,
  /** The organiser's phone at the door; without an activity, to choose one. */
  checkIn: (id?: string) => `/staff/check-in${id === undefined ? '' : `/${id}`}`,
  /** For a projector. */
  selfCheckInCode: (id: string) => `/staff/check-in/${id}/code`,
  drafts: activities([[['status', 'equals', 'draft']]], 'startsAt'),
  /** The activities that add to a target. */
  contributing: (target: TargetFilter) => activities(contributingTo(target), '-startsAt'),
  exportOfTarget: (id: string) => `/admin/exports?target=${id}`,
  /** Published activities that end after `now` and start before `until` (ISO 8601), the next one first. */
  upcoming: (now: string, until: string) =>
    activities(
      [
        [
          ['status', 'equals', 'published'],
          ['endsAt', 'greater_than_equal', now],
          ['startsAt', 'less_than', until],
        ],
      ],
      'startsAt',
    ),
  /** The dashboard with all that waits of one kind: no filter of Payload's list says what that is. */
  waiting: (kind: WaitingKind) => `/admin?show=${kind}`,
  certificateFile: (id: string) => `/api/certificates/${id}/pdf`,
  verification: (number: string) => `/certificates/${number}`,
  publicActivity: (id: string) => `/activities/${id}`,
  exportAnswers: (id: string) => `/api/activities/${id}/answers?format=xlsx`,
  exportParticipations: '/api/exports/participations',
} as const

/** Payload's list of activities, filtered the way its own filter bar writes it. */
function activities(alternatives: Condition[][], sort: string): string {
  const filters = alternatives.flatMap((conditions, either) =>
    conditions.flatMap(([path, operator, value], index) => {
      const name = `where[or][${either}][and][${index}][${path}][${operator}]`
      return Array.isArray(value)
        ? value.map((one, place) => `${name}[${place}]=${one}`)
        : [`${name}=${encodeURIComponent(value)}`]
    }),
  )
  return `/admin/collections/activities?${filters.join('&')}&sort=${sort}`
}
