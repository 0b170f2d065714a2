import type { JSONFieldServerComponent } from 'payload'
import { auditInWords, type AuditDetails as Details } from '../../operations/records/auditInWords.ts'
import { AuditWordsList } from '../audit/AuditWordsList.tsx'
import { wordingOf } from '../../operations/shared/valueInWords.ts'
import { RECORD_TEXTS } from './texts.ts'

/** The change that a line of the audit trail is about. Payload's own field would load an editor from abroad. */
export const AuditDetails: JSONFieldServerComponent = async ({ data, req }) => {
  const { details, subjectCollection } = data as { details?: Details | null; subjectCollection?: string }
  const words = await auditInWords(wordingOf(req), subjectCollection, details)
  const isEmpty = words.changes.length + words.untold.length + words.facts.length === 0
  return (
    <section className="field-type xf-record">
      <h3>{RECORD_TEXTS.details}</h3>
      {isEmpty ? <p>{RECORD_TEXTS.nothing}</p> : <AuditWordsList words={words} />}
    </section>
  )
}
