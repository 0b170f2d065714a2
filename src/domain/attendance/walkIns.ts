import { nameText } from '../shared/typedText.ts'

/** Of a registration, what tells how its person became known to the staff of its activity. */
export interface Arrival {
  walkIn?: boolean | null
  sequence?: number | null
  /**
   * Of a person whom staff found by a typed phone: whether they typed the own name too. Of one who came by themselves,
   * true.
   */
  named?: boolean | null
}

/** How much staff who may not open a person's record know of them, the least first. */
const DEGREES = ['familyName', 'name', 'all'] as const
export type Known = (typeof DEGREES)[number]

/**
 * Whether staff who may not open the person's record learn who it is: of who signed up, all; of who was recorded by a
 * phone that staff typed, at the door or for a caller, the name if it was typed too, else the family name. Anybody's
 * phone can be typed there, and the forms are no telephone book.
 */
export function knownBy({ walkIn, sequence, named }: Arrival): Known {
  const isSignUp = !walkIn || typeof sequence === 'number'
  if (isSignUp && (named ?? null) === null) return 'all'
  return named ? 'name' : 'familyName'
}

/** 林** */
export const familyNameOf = (name: string): string => `${[...nameText(name)][0] ?? ''}**`

/** The most that any of these tells; who stands on none is known by the family name. */
export const mostOf = (known: Known[]): Known => DEGREES.findLast((degree) => known.includes(degree)) ?? 'familyName'

interface Facts {
  name: string
  phone: string | null
  volunteerNumber: string | null
}

/** Of a person, what staff are shown who know that much. */
export function shownOf(known: Known, { name, phone, volunteerNumber }: Facts): Facts {
  if (known === 'all') return { name, phone, volunteerNumber }
  return { name: known === 'name' ? name : familyNameOf(name), phone: null, volunteerNumber: null }
}
