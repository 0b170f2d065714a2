/** People who cancel may take it back for so long; until then what they hold stays theirs (docs/seats.md). */
export const UNDO_MS = 30_000

interface Leaving {
  /** When the cancellation takes effect; none where nobody has cancelled. */
  cancelsAt?: string | null
}

/** When a cancellation of `now` takes effect. */
export const endOfUndo = (now: Date): string => new Date(now.getTime() + UNDO_MS).toISOString()

/** Whether the person has cancelled, though it may not have taken effect yet. */
export const isLeaving = ({ cancelsAt }: Leaving): boolean => Boolean(cancelsAt)

/** Whether a cancellation is under way that can still be taken back. */
export const isUndoable = ({ cancelsAt }: Leaving, now: Date): boolean => Date.parse(cancelsAt ?? '') > now.getTime()

/** Whether a cancellation is under way that nobody can take back any more. */
export const isToCancel = ({ cancelsAt }: Leaving, now: Date): boolean => Date.parse(cancelsAt ?? '') <= now.getTime()
