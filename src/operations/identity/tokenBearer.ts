import { jwtVerify } from 'jose'
import type { Payload } from 'payload'
import { parseCookies } from 'payload/shared'

export interface Bearer {
  id: string
  /** Of the session; the token of an older version has none. */
  sid: string | null
}

/**
 * The person, or staff member, whose session token a request carries, in the cookie or as `Authorization: JWT …`; null
 * for any other token or none. The person may be erased by now, and the session ended. A cookie counts only when the
 * browser names no foreign origin; the cookie's SameSite=Lax covers browsers that name none.
 */
export async function tokenBearer(
  headers: Headers,
  payload: Payload,
  wanted: 'people' | 'staff',
): Promise<Bearer | null> {
  const authorization = headers.get('Authorization')
  const origin = headers.get('Origin')
  const isOwnPage = origin === null || origin === new URL(payload.config.serverURL).origin
  const cookie = isOwnPage ? parseCookies(headers).get(`${payload.config.cookiePrefix}-token`) : undefined
  const token = authorization?.startsWith('JWT ') ? authorization.slice(4) : cookie
  if (!token) return null
  try {
    const { id, collection, sid } = (
      await jwtVerify(token, new TextEncoder().encode(payload.secret), { algorithms: ['HS256'] })
    ).payload
    return collection === wanted && typeof id === 'string' ? { id, sid: typeof sid === 'string' ? sid : null } : null
  } catch {
    return null
  }
}
