import type { AuditSubject } from '../../domain/records/auditLine.ts'
import { PATHS } from '../paths.ts'
import { RECORD_TEXTS } from '../records/texts.ts'

/** Which record a line of the trail is about: its kind, and its title as a way there. */
export function SubjectLink({ subject: { kind, title, record } }: { subject: AuditSubject }) {
  if (record === null) return <span>{kind}</span>
  if (title === null) return <span>{RECORD_TEXTS.gone(kind)}</span>
  return (
    <span>
      {kind} <a href={PATHS.record(record.collection, record.id)}>{title}</a>
    </span>
  )
}
