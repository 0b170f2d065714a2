import { MEASURE_UNITS } from '../tallies/vocabulary.ts'
import type { Figure } from './statistics.ts'

/** The unit that stands behind a number of this figure; of a share its two numbers count activities. */
export const FIGURE_UNITS = {
  ...MEASURE_UNITS,
  serviceHours: '小时:分钟',
  riderTimes: '人次',
  recorded: '场',
} satisfies Record<Figure, string>
const number = new Intl.NumberFormat('zh-CN')

/** A number of the table; service time to the minute, 1,234:30, so that all parts add up. */
export function figureInWords(amount: number, figure: Figure): string {
  if (figure !== 'serviceHours') return number.format(amount)
  return `${number.format(Math.floor(amount / 60))}:${String(amount % 60).padStart(2, '0')}`
}
