'use client'
import { useId, useState } from 'react'
import { ATTENDANCES, optionsOf, type Attendance } from '../../domain/shared/vocabulary.ts'
import type { SignUp } from '../../operations/seats/listSignUps.ts'
import { formatDateTime } from '../format.ts'
import { answerRequest } from './calls.ts'
import { numberOrText } from './CorrectionForm.tsx'
import { TextInput } from './TextInput.tsx'
import { ANSWER_TEXTS, CORRECTION_TEXTS, SIGN_UP_TEXTS } from './texts.ts'

interface Props {
  signUp: SignUp
  request: NonNullable<SignUp['request']>
  hasMinutes: boolean
  onClose: () => void
  onDone: () => void
}

/** Answers what a person asks to be corrected; accepting can put the record right at once. */
export function AnswerForm({ signUp, request, hasMinutes, onClose, onDone }: Props) {
  const [attendance, setAttendance] = useState<Attendance | ''>('')
  const [minutes, setMinutes] = useState('')
  const [text, setText] = useState('')
  const [fields, setFields] = useState<Record<string, string>>({})
  const [problem, setProblem] = useState<string | null>(null)
  const [isSending, setIsSending] = useState(false)
  const titleId = useId()

  const send = async (decision: 'accepted' | 'refused') => {
    setIsSending(true)
    const correction =
      decision === 'refused'
        ? {}
        : { ...(attendance !== '' && { attendance }), ...(minutes.trim() !== '' && { minutes: numberOrText(minutes) }) }
    const answer = await answerRequest(request.id, { decision, answer: text, ...correction })
    setIsSending(false)
    setProblem(answer.ok ? null : answer.detail)
    setFields(answer.ok ? {} : answer.fields)
    if (answer.ok) onDone()
  }

  return (
    <form className="xf-form" aria-labelledby={titleId} onSubmit={(event) => event.preventDefault()} noValidate>
      <h3 id={titleId}>{ANSWER_TEXTS.title(signUp.name || SIGN_UP_TEXTS.unnamed)}</h3>
      <p>
        {ANSWER_TEXTS.wish(request.wish)} <small>{ANSWER_TEXTS.askedAt(formatDateTime(request.askedAt))}</small>
      </p>
      <div className="xf-form__row">
        <TextInput
          label={ANSWER_TEXTS.answer}
          value={text}
          hint={ANSWER_TEXTS.answerHint}
          problem={fields.answer}
          onChange={setText}
        />
        <label className="xf-field">
          <span>{ANSWER_TEXTS.attendance}</span>
          <select value={attendance} onChange={(event) => setAttendance(event.target.value as Attendance | '')}>
            <option value="">{ANSWER_TEXTS.unchanged}</option>
            {optionsOf(ATTENDANCES).map(({ label, value }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        {hasMinutes && (
          <TextInput
            label={ANSWER_TEXTS.minutes}
            inputMode="numeric"
            value={minutes}
            hint={ANSWER_TEXTS.unchanged}
            problem={fields.minutes}
            onChange={setMinutes}
          />
        )}
      </div>
      {problem !== null && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
      <div className="xf-form__buttons">
        <button
          type="button"
          className="xf-button xf-button--primary"
          disabled={isSending}
          onClick={() => void send('accepted')}
        >
          {ANSWER_TEXTS.accept}
        </button>
        <button type="button" className="xf-button" disabled={isSending} onClick={() => void send('refused')}>
          {ANSWER_TEXTS.refuse}
        </button>
        <button type="button" className="xf-button" onClick={onClose}>
          {CORRECTION_TEXTS.close}
        </button>
      </div>
    </form>
  )
}
