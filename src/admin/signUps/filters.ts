import { nameText } from '../../domain/shared/typedText.ts'
import type { SignUp } from '../../operations/seats/listSignUps.ts'

export type Filter = 'all' | 'pending' | 'unknown' | 'present' | 'absent' | 'waiting' | 'cancelled'

const MATCHES: Record<Filter, (signUp: SignUp) => boolean> = {
  all: ({ status }) => status !== 'cancelled',
  pending: ({ status }) => status === 'pending',
  unknown: ({ status, attendance }) => attendance === 'unknown' && (status === 'confirmed' || status === 'offered'),
  present: ({ attendance }) => attendance === 'present',
  absent: ({ status, attendance }) => attendance === 'absent' && status !== 'cancelled',
  waiting: ({ status }) => status === 'waitlisted',
  cancelled: ({ status }) => status === 'cancelled',
}

/** Those of `signUps` that the filter lets through and whose name holds `query`. */
export function filterSignUps(signUps: SignUp[], filter: Filter, query: string): SignUp[] {
  const wanted = nameText(query)
  return signUps.filter((signUp) => MATCHES[filter](signUp) && nameText(signUp.name).includes(wanted))
}
