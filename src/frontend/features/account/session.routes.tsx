import { endOwnSession } from '../../../operations/identity/endOwnSession.ts'
import { localPath } from '../../shared/localPath.ts'
import type { Page, Route } from '../../shared/route.ts'
import { followSignUp, type SignUpPost } from '../../shared/signUp.server.ts'
import { LoginPage } from './LoginPage.tsx'

const loginPage = (next: unknown, form: Partial<SignUpPost> = {}): Page => ({
  title: '登录',
  body: (
    <LoginPage
      form={{
        activityId: null,
        questions: [],
        isLoggedIn: false,
        isWaitingList: false,
        partyLimit: 1,
        free: null,
        step: 'contact',
        values: {},
        errors: {},
        ...form,
        next: localPath(next, '/me'),
      }}
    />
  ),
  status: form.status ?? 200,
  retryAfter: form.retryAfter ?? null,
  isPrivate: true,
})

export const sessionRoutes: Route[] = [
  {
    path: '/login',
    get: ({ query }) => loginPage(query.next),
    post: async ({ req, fields, now }) => {
      const result = await followSignUp(req, { body: fields, activityId: null }, now)
      if (!result.isDone) return loginPage(fields.next, result)
      return { to: localPath(fields.next, '/me'), ...(result.token && { session: result.token }) }
    },
  },
  {
    path: '/logout',
    post: async ({ req }) => {
      await endOwnSession(req)
      return { to: '/', session: null }
    },
  },
]
