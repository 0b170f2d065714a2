import type { Endpoint, PayloadRequest } from 'payload'
import { z } from 'zod'
import { AppError, type ErrorCode } from '../domain/shared/AppError.ts'
import { fittingValue } from '../domain/shared/requests.ts'
import { isStorable } from '../domain/shared/storableText.ts'
import { answerOnce, type KeyedRequest } from '../operations/identity/answerOnce.ts'
import { knownError } from '../operations/shared/knownError.ts'

/** A call of the HTTP contract. `src/endpoints/openapi.ts` describes it from the same schemas. */
export interface Call<Params extends string, Query, Body> {
  method: 'get' | 'post' | 'patch' | 'delete'
  /** As Payload writes it: `/registrations/:id`. */
  path: string
  summary: string
  /** helper: by a link to the door of one activity (src/operations/attendance/helpAtDoor.ts). */
  who: 'anyone' | 'person' | 'staff' | 'person or staff' | 'helper'
  params?: Params[]
  query?: z.ZodType<Query>
  body?: z.ZodType<Body>
  /** Whether the body is a file, which the handler reads; the same one is known by its content, and not by a key. */
  isFile?: true
  /** Success statuses with what they mean. */
  answers: Record<number, string>
  errors: ErrorCode[]
  /**
   * Whether the answer holds a secret, as a session: it is given once and stored nowhere, whatever Idempotency-Key
   * comes with it.
   */
  isSecret?: true
  /** Whether it answers everybody the same who is not logged in, so that one answer may be made for all (a GET). */
  isShared?: true
  handle: (args: {
    req: PayloadRequest
    params: Record<Params, string>
    query: Query
    body: Body
    now: Date
  }) => Promise<Response>
}

/** One call of the contract, with its parts typed by its own schemas. */
export const call = <Params extends string = never, Query = undefined, Body = undefined>(
  definition: Call<Params, Query, Body>,
) => definition

/** The most that a body may hold, in bytes. */
const MAX_BODY = 512 * 1024

/** A Payload endpoint that validates with the call's schemas and answers errors as RFC 9457 problems. */
export function endpointOf<Params extends string, Query, Body>(
  call: Call<Params, Query, Body>,
  path = call.path,
): Endpoint {
  return {
    method: call.method,
    path,
    custom: { isOfContract: true },
    handler: async (req) => {
      try {
        const params = Object.fromEntries(
          (call.params ?? []).map((name) => [name, String(req.routeParams?.[name] ?? '')]),
        ) as Record<Params, string>
        const query = call.query ? parseOrThrow(call.query, queryOf(req, call.query)) : (undefined as Query)
        const body = call.body ? parseOrThrow(call.body, await jsonBody(req)) : (undefined as Body)
        const now = new Date()
        const answer = async (): Promise<Response> =>
          call
            .handle({ req, params, query, body, now })
            .catch((error: unknown) => problemResponse(asAppError(error, req)))
        const key = isWriting(call) ? req.headers.get(KEY_HEADER) : null
        if (key === null) return await answer()
        if (!KEY.test(key)) throw new AppError('idempotency-key-invalid')
        if (!isAnsweredAgain(call)) return await answer()
        return await answerByKey(
          req,
          { key, call: `${call.method} ${call.path}`, content: [params, query, body] },
          now,
          answer,
        )
      } catch (error) {
        return problemResponse(asAppError(error, req))
      }
    },
  }
}

/** Calls that change something may carry an Idempotency-Key. */
export const isWriting = ({ method }: Pick<Call<never, never, never>, 'method'>): boolean => method !== 'get'
/** Of these, the answers that are given again for the same key. */
export const isAnsweredAgain = ({
  method,
  isSecret,
  isFile,
}: Pick<Call<never, never, never>, 'method' | 'isSecret' | 'isFile'>): boolean =>
  isWriting({ method }) && !isSecret && !isFile

export const KEY_HEADER = 'Idempotency-Key'
/** A string in quotes, as the IETF draft has it, or the same without them. */
const KEY = /^("([ !#-[\]-~]|\\["\\]){1,255}"|[!#-~]{1,255})$/

