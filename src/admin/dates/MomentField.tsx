'use client'
import { withCondition } from '@payloadcms/ui'
import type { DateFieldClientProps } from 'payload'
import { clockOf, readMoment } from '../../domain/shared/calendar.ts'
import { DateInput } from './DateInput.tsx'

/** A time by the county's clock, whatever the browser's zone. */
export const MomentField = withCondition(function MomentField({ path, field, readOnly }: DateFieldClientProps) {
  return (
    <DateInput
      path={path}
      field={field}
      readOnly={readOnly}
      type="datetime-local"
      shown={clockOf}
      stored={readMoment}
    />
  )
})
