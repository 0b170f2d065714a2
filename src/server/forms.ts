import express, { type Request, type RequestHandler } from 'express'
import type { ErrorCode } from '../domain/shared/AppError.ts'
import type { Fields } from '../frontend/shared/route.ts'

/** The most that a form may hold: one has a file (a certificate), of at most a megabyte with what goes around it. */
const LIMIT = 1024 * 1024 + 4096

/**
 * Reads what a form of the site was sent with, whatever its type: as URL-encoded text, or as multipart, which mail
 * programs use for the one-click unsubscribe (RFC 8058). A body of any other type, or none, is a form with nothing
 * filled in: each form says itself what it misses.
 */
export const readForm: RequestHandler[] = [
  express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 100 }),
  express.raw({ type: 'multipart/form-data', limit: LIMIT }),
  async (req, _res, next) => {
    if (Buffer.isBuffer(req.body)) req.body = await multipartFields(req.body, req.get('content-type') ?? '')
    next()
  },
]

export function fieldsOf(req: Request): Fields {
  return (req.body ?? {}) as Fields
}

async function multipartFields(body: Buffer, type: string): Promise<Fields> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => new FormData())
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => [name, form.getAll(name).length > 1 ? form.getAll(name) : form.get(name)]),
  )
}

/** The client's mistake, when Express itself refused the request; null when it is a fault of ours. */
export function refusalOf(error: unknown): ErrorCode | null {
  const { status } = (error ?? {}) as { status?: unknown }
  if (status === 413) return 'payload-too-large'
  if (status === 415) return 'unsupported-media-type'
  return typeof status === 'number' && status >= 400 && status < 500 ? 'invalid-input' : null
}
