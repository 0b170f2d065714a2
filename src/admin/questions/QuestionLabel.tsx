'use client'
import { useRowLabel } from '@payloadcms/ui'
import { QUESTION_TEXTS } from './texts.ts'

/** A question by what it asks, so that a folded list can be read. */
export function QuestionLabel() {
  const { data, rowNumber } = useRowLabel<{ label?: string | null }>()
  const number = (rowNumber ?? 0) + 1
  return <span>{data.label ? `${number}. ${data.label}` : QUESTION_TEXTS.unnamed(number)}</span>
}
