'use client'
import { useRouter } from 'next/navigation.js'
import { useCallback, useEffect, useRef, useState } from 'react'
import { columnLabel, IMPORT_COLUMNS, type Mapping } from '../../domain/imports/columns.ts'
import {
  AT_WORK,
  IMPORT_KINDS,
  IMPORT_STATES,
  isOfPeople,
  ROW_OUTCOMES,
  type RowOutcome,
} from '../../domain/imports/vocabulary.ts'
import type { ImportView } from '../../domain/imports/views.ts'
import type { Answer } from '../call.ts'
import { formatNumber } from '../format.ts'
import { PATHS } from '../paths.ts'
import { abandon, check, run, undo, view } from './calls.ts'
import { ImportRows } from './ImportRows.tsx'
import { IMPORT_TEXTS, SHOWN_OUTCOMES } from './texts.ts'

/** How often it is asked how far the server has come, in milliseconds. */
const POLL_MS = 1500

/** One import from its columns to its result; the server does the work, whoever looks on. */
export function ImportRun({ initial }: { initial: ImportView }) {
  const router = useRouter()
  const [now, setNow] = useState(initial)
  const [asked, setAsked] = useState<{ show: RowOutcome | null; page: number }>({ show: null, page: 1 })
  const [mapping, setMapping] = useState<Mapping>(initial.mapping)
  const [hasConsent, setHasConsent] = useState(false)
  const [isConfirming, setIsConfirming] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const isAtWork = AT_WORK.includes(now.state)
  const isConsentNeeded = isOfPeople(now.kind)
  const isFirst = useRef(true)

  const look = useCallback(async () => {
    const answer = await view(initial.id, asked.show, asked.page)
    if (answer.ok) setNow(answer.body)
  }, [initial.id, asked])
  useEffect(() => {
    if (isFirst.current) isFirst.current = false
    else void look()
  }, [look])
  useEffect(() => {
    if (!isAtWork) return
    const timer = setInterval(() => void look(), POLL_MS)
    return () => clearInterval(timer)
  }, [isAtWork, look])

  const step = async (asking: Promise<Answer<{ id: string }>>, then: () => void = () => void look()) => {
    setIsBusy(true)
    setProblem(null)
    const answer = await asking
    setIsBusy(false)
    setIsConfirming(false)
    if (answer.ok) return then()
    setProblem(answer.detail)
    await look()
  }

  const count = (outcome: RowOutcome): number => now.counts[outcome] ?? 0
  const done = {
    checking: now.rows - count('waiting'),
    running: count('written'),
    undoing: count('undone') + count('left'),
  }
  const all = {
    checking: now.rows,
    running: count('written') + count('ready'),
    undoing: count('written') + count('undone') + count('left'),
  }
  const filters = SHOWN_OUTCOMES.filter((outcome) => count(outcome) > 0)

  return (
    <div className="xf-imports">
      <section className="xf-card xf-import" aria-labelledby="import">
        <h2 id="import">
          {now.activity?.title ?? IMPORT_KINDS[now.kind]}
          <span className={`xf-badge${now.state === 'done' ? ' xf-badge--published' : ''}`}>
            {IMPORT_STATES[now.state]}
          </span>
        </h2>
        <p className="xf-hint">{IMPORT_TEXTS.facts(now.fileName, now.unitName, now.rows)}</p>
        <div role="status">
          {isAtWork && (
            <div className="xf-notice">
              <p>
                {IMPORT_TEXTS.progress[now.state as keyof typeof done](
                  done[now.state as keyof typeof done],
                  all[now.state as keyof typeof done],
                )}
              </p>
              <progress
                value={done[now.state as keyof typeof done]}
                max={Math.max(1, all[now.state as keyof typeof done])}
              />
              <p className="xf-hint">{IMPORT_TEXTS.canLeave}</p>
            </div>
          )}
          {now.state === 'done' && (
            <p className="xf-notice xf-notice--done">{`${IMPORT_TEXTS.done(count('written'))}${IMPORT_TEXTS.quiet}`}</p>
          )}
          {now.state === 'undone' && (
            <p className="xf-notice xf-notice--done">{IMPORT_TEXTS.undone(count('undone'), count('left'))}</p>
          )}
        </div>
        {problem && (
          <p role="alert" className="xf-notice xf-notice--failed">
            {problem}
          </p>
        )}
        {(now.state === 'read' || now.state === 'checked') && (
          <Columns view={now} mapping={mapping} onChange={setMapping} isOpen={now.state === 'read'} />
        )}
        {now.state === 'checked' && (
          <div className="xf-form">
            {count('ready') === 0 ? (
              <p className="xf-notice">{IMPORT_TEXTS.nothingReady}</p>
            ) : (
              isConsentNeeded && (
                <>
                  <label className="xf-check">
                    <input
                      type="checkbox"
                      checked={hasConsent}
                      onChange={({ target }) => setHasConsent(target.checked)}
                    />
                    {IMPORT_TEXTS.consent}
                  </label>
                  <p className="xf-hint">{IMPORT_TEXTS.consentHint}</p>
                </>
              )
            )}
            {now.rows > count('ready') && count('ready') > 0 && (
              <p className="xf-hint">{IMPORT_TEXTS.left(now.rows - count('ready'))}</p>
            )}
          </div>
        )}
        <div className="xf-head__buttons">
          {now.state === 'checked' && count('ready') > 0 && (
            <button
              type="button"
              className="xf-button xf-button--primary"
              disabled={isBusy || (isConsentNeeded && !hasConsent)}
              onClick={() => void step(run(now.id, hasConsent))}
            >
              {IMPORT_TEXTS.run(count('ready'))}
            </button>
          )}
          {(now.state === 'read' || now.state === 'checked') && (
            <button
              type="button"
              className={`xf-button${now.state === 'read' ? ' xf-button--primary' : ''}`}
              disabled={isBusy}
              onClick={() => void step(check(now.id, mapping))}
            >
              {now.state === 'read' ? IMPORT_TEXTS.check : IMPORT_TEXTS.checkAgain}
            </button>
          )}
          {['read', 'checking', 'checked'].includes(now.state) && (
            <button
              type="button"
              className="xf-button"
              disabled={isBusy}
              onClick={() => void step(abandon(now.id), () => router.push(PATHS.imports()))}
            >
              {IMPORT_TEXTS.abandon}
            </button>
          )}
          {now.state === 'done' && now.hasRows && !isConfirming && (
            <button type="button" className="xf-button" disabled={isBusy} onClick={() => setIsConfirming(true)}>
              {IMPORT_TEXTS.undo}
            </button>
          )}
          {isConfirming && (
            <div className="xf-confirm">
              <p>{IMPORT_TEXTS.undoHint}</p>
              <button
                type="button"
                className="xf-button xf-button--danger"
                disabled={isBusy}
                onClick={() => void step(undo(now.id))}
              >
                {IMPORT_TEXTS.undoConfirm}
              </button>
              <button type="button" className="xf-button" onClick={() => setIsConfirming(false)}>
                {IMPORT_TEXTS.keep}
              </button>
            </div>
          )}
          <a className="xf-button" href={PATHS.imports()}>
            {IMPORT_TEXTS.back}
          </a>
        </div>
      </section>
      {now.hasRows ? (
        <section className="xf-imports__rows" aria-label={IMPORT_TEXTS.outcome}>
          <div className="xf-imports__filters">
            <Filter
              label={IMPORT_TEXTS.all}
              isChosen={asked.show === null}
              onChoose={() => setAsked({ show: null, page: 1 })}
            >
              {formatNumber(now.rows)}
            </Filter>
            {filters.map((outcome) => (
              <Filter
                key={outcome}
                label={ROW_OUTCOMES[outcome]}
                isChosen={asked.show === outcome}
                onChoose={() => setAsked({ show: outcome, page: 1 })}
              >
                {formatNumber(count(outcome))}
              </Filter>
            ))}
          </div>
          <ImportRows view={now} onPage={(page) => setAsked({ ...asked, page })} />
        </section>
      ) : (
        <p className="xf-empty">{IMPORT_TEXTS.forgotten}</p>
      )}
    </div>
  )
}

