'use client'
import { Link } from '@payloadcms/ui'
import { PATHS } from '../paths.ts'
import { NAV_TEXTS } from './texts.ts'

/** With a word: Payload's is an icon alone. */
export function LogOut() {
  return (
    <Link className="nav__log-out" href={PATHS.logout} prefetch={false}>
      {NAV_TEXTS.logOut}
    </Link>
  )
}
