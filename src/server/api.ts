import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { Request as ExpressRequest, Response as ExpressResponse } from 'express'
import { handleEndpoints, type SanitizedConfig } from 'payload'
import { AppError } from '../domain/AppError.ts'
import { problemResponse } from '../endpoints/endpoint.ts'

/** No request body may be longer, in bytes. */
const MAX_BODY = 1024 * 1024
/** A write that lost against another transaction is tried again this often. */
const MAX_TRIES = 5

/** Hands /api to Payload's REST and our endpoints, without Next in between. */
export function createApi(config: Promise<SanitizedConfig>) {
  return async (req: ExpressRequest, res: ExpressResponse): Promise<void> => {
    const body = await readBody(req)
    if (body === null) {
      await send(problemResponse(new AppError('payload-too-large')), res)
      return
    }
    const headers = headersOf(req)
    for (let attempt = 1; ; attempt += 1) {
      const request = new Request(`${req.protocol}://${req.get('host') ?? 'localhost'}${req.originalUrl}`, {
        method: req.method,
        headers,
        ...(body.length > 0 && { body }),
      })
      const answer = await handleEndpoints({ config, request })
      // Set by Payload's afterError hook (payload.config.ts): nothing was written, the same request may run again.
      if (answer.headers.get('x-transient-conflict') === null || attempt === MAX_TRIES) {
        await send(answer, res)
        return
      }
    }
  }
}

function headersOf(req: ExpressRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one)
  }
  headers.set('x-client-address', req.ip ?? 'unknown')
  return headers
}

async function readBody(req: ExpressRequest): Promise<Buffer<ArrayBuffer> | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
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
  // A client that goes away in the middle of an export is nobody's error.
  await pipeline(Readable.fromWeb(answer.body as NodeReadableStream), res).catch(() => res.destroy())
}