/**
 * The call's answer, or the one that was stored when the same request came before. Nothing is stored for what no call
 * understood.
 */
async function answerByKey(
  req: PayloadRequest,
  request: Pick<KeyedRequest, 'key' | 'call' | 'content'>,
  now: Date,
  work: () => Promise<Response>,
): Promise<Response> {
  const { answer, isReplayed } = await answerOnce(
    req,
    { ...request, address: req.headers.get('x-client-address') ?? 'unknown' },
    now,
    async () => {
      const response = await work()
      return { status: response.status, headers: [...response.headers], body: await response.text() }
    },
  )
  return new Response(answer.body, {
    status: answer.status,
    headers: [...answer.headers, ...(isReplayed ? [['Idempotency-Replayed', 'true'] as [string, string]] : [])],
  })
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } })
}

/** A file to keep: `name` as people read it, `plainName` for clients that know no other letters. */
export function file(
  body: BodyInit,
  {
    type,
    name,
    plainName,
    headers = {},
  }: { type: string; name: string; plainName: string; headers?: Record<string, string> },
): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${plainName}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  })
}

export function problemResponse(error: AppError): Response {
  const { code, status, message, fields, retryAfter } = error
  return new Response(
    JSON.stringify({
      type: `/about#error-${code}`,
      title: code,
      status,
      code,
      detail: message,
      ...(Object.keys(fields).length > 0 && { fields }),
    }),
    {
      status,
      headers: {
        'content-type': 'application/problem+json; charset=utf-8',
        'cache-control': 'no-store',
        ...(retryAfter !== null && { 'retry-after': String(retryAfter) }),
      },
    },
  )
}

/** The first sentence for each input, under its path. @throws AppError invalid-input */
export function parseOrThrow<T>(schema: z.ZodType<T>, value: unknown): T {
  if (!isStorable(value)) throw new AppError('invalid-input', '内容中有不能使用的字符，请删除后重试。')
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const fields: Record<string, string> = {}
  for (const issue of parsed.error.issues) {
    const path = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.') || 'body'
    fields[path] ??= /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : sentenceFor(issue.code)
  }
  const [first] = Object.entries(fields)
  throw new AppError('invalid-input', first ? `${first[1]}（${first[0]}）` : undefined, fields)
}

function sentenceFor(code: string): string {
  if (code === 'unrecognized_keys') return '不认识的参数，请删除后重试'
  if (code === 'too_big') return '内容过长或数值过大，请减少后重试'
  if (code === 'too_small') return '内容过短或数值过小，请补充后重试'
  return '格式不正确或未填写，请核对'
}

export function queryOf(
  { searchParams }: Pick<PayloadRequest, 'searchParams'>,
  schema: z.ZodType,
): Record<string, string> {
  // A map: `constructor` is no parameter of any call.
  const shape = new Map(schema instanceof z.ZodObject ? Object.entries(schema.shape) : [])
  const given = [...new Set(searchParams?.keys())].map(
    (name) =>
      [
        name,
        fittingValue(
          shape.get(name),
          (searchParams?.getAll(name) ?? []).filter((value) => value !== ''),
        ),
      ] as const,
  )
  return Object.fromEntries(given.filter((one): one is [string, string] => one[1] !== undefined))
}

async function jsonBody(req: PayloadRequest): Promise<unknown> {
  const text = (await req.text?.()) ?? ''
  if (text.length > MAX_BODY) throw new AppError('payload-too-large')
  if (text.trim() === '') return {}
  if (!/^application\/json\b/i.test(req.headers.get('content-type') ?? '')) throw new AppError('unsupported-media-type')
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('invalid-json')
  }
}

/**
 * Turns whatever was thrown into an answer a person can act on; what nobody foresaw is logged and says nothing of
 * itself.
 */
export function asAppError(error: unknown, req: PayloadRequest): AppError {
  const known = knownError(error, req)
  if (known) return known
  req.payload.logger.error({ err: error, requestId: req.headers.get('x-request-id') }, 'unexpected error')
  return new AppError('internal')
}
