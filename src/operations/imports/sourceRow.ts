/** One row of a file, its cells as texts. */
export interface SourceRow {
  /** As the spreadsheet counts them, from 1. */
  number: number
  cells: string[]
}
