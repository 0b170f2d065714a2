import { MEASURE_UNITS, type Measure } from './vocabulary.ts'

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

const number = new Intl.NumberFormat('zh-CN')

/**
 * Of what the part that is done is made: what was carried over always stands apart from what was recorded.
 *
 * @param tally in the unit of the goal
 */
export function partsInWords({
  tally,
  opening,
  measure,
}: {
  tally: number
  opening: number
  measure: Measure
}): string {
  const [before, recorded] = [opening, tally].map((part) => `${number.format(part)} ${MEASURE_UNITS[measure]}`)
  return opening > 0 ? `期初 ${before} + 平台记录 ${recorded}` : `平台记录 ${recorded}`
}

/** The part done in percent, to one decimal and never rounded up to all. */
export function percentDone(target: Parameters<typeof shareDone>[0]): number {
  return Math.floor(shareDone(target) * 1000) / 10
}

/** A part of a tally as it is stored, with its unit; service time to the minute, so that all parts add up. */
export function amountInWords(amount: number, measure: Measure): string {
  if (measure !== 'serviceHours') return `${number.format(amount)} ${MEASURE_UNITS[measure]}`
  const [hours, minutes] = [Math.floor(amount / 60), amount % 60]
  return [
    ...(hours > 0 || minutes === 0 ? [`${number.format(hours)} 小时`] : []),
    ...(minutes > 0 ? [`${minutes} 分钟`] : []),
  ].join(' ')
}
