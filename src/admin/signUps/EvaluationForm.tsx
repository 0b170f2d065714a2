'use client'
import { useState, type FormEvent } from 'react'
import { EVALUATIONS } from '../../domain/attendance/vocabulary.ts'
import { optionsOf } from '../../domain/shared/vocabulary.ts'
import { TextInput } from './TextInput.tsx'
import { EVALUATION_TEXTS } from './texts.ts'

/** One word on the service of all who are chosen. Cleared when it was accepted. */
export function EvaluationForm({
  count,
  isBusy,
  onSubmit,
}: {
  count: number
  isBusy: boolean
  onSubmit: (evaluation: string, note: string) => Promise<boolean>
}) {
  const [evaluation, setEvaluation] = useState('')
  const [note, setNote] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!(await onSubmit(evaluation, note))) return
    setEvaluation('')
    setNote('')
  }
  return (
    <form className="xf-form xf-evaluation" onSubmit={(event) => void submit(event)} noValidate>
      <div className="xf-form__row">
        <label className="xf-field">
          <span>{EVALUATION_TEXTS.label}</span>
          <select value={evaluation} onChange={(event) => setEvaluation(event.target.value)}>
            <option value="">{EVALUATION_TEXTS.choose}</option>
            {optionsOf(EVALUATIONS).map(({ label, value }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <TextInput label={EVALUATION_TEXTS.note} value={note} hint={EVALUATION_TEXTS.hint} onChange={setNote} />
        <button type="submit" className="xf-button" disabled={isBusy || count === 0 || evaluation === ''}>
          {EVALUATION_TEXTS.submit}
        </button>
      </div>
    </form>
  )
}
