import type { Request, RequestHandler, Response } from 'express'
import { createLocalReq, executeAuthStrategies, type Payload } from 'payload'
import { renderToString } from 'react-dom/server'
import type { AppError } from '../domain/shared/AppError.ts'
import { asAppError } from '../endpoints/endpoint.ts'
import { sessionCookie } from '../endpoints/sessionCookie.ts'
import { env } from '../env.ts'
import { Document } from '../frontend/shared/Document.tsx'
import { KeptPage } from '../frontend/shared/KeptPage.tsx'
import { MessagePage } from '../frontend/shared/MessagePage.tsx'
import { Now } from '../frontend/shared/now.ts'
import type { Answer, Handle, Page, Picture, Redirect, Route, Visit } from '../frontend/shared/route.ts'
import { forAny, visitorOf, type Visitor } from '../operations/identity/visitorOf.ts'
import type { Build } from './build.ts'
import { fieldsOf } from './forms.ts'
import { isLargePrint } from './largePrint.ts'
import { isFromAnybody, sendShared, SharedAnswer, type SharedAnswers, VARIES } from './sharedAnswers.ts'

const ORIGIN = new URL(env.PUBLIC_URL).origin

/** Carries a route's `get` or `post` over Express: a page, a redirect, or an error as a page. */
export function pagesOf(payload: Payload, build: Build): (handle: Handle) => RequestHandler {
  return (handle) => async (req, res) =>
    send(res, await answerTo(await visitOf(req, payload), handle, isLargePrint(req), build))
}

/** Answers those to whom a route gives the same as to all like them, and leaves the others to the next handler. */
export function sharedPagesOf(payload: Payload, build: Build, shared: SharedAnswers) {
  return (handle: Handle, sharedAs: NonNullable<Route['sharedAs']>, isPersonal: Route['isPersonal']): RequestHandler =>
    async (req, res, next) => {
      res.vary(VARIES)
      const address = sharedAs({ params: paramsOf(req), query: req.query })
      if (address === null) return next()
      const visit = isFromAnybody(req) ? null : await visitOf(req, payload)
      const visitor = visit ? visitorOf(visit.req) : 'nobody'
      if (visit && visitor === 'person' && (await isPersonal?.(visit))) return next()
      const isLarge = isLargePrint(req)
      const make = async () => answerTo(await anybodysVisit(req, { address, visitor }, payload), handle, isLarge, build)
      const key = `${visitor}${isLarge ? ', large' : ''} ${address}`
      const answer = await shared.answer(key, make, sharedOf)
      return answer instanceof SharedAnswer ? sendShared(req, res, answer) : send(res, answer)
    }
}

async function visitOf(req: Request, payload: Payload): Promise<Visit> {
  const headers = new Headers()
  for (const name of ['cookie', 'x-request-id', 'sec-fetch-site', 'x-client-address'] as const) {
    const value = req.get(name)
    if (value !== undefined) headers.set(name, value)
  }
  // Payload takes a cookie only beside an origin it knows; pages are same-site by SameSite=Lax, forms by
  // isForeignForm.
  headers.set('origin', ORIGIN)
  // Without the rights to each collection that payload.auth works out besides.
  const { user } = await executeAuthStrategies({ headers, payload, canSetHeaders: false })
  return {
    req: await createLocalReq({ ...(user && { user }), req: { headers } }, payload),
    method: req.method,
    address: req.originalUrl,
    params: paramsOf(req),
    query: req.query,
    fields: fieldsOf(req),
    origin: ORIGIN,
    now: new Date(),
  }
}

/** As if no visitor in particular had asked for this very address: nothing else of the request goes into the page. */
async function anybodysVisit(
  req: Request,
  { address, visitor }: { address: string; visitor: Visitor },
  payload: Payload,
): Promise<Visit> {
  const headers = new Headers({ 'x-request-id': req.get('x-request-id') ?? '', origin: ORIGIN })
  return {
    req: await createLocalReq({ context: forAny(visitor), req: { headers } }, payload),
    method: 'GET',
    address,
    params: paramsOf(req),
    query: Object.fromEntries(new URL(address, ORIGIN).searchParams),
    fields: {},
    origin: ORIGIN,
    now: new Date(),
  }
}

