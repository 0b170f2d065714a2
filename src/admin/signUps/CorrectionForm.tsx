'use client'
import { useId, useState, type FormEvent } from 'react'
import { ATTENDANCES, optionsOf, type Attendance } from '../../domain/shared/vocabulary.ts'
import type { SignUp } from '../../operations/seats/listSignUps.ts'
import { correctRegistration } from './calls.ts'
import { TextInput } from './TextInput.tsx'
import { CORRECTION_TEXTS, SIGN_UP_TEXTS } from './texts.ts'

interface Props {
  signUp: SignUp
  hasMinutes: boolean
  onClose: () => void
  onDone: () => void
}

/** Puts one record right, with the reason that goes into the audit trail. */
export function CorrectionForm({ signUp, hasMinutes, onClose, onDone }: Props) {
  const [attendance, setAttendance] = useState<Attendance>(signUp.attendance)
  // Left as it is, the figure keeps its source.
  const before = signUp.minutes === null ? '' : String(signUp.minutes)
  const [minutes, setMinutes] = useState(before)
  const [reason, setReason] = useState('')
  const [fields, setFields] = useState<Record<string, string>>({})
  const [problem, setProblem] = useState<string | null>(null)
  const [isSending, setIsSending] = useState(false)
  const titleId = useId()

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setIsSending(true)
    const answer = await correctRegistration(signUp.id, {
      attendance,
      ...(hasMinutes &&
        attendance === 'present' &&
        minutes.trim() !== '' &&
        minutes !== before && { minutes: numberOrText(minutes) }),
      reason,
    })
    setIsSending(false)
    setProblem(answer.ok ? null : answer.detail)
    setFields(answer.ok ? {} : answer.fields)
    if (answer.ok) onDone()
  }

  return (
    <form className="xf-form" aria-labelledby={titleId} onSubmit={(event) => void submit(event)} noValidate>
      <h3 id={titleId}>{CORRECTION_TEXTS.title(signUp.name || SIGN_UP_TEXTS.unnamed)}</h3>
      <div className="xf-form__row">
        <label className="xf-field">
          <span>{CORRECTION_TEXTS.attendance}</span>
          <select value={attendance} onChange={(event) => setAttendance(event.target.value as Attendance)}>
            {optionsOf(ATTENDANCES).map(({ label, value }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        {hasMinutes && attendance === 'present' && (
          <TextInput
            label={CORRECTION_TEXTS.minutes}
            inputMode="numeric"
            value={minutes}
            hint={CORRECTION_TEXTS.minutesHint}
            problem={fields.minutes}
            onChange={setMinutes}
          />
        )}
        <TextInput
          label={CORRECTION_TEXTS.reason}
          value={reason}
          hint={CORRECTION_TEXTS.reasonHint}
          problem={fields.reason}
          onChange={setReason}
        />
      </div>
      {problem !== null && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
      <div className="xf-form__buttons">
        <button type="submit" className="xf-button xf-button--primary" disabled={isSending}>
          {CORRECTION_TEXTS.submit}
        </button>
        <button type="button" className="xf-button" onClick={onClose}>
          {CORRECTION_TEXTS.close}
        </button>
      </div>
    </form>
  )
}

/** Input that is no number goes to the server as it was typed: JSON would turn NaN into null, which clears the time. */
export function numberOrText(typed: string): number | string {
  const value = Number(typed)
  return Number.isFinite(value) ? value : typed
}
