import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { Request as ExpressRequest, Response as ExpressResponse } from 'express'
import { LRUCache } from 'lru-cache'
import { handleEndpoints, type SanitizedConfig } from 'payload'
import { AppError } from '../domain/shared/AppError.ts'
import { methodsOf } from '../endpoints/contract.ts'
import { problemResponse } from '../endpoints/endpoint.ts'
import { sharedAddressOf } from '../endpoints/sharedCalls.ts'
import { env } from '../env.ts'
import { publicVersion } from '../operations/shared/publicVersion.ts'
import { readBody } from './readBody.ts'
import { refusedSyntax } from './refusedSyntax.ts'
import { isFromAnybody, sendShared, SharedAnswer, SharedAnswers } from './sharedAnswers.ts'

/**
 * How long a write that loses against other transactions is tried again, in milliseconds: many who refer to one record
 * take turns.
 */
const PATIENCE_MS = 20_000

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'])

export interface ApiRequest {
  method: string
  /** With the query, as it stood in the request line. */
  url: string
  headers: Headers
  body: Buffer<ArrayBuffer>
}

/** Hands /api to Payload's REST and our endpoints, without Next in between. */
export function createApi(config: Promise<SanitizedConfig>, shared = new SharedAnswers(publicVersion)) {
  return async (req: ExpressRequest, res: ExpressResponse): Promise<void> => {
    const body = await readBody(req)
    if (body === null) return send(problemResponse(new AppError('payload-too-large')), res)
    const address = isFromAnybody(req) ? await sharedAddressIn(req.originalUrl) : null
    if (address === null)
      return send(
        await answerApi(config, { method: req.method, url: req.originalUrl, headers: headersOf(req), body }),
        res,
      )
    // As if nobody in particular had asked: nothing else of the request goes into the answer.
    const headers = new Headers({ 'x-request-id': req.get('x-request-id') ?? '' })
    const make = () => answerApi(config, { method: 'GET', url: address, headers, body: Buffer.alloc(0) })
    const answer = await shared.answer(address, make, sharedOf)
    return answer instanceof SharedAnswer ? sendShared(req, res, answer) : send(answer, res)
  }
}

/** The shared form of addresses by their text: a crowd asks for the same few. Long ones are looked at each time. */
const sharedAddresses = new LRUCache<string, { address: string | null }>({ max: 500 })
const KEPT_LENGTH = 500

async function sharedAddressIn(url: string): Promise<string | null> {
  const known = sharedAddresses.get(url)
  if (known) return known.address
  const address = await findSharedAddress(url)
  if (url.length <= KEPT_LENGTH) sharedAddresses.set(url, { address })
  return address
}

async function findSharedAddress(url: string): Promise<string | null> {
  const asked = addressOf(url)
  const address = asked && sharedAddressOf(asked)
  if (!address) return null
  const { pathname, searchParams } = asked
  const syntax = { pathname, searchParams, method: 'GET', headers: new Headers(), body: Buffer.alloc(0) }
  return (await refusedSyntax(syntax)) ? null : address
}

async function sharedOf(answer: Response): Promise<SharedAnswer | null> {
  if (answer.status !== 200 || answer.headers.getSetCookie().length > 0) return null
  return new SharedAnswer('json', Buffer.from(await answer.arrayBuffer()))
}

/**
 * The answer to one request under /api. Addresses and methods that nobody serves are answered here, as problems like
 * those of the contract; what Payload serves for the admin keeps Payload's own form.
 */
export async function answerApi(
  config: Promise<SanitizedConfig>,
  { method, url, headers, body }: ApiRequest,
): Promise<Response> {
  const address = addressOf(url)
  if (address === null) return problemResponse(new AppError('not-found'))
  // A HEAD is answered as its GET without the body, which the HTTP server leaves out; but never runs an export, which
  // is audited.
  const isExport =
    address.pathname.startsWith('/api/exports/') || /^\/api\/activities\/[^/]+\/answers\/?$/.test(address.pathname)
  const asked = method === 'HEAD' && !isExport ? 'GET' : method
  const allowed = methodsOf(address.pathname.slice('/api'.length))
  if (!METHODS.has(method) || (allowed !== null && asked !== 'OPTIONS' && !allowed.includes(asked))) {
    const answer = problemResponse(new AppError('method-not-allowed'))
    if (allowed !== null) answer.headers.set('allow', allowed.join(', '))
    return answer
  }
  const refused = await refusedSyntax({
    pathname: address.pathname,
    searchParams: address.searchParams,
    method: asked,
    headers,
    body,
  })
  if (refused) return problemResponse(refused)
  const giveUpAt = performance.now() + PATIENCE_MS
  for (let attempt = 1; ; attempt += 1) {
    const request = new Request(address, {
      method: asked,
      headers,
      ...(asked !== 'GET' && body.length > 0 && { body }),
    })
    const answer = await handleEndpoints({ config, request })
    // Set by Payload's afterError hook (payload.config.ts): nothing was written, the same request may run again.
    // An answer that one person may read is not to come back from a browser's memory to the next (RFC 9111).
    if (!answer.headers.has('cache-control')) answer.headers.set('cache-control', 'no-store')
    if (answer.headers.get('x-transient-conflict') === null || performance.now() > giveUpAt)
      return (await isUnrouted(answer)) ? problemResponse(new AppError('not-found')) : answer
    // Random and longer with every attempt, so that those who met do not meet again.
    await sleep(Math.random() * Math.min(20 * attempt, 200))
  }
}

/** The origin is ours whatever the Host header says; null for an address that cannot be decoded. */
function addressOf(url: string): URL | null {
  try {
    const { pathname, search } = new URL(url, env.PUBLIC_URL)
    decodeURIComponent(pathname)
    return new URL(`${pathname}${search}`, env.PUBLIC_URL)
  } catch {
    return null
  }
}

/**
 * Whether Payload had nothing at this address; it says so in a form of its own, or with 501 for its internal
 * collections.
 */
async function isUnrouted(answer: Response): Promise<boolean> {
  return answer.status === 501 || (answer.status === 404 && (await answer.clone().text()).includes('"Route not found'))
}

function headersOf(req: ExpressRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one)
  }
  return headers
}

async function send(answer: Response, res: ExpressResponse): Promise<void> {
  res.status(answer.status)
  answer.headers.forEach((value, name) => {
    if (name !== 'set-cookie') res.setHeader(name, value)
  })
  for (const cookie of answer.headers.getSetCookie()) res.append('set-cookie', cookie)
  if (!answer.body) {
    res.end()
    return
  }
  // An answer that is whole already goes out at once; only files come as they are made.
  if (/json/.test(answer.headers.get('content-type') ?? '')) {
    res.end(await answer.text())
    return
  }
  // A client that goes away in the middle of an export is nobody's error.
  await pipeline(Readable.fromWeb(answer.body as NodeReadableStream), res).catch(() => res.destroy())
}
