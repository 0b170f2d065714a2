import { IMPORT_KINDS, IMPORT_STATES, ROW_OUTCOMES } from '../../domain/imports/vocabulary.ts'
import type { ImportSummary } from '../../domain/imports/views.ts'
import { formatDateTime, formatNumber } from '../format.ts'
import { PATHS } from '../paths.ts'
import { IMPORT_TEXTS, NEXT_STEP, SHOWN_OUTCOMES } from './texts.ts'

/** The newest imports, each with what became of its rows. */
export function EarlierImports({ imports }: { imports: ImportSummary[] }) {
  return (
    <section className="xf-imports__list" aria-labelledby="imports">
      <h2 id="imports">{IMPORT_TEXTS.earlier}</h2>
      {imports.length === 0 && <p className="xf-empty">{IMPORT_TEXTS.none}</p>}
      {imports.map((one) => (
        <article key={one.id} className="xf-card xf-import">
          <h3>
            <a href={PATHS.import(one.id)}>{one.activity?.title ?? IMPORT_KINDS[one.kind]}</a>
            <span className={`xf-badge${one.state === 'done' ? ' xf-badge--published' : ''}`}>
              {IMPORT_STATES[one.state]}
            </span>
          </h3>
          <p className="xf-hint">
            {`${formatDateTime(one.createdAt)} · ${one.importedBy} · ${IMPORT_TEXTS.facts(one.fileName, one.unitName, one.rows)}`}
          </p>
          <p className="xf-import__counts">
            {SHOWN_OUTCOMES.filter((outcome) => one.counts[outcome]).map((outcome) => (
              <span key={outcome}>
                {ROW_OUTCOMES[outcome]} <b>{formatNumber(one.counts[outcome] ?? 0)}</b>
              </span>
            ))}
            {NEXT_STEP[one.state] && <a href={PATHS.import(one.id)}>{NEXT_STEP[one.state]}</a>}
          </p>
        </article>
      ))}
    </section>
  )
}
