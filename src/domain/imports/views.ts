import type { Difference } from './differences.ts'
import type { Mapping } from './columns.ts'
import type { ImportKind, ImportState, RowOutcome } from './vocabulary.ts'

export interface ImportSummary {
  id: string
  kind: ImportKind
  fileName: string
  unitName: string
  activity: { id: string; title: string } | null
  importedBy: string
  createdAt: string
  finishedAt: string | null
  state: ImportState
  rows: number
  /** Rows by what became of them. */
  counts: Partial<Record<RowOutcome, number>>
  /** False once the rows are forgotten: what it wrote stays, and cannot be taken back any more. */
  hasRows: boolean
}

export interface ImportedRowView {
  number: number
  outcome: RowOutcome
  /** The cells of the columns that are imported, in the order of `columns`. */
  cells: string[]
  /** Sentences. */
  problems: string[]
  /** For a row that is there already. */
  differences: Difference[]
}

export interface ImportView extends ImportSummary {
  headings: string[]
  mapping: Mapping
  /** The columns that are imported, by their names. */
  columns: string[]
  show: RowOutcome | null
  page: number
  pages: number
  list: ImportedRowView[]
}
