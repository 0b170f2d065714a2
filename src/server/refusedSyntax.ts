import { AppError } from '../domain/shared/AppError.ts'

/** No collection keeps versions or verifies addresses; Payload routes to both all the same, and fails. */
const NOWHERE = /^\/api\/[^/]+\/(versions|verify)(\/|$)/
/** Query parameters that Payload parses as JSON when they come as text. */
const JSON_PARAMETERS = ['where', 'data']

const METHOD_OVERRIDES = ['x-http-method-override', 'x-payload-http-method-override']

interface Incoming {
  pathname: string
  searchParams: URLSearchParams
  method: string
  headers: Headers
  body: Buffer<ArrayBuffer>
}

/**
 * The fault of a request before anybody looks at its meaning, or null. Payload parses these where its error handling
 * takes a client's mistake for a fault of the server.
 */
export async function refusedSyntax({
  pathname,
  searchParams,
  method,
  headers,
  body,
}: Incoming): Promise<AppError | null> {
  if (NOWHERE.test(pathname)) return new AppError('not-found')
  if (!JSON_PARAMETERS.every((name) => isJson(searchParams.get(name)))) return new AppError('invalid-json')
  if (method === 'GET' || body.length === 0) return null
  const type = headers.get('content-type') ?? ''
  // The admin sends long filters as such a form, and records as multipart.
  if (type.startsWith('application/x-www-form-urlencoded')) {
    const sent = new URLSearchParams(body.toString())
    return JSON_PARAMETERS.every((name) => isJson(sent.get(name))) ? null : new AppError('invalid-json')
  }
  // A JSON body that overrides the method is read before Payload's error handling begins.
  if (type.startsWith('application/json') && METHOD_OVERRIDES.some((name) => headers.has(name)))
    return isJson(body.toString()) ? null : new AppError('invalid-json')
  if (type.startsWith('multipart/')) {
    const form = await new Response(body, { headers: { 'content-type': type } }).formData().catch(() => null)
    const sent = form?.get('_payload') ?? null
    return form && (sent === null || typeof sent === 'string') && isJson(sent) ? null : new AppError('invalid-json')
  }
  return null
}

function isJson(text: string | null): boolean {
  try {
    JSON.parse(text || 'null')
    return true
  } catch {
    return false
  }
}
