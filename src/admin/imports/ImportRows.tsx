'use client'
import { columnLabel } from '../../domain/imports/columns.ts'
import { ROW_OUTCOMES, type RowOutcome } from '../../domain/imports/vocabulary.ts'
import type { ImportView } from '../../domain/imports/views.ts'
import { PAGES_TEXTS } from '../texts.ts'
import { IMPORT_TEXTS } from './texts.ts'

const BADGES: Partial<Record<RowOutcome, string>> = {
  ready: 'xf-badge--published',
  written: 'xf-badge--published',
  faulty: 'xf-badge--late',
  left: 'xf-badge--soon',
}

/** One page of rows: what the file says, and what becomes of it. */
export function ImportRows({ view, onPage }: { view: ImportView; onPage: (page: number) => void }) {
  if (view.list.length === 0) return <p className="xf-empty">{IMPORT_TEXTS.noRows}</p>
  return (
    <>
      <div className="xf-imports__table">
        <table>
          <thead>
            <tr>
              <th>{IMPORT_TEXTS.number}</th>
              <th>{IMPORT_TEXTS.outcome}</th>
              <th>{IMPORT_TEXTS.problems}</th>
              {view.columns.map((name) => (
                <th key={name}>{columnLabel(view.kind, name)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.list.map(({ number, outcome, cells, problems, differences }) => (
              <tr key={number}>
                <td>{number}</td>
                <td>
                  <span className={`xf-badge ${BADGES[outcome] ?? ''}`}>{ROW_OUTCOMES[outcome]}</span>
                </td>
                <td className="xf-imports__problems">
                  {problems.map((sentence) => (
                    <p key={sentence}>{sentence}</p>
                  ))}
                  {differences.map(({ label, inFile, stored }) => (
                    <p key={label}>{IMPORT_TEXTS.difference(label, inFile, stored)}</p>
                  ))}
                </td>
                {cells.map((cell, index) => (
                  <td key={view.columns[index]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {view.pages > 1 && (
        <nav className="xf-pages" aria-label={PAGES_TEXTS.pages}>
          {view.page > 1 && (
            <button type="button" className="xf-button" onClick={() => onPage(view.page - 1)}>
              {PAGES_TEXTS.previous}
            </button>
          )}
          <span>{PAGES_TEXTS.page(view.page, view.pages)}</span>
          {view.page < view.pages && (
            <button type="button" className="xf-button" onClick={() => onPage(view.page + 1)}>
              {PAGES_TEXTS.next}
            </button>
          )}
        </nav>
      )}
    </>
  )
}
