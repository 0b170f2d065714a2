import type { Page } from '../shared/views.ts'
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

/** One activity that adds to a target. */
export interface Contribution {
  id: string
  title: string
  startsAt: string
  unit: string
  /** As it is stored: service time in minutes. */
  amount: number
  /** Within the reader's subtree, so that they may see its list. */
  isOwn: boolean
}

/** How much the activities that start in a month add to a target, as it is stored: service time in minutes. */
export interface TargetMonth {
  month: string
  amount: number
}

/** A target with a page of the activities that add to it. Over all pages their amounts are the tally. */
export interface Contributions {
  target: TargetProgress
  /** As it is stored: service time in minutes. */
  tally: number
  activities: Page<Contribution>
  /** The sum of all that are listed, where they are those of the reader's subtree alone. */
  ownTally: number | null
}
