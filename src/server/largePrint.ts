import type { Request, RequestHandler } from 'express'
import { parseCookies } from 'payload/shared'
import { env } from '../env.ts'
import { localPath } from '../frontend/shared/localPath.ts'
import { fieldsOf } from './forms.ts'

const COOKIE = `${env.cookiePrefix}xf-display`

export function isLargePrint(req: Request): boolean {
  return parseCookies(new Headers({ cookie: req.get('cookie') ?? '' })).get(COOKIE) === 'large'
}

/** The form in the foot of every page; back to where it was sent from. */
export const switchPrint: RequestHandler = (req, res) => {
  const { size, here } = fieldsOf(req)
  res.cookie(COOKIE, size === 'large' ? 'large' : 'normal', {
    maxAge: 365 * 86_400_000,
    sameSite: 'lax',
    httpOnly: true,
    secure: env.isHttps,
  })
  res.redirect(303, localPath(here, '/'))
}
