'use client'
import { useState, type FormEvent } from 'react'
import { COLUMNS, STANDARD_COLUMNS } from '../../domain/records/participationRecord.ts'
import { PERIODS } from '../../domain/records/period.ts'
import { PERSON_KINDS } from '../../domain/people/vocabulary.ts'
import { ATTENDANCES, LEDGERS, LINES, optionsOf, THEMES } from '../../domain/shared/vocabulary.ts'
import type { Preview } from '../../operations/records/exportParticipations.ts'
import type { UnitChoice } from '../../operations/units/listOwnUnits.ts'
import { call } from '../call.ts'
import { PATHS } from '../paths.ts'
import { indented } from '../UnitOptions.tsx'
import { choicesOf } from './choices.ts'
import { ColumnChooser } from './ColumnChooser.tsx'
import type { Definition } from './definitions.ts'
import type { Filter } from './filters.ts'
import { KeepDefinition } from './KeepDefinition.tsx'
import { EXPORT_TEXTS } from './texts.ts'
import { DownloadStatus, useDownload } from './useDownload.tsx'

interface Props {
  units: UnitChoice[]
  /** Only what counts towards it; without a title it is gone. */
  target: { id: string; title: string | null } | null
  isDepartment: boolean
  /** The filters of the address. */
  asked: Partial<Record<Filter, string>>
  /** An export that was kept, opened to be changed. */
  opened?: Definition | null
}

/** The filters of a form, by their names; those left empty are none. */
function filtersOf(form: HTMLFormElement): URLSearchParams {
  const filled = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [[name, value]] : [],
  )
  return new URLSearchParams(filled)
}

/** Fetches the file and says how far it has come; without script the form itself fetches it. */
export function ExportForm({ units, target, isDepartment, asked, opened = null }: Props) {
  const [limit, setLimit] = useState(target)
  const [line, setLine] = useState(asked.line ?? '')
  const [period, setPeriod] = useState(asked.period ?? '')
  const [columns, setColumns] = useState<string[]>(opened?.columns ?? STANDARD_COLUMNS)
  const [problem, setProblem] = useState<string | null>(null)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const file = useDownload()

  /** The filters, unless they contradict each other. */
  const checked = (form: HTMLFormElement): URLSearchParams | null => {
    const filters = filtersOf(form)
    const [from, to] = [filters.get('from'), filters.get('to')]
    const isBad = from !== null && to !== null && to < from
    setProblem(isBad ? EXPORT_TEXTS.badRange : null)
    return isBad ? null : filters
  }

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const filters = checked(event.currentTarget)
    if (filters) await file.start(`${PATHS.exportParticipations}?${filters}`)
  }

  const show = async (form: HTMLFormElement | null) => {
    const filters = form && checked(form)
    if (!filters) return
    filters.delete('format')
    const answer = await call<Preview>('GET', `${PATHS.previewParticipations}?${filters}`)
    setPreview(answer.ok ? answer.body : null)
    setRefusal(answer.ok ? null : answer.detail)
  }

  const keepInAddress = (event: FormEvent<HTMLFormElement>) => {
    setPreview(null)
    if (opened) return
    const filters = filtersOf(event.currentTarget)
    filters.delete('fields')
    window.history.replaceState(window.history.state, '', `?${filters}`)
  }

  return (
    <form
      className="xf-card xf-form"
      action={PATHS.exportParticipations}
      method="get"
      onChange={keepInAddress}
      onSubmit={(event) => void submit(event)}
    >
      {limit && <input type="hidden" name="target" value={limit.id} />}
      {limit?.title && (
        <p className="xf-notice">
          {EXPORT_TEXTS.target(limit.title)} <a href={PATHS.exports}>{EXPORT_TEXTS.allRecords}</a>
        </p>
      )}
      {limit?.title === null && (
        <div className="xf-notice xf-notice--failed xf-confirm" role="alert">
          <p>{EXPORT_TEXTS.targetGone}</p>
          <button type="button" className="xf-button" onClick={() => setLimit(null)}>
            {EXPORT_TEXTS.withoutTarget}
          </button>
        </div>
      )}
      <div className="xf-form__row">
        <Choice
          label={EXPORT_TEXTS.period}
          name="period"
          asked={asked.period}
          any={EXPORT_TEXTS.anyPeriod}
          of={PERIODS}
          onChange={setPeriod}
        />
        {period === '' && (
          <>
            <label className="xf-field">
              <span>{EXPORT_TEXTS.from}</span>
              <input type="date" name="from" defaultValue={asked.from} />
            </label>
            <label className="xf-field">
              <span>{EXPORT_TEXTS.to}</span>
              <input type="date" name="to" defaultValue={asked.to} aria-invalid={problem !== null} />
            </label>
          </>
        )}
      </div>
      {problem === null ? (
        <p className="xf-hint">{EXPORT_TEXTS.range}</p>
      ) : (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
      <Choice
        label={EXPORT_TEXTS.unit}
        name="unit"
        asked={asked.unit}
        of={Object.fromEntries(units.map((unit) => [unit.id, indented(unit)]))}
      />
      <div className="xf-form__row">
        <Choice label={EXPORT_TEXTS.line} name="line" asked={asked.line} of={LINES} onChange={setLine} />
        {/* One that was asked for stays until another line is chosen, which has no theme. */}
        {(line === 'riders' || (asked.theme && line === (asked.line ?? ''))) && (
          <Choice label={EXPORT_TEXTS.theme} name="theme" asked={asked.theme} of={THEMES} />
        )}
        <Choice label={EXPORT_TEXTS.ledger} name="ledger" asked={asked.ledger} of={LEDGERS} />
        <Choice
          label={EXPORT_TEXTS.attendance}
          name="attendance"
          asked={asked.attendance === 'present' ? '' : asked.attendance}
          any={EXPORT_TEXTS.present}
          of={{ absent: ATTENDANCES.absent, unknown: ATTENDANCES.unknown, all: EXPORT_TEXTS.allAttendances }}
        />
        {(isDepartment || asked.kind) && (
          <Choice label={EXPORT_TEXTS.kind} name="kind" asked={asked.kind} of={isDepartment ? PERSON_KINDS : {}} />
        )}
        <Choice
          label={EXPORT_TEXTS.format}
          name="format"
          asked={asked.format || 'xlsx'}
          any={null}
          of={{ xlsx: EXPORT_TEXTS.xlsx, csv: EXPORT_TEXTS.csv }}
        />
      </div>
      <ColumnChooser
        columns={choicesOf(COLUMNS, isDepartment)}
        standard={STANDARD_COLUMNS}
        chosen={columns}
        onChange={(chosen) => {
          setColumns(chosen)
          setPreview(null)
        }}
      />
      <input type="hidden" name="fields" value={columns.join(',')} />
      <p className="xf-hint">{EXPORT_TEXTS.personal}</p>
      <div className="xf-form__buttons">
        <button type="submit" className="xf-button xf-button--primary" disabled={file.isRunning}>
          {EXPORT_TEXTS.submit}
        </button>
        <button type="button" className="xf-button" onClick={({ currentTarget }) => void show(currentTarget.form)}>
          {EXPORT_TEXTS.preview}
        </button>
      </div>
      <DownloadStatus of={file} />
      {refusal !== null && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {refusal}
        </p>
      )}
      {preview && <Beginning of={preview} />}
      <KeepDefinition opened={opened} columns={columns} readFilters={filtersOf} />
    </form>
  )
}

