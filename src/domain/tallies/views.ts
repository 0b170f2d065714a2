import type { Measure } from './vocabulary.ts'

export interface TargetProgress {
  id: string
  title: string
  measure: Measure
  goal: number
  /** Counted from records. */
  tally: number
  /** Carried over from before records began, with where it comes from. */
  opening: number
  openingSource: string | null
  /** Days of the county, both counted in whole. */
  from: string | null
  to: string | null
  /** The tally is being counted again: what it counts was changed a moment ago. */
  counting: boolean
  asOf: string
}
