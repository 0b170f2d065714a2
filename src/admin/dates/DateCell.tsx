'use client'
import type { DefaultCellComponentProps } from 'payload'
import { clockOf, dayOf } from '../../domain/shared/calendar.ts'

/** 2026-01-31 14:00 by the county's clock. */
export function MomentCell({ cellData }: DefaultCellComponentProps) {
  return <span>{typeof cellData === 'string' ? clockOf(cellData).replace('T', ' ') : ''}</span>
}

/** 2026-01-31 */
export function DayCell({ cellData }: DefaultCellComponentProps) {
  return <span>{typeof cellData === 'string' ? dayOf(cellData) : ''}</span>
}
