import type { DefaultServerCellComponentProps, Payload, TextFieldServerComponent } from 'payload'
import { PATHS } from '../paths.ts'
import { RECORD_TEXTS } from './texts.ts'

interface Line {
  subjectCollection?: string | null
  subject?: string | null
  subjectTitle?: string | null
}

/** Which record a line of the audit trail is about: its kind, and its title as a way there. */
function Subject({ payload, line: { subjectCollection, subject, subjectTitle } }: { payload: Payload; line: Line }) {
  const config = Object.values(payload.collections).find((one) => one.config.slug === subjectCollection)?.config
  const kind = typeof config?.labels.singular === 'string' ? config.labels.singular : (subjectCollection ?? '')
  if (!subject || !subjectCollection) return <span>{kind}</span>
  if (!subjectTitle) return <span>{RECORD_TEXTS.gone(kind)}</span>
  return (
    <span>
      {kind} <a href={PATHS.record(subjectCollection, subject)}>{subjectTitle}</a>
    </span>
  )
}

export const SubjectField: TextFieldServerComponent = ({ data, payload }) => (
  <section className="field-type xf-record">
    <h3>{RECORD_TEXTS.subject}</h3>
    <p>
      <Subject payload={payload} line={data} />
    </p>
  </section>
)

export function SubjectCell({ rowData, payload }: DefaultServerCellComponentProps) {
  return <Subject payload={payload} line={rowData} />
}
