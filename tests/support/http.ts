import config from '../../payload.config.ts'
import { answerApi } from '../../src/server/api.ts'

export interface Call {
  method?: string
  /** Under /api, with its query if it has one. */
  path: string
  /** Sent as JSON; text and bytes are sent as they are. */
  body?: unknown
  token?: string | undefined
  headers?: Record<string, string>
}

export interface Answer {
  status: number
  type: string
  headers: Headers
  text: string
  /** The body as JSON; undefined when it is none. */
  body: unknown
}

/** Asks the API as the outside world does, by the server's own way in (src/server/api.ts), only without a network. */
export async function ask({ method = 'GET', path, body, token, headers = {} }: Call): Promise<Answer> {
  const answer = await answerApi(Promise.resolve(config), {
    method,
    url: `/api${path}`,
    headers: new Headers({
      'x-client-address': '127.0.0.1',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `JWT ${token}` }),
      ...headers,
    }),
    body: Buffer.from(
      body === undefined ? '' : typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    ),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    headers: answer.headers,
    text,
    body: parsed(text),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A query string as Payload reads it: `{where: {a: {equals: 1}}}` is `where[a][equals]=1`. */
export function queryOf(values: object): string {
  const pairs = (prefix: string, value: unknown): [string, string][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => pairs(`${prefix}[${key}]`, inner))
      : [[prefix, String(value)]]
  return `?${new URLSearchParams(Object.entries(values).flatMap(([key, value]) => pairs(key, value))).toString()}`
}
