import { IncomingMessage, type ServerResponse } from 'node:http'
import type { Request, RequestHandler } from 'express'
import { AppError } from '../domain/shared/AppError.ts'
import { readBody } from './readBody.ts'

/**
 * The functions of the server that the admin's screens call, by name. Payload looks others up in an object, prototype
 * and all.
 */
const SERVER_FUNCTIONS = new Set([
  'form-state',
  'render-document',
  'render-document-slots',
  'render-field',
  'render-list',
  'render-widget',
  'get-default-layout',
  'table-state',
])

/** As Next names an action: one byte of what it is, twenty of a hash. */
const ACTION_ID = /^[0-9a-f]{42}$/
/**
 * Of what React writes into a reply as text beginning with `$`, these are plain values: undefined, dates, numbers that
 * JSON has not, and text that begins with the sign itself. The others are references to parts that none of our screens
 * sends.
 */
const PLAIN_VALUE = /^\$($|\$|undefined$|D|n-?\d+$|NaN$|-?Infinity$|-0$)/

/** Next's handler: a request whose body was read already is given to it anew. */
type Next = (req: IncomingMessage, res: ServerResponse) => Promise<void>

/**
 * Requests that may pass to the admin. Next answers 500 to what it does not expect, and 200 to methods that it does not
 * know; a client that sends such is told at once that it is its mistake.
 *
 * @throws AppError not-found (an address that cannot be decoded), method-not-allowed, payload-too-large, invalid-input
 */
export function createAdminGate(admin: Next): RequestHandler {
  return async (req, res) => {
    req.url = req.originalUrl
    if (!isDecodable(req.path)) throw new AppError('not-found')
    if (req.method === 'GET' || req.method === 'HEAD') return admin(req, res)
    const action = req.get('next-action')
    if (req.method !== 'POST' || action === undefined) throw new AppError('method-not-allowed')
    const body = await readBody(req)
    if (body === null) throw new AppError('payload-too-large')
    if (!ACTION_ID.test(action) || !isServerFunctionCall(req.get('content-type') ?? '', body.toString()))
      throw new AppError('invalid-input')
    return admin(withBody(req, body), res)
  }
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

const UNSAFE_NAMES = ['__proto__', 'constructor', 'prototype']
/** A way through these would lead out of what was sent. */
const UNSAFE_STEPS = [...UNSAFE_NAMES, 'then']

/** One argument: `{name, args}`. Our screens send no files, so React writes it as text. */
export function isServerFunctionCall(type: string, body: string): boolean {
  if (!type.startsWith('text/plain')) return false
  try {
    const [call, ...others] = JSON.parse(body) as unknown[]
    const { name, args } = call as { name?: unknown; args?: unknown }
    return (
      others.length === 0 &&
      typeof name === 'string' &&
      SERVER_FUNCTIONS.has(name) &&
      isPlainObject(args) &&
      isPlain(args)
    )
  } catch {
    return false
  }
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return !value.startsWith('$') || PLAIN_VALUE.test(value) || isOwnPath(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, inner]) => !UNSAFE_NAMES.includes(name) && isPlain(inner))
}

/**
 * React writes once what is said twice, and then as the way to it within the same argument:
 * `$0:0:args:docPermissions:read`. Every save of a form in scope has one.
 */
const isOwnPath = (value: string): boolean =>
  /^\$0(:[\w.-]+)+$/.test(value) && !value.split(':').some((step) => UNSAFE_STEPS.includes(step))

function withBody(req: Request, body: Buffer): IncomingMessage {
  const copy = new IncomingMessage(req.socket)
  Object.assign(copy, {
    method: req.method,
    url: req.url,
    headers: req.headers,
    rawHeaders: req.rawHeaders,
    httpVersion: req.httpVersion,
    httpVersionMajor: req.httpVersionMajor,
    httpVersionMinor: req.httpVersionMinor,
    complete: true,
  })
  copy.push(body)
  copy.push(null)
  return copy
}
