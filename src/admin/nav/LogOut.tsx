'use client'
import { Link } from '@payloadcms/ui'
import { MESSAGES } from '../messages.ts'
import { PATHS } from '../paths.ts'

/** With a word: Payload's is an icon alone. */
export function LogOut() {
  return (
    <Link className="nav__log-out" href={PATHS.logout} prefetch={false}>
      {MESSAGES.nav.logOut}
    </Link>
  )
}
