import { Gutter } from '@payloadcms/ui'
import { createLocalReq, type ListViewServerProps } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import { AUDIT_ACTIONS, optionsOf } from '../../domain/shared/vocabulary.ts'
import { auditQuerySchema, type AuditQuery } from '../../domain/records/audit.ts'
import type { AuditLine } from '../../domain/records/auditLine.ts'
import { listAudit } from '../../operations/records/listAudit.ts'
import { formatDateTime } from '../format.ts'
import { Pages } from '../Pages.tsx'
import { PATHS } from '../paths.ts'
import { AUDIT_COLUMNS, STANDARD_AUDIT_COLUMNS } from '../../domain/records/auditLine.ts'
import { choicesOf } from '../exports/choices.ts'
import { ExportPanel } from '../exports/ExportPanel.tsx'
import { AuditWordsList } from './AuditWordsList.tsx'
import { SubjectLink } from './SubjectLink.tsx'
import { AUDIT_TEXTS } from './texts.ts'

const TYPED = ['by', 'person', 'record'] as const

/** The audit trail, in place of Payload's list: who did what to which record, in words, searched by all of these. */
export async function AuditView({ payload, user, searchParams }: ListViewServerProps) {
  const given = Object.fromEntries(
    Object.entries(searchParams ?? {}).filter(([name, value]) => name in auditQuerySchema.shape && value !== ''),
  )
  const parsed = auditQuerySchema.safeParse(given)
  const query: AuditQuery = parsed.success ? parsed.data : {}
  const answer = parsed.success
    ? await search(await createLocalReq(user ? { user } : {}, payload), query)
    : { problem: parsed.error.issues[0]?.message ?? '' }
  return (
    <Gutter className="xf-screen">
      <header className="xf-head">
        <div>
          <h1>{AUDIT_TEXTS.title}</h1>
          <p>{AUDIT_TEXTS.intro}</p>
        </div>
      </header>
      <SearchForm given={given as Record<string, string>} />
      {query.about !== undefined && <p className="xf-notice">{AUDIT_TEXTS.aboutOne}</p>}
      {'problem' in answer ? (
        <p className="xf-notice xf-notice--failed" role="alert">
          {answer.problem}
        </p>
      ) : (
        <>
          <p className="xf-hint" role="status">
            {AUDIT_TEXTS.found(answer.totalDocs)}
          </p>
          {answer.docs.length > 0 && (
            <ExportPanel
              title={AUDIT_TEXTS.export}
              hint={AUDIT_TEXTS.exportHint}
              path={PATHS.exportAudit}
              filters={filtersOf(query)}
              columns={choicesOf(AUDIT_COLUMNS, true)}
              standard={STANDARD_AUDIT_COLUMNS}
            />
          )}
          {answer.docs.length === 0 ? <p className="xf-empty">{AUDIT_TEXTS.empty}</p> : <Trail lines={answer.docs} />}
          <Pages
            page={answer.page}
            pages={answer.totalPages}
            hrefOf={(page) => PATHS.audit({ ...(given as Record<string, string>), page: String(page) })}
          />
        </>
      )}
    </Gutter>
  )
}

async function search(req: Awaited<ReturnType<typeof createLocalReq>>, query: AuditQuery) {
  try {
    return await listAudit(req, query)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid-input') return { problem: error.message }
    throw error
  }
}

/** All that was searched by; a file has no pages. */
const filtersOf = ({ page: _, ...query }: AuditQuery): Record<string, string> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))

function SearchForm({ given }: { given: Record<string, string> }) {
  return (
    <form className="xf-card xf-search" method="get" action={PATHS.audit()} role="search">
      {TYPED.map((name) => (
        <label key={name} className="xf-field">
          <span>{AUDIT_TEXTS[name]}</span>
          <input type="search" name={name} maxLength={60} defaultValue={given[name]} />
        </label>
      ))}
      <label className="xf-field">
        <span>{AUDIT_TEXTS.action}</span>
        <select name="action" defaultValue={given.action ?? ''}>
          <option value="">{AUDIT_TEXTS.anyAction}</option>
          {optionsOf(AUDIT_ACTIONS).map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {(['from', 'to'] as const).map((name) => (
        <label key={name} className="xf-field">
          <span>{AUDIT_TEXTS[name]}</span>
          <input type="date" name={name} defaultValue={given[name]} />
        </label>
      ))}
      <div className="xf-form__buttons">
        <button className="xf-button xf-button--primary">{AUDIT_TEXTS.search}</button>
        <a className="xf-button" href={PATHS.audit()}>
          {AUDIT_TEXTS.clear}
        </a>
      </div>
    </form>
  )
}

function Trail({ lines }: { lines: AuditLine[] }) {
  return (
    <table className="xf-list xf-trail">
      <thead>
        <tr>
          <th>{AUDIT_TEXTS.columns.at}</th>
          <th>{AUDIT_TEXTS.columns.who}</th>
          <th>{AUDIT_TEXTS.columns.did}</th>
          <th>{AUDIT_TEXTS.columns.about}</th>
          <th>{AUDIT_TEXTS.columns.details}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <td>
              <a href={PATHS.record('audit', line.id)}>{formatDateTime(line.at)}</a>
            </td>
            <td>
              {line.who.record === null ? (
                line.who.name
              ) : (
                <a href={PATHS.record(line.who.record.collection, line.who.record.id)}>{line.who.name}</a>
              )}
            </td>
            <td>{line.did}</td>
            <td>
              <SubjectLink subject={line.about} />
              {line.about.record !== null && (
                <small>
                  <a href={PATHS.audit({ about: `${line.about.record.collection}:${line.about.record.id}` })}>
                    {AUDIT_TEXTS.allOfIt}
                  </a>
                </small>
              )}
            </td>
            <td>
              {line.reason !== '' && <p>{line.reason}</p>}
              <AuditWordsList words={line} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
