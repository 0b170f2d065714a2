import type { ImportKind } from '../domain/imports/vocabulary.ts'
import type { MessageState } from '../domain/messages/vocabulary.ts'
import type { WaitingKind } from '../domain/desk/news.ts'
import type { Filter } from './signUps/filters.ts'

/** The part of a unit's page of posts that fills one. */
export const APPOINT = 'appoint'

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
  account: '/admin/account',
  /** Links in mails lead to these two, the token behind a `#`. */
  invitation: '/admin/invitation',
  reset: '/admin/reset',
  forgot: '/admin/forgot',
  firstAccount: '/admin/create-first-user',
  staff: '/admin/collections/staff',
  newStaff: '/admin/collections/staff/create',
  /** The member of staff who is logged in, if anybody. */
  me: '/api/staff/me',
  ownAccount: (id: string) => `/api/staff/${id}?depth=0`,
  exports: '/admin/exports',
  /** To bring records in from files; of an activity, its sign-in sheet. */
  imports: (activity?: string) => `/admin/imports${activity === undefined ? '' : `?activity=${activity}`}`,
  import: (id: string) => `/admin/imports?import=${id}`,
  importCalls: '/api/desk/imports',
  importTemplate: (kind: ImportKind) => `/api/desk/import-templates/${kind}`,
  messageTemplates: '/admin/message-templates',
  /** Appointments that wait; of one unit, its posts, or one of its appointments. */
  posts: (unit?: string, appointment?: string) =>
    withQuery('/admin/posts', { unit: unit ?? null, appointment: appointment ?? null }),
  /** The form on that page. */
  appoint: (unit: string) => `${withQuery('/admin/posts', { unit })}#${APPOINT}`,
  /** All of a unit that have not ended. */
  appointmentsIn: (unit: string) =>
    list(
      'appointments',
      [
        ['unit', 'equals', unit],
        ['standing', 'not_equals', 'ended'],
      ],
      '-from',
    ),
  /** Those who are in a post now. */
  appointmentsOf: (post: string) =>
    list(
      'appointments',
      [
        ['post', 'equals', post],
        ['standing', 'equals', 'current'],
      ],
      '-from',
    ),
  newPerson: '/admin/collections/people/create',
  help: '/admin/help',
  messages: '/admin/collections/messages',
  /** Payload's list of a collection, of one person's records. */
  recordsOf: (collection: string, person: string) => list(collection, [['person', 'equals', person]], '-createdAt'),
  search: (typed: string) => `/api/desk/search?q=${encodeURIComponent(typed)}`,
  /** Payload's list of a collection, searched as in its own box. */
  listFound: (collection: string, typed: string) =>
    `/admin/collections/${collection}?search=${encodeURIComponent(typed)}`,
  newActivity: '/admin/collections/activities/create',
  newActivityOn: (day: string) => `/admin/collections/activities/create?day=${day}`,
  templates: '/admin/collections/templates',
  fromTemplate: '/admin/from-template',
  /** A month as `2026-01`, of a unit with all below it; without, this month of the own subtree. */
  calendar: (month?: string, unit?: string) =>
    withQuery('/admin/calendar', { month: month ?? null, unit: unit ?? null }),
  /** Payload's form; of an import, its own screen. */
  record: (collection: string, id: string) =>
    collection === 'imports' ? `/admin/imports?import=${id}` : `/admin/collections/${collection}/${id}`,
  /** The audit trail, searched. */
  audit: (query: Record<string, string> = {}) => withQuery('/admin/collections/audit', query),
  person: (id: string) => `/admin/collections/people/${id}`,
  activity: (id: string) => `/admin/collections/activities/${id}`,
  /** The sheet with those alone that a filter lets through. */
  signUps: (id: string, show: Filter = 'all', page = 1) =>
    withQuery(`/admin/collections/activities/${id}/sign-ups`, {
      show: show === 'all' ? null : show,
      page: page === 1 ? null : page,
    }),
  /** Signs a caller up; without an activity, to choose one. */
  signUpForAnother: (activity?: string) => `/admin/sign-up${activity === undefined ? '' : `?activity=${activity}`}`,
  /** Where organisers write to the people of an activity. */
  broadcasts: (id: string) => `/admin/collections/activities/${id}/broadcasts`,
  /** The messages of one of these, in these states. */
  messagesOf: (broadcast: string, states: readonly MessageState[]) =>
    list(
      'messages',
      [
        ['broadcast', 'equals', broadcast],
        ['state', 'in', states],
      ],
      '-createdAt',
    ),
  /** The organiser's phone at the door; without an activity, to choose one. */
  checkIn: (id?: string) => `/staff/check-in${id === undefined ? '' : `/${id}`}`,
  /** For a projector. */
  selfCheckInCode: (id: string) => `/staff/check-in/${id}/code`,
  drafts: activities([['status', 'equals', 'draft']], 'startsAt'),
  /** Those that a member of staff is responsible for, the newest first. */
  responsibleOf: (staff: string) => activities([['responsible', 'equals', staff]], '-startsAt'),
  /** The activities that add to a target, all or those of the own subtree, with how much each adds. */
  contributions: (target: string, { own = false, page = 1 } = {}) =>
    withQuery(`/admin/collections/targets/${target}/activities`, {
      own: own ? 1 : null,
      page: page === 1 ? null : page,
    }),
  /** A figure by unit and month; without a query, of the own subtree this year. */
  statistics: (query: StatisticsAddress = {}) => withQuery('/admin/statistics', query),
  /** The activities behind one number of that table. */
  counted: (query: StatisticsAddress & { own?: '1' | null; only?: 'inTime' | null; page?: number | null }) =>
    withQuery('/admin/statistics', { list: 1, ...query }),
  statisticsFile: (query: StatisticsAddress & { format: 'csv' | 'xlsx' }) => withQuery('/api/desk/statistics', query),
  exportDefinition: (id: string) => `/admin/exports?definition=${id}`,
  exportOfTarget: (id: string) => `/admin/exports?target=${id}`,
  /** Published activities that end after `now` and start before `until` (ISO 8601), the next one first. */
  upcoming: (now: string, until: string) =>
    activities(
      [
        ['status', 'equals', 'published'],
        ['endsAt', 'greater_than_equal', now],
        ['startsAt', 'less_than', until],
      ],
      'startsAt',
    ),
  /** All that waits of one kind: no filter of Payload's list says what that is. */
  waiting: (kind: WaitingKind, page = 1) => withQuery('/admin', { show: kind, page: page === 1 ? null : page }),
  certificateFile: (id: string) => `/api/certificates/${id}/pdf`,
  verification: (number: string) => `/certificates/${number}`,
  publicActivity: (id: string) => `/activities/${id}`,
  poster: (id: string) => `/api/activities/${id}/poster`,
  signInSheet: (id: string) => `/api/activities/${id}/sign-in-sheet`,
  exportAnswers: (id: string) => `/api/activities/${id}/answers`,
  exportAudit: '/api/exports/audit',
  exportCertificates: '/api/exports/certificates',
  previewParticipations: '/api/exports/participations/preview',
  exportParticipations: '/api/exports/participations',
} as const

export type StatisticsAddress = Partial<Record<'figure' | 'unit' | 'from' | 'to', string | null>>

type Condition = [path: string, operator: string, value: string | readonly string[]]

function activities(conditions: Condition[], sort: string): string {
  return list('activities', conditions, sort)
}

/** Payload's list of a collection, filtered the way its own filter bar writes it. */
function list(collection: string, conditions: Condition[], sort: string): string {
  const filters = conditions.flatMap(([path, operator, value], index) => {
    const name = `where[or][0][and][${index}][${path}][${operator}]`
    return typeof value === 'string'
      ? [`${name}=${encodeURIComponent(value)}`]
      : value.map((one, place) => `${name}[${place}]=${one}`)
  })
  return `/admin/collections/${collection}?${filters.join('&')}&sort=${sort}`
}

function withQuery(path: string, query: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, String(value)]],
  )
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}