const paramsOf = (req: Request): Record<string, string> =>
  Object.fromEntries(Object.entries(req.params).map(([name, value]) => [name, String(value)]))

/** An error, also one while the page is drawn, becomes a page too, or the way to the log-in. */
async function answerTo(visit: Visit, handle: Handle, isLarge: boolean, build: Build): Promise<Made> {
  const drawn = (answer: Answer): Made =>
    'to' in answer || 'bytes' in answer ? answer : render(visit, answer, isLarge, build)
  try {
    return drawn(await handle(visit))
  } catch (error) {
    return drawn(failure(visit, asAppError(error, visit.req)))
  }
}

const failure = (visit: Visit, error: AppError): Answer =>
  error.code === 'not-logged-in' ? toLogIn(visit) : errorPage(error)

function toLogIn(visit: Visit): Answer {
  const login = loginFor(visit)
  const typed = typedIn(visit)
  if (typed.length === 0) return { to: login }
  return {
    title: '登录已过期',
    body: <KeptPage action={visit.address} login={login} typed={typed} />,
    status: 401,
    isPrivate: true,
  }
}

function errorPage({ status, message, retryAfter }: AppError): Page {
  const title = TITLES[status] ?? '出错了'
  return { title, body: <MessagePage title={title} sentence={message} />, status, retryAfter }
}

type Made = Rendered | Picture | Redirect

interface Rendered extends Pick<Page, 'session' | 'retryAfter'> {
  status: number
  isPrivate: boolean
  html: string
}

function render(visit: Visit, page: Page, isLarge: boolean, build: Build): Rendered {
  const { title, body, status = 200, isPrivate = false, isStaffApp = false, isBare = false, session, retryAfter } = page
  const path = visit.address.replace(/\?.*/s, '')
  const chrome = {
    title,
    ...(page.description !== undefined && { description: page.description }),
    ...(page.shareCard !== undefined && {
      share: { url: `${visit.origin}${path}`, picture: `${visit.origin}${page.shareCard}` },
    }),
    path,
    here: visit.method === 'GET' ? visit.address : '/',
    visitor: visitorOf(visit.req),
    isLargePrint: isLarge,
    assets: isStaffApp ? build.staff : build.site,
    isStaffApp,
    isBare,
    isPublic: !isPrivate,
  }
  const html = renderToString(
    <Now value={visit.now.toISOString()}>
      <Document chrome={chrome}>{body}</Document>
    </Now>,
  )
  return { session, retryAfter, status, isPrivate, html: `<!doctype html>${html}` }
}

/** Only a page that is right, and about nobody. */
function sharedOf(answer: Made): SharedAnswer | null {
  if ('bytes' in answer) return new SharedAnswer(answer.type, answer.bytes)
  if ('to' in answer || answer.status !== 200 || answer.isPrivate || answer.session !== undefined) return null
  return new SharedAnswer('html', Buffer.from(answer.html))
}

function send(res: Response, answer: Made): void {
  if (answer.session !== undefined) res.append('set-cookie', sessionCookie(answer.session))
  if ('to' in answer) return res.redirect(303, answer.to)
  if ('bytes' in answer)
    return void res.setHeader('cache-control', 'no-cache, private').type(answer.type).send(answer.bytes)
  const { status, retryAfter = null, isPrivate, html } = answer
  if (retryAfter !== null) res.setHeader('retry-after', String(retryAfter))
  res
    .status(status)
    // Back after a log-out shows nothing private; public pages say who is logged in, and are asked for again.
    .setHeader('cache-control', isPrivate ? 'no-store' : 'no-cache, private')
    .type('html')
    .send(html)
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

/** The fields that somebody filled in; none of a request that is no form. */
function typedIn({ method, fields }: Visit): [string, string][] {
  if (method !== 'POST') return []
  return Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().flatMap((one): [string, string][] => (typeof one === 'string' && one !== '' ? [[name, one]] : [])),
  )
}

/** Where to log in, and back from there: staff with their password, everyone else by code. */
function loginFor({ method, address }: Visit): string {
  const here = method === 'GET' ? address : '/me'
  return here.startsWith('/staff/')
    ? `/admin/login?redirect=${encodeURIComponent(here)}`
    : `/login?next=${encodeURIComponent(here)}`
}
