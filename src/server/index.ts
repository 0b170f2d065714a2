import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import compression from 'compression'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import { createLocalReq, getPayload } from 'payload'
import config from '../../payload.config.ts'
import { AppError } from '../domain/AppError.ts'
import { networkOf } from '../domain/limits.ts'
import { env } from '../env.ts'
import { startJobs } from '../jobs/ticker.ts'
import { sweep } from '../operations/sweep.ts'
import { createAdmin } from './admin.ts'
import { createApi } from './api.ts'
import { measureRequests, metrics } from './metrics.ts'
import { createSite } from './site.tsx'

const payload = await getPayload({ config })
const transactions = payload.db.name === 'sqlite' ? 'one-row order of writes (SQLite)' : 'transactions (MongoDB replica set)'
if (payload.db.name !== 'sqlite' && !('replicaSet' in Object.fromEntries(new URL(env.DATABASE_URI).searchParams)) && !env.DATABASE_URI.startsWith('mongodb+srv')) {
  throw new Error('DATABASE_URI names no replicaSet: without one MongoDB has no transactions. Add ?replicaSet=NAME.')
}
payload.logger.info(`Consistency: ${transactions}`)
const swept = await sweep(await createLocalReq({}, payload), new Date())
payload.logger.info({ swept }, 'Start-up sweep done')

const app = express()
app.disable('x-powered-by')
app.set('trust proxy', env.TRUSTED_PROXIES)
app.use(requestId, clientAddress, measureRequests, permissions)

app.get('/healthz', (_req, res) => void res.json({ status: 'alive' }))
app.get('/readyz', ready)
app.get('/metrics', metrics)

const isHttps = env.PUBLIC_URL.startsWith('https:')
const siteHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: isHttps,
})
/** Next writes inline scripts and styles; the admin is for staff alone. */
const adminHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", "'unsafe-inline'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
    },
  },
  strictTransportSecurity: isHttps,
})

if (env.RATE_LIMITS === 'on') {
  // A first line, in this process alone: what one address may ask of it in all. What may not be guessed or sent more often than so many times is
  // counted where it is done, in every process together (operations/claimLimit.ts).
  const { code, status, message: detail, retryAfter } = new AppError('rate-limited')
  const handler: RequestHandler = (_req, res) =>
    void res.status(status).set('retry-after', String(retryAfter)).type('application/problem+json').json({ type: `/about#error-${code}`, title: code, status, code, detail })
  app.use(rateLimit({ windowMs: 60_000, limit: 6000, standardHeaders: true, legacyHeaders: false, keyGenerator: (req) => networkOf(req.ip ?? 'unknown'), skip: ({ path }) => /^\/(assets|_next\/static)\//.test(path), handler }))
}

app.use('/api', siteHeaders, createApi(config))
const admin = await createAdmin()
app.use(['/admin', '/_next'], adminHeaders, (req, res) => {
  req.url = req.originalUrl
  void admin(req, res)
})
app.use(siteHeaders, compression(), createSite({ payload }))
app.use(unexpected)

const stopJobs = startJobs(payload)
const server = createServer(app)
server.listen(env.PORT, env.HOST, () => {
  payload.logger.info(`Listening on http://${env.HOST}:${(server.address() as AddressInfo).port}`)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(() => void stopJobs().then(() => payload.destroy()).finally(() => process.exit(0)))
    server.closeIdleConnections()
    setTimeout(() => process.exit(0), 5000).unref()
  })
}

function requestId(...[req, res, next]: Parameters<RequestHandler>): void {
  const given = req.get('x-request-id')
  const id = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
  req.headers['x-request-id'] = id
  res.setHeader('x-request-id', id)
  next()
}

/** What limits count by, also under /admin: whatever the client wrote there is overwritten. */
function clientAddress(...[req, , next]: Parameters<RequestHandler>): void {
  req.headers['x-client-address'] = req.ip ?? 'unknown'
  next()
}

/** The camera reads tickets on the check-in pages; nothing else of a device is ever asked for. */
function permissions(...[req, res, next]: Parameters<RequestHandler>): void {
  res.setHeader('permissions-policy', `camera=(${req.path.startsWith('/staff/') ? 'self' : ''}), microphone=(), geolocation=()`)
  next()
}

/** Ready when the database answers; migrations ran before we listened. */
async function ready(...[, res]: Parameters<RequestHandler>): Promise<void> {
  try {
    await payload.db.count({ collection: 'units', where: { id: { exists: true } } })
    res.json({ status: 'ready', database: payload.db.name })
  } catch (error) {
    payload.logger.error({ err: error }, 'not ready')
    res.status(503).json({ status: 'not ready' })
  }
}

function unexpected(...[error, req, res, next]: Parameters<ErrorRequestHandler>): void {
  if (res.headersSent) {
    next(error)
    return
  }
  payload.logger.error({ err: error as unknown, requestId: req.get('x-request-id') }, 'unexpected error')
  const { code, status, message } = new AppError('internal')
  res.status(status).type('application/problem+json').json({ type: `/about#error-${code}`, title: code, status, code, detail: message })
}
