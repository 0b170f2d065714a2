import { Link } from '@payloadcms/ui'
import type { ReactNode } from 'react'

interface Props {
  /** How many records the list behind the link has, or what they add up to. */
  of: number
  href: string
  className?: string
  children: ReactNode
}

/** A number of some records, which opens exactly these. tests/desk/counts.int.test.ts follows every one of them. */
export function Count({ of, href, className = 'xf-number', children }: Props) {
  return (
    <Link className={className} href={href} prefetch={false} data-count={of}>
      {children}
    </Link>
  )
}
