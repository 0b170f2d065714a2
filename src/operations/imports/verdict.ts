import type { ImportedRow } from '../../database/rows.ts'
import type { RowChange } from '../../database/types.ts'
import type { ProblemOfRow, RowOutcome } from '../../domain/imports/vocabulary.ts'

/** Says what would become of a row. */
export interface Verdict {
  outcome: Exclude<RowOutcome, 'waiting' | 'written' | 'undone' | 'left'>
  problems: ProblemOfRow[]
  /** Equal for rows that say the same, so that the first alone is written. */
  key: string | null
  /** Equal for rows of one activity. */
  session: string | null
  /** The person whose record it is, where that is known. */
  person: string | null
}

export const faulty = (...problems: ProblemOfRow[]): Pick<Verdict, 'outcome' | 'problems'> => ({
  outcome: 'faulty',
  problems,
})

/** A row with what was found of it. */
export const judged = (
  { id, revision }: ImportedRow,
  { outcome, problems, key, session, person }: Verdict,
  now: Date,
): RowChange<'import_rows'> => ({
  collection: 'import_rows',
  id,
  revision,
  set: { outcome, problems, key, session, person, updatedAt: now.toISOString() },
})
