'use client'
import { useFormFields } from '@payloadcms/ui'
import { useEffect, useState } from 'react'
import { countSignedUp } from './calls.ts'

/** How many sign-ups hear of a change, as the server counts them; null until it has. */
export function useTold(id: string): number | null {
  const [told, setTold] = useState<number | null>(null)
  useEffect(() => {
    const asked = new AbortController()
    void countSignedUp(id, asked.signal).then(setTold)
    return () => asked.abort()
  }, [id])
  return told
}

const ARRANGED = ['startsAt', 'endsAt', 'place'] as const

/** Whether the form holds another time or place than is stored. */
export function useIsMoved(): boolean {
  return useFormFields(([fields]) => ARRANGED.some((name) => fields[name]?.value !== fields[name]?.initialValue))
}
