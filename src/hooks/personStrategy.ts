import { jwtVerify } from 'jose'
import type { AuthStrategy } from 'payload'
import { parseCookies } from 'payload/shared'
import { env } from '../env.ts'

/**
 * Sessions of people, who have no password: a token signed by openSession, in the cookie or as `Authorization: JWT …`.
 * A cookie counts only when the browser names no foreign origin; the cookie's SameSite=Lax covers browsers that name none.
 */
export const personStrategy: AuthStrategy = {
  name: 'person-token',
  authenticate: async ({ headers, payload }) => {
    const authorization = headers.get('Authorization')
    const origin = headers.get('Origin')
    const cookie = origin === null || origin === new URL(env.PUBLIC_URL).origin ? parseCookies(headers).get(`${payload.config.cookiePrefix}-token`) : undefined
    const token = authorization?.startsWith('JWT ') ? authorization.slice(4) : cookie
    if (!token) return { user: null }
    try {
      const verified = await jwtVerify(token, new TextEncoder().encode(payload.secret), { algorithms: ['HS256'] })
      const { id, collection } = verified.payload
      if (collection !== 'people' || typeof id !== 'string') return { user: null }
      const person = await payload.findByID({ collection: 'people', id, depth: 0, disableErrors: true, overrideAccess: true, select: { volunteerNumber: true, erasedAt: true } })
      if (!person || person.erasedAt) return { user: null }
      return { user: { id: person.id, collection: 'people' } as never }
    } catch {
      return { user: null }
    }
  },
}
