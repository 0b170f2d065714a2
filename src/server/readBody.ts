import type { Request } from 'express'
import { MAX_IMPORT_BYTES } from '../domain/imports/requests.ts'

/** No request body may be longer, in bytes. */
const MAX_BODY = 1024 * 1024
/** A file that staff bring in may. */
const FILES = '/api/desk/imports'
/**
 * So much more is read and thrown away, so that the next request on the connection is understood; after that the
 * connection is closed.
 */
const MAX_WASTE = 7 * MAX_BODY

/** The body, or null when it is too long; then the answer may have to end the connection, which `req.res` is told. */
export async function readBody(req: Request): Promise<Buffer<ArrayBuffer> | null> {
  if (
    req.headers['content-length'] === '0' ||
    (req.headers['content-length'] === undefined && req.headers['transfer-encoding'] === undefined)
  )
    return Buffer.alloc(0)
  const most = takesFile(req) ? MAX_IMPORT_BYTES : MAX_BODY
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= most) chunks.push(chunk)
    else chunks.length = 0
    if (size > most + MAX_WASTE) {
      req.res?.setHeader('connection', 'close')
      break
    }
  }
  return size > most ? null : Buffer.concat(chunks)
}

/** Of somebody who says who they are: whether they may is asked when it is read. */
const takesFile = ({ method, originalUrl, headers }: Request): boolean =>
  method === 'POST' &&
  originalUrl.split('?')[0] === FILES &&
  (headers.authorization !== undefined || headers.cookie?.includes('payload-token') === true)
