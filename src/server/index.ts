import { randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type ErrorRequestHandler, type RequestHandler, type Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import { createLocalReq, getPayload } from 'payload'
import config from '../../payload.config.ts'
import { AppError } from '../domain/shared/AppError.ts'
import { networkOf } from '../domain/shared/limits.ts'
import { env } from '../env.ts'
import { startJobs } from '../jobs/ticker.ts'
import { offerFirstAccount } from '../operations/identity/firstAccount.ts'
import { sweep } from '../operations/desk/sweep.ts'
import { publicVersion } from '../operations/shared/publicVersion.ts'
import { stopExports } from '../operations/records/runExport.ts'
import { isSame } from '../privacy/cipher.ts'
import { acceptFirst } from './acceptFirst.ts'
import { createAdmin } from './admin.ts'
import { createAdminGate } from './adminGate.ts'
import { createApi } from './api.ts'
import { refusalOf } from './forms.ts'
import { measureRequests, metrics } from './metrics.ts'
import { ownFilesOnly } from './ownFilesOnly.ts'
import { SharedAnswers } from './sharedAnswers.ts'
import { createSite } from './site.tsx'

await ownFilesOnly()
const payload = await getPayload({ config })
const transactions =
  payload.db.name === 'sqlite' ? 'one-row order of writes (SQLite)' : 'transactions (MongoDB replica set)'
if (
  payload.db.name !== 'sqlite' &&
  !('replicaSet' in Object.fromEntries(new URL(env.DATABASE_URI).searchParams)) &&
  !env.DATABASE_URI.startsWith('mongodb+srv')
) {
  throw new Error('DATABASE_URI names no replicaSet: without one MongoDB has no transactions. Add ?replicaSet=NAME.')
}
payload.logger.info(`Consistency: ${transactions}`)
const swept = await sweep(await createLocalReq({}, payload), new Date())
payload.logger.info({ swept }, 'Start-up sweep done')
const firstAccount = await offerFirstAccount(await createLocalReq({}, payload), new Date())
if (firstAccount !== null)
  // Not into the log: whoever reads this may make the first account.
  process.stdout.write(
    `\nThere is no staff yet. Make the first department account here within 24 hours; the link works once:\n${firstAccount}\n\n`,
  )

const app = express()
app.disable('x-powered-by')
app.set('trust proxy', env.TRUSTED_PROXIES)
app.use(requestId, clientAddress, measureRequests, permissions)

/** Everything that this server answers carries these; the admin's own policy replaces the one here. */
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
  xFrameOptions: { action: 'deny' },
  strictTransportSecurity: env.isHttps,
})

app.use(siteHeaders)
app.get('/healthz', (_req, res) => void res.json({ status: 'alive' }))
app.get('/readyz', ready)
app.get('/metrics', operatorOnly, metrics)

if (env.RATE_LIMITS === 'on') {
  // A first line, in this process alone: what one address may ask of it in all. Guesses and messages that are limited
  // by number are counted where they are made, in every process together (operations/shared/claimLimit.ts).
  app.use(
    rateLimit({
      windowMs: 60_000,
      limit: 6000,
      standardHeaders: true,
      legacyHeaders: false,
      keyGenerator: (req) => networkOf(req.ip ?? 'unknown'),
      // networkOf makes one of an IPv6 network, which the library cannot see.
      validate: { keyGeneratorIpFallback: false },
      skip: ({ path }) => /^\/(assets|_next\/static)\//.test(path),
      handler: (_req, res) => sendProblem(res, new AppError('rate-limited')),
    }),
  )
}

const shared = new SharedAnswers(publicVersion)
app.use('/api', createApi(config, shared))
const admin = createAdmin()
app.use(['/admin', '/_next'], adminPolicy, createAdminGate(admin))
app.use(createSite({ payload, shared }))
app.use(unexpected)

