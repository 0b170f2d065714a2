import type { DefaultServerCellComponentProps } from 'payload'
import { FREE_TEXTS } from './texts.ts'

/**
 * Free seats in the list of activities; what is over a lowered capacity is said in a word, not as a negative number.
 */
export function FreeCell({ cellData }: DefaultServerCellComponentProps) {
  const free = cellData as number | null | undefined
  if (free === null || free === undefined) return <span>{FREE_TEXTS.unlimited}</span>
  return free < 0 ? <span className="xf-badge xf-badge--late">{FREE_TEXTS.overBy(-free)}</span> : <span>{free}</span>
}
