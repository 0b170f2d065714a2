'use client'
import { useDocumentInfo } from '@payloadcms/ui'
import { MESSAGES } from '../messages.ts'
import { clockOf } from '../../domain/shared/calendar.ts'

const TEXT = MESSAGES.dates

/**
 * When a record was made and last changed, by the county's clock; in place of Payload's own, which go by the browser's.
 */
export function RecordTimes() {
  const { data } = useDocumentInfo()
  const times = [
    [TEXT.updatedAt, data?.updatedAt],
    [TEXT.createdAt, data?.createdAt],
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
