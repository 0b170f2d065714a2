import type { Measure } from './vocabulary.ts'

/** A tally in the unit of its goal: service time is kept in minutes and told in hours, to one decimal. */
export function shownTally(tally: number, measure: Measure): number {
  return measure === 'serviceHours' ? Math.round(tally / 6) / 10 : tally
}

/**
 * The part of the goal that is done, carried over from before the records included; dashboard and home page say the
 * same.
 */
export function shareDone({ tally, opening, goal }: { tally: number; opening: number; goal: number }): number {
  return (tally + opening) / goal
}
