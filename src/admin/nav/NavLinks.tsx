'use client'
import { Link, useNav } from '@payloadcms/ui'
import { usePathname } from 'next/navigation.js'
import { useEffect, useRef } from 'react'
import { PATHS } from '../paths.ts'
import { NAV_TEXTS } from './texts.ts'

const LINKS = [
  { href: PATHS.dashboard, label: NAV_TEXTS.dashboard },
  { href: PATHS.statistics(), label: NAV_TEXTS.statistics },
  { href: PATHS.calendar(), label: NAV_TEXTS.calendar },
  { href: PATHS.posts(), label: NAV_TEXTS.posts },
  { href: PATHS.exports, label: NAV_TEXTS.exports },
  { href: PATHS.imports(), label: NAV_TEXTS.imports },
  { href: PATHS.messageTemplates, label: NAV_TEXTS.messages },
  { href: PATHS.help, label: NAV_TEXTS.help },
]

/** Our own screens, above Payload's collections. */
export function NavLinks() {
  const pathname = usePathname()
  const { hydrated, navOpen, setNavOpen } = useNav()
  const isChosen = useRef(false)
  useEffect(() => {
    const note = ({ target }: MouseEvent): void =>
      void (isChosen.current ||= target instanceof Element && target.closest('.nav-toggler') !== null)
    document.addEventListener('click', note, true)
    return () => document.removeEventListener('click', note, true)
  }, [])
  useEffect(() => {
    // Payload closes it up to 1440; there is room for it on an office screen. For people who close it, it stays closed.
    if (hydrated && !navOpen && !isChosen.current && window.matchMedia('(min-width: 1025px)').matches) setNavOpen(true)
  }, [hydrated, navOpen, setNavOpen])
  return (
    <div className="xf-nav">
      {LINKS.map(({ href, label }) => (
        <Link
          key={href}
          className="nav__link"
          href={href}
          prefetch={false}
          aria-current={pathname === href ? 'page' : undefined}
        >
          {pathname === href && <div className="nav__link-indicator" />}
          <span className="nav__link-label">{label}</span>
        </Link>
      ))}
      <a className="nav__link" href={PATHS.site}>
        <span className="nav__link-label">{NAV_TEXTS.site}</span>
      </a>
    </div>
  )
}