function Filter({
  label,
  isChosen,
  onChoose,
  children,
}: {
  label: string
  isChosen: boolean
  onChoose: () => void
  children: string
}) {
  return (
    <button type="button" className="xf-button" aria-pressed={isChosen} onClick={onChoose}>
      {label} <b>{children}</b>
    </button>
  )
}

/** Which column of the file is which of ours. */
function Columns({
  view: { kind, headings },
  mapping,
  onChange,
  isOpen,
}: {
  view: ImportView
  mapping: Mapping
  onChange: (mapping: Mapping) => void
  isOpen: boolean
}) {
  const choose = (name: string, value: string) => {
    const { [name]: _, ...rest } = mapping
    onChange(value === '' ? rest : { ...rest, [name]: Number(value) })
  }
  return (
    <details className="xf-imports__columns" open={isOpen}>
      <summary>{IMPORT_TEXTS.mapping}</summary>
      <p className="xf-hint">{IMPORT_TEXTS.mappingHint}</p>
      <div className="xf-form__row">
        {IMPORT_COLUMNS[kind].map(({ name, isRequired }) => (
          <label key={name} className="xf-field">
            <span>
              {columnLabel(kind, name)}
              {isRequired && <small>{`（${IMPORT_TEXTS.required}）`}</small>}
            </span>
            <select
              value={mapping[name] ?? ''}
              onChange={({ target }) => choose(name, target.value)}
              aria-invalid={isRequired === true && !(name in mapping)}
            >
              <option value="">{IMPORT_TEXTS.notInFile}</option>
              {headings.map((heading, place) => (
                <option key={place} value={place}>
                  {IMPORT_TEXTS.column(place, heading)}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
    </details>
  )
}
