import type { Answers } from '../../domain/activities/requests.ts'
import type { Candidate, Clash } from '../../domain/seats/views.ts'
import type { Who } from '../../domain/shared/requests.ts'
import type { RegistrationStatus } from '../../domain/shared/vocabulary.ts'
import { call, type Answer } from '../call.ts'

export interface SignedUp {
  id: string
  status: RegistrationStatus
  position?: number
  clashes: Clash[]
}

export function findCandidates(
  activity: string,
  typed: string,
): Promise<Answer<{ people: Candidate[]; more: boolean }>> {
  return call('GET', `/api/activities/${activity}/candidates?q=${encodeURIComponent(typed)}`)
}

export function signUpForAnother(
  activity: string,
  body: {
    person?: string
    name?: string
    phone?: string
    who?: Who
    consent: boolean
    answers: Answers
    size?: number
  },
): Promise<Answer<SignedUp>> {
  return call('POST', `/api/activities/${activity}/sign-ups`, body)
}
