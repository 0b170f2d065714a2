import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseCookies } from 'payload/shared'
import express, { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express'
import { createLocalReq, type Payload, type PayloadRequest } from 'payload'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { AppError } from '../domain/shared/AppError.ts'
import { asAppError } from '../endpoints/endpoint.ts'
import { sessionCookie } from '../endpoints/sessionCookie.ts'
import { env } from '../env.ts'
import { AboutPage } from '../frontend/features/about/AboutPage.tsx'
import { CertificatesPage } from '../frontend/features/account/CertificatesPage.tsx'
import { ErasePage } from '../frontend/features/account/ErasePage.tsx'
import {
  followContactForm,
  followRecordForm,
  loadMe,
  loadRecord,
  loadTicket,
} from '../frontend/features/account/account.server.ts'
import {
  followOwnContact,
  followProfileForm,
  loadProfile,
  type Followed,
} from '../frontend/features/account/profile.server.ts'
import { LoginPage } from '../frontend/features/account/LoginPage.tsx'
import { MessageSettingsPage } from '../frontend/features/account/MessageSettingsPage.tsx'
import { MePage } from '../frontend/features/account/MePage.tsx'
import { ProfilePage } from '../frontend/features/account/ProfilePage.tsx'
import { RecordPage } from '../frontend/features/account/RecordPage.tsx'
import { RecordsPage } from '../frontend/features/account/RecordsPage.tsx'
import { TicketPage } from '../frontend/features/account/TicketPage.tsx'
import { ActivitiesPage } from '../frontend/features/activities/ActivitiesPage.tsx'
import { ActivityPage } from '../frontend/features/activities/ActivityPage.tsx'
import { loadActivities, loadActivity } from '../frontend/features/activities/activities.server.ts'
import { followNumberForm, verifyUpload } from '../frontend/features/certificates/certificates.server.ts'
import { VerificationPage } from '../frontend/features/certificates/VerificationPage.tsx'
import { VerifyPage } from '../frontend/features/certificates/VerifyPage.tsx'
import { CheckInActivitiesPage } from '../frontend/features/checkIn/CheckInActivitiesPage.tsx'
import { followSelfCheckIn, loadCode, loadDoor } from '../frontend/features/checkIn/checkIn.server.ts'
import { CheckInPage } from '../frontend/features/checkIn/CheckInPage.tsx'
import { CodePage } from '../frontend/features/checkIn/CodePage.tsx'
import { SelfCheckInPage } from '../frontend/features/checkIn/SelfCheckInPage.tsx'
import { loadHome } from '../frontend/features/home/home.server.ts'
import { HomePage } from '../frontend/features/home/HomePage.tsx'
import { StationsPage } from '../frontend/features/stations/StationsPage.tsx'
import { Document } from '../frontend/shared/Document.tsx'
import { KeptPage } from '../frontend/shared/KeptPage.tsx'
import { MessagePage } from '../frontend/shared/MessagePage.tsx'
import { Now } from '../frontend/shared/now.ts'
import { followSignUp, type SignUpPost } from '../frontend/shared/signUp.server.ts'
import { acceptOffer } from '../operations/seats/acceptOffer.ts'
import { cancelRegistration } from '../operations/seats/cancelRegistration.ts'
import { endOwnSession } from '../operations/identity/endOwnSession.ts'
import { endSessions } from '../operations/identity/personSessions.ts'
import { requirePerson } from '../operations/identity/requireUser.ts'
import { eraseMe } from '../operations/people/eraseMe.ts'
import { listCheckInActivities } from '../operations/attendance/listCheckInActivities.ts'
import { listMyCertificates } from '../operations/certificates/listMyCertificates.ts'
import { listMyRecords } from '../operations/people/listMyRecords.ts'
import { getMessageSettings, setMessageSettings } from '../operations/messages/messageSettings.ts'
import { listStations } from '../operations/units/listStations.ts'
import { verifyCertificate } from '../operations/certificates/verifyCertificate.ts'
import { visitorOf } from '../operations/identity/visitorOf.ts'
import { fieldsOf, readForm, refusalOf } from './forms.ts'

interface Visit {
  req: Request
  res: Response
  payloadReq: PayloadRequest
  now: Date
}

interface PageAnswer {
  title: string
  body: ReactNode
  status?: number
  /** In seconds, when it is a matter of time. */
  retryAfter?: number | null
  /** Pages about one person: never cached, never found by searching. */
  isPrivate?: boolean
  /** Loads the script of the check-in pages besides. */
  isStaffApp?: boolean
  /** Without menu and foot. */
  isBare?: boolean
}

const LARGE_PRINT = `${env.cookiePrefix}xf-display`

/** The public site: real pages and real forms, rendered here; scripts only make them quicker. */
export function createSite({ payload }: { payload: Payload }): Router {
  const clientDir = path.resolve('dist/client')
  const built = readBuild(clientDir)
  const site = Router()
  site.use('/assets', express.static(path.join(clientDir, 'assets'), { immutable: true, maxAge: '1y', index: false }))
  site.get('/favicon.svg', (_req, res) => res.sendFile(path.join(clientDir, 'favicon.svg'), { maxAge: '1d' }))
  // Files that the check-in pages need to be put on a home screen and to open without a network.
  site.use('/staff', express.static(path.join(clientDir, 'staff'), { maxAge: '1d', index: false }))
  site.get(
    '/staff/service-worker.js',
    (_req, res) => void res.set('cache-control', 'no-cache').type('js').send(built.serviceWorker),
  )
  site.use(readForm)

  const visitOf = async (req: Request, res: Response): Promise<Visit> => {
    const headers = new Headers()
    for (const name of ['cookie', 'x-request-id', 'sec-fetch-site', 'x-client-address'] as const) {
      const value = req.get(name)
      if (value !== undefined) headers.set(name, value)
    }
    // Payload takes a cookie only beside an origin it knows; pages are same-site by SameSite=Lax, forms by
    // isForeignForm.
    headers.set('origin', new URL(env.PUBLIC_URL).origin)
    const { user } = await payload.auth({ headers, canSetHeaders: false })
    const payloadReq = await createLocalReq({ ...(user && { user }), req: { headers } }, payload)
    return { req, res, payloadReq, now: new Date() }
  }

  const render = (
    { req, res, payloadReq, now }: Visit,
    { title, body, status = 200, retryAfter = null, isPrivate = false, isStaffApp = false, isBare = false }: PageAnswer,
  ): void => {
    const isLargePrint = parseCookies(payloadReq.headers).get(LARGE_PRINT) === 'large'
    const chrome = {
      title,
      path: req.path,
      here: req.method === 'GET' ? req.originalUrl : '/',
      visitor: visitorOf(payloadReq),
      isLargePrint,
      assets: isStaffApp ? built.staff : built.site,
      isStaffApp,
      isBare,
      isPublic: !isPrivate,
    } as const
    if (retryAfter !== null) res.setHeader('retry-after', String(retryAfter))
    res
      .status(status)
      // Back after a log-out shows nothing private; public pages say who is logged in, and are asked for again.
      .setHeader('cache-control', isPrivate ? 'no-store' : 'no-cache, private')
      .type('html')
      .send(
        `<!doctype html>${renderToString(
          <Now value={now.toISOString()}>
            <Document chrome={chrome}>{body}</Document>
          </Now>,
        )}`,
      )
  }

  /** A handler that ends in a page; what goes wrong becomes a page too. */
  const page =
    (answer: (visit: Visit) => Promise<PageAnswer | null>): RequestHandler =>
    async (req, res) => {
      const visit = await visitOf(req, res)
      try {
        const rendered = await answer(visit)
        if (rendered) render(visit, rendered)
      } catch (error) {
        const known = asAppError(error, visit.payloadReq)
        if (known.code === 'not-logged-in') {
          const typed = typedIn(req)
          if (typed.length === 0) return res.redirect(303, loginFor(req))
          return render(visit, {
            title: '登录已过期',
            body: <KeptPage action={req.originalUrl} login={loginFor(req)} typed={typed} />,
            status: 401,
            isPrivate: true,
          })
        }
        render(visit, {
          title: TITLES[known.status] ?? '出错了',
          body: <MessagePage title={TITLES[known.status] ?? '出错了'} sentence={known.message} />,
          status: known.status,
          retryAfter: known.retryAfter,
        })
      }
    }

  // A form that another site sends in the visitor's name is refused before anything is done.
  const refused = page(() =>
    Promise.reject(new AppError('forbidden', '这个请求不是从本站页面发出的，请回到本站重新操作。')),
  )
  site.use((req, res, next) => (isForeignForm(req) ? refused(req, res, next) : next()))

  site.get(
    '/',
    page(async ({ payloadReq, now }) => ({ title: '首页', body: <HomePage {...await loadHome(payloadReq, now)} /> })),
  )
  site.get(
    '/activities',
    page(async ({ req, payloadReq, now }) => {
      const props = await loadActivities(payloadReq, req.query, now)
      return {
        title: '活动',
        body: <ActivitiesPage {...props} />,
        status: Object.keys(props.errors).length > 0 ? 400 : 200,
      }
    }),
  )
  const activityPage = async ({ req, payloadReq, now }: Visit, form: Partial<SignUpPost> = {}): Promise<PageAnswer> => {
    const props = await loadActivity(
      payloadReq,
      { id: String(req.params.id), isJustDone: req.query.done === '1', problem: String(req.query.problem ?? ''), form },
      now,
    )
    return {
      title: props.activity.title,
      body: <ActivityPage {...props} />,
      status: form.status ?? 200,
      retryAfter: form.retryAfter ?? null,
    }
  }
  site.get(
    '/activities/:id',
    page((visit) => activityPage(visit)),
  )
  site.post(
    '/activities/:id',
    page(async (visit) => {
      const { req, res, payloadReq, now } = visit
      const result = await followSignUp(payloadReq, { body: fieldsOf(req), activityId: String(req.params.id) }, now)
      if (result.token) res.append('set-cookie', sessionCookie(result.token))
      if (!result.isDone) return activityPage(visit, result)
      res.redirect(303, `/activities/${String(req.params.id)}?done=1`)
      return null
    }),
  )
  const selfCheckInPage = async ({ req, res, payloadReq, now }: Visit, code: unknown): Promise<PageAnswer | null> => {
    const id = String(req.params.id)
    const step = await followSelfCheckIn(
      payloadReq,
      { activityId: id, code: typeof code === 'string' ? code : null, isConfirmed: req.method === 'POST' },
      now,
    )
    if (step.passForLogin !== null) {
      res.redirect(
        303,
        `/login?next=${encodeURIComponent(`/activities/${id}/self-check-in?code=${step.passForLogin}`)}`,
      )
      return null
    }
    return {
      title: '现场签到',
      body: <SelfCheckInPage {...step.page} />,
      status: step.status,
      retryAfter: step.retryAfter,
      isPrivate: true,
    }
  }
  site.get(
    '/activities/:id/self-check-in',
    page((visit) => selfCheckInPage(visit, visit.req.query.code)),
  )
  site.post(
    '/activities/:id/self-check-in',
    page((visit) => {
      const { code } = fieldsOf(visit.req)
      return selfCheckInPage(visit, typeof code === 'string' ? code : '')
    }),
  )
  site.get(
    '/stations',
    page(async ({ payloadReq }) => ({
      title: '先“蜂”空间',
      body: <StationsPage stations={await listStations(payloadReq)} />,
    })),
  )
  site.get(
    '/about',
    page(() => Promise.resolve({ title: '关于', body: <AboutPage /> })),
  )

  site.get(
    '/certificates',
    page(({ req, res }) => {
      const asked = followNumberForm(req.query.number)
      if ('errors' in asked)
        return Promise.resolve({
          title: '核验志愿服务证明',
          body: <VerifyPage {...asked} />,
          status: asked.errors.number ? 400 : 200,
        })
      res.redirect(303, `/certificates/${encodeURIComponent(asked.number)}`)
      return Promise.resolve(null)
    }),
  )
  site.post(
    '/certificates',
    page(async ({ req, payloadReq, now }) => {
      const verification = await verifyUpload(payloadReq, fieldsOf(req).file, now)
      if (!verification)
        return {
          title: '核验志愿服务证明',
          body: <VerifyPage number="" errors={{ file: '请选择要核验的 PDF 文件' }} />,
          status: 400,
        }
      return { title: '核验结果', body: <VerificationPage verification={verification} isFile />, isPrivate: true }
    }),
  )
  site.get(
    '/certificates/:number',
    page(async ({ req, payloadReq, now }) => {
      const verification = await verifyCertificate(payloadReq, { number: String(req.params.number).slice(0, 60) }, now)
      return {
        title: '核验结果',
        body: <VerificationPage verification={verification} isFile={false} />,
        status: verification.outcome === 'unknown' ? 404 : 200,
        isPrivate: true,
      }
    }),
  )

  const loginPage = (next: unknown, form: Partial<SignUpPost> = {}): PageAnswer => ({
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
  site.get(
    '/login',
    page(({ req }) => Promise.resolve(loginPage(req.query.next))),
  )
  site.post(
    '/login',
    page(async ({ req, res, payloadReq, now }) => {
      const body = fieldsOf(req)
      const result = await followSignUp(payloadReq, { body, activityId: null }, now)
      if (!result.isDone) return loginPage(body.next, result)
      if (result.token) res.append('set-cookie', sessionCookie(result.token))
      res.redirect(303, localPath(body.next, '/me'))
      return null
    }),
  )
  site.post(
    '/logout',
    page(async ({ res, payloadReq }) => {
      await endOwnSession(payloadReq)
      res.append('set-cookie', sessionCookie(null)).redirect(303, '/')
      return null
    }),
  )
  site.post(
    '/me/sessions',
    page(async ({ res, payloadReq }) => {
      const { id, _sid } = requirePerson(payloadReq)
      await endSessions(payloadReq, id, { except: _sid ?? null })
      res.redirect(303, '/me')
      return null
    }),
  )
  site.get(
    '/me',
    page(async ({ req, payloadReq, now }) => ({
      title: '我的报名',
      body: <MePage {...await loadMe(payloadReq, req.query, now)} />,
      isPrivate: true,
    })),
  )
  const profilePage = (followed: Followed, res: Response): PageAnswer | null => {
    if (!('to' in followed))
      return {
        title: '我的资料',
        body: <ProfilePage {...followed.props} />,
        status: followed.status,
        retryAfter: followed.retryAfter,
        isPrivate: true,
      }
    res.redirect(303, followed.to)
    return null
  }
  site.get(
    '/me/profile',
    page(async ({ req, payloadReq }) => ({
      title: '我的资料',
      body: <ProfilePage {...await loadProfile(payloadReq, { done: req.query.done })} />,
      isPrivate: true,
    })),
  )
  site.post(
    '/me/profile',
    page(async ({ req, res, payloadReq, now }) =>
      profilePage(await followProfileForm(payloadReq, fieldsOf(req), now), res),
    ),
  )
  site.post(
    '/me/contacts',
    page(async ({ req, res, payloadReq, now }) => {
      // Typed by the person; else it is one that staff typed.
      if (typeof fieldsOf(req).contact === 'string')
        return profilePage(await followOwnContact(payloadReq, fieldsOf(req), now), res)
      const followed = await followContactForm(payloadReq, fieldsOf(req), now)
      if (!('to' in followed))
        return {
          title: '我的报名',
          body: <MePage {...followed.props} />,
          status: followed.status,
          retryAfter: followed.retryAfter,
          isPrivate: true,
        }
      res.redirect(303, followed.to)
      return null
    }),
  )
  site.get(
    '/me/records',
    page(async ({ payloadReq, now }) => ({
      title: '我的参与和服务记录',
      body: <RecordsPage {...await listMyRecords(payloadReq, now)} />,
      isPrivate: true,
    })),
  )
  site.get(
    '/me/certificates',
    page(async ({ payloadReq }) => ({
      title: '我的志愿服务证明',
      body: <CertificatesPage certificates={await listMyCertificates(payloadReq)} />,
      isPrivate: true,
    })),
  )
  site.get(
    '/me/registrations/:id',
    page(async ({ req, payloadReq, now }) => ({
      title: '我的记录',
      body: <RecordPage {...await loadRecord(payloadReq, String(req.params.id), req.query.done, now)} />,
      isPrivate: true,
    })),
  )
  for (const form of ['feedback', 'correction'] as const) {
    site.post(
      `/me/registrations/:id/${form}`,
      page(async ({ req, res, payloadReq, now }) => {
        const id = String(req.params.id)
        const refused = await followRecordForm(payloadReq, { id, form, body: fieldsOf(req) }, now)
        if (refused)
          return { title: '我的记录', body: <RecordPage {...refused.props} />, status: refused.status, isPrivate: true }
        res.redirect(303, `/me/registrations/${id}?done=${form}`)
        return null
      }),
    )
  }
  site.get(
    '/me/registrations/:id/ticket',
    page(async ({ req, payloadReq, now }) => ({
      title: '签到票码',
      body: <TicketPage {...await loadTicket(payloadReq, String(req.params.id), now)} />,
      isPrivate: true,
    })),
  )
  site.post(
    '/me/registrations/:id/cancel',
    page(async ({ req, res, payloadReq, now }) => {
      const { id } = await cancelRegistration(payloadReq, String(req.params.id), now)
      res.redirect(303, `/me?cancelled=${id}`)
      return null
    }),
  )
  site.post(
    '/me/registrations/:id/accept',
    page(async ({ req, res, payloadReq, now }) => {
      await acceptOffer(payloadReq, String(req.params.id), now)
      res.redirect(303, '/me')
      return null
    }),
  )
  // A signed link needs no log-in; mail programs post to it by themselves when their own “unsubscribe” is pressed (RFC
  // 8058).
  const tokenOf = (req: Request): string | null => (req.query.t === undefined ? null : String(req.query.t))
  site.get(
    '/message-settings',
    page(async ({ req, payloadReq }) => ({
      title: '消息设置',
      body: (
        <MessageSettingsPage
          {...await getMessageSettings(payloadReq, tokenOf(req))}
          token={tokenOf(req)}
          isJustSaved={false}
        />
      ),
      isPrivate: true,
    })),
  )
  site.post(
    '/message-settings',
    page(async ({ req, payloadReq, now }) => {
      const token = tokenOf(req)
      const settings = await setMessageSettings(payloadReq, { token, isOn: fieldsOf(req).reminders === 'on' }, now)
      // Not a redirect: mail programs do not follow one.
      return {
        title: '消息设置',
        body: <MessageSettingsPage {...settings} token={token} isJustSaved />,
        isPrivate: true,
      }
    }),
  )
  site.get(
    '/me/erase',
    page(({ payloadReq }) => {
      if (visitorOf(payloadReq) !== 'person') throw new AppError('not-logged-in')
      return Promise.resolve({ title: '注销', body: <ErasePage />, isPrivate: true })
    }),
  )
  site.post(
    '/me/erase',
    page(async ({ res, payloadReq, now }) => {
      await eraseMe(payloadReq, now)
      res.append('set-cookie', sessionCookie(null))
      return {
        title: '已注销',
        body: <MessagePage title="已注销" sentence="您的个人信息已清除。感谢您参加过的每一场活动。" />,
      }
    }),
  )
  site.get(
    '/staff/check-in',
    page(async ({ req, payloadReq, now }) => ({
      title: '现场签到',
      body: (
        <CheckInActivitiesPage
          activities={await listCheckInActivities(payloadReq, now)}
          isWiped={req.query.wiped === '1'}
        />
      ),
      isPrivate: true,
      isStaffApp: true,
    })),
  )
  site.get(
    '/staff/check-in/:id',
    page(async ({ req, payloadReq, now }) => ({
      title: '现场签到',
      body: <CheckInPage {...await loadDoor(payloadReq, String(req.params.id), now)} />,
      isPrivate: true,
      isStaffApp: true,
    })),
  )
  site.get(
    '/staff/check-in/:id/code',
    page(async ({ req, payloadReq, now }) => ({
      title: '自助签到码',
      body: <CodePage {...await loadCode(payloadReq, String(req.params.id), new URL(env.PUBLIC_URL).origin, now)} />,
      isPrivate: true,
      isStaffApp: true,
      isBare: true,
    })),
  )
  site.post('/display', (req, res) => {
    const { size, here } = fieldsOf(req)
    res.cookie(LARGE_PRINT, size === 'large' ? 'large' : 'normal', {
      maxAge: 365 * 86_400_000,
      sameSite: 'lax',
      httpOnly: true,
      secure: env.isHttps,
    })
    res.redirect(303, localPath(here, '/'))
  })
  site.use(
    page(({ req }) =>
      Promise.reject(
        new AppError(
          req.method === 'GET' || req.method === 'HEAD' ? 'not-found' : 'method-not-allowed',
          '没有这个页面，请检查网址，或从活动列表重新进入。',
        ),
      ),
    ),
  )
  // Requests that Express itself refuses: an address that cannot be decoded, a body that is too large, cut off, or not
  // what it says.
  const unread: ErrorRequestHandler = (error, req, res, next) => {
    const code = refusalOf(error)
    if (code === null || res.headersSent) return next(error)
    void page(() =>
      Promise.reject(
        code === 'payload-too-large'
          ? new AppError(code, '提交的内容过大：证明的 PDF 不超过 1 MB，其他内容请减少后重试。')
          : new AppError(code),
      ),
    )(req, res, next)
  }
  site.use(unread)
  return site
}

const TITLES: Record<number, string> = {
  400: '内容有误',
  413: '文件过大',
  403: '不能进行此操作',
  404: '没有找到',
  409: '没能办成',
  429: '请稍后再试',
  500: '系统出错',
  503: '系统繁忙',
}

/** The values that somebody filled in, field by field; nothing of a request that is no form. */
function typedIn({ method, body }: Request): [string, string][] {
  if (method !== 'POST' || typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return []
  return Object.entries(body as Record<string, unknown>).flatMap(([name, value]) =>
    [value].flat().flatMap((one): [string, string][] => (typeof one === 'string' && one !== '' ? [[name, one]] : [])),
  )
}

/** Where to go next, within this site only. */
function localPath(next: unknown, fallback: string): string {
  return typeof next === 'string' && /^\/(?![/\\])[^\p{Cc}]{0,300}$/u.test(next) ? next : fallback
}

function isForeignForm(req: Request): boolean {
  if (req.method === 'GET' || req.method === 'HEAD') return false
  const origin = req.get('origin')
  return (
    req.get('sec-fetch-site') === 'cross-site' ||
    (origin !== undefined && origin !== 'null' && origin !== new URL(env.PUBLIC_URL).origin)
  )
}

/** Where to log in, and back from there: staff with their password, everyone else by code. */
function loginFor(req: Request): string {
  const here = req.method === 'GET' ? req.originalUrl : '/me'
  return here.startsWith('/staff/')
    ? `/admin/login?redirect=${encodeURIComponent(here)}`
    : `/login?next=${encodeURIComponent(here)}`
}

interface Assets {
  scripts: string[]
  styles: string[]
}

type Manifest = Record<string, { file: string; css?: string[]; imports?: string[]; dynamicImports?: string[] }>

/** The output of Vite: the files of each kind of page, and the service worker with all that it has to keep. */
function readBuild(clientDir: string): { site: Assets; staff: Assets; serviceWorker: string } {
  const text = readFileSync(path.join(clientDir, 'manifest.json'), 'utf8')
  const manifest = JSON.parse(text) as Manifest
  const chunk = (name: string): Manifest[string] => {
    const found = manifest[name]
    if (!found) throw new Error(`dist/client has no ${name}: run npm run build`)
    return found
  }
  const assetsOf = (name: string): Assets => ({
    scripts: [`/${chunk(name).file}`],
    styles: (chunk(name).css ?? []).map((file) => `/${file}`),
  })
  /** The file and all that it imports, now or later. */
  const filesOf = (name: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(`/${chunk(name).file}`)) return seen
    for (const file of [chunk(name).file, ...(chunk(name).css ?? [])]) seen.add(`/${file}`)
    for (const other of [...(chunk(name).imports ?? []), ...(chunk(name).dynamicImports ?? [])]) filesOf(other, seen)
    return seen
  }
  const [site, own] = [assetsOf('src/frontend/entry-client.tsx'), assetsOf('src/frontend/entry-staff.tsx')]
  const staff = { scripts: [...site.scripts, ...own.scripts], styles: [...site.styles, ...own.styles] }
  const build = {
    version: createHash('sha256').update(text).digest('hex').slice(0, 12),
    assets: [
      ...new Set([...staff.scripts, ...staff.styles, ...filesOf('src/frontend/entry-staff.tsx'), '/favicon.svg']),
    ],
  }
  const worker = readFileSync(path.join(clientDir, chunk('src/frontend/serviceWorker.ts').file), 'utf8')
  return { site, staff, serviceWorker: `const BUILD = ${JSON.stringify(build)};\n${worker}` }
}
