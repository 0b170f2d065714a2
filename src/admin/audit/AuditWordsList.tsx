import type { AuditWords } from '../../domain/records/auditLine.ts'
import { RECORD_TEXTS } from '../records/texts.ts'

/** The details of a line of the trail: each field as it was and as it became, and all else in words. */
export function AuditWordsList({ words: { changes, untold, facts } }: { words: AuditWords }) {
  return (
    <>
      {changes.length > 0 && (
        <table className="xf-changes">
          <thead>
            <tr>
              <th scope="col">{RECORD_TEXTS.field}</th>
              <th scope="col">{RECORD_TEXTS.before}</th>
              <th scope="col">{RECORD_TEXTS.after}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ label, was, is }, index) => (
              <tr key={index}>
                <th scope="row">{label}</th>
                <td>{was}</td>
                <td>{is}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {untold.length > 0 && <p>{RECORD_TEXTS.untold(untold)}</p>}
      {facts.map(({ label, words }, index) => (
        <p key={index}>
          {label}：{words}
        </p>
      ))}
    </>
  )
}
