import type { ReactNode } from 'react'
import { Logo } from '../brand/Logo.tsx'

/** A page for somebody who is not logged in, within Payload's smallest frame: the mark, and one form. */
export function Outside({ children }: { children: ReactNode }) {
  return (
    <main className="xf-outside">
      <Logo />
      {children}
    </main>
  )
}
