import type { PayloadRequest } from 'payload'
import { generateCookie, parseCookies } from 'payload/shared'
import { SESSION_SECONDS } from '../domain/identity/sessions.ts'
import { env } from '../env.ts'

/** The Set-Cookie line of a person's session; null ends it. */
export function sessionCookie(token: string | null): string {
  return String(
    generateCookie({
      name: `${env.cookiePrefix}payload-token`,
      value: token ?? '',
      httpOnly: true,
      sameSite: 'Lax',
      secure: env.isHttps,
      path: '/',
      maxAge: token === null ? 0 : SESSION_SECONDS,
      returnCookieAsObject: false,
    }),
  )
}

/** Sent to the calls of the door and to no other, so that none has to refuse it. A path rules out `__Host-`. */
export const HELPER_COOKIE = { name: `${env.isHttps ? '__Secure-' : ''}xianfeng-door`, path: '/api/door' }

/** As long as browsers keep one: the server alone knows whether the link is still good. Its activity may move. */
const HELPER_MS = 400 * 86_400_000

/** The Set-Cookie line of a helper at the door; null ends it. */
export function helperCookie(secret: string | null, now: Date): string {
  return String(
    generateCookie({
      ...HELPER_COOKIE,
      value: secret ?? '',
      httpOnly: true,
      sameSite: 'Strict',
      secure: env.isHttps,
      expires: new Date(secret === null ? 0 : now.getTime() + HELPER_MS),
      returnCookieAsObject: false,
    }),
  )
}

/** The secret that the helper's browser sends; none from a page of another origin. */
export function helperSecret({ headers, payload }: PayloadRequest): string | null {
  const origin = headers.get('Origin')
  if (origin !== null && origin !== new URL(payload.config.serverURL).origin) return null
  return parseCookies(headers).get(HELPER_COOKIE.name) || null
}
