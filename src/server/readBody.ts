import type { Request } from 'express'

/** No request body may be longer, in bytes. */
const MAX_BODY = 1024 * 1024
/**
 * So much more is read and thrown away, so that the next request on the connection is understood; after that the
 * connection is closed.
 */
const MAX_WASTE = 8 * MAX_BODY

/** The body, or null when it is too long; then the answer may have to end the connection, which `req.res` is told. */
export async function readBody(req: Request): Promise<Buffer<ArrayBuffer> | null> {
  if (
    req.headers['content-length'] === '0' ||
    (req.headers['content-length'] === undefined && req.headers['transfer-encoding'] === undefined)
  )
    return Buffer.alloc(0)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BODY) chunks.push(chunk)
    else chunks.length = 0
    if (size > MAX_WASTE) {
      req.res?.setHeader('connection', 'close')
      break
    }
  }
  return size > MAX_BODY ? null : Buffer.concat(chunks)
}
