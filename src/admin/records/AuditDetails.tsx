import type { FlattenedField, JSONFieldServerComponent, PayloadRequest } from 'payload'
import { LINES, THEMES } from '../../domain/shared/vocabulary.ts'
import { fieldAt, labelOf, titleOf, valueInWords } from '../../operations/shared/valueInWords.ts'
import { RECORD_TEXTS } from './texts.ts'

interface Details {
  fields?: string[]
  changes?: Record<string, { before: unknown; after: unknown }>
  /** Of a correction. */
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  /** Of a contact: which, what it was and became (sealed), and whether its holder has confirmed it. */
  field?: string
  from?: string | null
  to?: string
  confirmed?: boolean
}

/**
 * The change that a line of the audit trail is about: each field as it was and as it became, by its name in the form.
 * Payload's own field would load an editor from abroad.
 */
export const AuditDetails: JSONFieldServerComponent = async ({ data, req }) => {
  const { details, subjectCollection } = data as { details?: Details | null; subjectCollection?: string }
  const { fields: names = [], changes = {}, before, after, field, confirmed, ...rest } = details ?? {}
  const { from: _from, to: _to, ...unsealed } = rest
  const others = field === undefined ? rest : unsealed
  const fields =
    Object.values(req.payload.collections).find(({ config }) => config.slug === subjectCollection)?.config
      .flattenedFields ?? []
  const corrected = Object.keys(after ?? {}).map((path) => ({ path, before: before?.[path], after: after?.[path] }))
  const rows = await Promise.all(
    [...Object.entries(changes).map(([path, change]) => ({ path, ...change })), ...corrected].map(async (change) =>
      rowOf(req, fields, change),
    ),
  )
  const untold = names
    .filter((name) => !(name in changes) && fieldAt(fields, name)?.type !== 'group')
    .map((name) => labelOf(fieldAt(fields, name)) ?? name)
  const facts = await Promise.all(
    Object.entries(others).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [factOf(req, name, value)],
    ),
  )
  return (
    <section className="field-type xf-record">
      <h3>{RECORD_TEXTS.details}</h3>
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{RECORD_TEXTS.field}</th>
              <th scope="col">{RECORD_TEXTS.before}</th>
              <th scope="col">{RECORD_TEXTS.after}</th>
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
      {untold.length > 0 && <p>{RECORD_TEXTS.untold(untold)}</p>}
      {field !== undefined && (
        <p>{RECORD_TEXTS.contact(labelOf(fieldAt(fields, field)) ?? field, confirmed === true)}</p>
      )}
      {Object.keys(others).length > 0 && (
        <dl>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{RECORD_TEXTS.facts[name] ?? name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {field === undefined && rows.length + untold.length + Object.keys(others).length === 0 && (
        <p>{RECORD_TEXTS.nothing}</p>
      )}
    </section>
  )
}

/** Of an export: what it was filtered by, in words. */
async function factOf(req: PayloadRequest, name: string, value: unknown): Promise<[name: string, words: string]> {
  if (Array.isArray(value)) return [name, value.join('、')]
  if (typeof value === 'object') return [name, JSON.stringify(value)]
  const text = String(value)
  if (name === 'line' || name === 'theme') return [name, { ...LINES, ...THEMES }[text] ?? text]
  const collection = { unit: 'units', target: 'targets' }[name]
  return [name, (collection && (await titleOf(req, collection, text))) ?? text]
}

async function rowOf(
  req: PayloadRequest,
  fields: FlattenedField[],
  { path, before, after }: { path: string; before: unknown; after: unknown },
) {
  const field =
    fieldAt(fields, path) ??
    fields.flatMap((one) => (one.type === 'group' ? one.flattenedFields : [])).find(({ name }) => name === path)
  return {
    path,
    label: labelOf(field) ?? path,
    was: await valueInWords(req, field, before),
    is: await valueInWords(req, field, after),
  }
}
