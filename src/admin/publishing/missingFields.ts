import { checkActivityFacts } from '../../domain/activities/activityRules.ts'
import type { Ledger, Line } from '../../domain/shared/vocabulary.ts'

/** The values in the form of an activity at this moment; anything may still be empty. */
export interface ActivityDraft {
  title?: string | null
  line?: Line | null
  theme?: string | null
  series?: string | null
  unit?: string | null
  partnerUnit?: string | null
  startsAt?: string | Date | null
  endsAt?: string | Date | null
  registrationOpensAt?: string | Date | null
  registrationClosesAt?: string | Date | null
  place?: string | null
  capacity?: number | null
  ledger?: Ledger | null
  description?: string | null
  contact?: string | null
  leader?: string | null
}

const REQUIRED = ['title', 'line', 'unit', 'startsAt', 'endsAt', 'place'] as const
const RECOMMENDED = ['capacity', 'description', 'leader', 'contact'] as const

export interface Missing {
  /** Required and empty. */
  required: (typeof REQUIRED)[number][]
  /** Sentences on what contradicts a rule. */
  problems: string[]
  /** Not required, but people ask. */
  recommended: (typeof RECOMMENDED)[number][]
}

export function missingFields(draft: ActivityDraft): Missing {
  const isEmpty = (name: keyof ActivityDraft) => draft[name] === undefined || draft[name] === null || draft[name] === ''
  return {
    required: REQUIRED.filter(isEmpty),
    problems: Object.values(checkActivityFacts(draft)),
    recommended: RECOMMENDED.filter(isEmpty),
  }
}
