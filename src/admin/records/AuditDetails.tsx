import type { FlattenedField, JSONFieldServerComponent, PayloadRequest } from 'payload'
import { fieldAt, labelOf, valueInWords } from '../../operations/valueInWords.ts'
import { MESSAGES } from '../messages.ts'

const TEXT = MESSAGES.records

interface Details {
  fields?: string[]
  changes?: Record<string, { before: unknown; after: unknown }>
  /** Of a correction. */
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

/** What a line of the audit trail is about: each field as it was and as it became, by its name in the form. Payload's own field would load an editor from abroad. */
export const AuditDetails: JSONFieldServerComponent = async ({ data, req }) => {
  const { details, subjectCollection } = data as { details?: Details | null; subjectCollection?: string }
  const { fields: names = [], changes = {}, before, after, ...others } = details ?? {}
  const fields = Object.values(req.payload.collections).find(({ config }) => config.slug === subjectCollection)?.config.flattenedFields ?? []
  const corrected = Object.keys(after ?? {}).map((path) => ({ path, before: before?.[path], after: after?.[path] }))
  const rows = await Promise.all([...Object.entries(changes).map(([path, change]) => ({ path, ...change })), ...corrected].map(async (change) => rowOf(req, fields, change)))
  const untold = names.filter((name) => !(name in changes) && fieldAt(fields, name)?.type !== 'group').map((name) => labelOf(fieldAt(fields, name)) ?? name)
  return (
    <section className="field-type xf-record">
      <h3>{TEXT.details}</h3>
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{TEXT.field}</th>
              <th scope="col">{TEXT.before}</th>
              <th scope="col">{TEXT.after}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ path, label, was, is }) => (
              <tr key={path}>
                <th scope="row">{label}</th>
                <td>{was}</td>
                <td>{is}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {untold.length > 0 && <p>{TEXT.untold(untold)}</p>}
      {Object.keys(others).length > 0 && (
        <dl>
          {Object.entries(others)
            .filter(([, value]) => value !== null && value !== undefined)
            .map(([name, value]) => (
              <div key={name}>
                <dt>{TEXT.facts[name] ?? name}</dt>
                <dd>{Array.isArray(value) ? value.join('、') : typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
              </div>
            ))}
        </dl>
      )}
      {rows.length + untold.length + Object.keys(others).length === 0 && <p>{TEXT.nothing}</p>}
    </section>
  )
}

async function rowOf(req: PayloadRequest, fields: FlattenedField[], { path, before, after }: { path: string; before: unknown; after: unknown }) {
  const field = fieldAt(fields, path) ?? fields.flatMap((one) => (one.type === 'group' ? one.flattenedFields : [])).find(({ name }) => name === path)
  return { path, label: labelOf(field) ?? path, was: await valueInWords(req, field, before), is: await valueInWords(req, field, after) }
}
