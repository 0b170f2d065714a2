'use client'
import { useState, type FormEvent, type ReactNode } from 'react'
import { columnsOnScreen, type ColumnName } from '../../domain/records/participationRecord.ts'
import { LINES, optionsOf, THEMES } from '../../domain/shared/vocabulary.ts'
import type { UnitChoice } from '../../operations/units/listOwnUnits.ts'
import { PATHS } from '../paths.ts'
import { EXPORT_TEXTS } from './texts.ts'
/** Left out unless somebody asks for them. */
const SENSITIVE = ['fullPhone', 'idNumber', 'kinds'] as const

interface Props {
  units: UnitChoice[]
  /** Only what counts towards it. */
  target: { id: string; title: string } | null
  isDepartment: boolean
}

/** A plain form: the browser itself fetches and stores the file, however long it is. */
export function ExportForm({ units, target, isDepartment }: Props) {
  const [line, setLine] = useState('')
  const [more, setMore] = useState<ColumnName[]>([])
  const [isSent, setIsSent] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const check = (event: FormEvent<HTMLFormElement>) => {
    const { from, to } = Object.fromEntries(new FormData(event.currentTarget)) as { from: string; to: string }
    const isBad = from !== '' && to !== '' && to < from
    if (isBad) event.preventDefault()
    setProblem(isBad ? EXPORT_TEXTS.badRange : null)
    setIsSent(!isBad)
  }

  return (
    <form className="xf-card xf-form" action={PATHS.exportParticipations} method="get" onSubmit={check}>
      {target && (
        <p className="xf-notice">
          <input type="hidden" name="target" value={target.id} />
          {EXPORT_TEXTS.target(target.title)} <a href={PATHS.exports}>{EXPORT_TEXTS.allRecords}</a>
        </p>
      )}
      <div className="xf-form__row">
        <label className="xf-field">
          <span>{EXPORT_TEXTS.from}</span>
          <input type="date" name="from" />
        </label>
        <label className="xf-field">
          <span>{EXPORT_TEXTS.to}</span>
          <input type="date" name="to" aria-invalid={problem !== null} />
        </label>
      </div>
      {problem === null ? (
        <p className="xf-hint">{EXPORT_TEXTS.range}</p>
      ) : (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
      <Choice label={EXPORT_TEXTS.unit} name="unit">
        <option value="">{EXPORT_TEXTS.any}</option>
        {units.map(({ id, name, level }) => (
          <option key={id} value={id}>
            {`${'　'.repeat(level)}${name}`}
          </option>
        ))}
      </Choice>
      <div className="xf-form__row">
        <Choice label={EXPORT_TEXTS.line} name="line" value={line} onChange={setLine}>
          <option value="">{EXPORT_TEXTS.any}</option>
          <Options of={LINES} />
        </Choice>
        {line === 'riders' && (
          <Choice label={EXPORT_TEXTS.theme} name="theme">
            <option value="">{EXPORT_TEXTS.any}</option>
            <Options of={THEMES} />
          </Choice>
        )}
        <Choice label={EXPORT_TEXTS.format} name="format">
          <option value="xlsx">{EXPORT_TEXTS.xlsx}</option>
          <option value="csv">{EXPORT_TEXTS.csv}</option>
        </Choice>
      </div>
      {isDepartment &&
        SENSITIVE.map((name) => (
          <label key={name} className="xf-check">
            <input
              type="checkbox"
              checked={more.includes(name)}
              onChange={({ target }) =>
                setMore(target.checked ? [...more, name] : more.filter((other) => other !== name))
              }
            />
            {EXPORT_TEXTS.more[name]}
          </label>
        ))}
      <input type="hidden" name="fields" value={columnsOnScreen(more).join(',')} />
      <p className="xf-hint">{EXPORT_TEXTS.personal}</p>
      {isSent && (
        <p role="status" className="xf-notice">
          {EXPORT_TEXTS.sent}
        </p>
      )}
      <button type="submit" className="xf-button xf-button--primary">
        {EXPORT_TEXTS.submit}
      </button>
    </form>
  )
}

function Choice({
  label,
  name,
  value,
  onChange,
  children,
}: {
  label: string
  name: string
  value?: string
  onChange?: (value: string) => void
  children: ReactNode
}) {
  return (
    <label className="xf-field">
      <span>{label}</span>
      <select name={name} value={value} onChange={onChange && ((event) => onChange(event.target.value))}>
        {children}
      </select>
    </label>
  )
}

function Options({ of }: { of: Record<string, string> }) {
  return optionsOf(of).map(({ label, value }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ))
}
