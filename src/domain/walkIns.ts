import { nameText } from './typedText.ts'

/** Of a registration, what tells how its person became known to the staff of its activity. */
export interface Arrival {
  walkIn?: boolean | null
  sequence?: number | null
  /** Staff typed the person's own name at the door, or the person came by themselves. */
  named?: boolean | null
}

/**
 * Whether staff who may not open the person's record learn who it is: of who signed up, all; of who was recorded at the door by a phone, the
 * name if it was typed, else the family name. Anybody's phone can be typed there, and the form is no telephone book.
 */
export function knownBy({ walkIn, sequence, named }: Arrival): 'all' | 'name' | 'familyName' {
  if (!walkIn || typeof sequence === 'number') return 'all'
  return named ? 'name' : 'familyName'
}

/** 林** */
export const familyNameOf = (name: string): string => `${[...nameText(name)][0] ?? ''}**`
