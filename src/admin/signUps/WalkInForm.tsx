'use client'
import { useId, useState, type FormEvent } from 'react'
import type { Who } from '../../domain/shared/requests.ts'
import { nameText } from '../../domain/shared/typedText.ts'
import { addWalkIn } from './calls.ts'
import { TextInput } from './TextInput.tsx'
import { WALK_IN_TEXTS } from './texts.ts'
const EMPTY = { name: '', phone: '', consent: false }

/** Somebody came who had not signed up. The input stays until it was accepted. */
export function WalkInForm({ activityId, onDone }: { activityId: string; onDone: (line: string) => void }) {
  const [person, setPerson] = useState(EMPTY)
  const [fields, setFields] = useState<Record<string, string>>({})
  const [problem, setProblem] = useState<string | null>(null)
  const [isUnclear, setIsUnclear] = useState(false)
  const [isSending, setIsSending] = useState(false)
  const titleId = useId()

  const send = async (who?: Who) => {
    setIsSending(true)
    const answer = await addWalkIn(activityId, { ...person, ...(who && { who }) })
    setIsSending(false)
    setIsUnclear(!answer.ok && answer.code === 'walk-in-unclear')
    setProblem(answer.ok ? null : answer.detail)
    setFields(answer.ok ? {} : answer.fields)
    if (!answer.ok) return
    onDone(
      answer.status === 201
        ? WALK_IN_TEXTS.done(nameText(person.name))
        : WALK_IN_TEXTS.known(who === 'known' ? WALK_IN_TEXTS.samePerson : nameText(person.name)),
    )
    setPerson(EMPTY)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send()
  }
  // An answer holds for what was typed then.
  const change = (next: typeof EMPTY) => {
    setPerson(next)
    setIsUnclear(false)
  }

  return (
    <form className="xf-card xf-form" aria-labelledby={titleId} onSubmit={submit} noValidate>
      <h2 id={titleId}>{WALK_IN_TEXTS.title}</h2>
      <p className="xf-hint">{WALK_IN_TEXTS.hint}</p>
      <div className="xf-form__row">
        <TextInput
          label={WALK_IN_TEXTS.name}
          value={person.name}
          problem={fields.name}
          onChange={(name) => change({ ...person, name })}
        />
        <TextInput
          label={WALK_IN_TEXTS.phone}
          type="tel"
          value={person.phone}
          problem={fields.phone}
          onChange={(phone) => change({ ...person, phone })}
        />
      </div>
      <label className="xf-check">
        <input
          type="checkbox"
          checked={person.consent}
          onChange={(event) => setPerson({ ...person, consent: event.target.checked })}
        />
        {WALK_IN_TEXTS.consent}
      </label>
      {problem !== null && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
      {isUnclear ? (
        <div className="xf-form__row">
          <button type="button" className="xf-button" disabled={isSending} onClick={() => void send('known')}>
            {WALK_IN_TEXTS.isKnown}
          </button>
          <button type="button" className="xf-button" disabled={isSending} onClick={() => void send('another')}>
            {WALK_IN_TEXTS.isAnother}
          </button>
        </div>
      ) : (
        <button type="submit" className="xf-button xf-button--primary" disabled={isSending}>
          {WALK_IN_TEXTS.submit}
        </button>
      )}
    </form>
  )
}