const stopJobs = startJobs(payload)
// A client that sends so slowly that a phone on a bad line would be done long ago is cut off, every five seconds.
// A connection may rest longer than a proxy before us keeps one, commonly a minute: a proxy that sends its next request
// just as we hang up would answer 502, and a phone would see its sign-up fail.
const server = createServer({
  keepAliveTimeout: 65_000,
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5000,
})
acceptFirst(server, app)
server.maxConnections = 5000
server.listen(env.PORT, env.HOST, () => {
  payload.logger.info(`Listening on http://${env.HOST}:${(server.address() as AddressInfo).port}`)
})

// A promise that nobody waited for is a fault to mend; everybody else's requests go on.
process.on('unhandledRejection', (error) => payload.logger.error({ err: error }, 'unhandled rejection'))
// An error that nobody caught may have left anything half done in memory; in the database nothing is. A supervisor of
// the process starts another.
process.on('uncaughtException', (error) => {
  payload.logger.error({ err: error }, 'uncaught exception, the process ends')
  stop(1)
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(0))

let isStopping = false
function stop(status: number): void {
  if (isStopping) return
  isStopping = true
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  setTimeout(() => server.closeAllConnections(), 10_000).unref()
  // A mail that is on its way is waited for and put down; who would cut it off would have it sent twice.
  void Promise.all([closed, stopJobs()])
    .then(stopExports)
    .then(() => payload.destroy())
    .finally(() => process.exit(status))
  setTimeout(() => process.exit(1), 60_000).unref()
}

function requestId(...[req, res, next]: Parameters<RequestHandler>): void {
  const given = req.get('x-request-id')
  const id = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
  req.headers['x-request-id'] = id
  res.setHeader('x-request-id', id)
  next()
}

/** The address that limits count by, also under /admin: whatever the client wrote there is overwritten. */
function clientAddress(...[req, , next]: Parameters<RequestHandler>): void {
  req.headers['x-client-address'] = req.ip ?? 'unknown'
  next()
}

/** The camera reads tickets on the check-in pages; nothing else of a device is ever asked for. */
function permissions(...[req, res, next]: Parameters<RequestHandler>): void {
  res.setHeader(
    'permissions-policy',
    `camera=(${req.path.startsWith('/staff/') ? 'self' : ''}), microphone=(), geolocation=()`,
  )
  next()
}

/**
 * Next and Payload write inline scripts and styles. The scripts run by a number that nobody can know beforehand: Next
 * takes it from the policy in the request's header, whatever the client wrote there.
 */
function adminPolicy(...[req, res, next]: Parameters<RequestHandler>): void {
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${randomBytes(16).toString('base64')}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join(';')
  req.headers['content-security-policy'] = policy
  res.setHeader('content-security-policy', policy)
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

/**
 * Numbers of the process are the operator's: asked for with METRICS_TOKEN, or without one from this very machine, past
 * no proxy.
 */
function operatorOnly(...[req, res, next]: Parameters<RequestHandler>): void {
  const isFromHere =
    /^(127\.|::1$|::ffff:127\.)/.test(req.ip ?? '') &&
    (env.TRUSTED_PROXIES > 0 || (req.get('x-forwarded-for') === undefined && req.get('forwarded') === undefined))
  const isAllowed =
    env.METRICS_TOKEN === undefined ? isFromHere : isSame(req.get('authorization') ?? '', `Bearer ${env.METRICS_TOKEN}`)
  if (isAllowed) next()
  else sendProblem(res, new AppError('forbidden'))
}

function unexpected(...[error, req, res, next]: Parameters<ErrorRequestHandler>): void {
  if (res.headersSent) {
    next(error)
    return
  }
  const refused = error instanceof AppError ? error : refusalOf(error)
  if (refused === null)
    payload.logger.error({ err: error as unknown, requestId: req.get('x-request-id') }, 'unexpected error')
  sendProblem(res, refused instanceof AppError ? refused : new AppError(refused ?? 'internal'))
}

function sendProblem(res: Response, { code, status, message, retryAfter }: AppError): void {
  if (retryAfter !== null) res.set('retry-after', String(retryAfter))
  res
    .status(status)
    .type('application/problem+json')
    .json({ type: `/about#error-${code}`, title: code, status, code, detail: message })
}
