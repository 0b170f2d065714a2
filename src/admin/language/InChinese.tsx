'use client'
import { toast } from '@payloadcms/ui'
import { usePathname } from 'next/navigation.js'
import { useEffect, useRef, type ReactNode } from 'react'
import { clockOf } from '../../domain/shared/calendar.ts'
import { PATHS } from '../paths.ts'
import { inChinese } from './inChinese.ts'

/** English of Payload and its parts that no translation reaches is said in Chinese as soon as it is on the page. */
export function InChinese({ children }: { children: ReactNode }) {
  const path = usePathname()
  const before = useRef(path)
  useEffect(() => {
    const nameOf = async (email: string): Promise<string | null> => {
      const answer = await fetch(PATHS.staffByMail(email), { credentials: 'same-origin' }).catch(() => null)
      const { docs } = answer?.ok ? ((await answer.json()) as { docs?: { name?: string }[] }) : {}
      return docs?.[0]?.name ?? null
    }
    const read = () => inChinese(document, { nameOf, timeOf: (at) => clockOf(at.toISOString()).replace('T', ' ') })
    const watch = new MutationObserver(read)
    read()
    watch.observe(document.body, {
      childList: true,
      characterData: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['title', 'aria-label'],
    })
    return () => watch.disconnect()
  }, [])
  useEffect(() => {
    // A refused log-in is over once one is in.
    if (before.current === PATHS.login && path !== PATHS.login) toast.dismiss()
    before.current = path
  }, [path])
  return <>{children}</>
}
