import path from 'node:path'
import compression from 'compression'
import express, { Router, type ErrorRequestHandler, type Request } from 'express'
import type { Payload } from 'payload'
import { AppError } from '../domain/shared/AppError.ts'
import { env } from '../env.ts'
import { publicVersion } from '../operations/shared/publicVersion.ts'
import { readBuild } from './build.ts'
import { readForm, refusalOf } from './forms.ts'
import { switchPrint } from './largePrint.ts'
import { pagesOf, sharedPagesOf } from './page.tsx'
import { routes } from './routes.ts'
import { SharedAnswers } from './sharedAnswers.ts'

interface Parts {
  payload: Payload
  shared?: SharedAnswers
}

/** The public site: real pages and real forms, rendered here; scripts only make them quicker. */
export function createSite({ payload, shared = new SharedAnswers(publicVersion) }: Parts): Router {
  const clientDir = path.resolve('dist/client')
  const build = readBuild(clientDir)
  const page = pagesOf(payload, build)
  const sharedPage = sharedPagesOf(payload, build, shared)
  const errorPage = (error: AppError) => page(() => Promise.reject(error))
  const site = Router()
  // First of all, and packed already: these are what a crowd asks for.
  for (const { path: where, get, sharedAs, isPersonal } of routes)
    if (get && sharedAs) site.get(where, sharedPage(get, sharedAs, isPersonal))
  site.use(compression())
  site.use('/assets', express.static(path.join(clientDir, 'assets'), { immutable: true, maxAge: '1y', index: false }))
  site.get('/favicon.svg', (_req, res) => res.sendFile(path.join(clientDir, 'favicon.svg'), { maxAge: '1d' }))
  // The check-in pages need these to be put on a home screen and to open without a network.
  site.use('/staff', express.static(path.join(clientDir, 'staff'), { maxAge: '1d', index: false }))
  site.get(
    '/staff/service-worker.js',
    (_req, res) => void res.set('cache-control', 'no-cache').type('js').send(build.serviceWorker),
  )
  site.use(readForm)

  // A form that another site sends in the visitor's name is refused before anything is done.
  const foreign = errorPage(new AppError('forbidden', '这个请求不是从本站页面发出的，请回到本站重新操作。'))
  site.use((req, res, next) => (isForeignForm(req) ? foreign(req, res, next) : next()))

  for (const { path: where, get, post } of routes) {
    if (get) site.get(where, page(get))
    if (post) site.post(where, page(post))
  }
  site.post('/display', switchPrint)

  const sentence = '没有这个页面，请检查网址，或从活动列表重新进入。'
  site.use((req, res, next) => {
    const isRead = req.method === 'GET' || req.method === 'HEAD'
    return errorPage(new AppError(isRead ? 'not-found' : 'method-not-allowed', sentence))(req, res, next)
  })
  // Express itself refuses these: an address that cannot be decoded, a body that is too large, cut off, or not what it
  // says.
  const unread: ErrorRequestHandler = (error, req, res, next) => {
    const code = refusalOf(error)
    if (code === null || res.headersSent) return next(error)
    const tooLarge = '提交的内容过大：证明的 PDF 不超过 1 MB，其他内容请减少后重试。'
    return errorPage(new AppError(code, code === 'payload-too-large' ? tooLarge : undefined))(req, res, next)
  }
  site.use(unread)
  return site
}

function isForeignForm(req: Request): boolean {
  if (req.method === 'GET' || req.method === 'HEAD') return false
  const origin = req.get('origin')
  return (
    req.get('sec-fetch-site') === 'cross-site' ||
    (origin !== undefined && origin !== 'null' && origin !== new URL(env.PUBLIC_URL).origin)
  )
}
