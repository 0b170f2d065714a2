'use client'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { columnsOnScreen, type ColumnName } from '../../domain/records/participationRecord.ts'
import { LINES, optionsOf, THEMES } from '../../domain/shared/vocabulary.ts'
import type { UnitChoice } from '../../operations/units/listOwnUnits.ts'
import { PATHS } from '../paths.ts'
import { download, Refused, save, type Received } from './download.ts'
import type { Filter } from './filters.ts'
import { EXPORT_TEXTS } from './texts.ts'
/** Left out unless somebody asks for them. */
const SENSITIVE = ['fullPhone', 'idNumber', 'kinds'] as const

interface Props {
  units: UnitChoice[]
  /** Only what counts towards it. */
  target: { id: string; title: string } | null
  isDepartment: boolean
  /** The filters of the address. */
  asked: Partial<Record<Filter, string>>
}

/** The filters of a form, by their names. */
function filtersOf(form: HTMLFormElement): URLSearchParams {
  const filled = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [[name, value]] : [],
  )
  return new URLSearchParams(filled)
}

/** Fetches the file and says how far it has come; without script the form itself fetches it. */
export function ExportForm({ units, target, isDepartment, asked }: Props) {
  const [line, setLine] = useState(asked.line ?? '')
  const [more, setMore] = useState<ColumnName[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const [received, setReceived] = useState<Received | 'waiting' | null>(null)
  const [outcome, setOutcome] = useState<{ text: string; isFailed: boolean } | null>(null)
  const under = useRef<AbortController | null>(null)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (under.current) return
    const filters = filtersOf(event.currentTarget)
    const [from, to] = [filters.get('from'), filters.get('to')]
    const isBad = from !== null && to !== null && to < from
    setProblem(isBad ? EXPORT_TEXTS.badRange : null)
    if (isBad) return
    const { signal } = (under.current = new AbortController())
    setOutcome(null)
    setReceived('waiting')
    try {
      const file = await download(`${PATHS.exportParticipations}?${filters}`, signal, setReceived)
      save(file)
      setOutcome({ text: EXPORT_TEXTS.saved(file.total), isFailed: false })
    } catch (error) {
      const text = signal.aborted ? EXPORT_TEXTS.cancelled : error instanceof Refused ? error.sentence : null
      setOutcome({ text: text ?? EXPORT_TEXTS.broken, isFailed: !signal.aborted })
    } finally {
      under.current = null
      setReceived(null)
    }
  }

  const keepInAddress = (event: FormEvent<HTMLFormElement>) => {
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
      {target && (
        <p className="xf-notice">
          <input type="hidden" name="target" value={target.id} />
          {EXPORT_TEXTS.target(target.title)} <a href={PATHS.exports}>{EXPORT_TEXTS.allRecords}</a>
        </p>
      )}
      <div className="xf-form__row">
        <label className="xf-field">
          <span>{EXPORT_TEXTS.from}</span>
          <input type="date" name="from" defaultValue={asked.from} />
        </label>
        <label className="xf-field">
          <span>{EXPORT_TEXTS.to}</span>
          <input type="date" name="to" defaultValue={asked.to} aria-invalid={problem !== null} />
        </label>
      </div>
      {problem === null ? (
        <p className="xf-hint">{EXPORT_TEXTS.range}</p>
      ) : (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
      <Choice label={EXPORT_TEXTS.unit} name="unit" initial={asked.unit}>
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
          <Choice label={EXPORT_TEXTS.theme} name="theme" initial={asked.theme}>
            <option value="">{EXPORT_TEXTS.any}</option>
            <Options of={THEMES} />
          </Choice>
        )}
        <Choice label={EXPORT_TEXTS.format} name="format" initial={asked.format}>
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
      <p role="status" className={received || (outcome && !outcome.isFailed) ? 'xf-notice' : undefined}>
        {received === 'waiting'
          ? EXPORT_TEXTS.waiting
          : received
            ? EXPORT_TEXTS.received(received.total, received.bytes, received.rows)
            : outcome?.isFailed === false && outcome.text}
      </p>
      {outcome?.isFailed && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {outcome.text}
        </p>
      )}
      {received ? (
        <button type="button" className="xf-button" onClick={() => under.current?.abort()}>
          {EXPORT_TEXTS.cancel}
        </button>
      ) : (
        <button type="submit" className="xf-button xf-button--primary">
          {EXPORT_TEXTS.submit}
        </button>
      )}
    </form>
  )
}

function Choice({
  label,
  name,
  value,
  initial,
  onChange,
  children,
}: {
  label: string
  name: string
  value?: string
  initial?: string | undefined
  onChange?: (value: string) => void
  children: ReactNode
}) {
  return (
    <label className="xf-field">
      <span>{label}</span>
      <select
        name={name}
        value={value}
        defaultValue={initial}
        onChange={onChange && ((event) => onChange(event.target.value))}
      >
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
