'use client'
import { withCondition } from '@payloadcms/ui'
import type { TextFieldClientProps } from 'payload'
import { dayOf } from '../../domain/shared/calendar.ts'
import { DateInput } from './DateInput.tsx'

/** A day of the county: a day that is stored, or that of an instant which was. */
export const DayField = withCondition(function DayField({ path, field, readOnly }: TextFieldClientProps) {
  return <DateInput path={path} field={field} readOnly={readOnly} type="date" shown={dayOf} stored={(typed) => typed} />
})
