'use client'
import { useRouter } from 'next/navigation.js'
import { useState, type FormEvent } from 'react'
import { IMPORT_KINDS, type ImportKind } from '../../domain/imports/vocabulary.ts'
import { optionsOf } from '../../domain/shared/vocabulary.ts'
import type { UnitChoice } from '../../operations/units/listOwnUnits.ts'
import { PATHS } from '../paths.ts'
import { UnitOptions } from '../UnitOptions.tsx'
import { upload } from './calls.ts'
import { IMPORT_TEXTS } from './texts.ts'

interface Props {
  units: UnitChoice[]
  own: string
  /** Whether units may be imported too. */
  hasUnits: boolean
  /** The one whose sign-in sheet it is to be. */
  activity: { id: string; title: string } | null
}

/** The kind of records, and where they come from: a file, or cells that were copied. */
export function ImportStart({ units, own, hasUnits, activity }: Props) {
  const router = useRouter()
  const [chosen, setChosen] = useState<ImportKind>('people')
  const [unit, setUnit] = useState(own)
  const [source, setSource] = useState<'file' | 'paste'>('file')
  const [file, setFile] = useState<File | null>(null)
  const [text, setText] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const kind = activity ? 'signInSheet' : chosen

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const blob = source === 'file' ? file : text.trim() === '' ? null : new Blob([text])
    if (!blob) return setProblem(source === 'file' ? IMPORT_TEXTS.noFile : IMPORT_TEXTS.noText)
    setProblem(null)
    setIsBusy(true)
    const answer = await upload(blob, {
      kind,
      name: source === 'file' && file ? file.name.slice(-120) : null,
      unit: activity ? null : unit,
      activity: activity?.id ?? null,
    })
    if (answer.ok) return router.push(PATHS.import(answer.body.id))
    setIsBusy(false)
    setProblem(answer.detail)
  }

  return (
    <form className="xf-card xf-form" onSubmit={(event) => void submit(event)}>
      {activity ? (
        <p className="xf-notice">
          {IMPORT_TEXTS.activityOf(activity.title)} <a href={PATHS.imports()}>{IMPORT_TEXTS.otherKinds}</a>
        </p>
      ) : (
        <div className="xf-form__row">
          <label className="xf-field">
            <span>{IMPORT_TEXTS.kind}</span>
            <select value={kind} onChange={({ target }) => setChosen(target.value as ImportKind)}>
              {optionsOf(IMPORT_KINDS)
                .filter(({ value }) => value !== 'signInSheet' && (value !== 'units' || hasUnits))
                .map(({ label, value }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
            </select>
          </label>
          <label className="xf-field">
            <span>{kind === 'units' ? IMPORT_TEXTS.above : IMPORT_TEXTS.unit}</span>
            <select value={unit} onChange={({ target }) => setUnit(target.value)}>
              <UnitOptions units={units} />
            </select>
          </label>
        </div>
      )}
      <fieldset className="xf-imports__source">
        <legend className="xf-visually-hidden">{IMPORT_TEXTS.source}</legend>
        {(['file', 'paste'] as const).map((one) => (
          <label key={one} className="xf-check">
            <input type="radio" name="source" checked={source === one} onChange={() => setSource(one)} />
            {IMPORT_TEXTS[one]}
          </label>
        ))}
      </fieldset>
      {source === 'file' ? (
        // The browser's own input speaks the browser's language.
        <div className="xf-file">
          <label className="xf-button">
            {IMPORT_TEXTS.choose}
            <input
              type="file"
              className="xf-visually-hidden"
              accept=".xlsx,.csv,.txt"
              onChange={({ target }) => setFile(target.files?.[0] ?? null)}
            />
          </label>
          <span>{file?.name ?? IMPORT_TEXTS.noneChosen}</span>
        </div>
      ) : (
        <label className="xf-field">
          <span>{IMPORT_TEXTS.pasted}</span>
          <textarea rows={8} value={text} onChange={({ target }) => setText(target.value)} />
        </label>
      )}
      <p className="xf-hint">
        {IMPORT_TEXTS.bounds(kind)} <a href={PATHS.importTemplate(kind)}>{IMPORT_TEXTS.template(kind)}</a>
      </p>
      {problem && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
      <p role="status" className={isBusy ? 'xf-notice' : undefined}>
        {isBusy && IMPORT_TEXTS.uploading}
      </p>
      <button type="submit" className="xf-button xf-button--primary" disabled={isBusy}>
        {IMPORT_TEXTS.upload}
      </button>
    </form>
  )
}
