'use client'
import { useId, useState } from 'react'
import { ATTENDANCES, optionsOf, type Attendance } from '../../domain/shared/vocabulary.ts'
import type { SignUp } from '../../operations/seats/listSignUps.ts'
import { formatDateTime } from '../format.ts'
import { MESSAGES } from '../messages.ts'
import { answerRequest } from './calls.ts'
import { numberOrText } from './CorrectionForm.tsx'
import { TextInput } from './TextInput.tsx'

const TEXT = MESSAGES.answering

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
      <h3 id={titleId}>{TEXT.title(signUp.name || MESSAGES.unnamed)}</h3>
      <p>
        {TEXT.wish(request.wish)} <small>{TEXT.askedAt(formatDateTime(request.askedAt))}</small>
      </p>
      <div className="xf-form__row">
        <TextInput label={TEXT.answer} value={text} hint={TEXT.answerHint} problem={fields.answer} onChange={setText} />
        <label className="xf-field">
          <span>{TEXT.attendance}</span>
          <select value={attendance} onChange={(event) => setAttendance(event.target.value as Attendance | '')}>
            <option value="">{TEXT.unchanged}</option>
            {optionsOf(ATTENDANCES).map(({ label, value }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        {hasMinutes && (
          <TextInput
            label={TEXT.minutes}
            inputMode="numeric"
            value={minutes}
            hint={TEXT.unchanged}
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
          {TEXT.accept}
        </button>
        <button type="button" className="xf-button" disabled={isSending} onClick={() => void send('refused')}>
          {TEXT.refuse}
        </button>
        <button type="button" className="xf-button" onClick={onClose}>
          {MESSAGES.correction.close}
        </button>
      </div>
    </form>
  )
}