function Beginning({ of: { rows, headings, lines } }: { of: Preview }) {
  return (
    <section className="xf-file-preview">
      <p role="status">{EXPORT_TEXTS.previewed(rows, lines.length)}</p>
      {lines.length > 0 && (
        // It scrolls sideways, which keys can do once it has the focus.
        <div tabIndex={0} role="region" aria-label={EXPORT_TEXTS.preview}>
          <table>
            <thead>
              <tr>
                {headings.map((heading) => (
                  <th key={heading}>{heading}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((cells, row) => (
                <tr key={row}>
                  {cells.map((cell, column) => (
                    <td key={column}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

interface ChoiceProps {
  label: string
  name: Filter
  /** By the address, or the export that was kept. One that cannot be chosen stays, and is refused. */
  asked: string | undefined
  /** The words for no choice; null where one is always made. */
  any?: string | null
  /** Those that can be chosen, in words. */
  of: Record<string, string>
  onChange?: (value: string) => void
}

function Choice({ label, name, asked = '', any = EXPORT_TEXTS.any, of, onChange }: ChoiceProps) {
  const [value, setValue] = useState(asked)
  const isGone = value !== '' && !(value in of)
  return (
    <label className="xf-field">
      <span>{label}</span>
      <select
        name={name}
        value={value}
        aria-invalid={isGone}
        onChange={({ target }) => {
          setValue(target.value)
          onChange?.(target.value)
        }}
      >
        {any !== null && <option value="">{any}</option>}
        {optionsOf(of).map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
        {isGone && <option value={value}>{EXPORT_TEXTS.gone}</option>}
      </select>
    </label>
  )
}
