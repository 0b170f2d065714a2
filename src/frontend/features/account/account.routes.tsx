import { AppError } from '../../../domain/shared/AppError.ts'
import { listMyCertificates } from '../../../operations/certificates/listMyCertificates.ts'
import { requirePerson } from '../../../operations/identity/requireUser.ts'
import { endSessions } from '../../../operations/identity/personSessions.ts'
import { visitorOf } from '../../../operations/identity/visitorOf.ts'
import { getMessageSettings, setMessageSettings } from '../../../operations/messages/messageSettings.ts'
import { eraseMe } from '../../../operations/people/eraseMe.ts'
import { getMyDataInWords } from '../../../operations/people/getMyDataInWords.ts'
import { listMyRecords } from '../../../operations/people/listMyRecords.ts'
import { acceptOffer } from '../../../operations/seats/acceptOffer.ts'
import { cancelRegistration } from '../../../operations/seats/cancelRegistration.ts'
import { undoCancellation } from '../../../operations/seats/undoCancellation.ts'
import { MessagePage } from '../../shared/MessagePage.tsx'
import type { Answer, Page, Route, Visit } from '../../shared/route.ts'
import { followContactForm, followRecordForm, loadMe, loadRecord, loadTicket } from './account.server.ts'
import { CertificatesPage } from './CertificatesPage.tsx'
import { DataPage } from './DataPage.tsx'
import { ErasePage } from './ErasePage.tsx'
import { sessionRoutes } from './session.routes.tsx'
import { MePage } from './MePage.tsx'
import { MessageSettingsPage } from './MessageSettingsPage.tsx'
import { followOwnContact, followProfileForm, loadProfile, type Followed } from './profile.server.ts'
import { ProfilePage } from './ProfilePage.tsx'
import { RecordPage, type RecordForm } from './RecordPage.tsx'
import { RecordsPage } from './RecordsPage.tsx'
import { TicketPage } from './TicketPage.tsx'

const own = (title: string, body: Page['body'], rest: Partial<Page> = {}): Page => ({
  title,
  body,
  isPrivate: true,
  ...rest,
})

function profilePage(followed: Followed): Answer {
  if ('to' in followed) return followed
  const { props, status, retryAfter } = followed
  return own('我的资料', <ProfilePage {...props} />, { status, retryAfter })
}

/** A link with a token needs no log-in. */
const tokenOf = ({ query }: Visit): string | null => (query.t === undefined ? null : String(query.t))

const recordForm = (form: RecordForm['form']): Route => ({
  path: `/me/registrations/:id/${form}`,
  post: async ({ req, params, fields, now }) => {
    const id = params.id ?? ''
    const refused = await followRecordForm(req, { id, form, body: fields }, now)
    if (refused) return own('我的记录', <RecordPage {...refused.props} />, { status: refused.status })
    return { to: `/me/registrations/${id}?done=${form}` }
  },
})

export const accountRoutes: Route[] = [
  ...sessionRoutes,
  {
    path: '/me',
    get: async ({ req, query, now }) => own('我的报名', <MePage {...await loadMe(req, query, now)} />),
  },
  {
    path: '/me/sessions',
    post: async ({ req }) => {
      const { id, _sid } = requirePerson(req)
      await endSessions(req, id, { except: _sid ?? null })
      return { to: '/me' }
    },
  },
  {
    path: '/me/profile',
    get: async ({ req, query }) => own('我的资料', <ProfilePage {...await loadProfile(req, { done: query.done })} />),
    post: async ({ req, fields, now }) => profilePage(await followProfileForm(req, fields, now)),
  },
  {
    path: '/me/contacts',
    post: async ({ req, fields, now }) => {
      // Typed by the person; else it is one that staff typed.
      if (typeof fields.contact === 'string') return profilePage(await followOwnContact(req, fields, now))
      const followed = await followContactForm(req, fields, now)
      if ('to' in followed) return followed
      const { props, status, retryAfter } = followed
      return own('我的报名', <MePage {...props} />, { status, retryAfter })
    },
  },
  {
    path: '/me/records',
    get: async ({ req, now }) => own('我的参与和服务记录', <RecordsPage {...await listMyRecords(req, now)} />),
  },
  {
    path: '/me/data',
    get: async ({ req, now }) => own('系统保存的我的全部数据', <DataPage {...await getMyDataInWords(req, now)} />),
  },
  {
    path: '/me/certificates',
    get: async ({ req }) => own('我的志愿服务证明', <CertificatesPage certificates={await listMyCertificates(req)} />),
  },
  {
    path: '/me/registrations/:id',
    get: async ({ req, params, query, now }) =>
      own('我的记录', <RecordPage {...await loadRecord(req, params.id ?? '', query.done, now)} />),
  },
  recordForm('feedback'),
  recordForm('correction'),
  {
    path: '/me/registrations/:id/ticket',
    get: async ({ req, params, now }) =>
      own('签到票码', <TicketPage {...await loadTicket(req, params.id ?? '', now)} />),
  },
  {
    path: '/me/registrations/:id/cancel',
    post: async ({ req, params, now }) => {
      const { id } = await cancelRegistration(req, params.id ?? '', now, { isUndoable: true })
      return { to: `/me?cancelled=${id}` }
    },
  },
  {
    path: '/me/registrations/:id/undo',
    post: async ({ req, params, now }) => {
      const { id } = await undoCancellation(req, params.id ?? '', now)
      return { to: `/me?undone=${id}` }
    },
  },
  {
    path: '/me/registrations/:id/accept',
    post: async ({ req, params, now }) => {
      await acceptOffer(req, params.id ?? '', now)
      return { to: '/me' }
    },
  },
  {
    // Mail programs post to it by themselves when their own “unsubscribe” is pressed (RFC 8058).
    path: '/message-settings',
    get: async (visit) => {
      const token = tokenOf(visit)
      const settings = await getMessageSettings(visit.req, token)
      return own('消息设置', <MessageSettingsPage {...settings} token={token} isJustSaved={false} />)
    },
    post: async (visit) => {
      const { req, fields, now } = visit
      const token = tokenOf(visit)
      const settings = await setMessageSettings(req, { token, isOn: fields.reminders === 'on' }, now)
      // Not a redirect: mail programs do not follow one.
      return own('消息设置', <MessageSettingsPage {...settings} token={token} isJustSaved />)
    },
  },
  {
    path: '/me/erase',
    get: ({ req }) => {
      if (visitorOf(req) !== 'person') throw new AppError('not-logged-in')
      return own('注销', <ErasePage />)
    },
    post: async ({ req, now }) => {
      await eraseMe(req, now)
      return {
        title: '已注销',
        body: <MessagePage title="已注销" sentence="您的个人信息已清除。感谢您参加过的每一场活动。" />,
        session: null,
      }
    },
  },
]
