import type { TextFieldServerComponent } from 'payload'
import { auditSubject } from '../../operations/records/auditLineInWords.ts'
import { wordingOf } from '../../operations/shared/valueInWords.ts'
import { SubjectLink } from '../audit/SubjectLink.tsx'
import { RECORD_TEXTS } from './texts.ts'

/** On the page of one line of the audit trail. */
export const SubjectField: TextFieldServerComponent = async ({ data, req }) => (
  <section className="field-type xf-record">
    <h3>{RECORD_TEXTS.subject}</h3>
    <p>
      <SubjectLink subject={await auditSubject(wordingOf(req), data)} />
    </p>
  </section>
)
