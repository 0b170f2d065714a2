import { generateCookie } from 'payload/shared'
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
