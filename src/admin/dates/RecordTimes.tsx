'use client'
import { useDocumentInfo } from '@payloadcms/ui'
import { clockOf } from '../../domain/shared/calendar.ts'
import { DATE_TEXTS } from './texts.ts'

/**
 * When a record was made and last changed, by the county's clock; in place of Payload's own, which go by the browser's.
 */
export function RecordTimes() {
  const { data } = useDocumentInfo()
  const times = [
    [DATE_TEXTS.updatedAt, data?.updatedAt],
    [DATE_TEXTS.createdAt, data?.createdAt],
  ].filter((one): one is [string, string] => typeof one[1] === 'string')
  return (
    <p className="xf-record-times">
      {times.map(([label, at]) => (
        <span key={label}>
          {label} <time dateTime={at}>{clockOf(at).replace('T', ' ')}</time>
        </span>
      ))}
    </p>
  )
}
