import { addDays } from '../shared/calendar.ts'
import { factsOf, type Post, type Standing } from './vocabulary.ts'

/** The days of an appointment, both included; without a last day until it is ended. */
export interface Term {
  from: string
  to: string | null
}

export interface Held extends Term {
  id: string
  post: Post
  unit: string
  standing: Standing
  /** Reported by oneself, and not yet confirmed by the community. */
  awaiting: boolean
  /** See `keyFor`. */
  holds: string
}

/** How a term stands on a day; one that waits for the community's word does not begin. */
export function standingOn({ from, to, awaiting }: Term & Pick<Held, 'awaiting'>, today: string): Standing {
  if (to !== null && to < today) return 'ended'
  return from <= today && !awaiting ? 'current' : 'planned'
}

/**
 * Whether the holder may act in the post now. Asked at every request of the row itself: powers begin and end with the
 * county's day, though the job that moves the stored standing comes a moment later, and an end by hand counts at once.
 */
export const isInPost = (held: Term & Pick<Held, 'standing' | 'awaiting'>, today: string): boolean =>
  held.standing !== 'ended' && standingOn(held, today) === 'current'

export const areOverlapping = (one: Term, other: Term): boolean =>
  one.from <= (other.to ?? '9999') && other.from <= (one.to ?? '9999')

/** A post of one holder has two seats a unit: one for the holder, one for the successor. */
const SEATS = ['a', 'b'] as const

const seatKey = (post: Post, unit: string, seat: string): string => `${post}:${unit}:${seat}`

/**
 * The unique key of an appointment that has not ended: nobody holds a post of a unit twice. A post of one holder has
 * two keys a unit, one for the holder and one for the successor, so that of any two who are appointed at once one finds
 * the key taken.
 *
 * @param others those of the same post and unit that have not ended
 * @returns null when the terms overlap, or somebody follows already
 */
export function keyFor(
  { post, unit, holder, ...term }: Term & { post: Post; unit: string; holder: string },
  others: (Term & Pick<Held, 'holds'>)[],
): string | null {
  if (!factsOf(post).isSingle) return `${post}:${unit}:${holder}`
  if (others.some((other) => areOverlapping(term, other))) return null
  const taken = new Set(others.map(({ holds }) => holds))
  return SEATS.map((seat) => seatKey(post, unit, seat)).find((key) => !taken.has(key)) ?? null
}

/** An appointment that has ended holds no post: the key is free for the next one. */
export const endedKey = (id: string): string => `ended:${id}`

/** How an appointment that ends now is stored. One that never began keeps the days that it was meant for. */
export function endedNow(
  { id, from, awaiting }: Pick<Held, 'id' | 'from' | 'awaiting'>,
  endReason: string | null,
  today: string,
  lastDay = today,
): { standing: 'ended'; awaiting: false; holds: string; endReason: string | null; to?: string } {
  const hasBegun = from <= today && !awaiting
  return { standing: 'ended', awaiting: false, holds: endedKey(id), endReason, ...(hasBegun && { to: lastDay }) }
}

/** How the one before is stored when another follows from a day on: had it ended sooner, it still does. */
export function relieved(
  { id, to, standing, holds }: Pick<Held, 'id' | 'to' | 'standing' | 'holds'>,
  from: string,
  today: string,
): Pick<Held, 'standing' | 'holds'> & { to: string } {
  const eve = addDays(from, -1)
  const lastDay = to !== null && to < eve ? to : eve
  return lastDay < today ? { to: lastDay, standing: 'ended', holds: endedKey(id) } : { to: lastDay, standing, holds }
}

/** The key of a person whose record was merged into another one's. */
export const keyOfMerged = (holds: string, from: string, into: string): string =>
  holds.endsWith(`:${from}`) ? `${holds.slice(0, -from.length)}${into}` : holds

/** Of two appointments of one person to the same post the one that stays: a current one, then the earlier one. */
export function staysOfTwo<H extends Pick<Held, 'standing' | 'awaiting' | 'from'>>(one: H, other: H): H {
  const rank = ({ standing, awaiting }: H): number => (standing === 'current' ? 0 : awaiting ? 2 : 1)
  if (rank(one) !== rank(other)) return rank(one) < rank(other) ? one : other
  return one.from <= other.from ? one : other
}
