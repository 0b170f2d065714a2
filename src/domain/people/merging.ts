import type { Attendance, RegistrationStatus } from '../shared/vocabulary.ts'

/**
 * Two records of one person become one (docs/merging.md). Where both have a sign-up for the same activity, one of the
 * two is kept whole and the other given back: nothing is added up, neither heads nor service time.
 */
export interface MergeableSignUp {
  status: RegistrationStatus
  attendance: Attendance
  /** The number in line; null before one is drawn. */
  sequence: number | null
}

const STANDINGS: RegistrationStatus[] = ['cancelled', 'refused', 'pending', 'waitlisted', 'offered', 'confirmed']

/**
 * Whether the sign-up of the record that ends is the one to keep: who was there was there; then who holds a seat goes
 * before who is offered one, who waits (the lower number first), who asked, who was refused, who cancelled. Where both
 * stand alike, the one of the record that stays is kept.
 */
export function standsHigher(ending: MergeableSignUp, staying: MergeableSignUp): boolean {
  const [a, b] = [rankOf(ending), rankOf(staying)]
  if (a !== b) return a > b
  return ending.status === 'waitlisted' && (ending.sequence ?? Infinity) < (staying.sequence ?? Infinity)
}

function rankOf({ status, attendance }: MergeableSignUp): number {
  return attendance === 'present' ? STANDINGS.length : STANDINGS.indexOf(status)
}

/**
 * The fields that the one that is kept takes from the other where it has none itself: words that somebody wrote, which
 * nothing counts.
 */
export interface Said {
  evaluation: unknown
  rating: number | null
  note: string | null
}

const EVALUATION = ['evaluation', 'evaluationNote', 'evaluatedAt', 'evaluatedBy'] as const
const FEEDBACK = ['rating', 'feedback', 'feedbackAt'] as const
/** As long as a note may be. */
const MAX_NOTE = 500

export function saidOf<Row extends Said>(kept: Row, given: Row): Partial<Row> {
  const taken = [...(isGiven(kept.evaluation) ? [] : EVALUATION), ...(isGiven(kept.rating) ? [] : FEEDBACK)]
  const notes = [...new Set([kept.note, given.note].filter(isGiven))]
  return {
    ...Object.fromEntries(taken.map((name) => [name, given[name as keyof Row]])),
    note: notes.length > 0 ? notes.join('\n').slice(0, MAX_NOTE) : null,
  } as Partial<Row>
}

const TAKEN_WHERE_LACKING = [
  'gender',
  'birthDate',
  'idNumber',
  'area',
  'skills',
  'serviceKinds',
  'unit',
  'station',
  'consentAt',
  'optedOutAt',
] as const

export interface MergeablePerson {
  phone: string | null
  phoneHash: string | null
  email: string | null
  emailHash: string | null
}

/**
 * The values that the record that stays takes from the one that ends: contacts with their hashes, and what else it
 * lacks. It keeps all of its own. `none:` marks that there is no contact.
 */
export function takenFrom<Person extends MergeablePerson>(ending: Person, staying: Person): Partial<Person> {
  const others = Object.fromEntries(TAKEN_WHERE_LACKING.map((name) => [name, ending[name as keyof Person]]))
  const contacts = {
    ...(ending.phone && !staying.phone && { phone: ending.phone, phoneHash: ending.phoneHash }),
    ...(ending.email && !staying.email && { email: ending.email, emailHash: ending.emailHash }),
  }
  const lacking = Object.fromEntries(
    Object.entries(others).filter(([name, value]) => isGiven(value) && !isGiven(staying[name as keyof Person])),
  )
  return { ...lacking, ...contacts } as Partial<Person>
}

const isGiven = (value: unknown): boolean => value !== null && value !== undefined && value !== ''
