/** The kinds of task that wait for staff: the dashboard, the daily mail and the mail at once know the same ones. */
export type WaitingKind = 'pending' | 'corrections' | 'overdue' | 'unrecorded' | 'tooFew' | 'full'

/** Tasks by their kind, each by its activity. */
export type TasksAbout = Partial<Record<WaitingKind, string[]>>

/**
 * The tasks of an activity that staff were told of at once, kept on it: up to when people asked for something, or for
 * which start or end it was told.
 */
export type ToldNews = Partial<Record<WaitingKind, string>>

/** A task that staff are to be told of at once. */
export interface TaskNews {
  kind: WaitingKind
  activity: string
  /** To be noted on the activity. */
  mark: string
}

/** An application or a request is told of when nothing more was written of this age, so that none is missed. */
const SETTLED_MS = 60_000
/** Those that come within this time are told of together. */
const TOGETHER_MS = 3 * 60_000

/**
 * Up to when what people asked for is told of now; null when there is nothing new, or it waits for what comes with it.
 *
 * @param askedAt ISO 8601, UTC, in any order
 * @param told up to when it was told
 */
export function newsUpTo(askedAt: string[], told: string | undefined, now: Date): string | null {
  const before = (ms: number): string => new Date(now.getTime() - ms).toISOString()
  const fresh = askedAt.filter((at) => at > (told ?? '') && at <= before(SETTLED_MS)).sort()
  const [first] = fresh
  return first !== undefined && first <= before(TOGETHER_MS) ? (fresh.at(-1) ?? null) : null
}
