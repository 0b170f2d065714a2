import { useEffect, useState } from 'react'
import type { Candidate } from '../../domain/seats/views.ts'
import { phoneSchema } from '../../domain/shared/requests.ts'
import { nameText } from '../../domain/shared/typedText.ts'
import { findCandidates } from './calls.ts'

/** So long after the last key it is asked, in milliseconds. */
const PAUSE_MS = 250

interface Found {
  typed: string
  people: Candidate[]
  more: boolean
}

/** The people whom the typed name, or the whole phone, may mean; null while nothing can be looked for. */
export function useCandidates(activity: string, name: string, phone: string): Found | null {
  const [found, setFound] = useState<Found | null>(null)
  const whole = phoneSchema.safeParse(phone)
  const typed = whole.success ? whole.data : nameText(name)
  const isAsked = [...typed].length >= 2
  useEffect(() => {
    if (!isAsked) return
    let isStale = false
    const timer = setTimeout(() => {
      void findCandidates(activity, typed).then((answer) => {
        if (!isStale && answer.ok) setFound({ typed, ...answer.body })
      })
    }, PAUSE_MS)
    return () => {
      isStale = true
      clearTimeout(timer)
    }
  }, [activity, typed, isAsked])
  return isAsked && found?.typed === typed ? found : null
}
