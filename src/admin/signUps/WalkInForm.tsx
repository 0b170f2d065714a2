'use client'
import { useId, useState, type FormEvent } from 'react'
import { MESSAGES } from '../messages.ts'
import { addWalkIn } from './calls.ts'
import { TextInput } from './TextInput.tsx'

const TEXT = MESSAGES.walkIn
const EMPTY = { name: '', phone: '', consent: false }

/** Somebody came who had not signed up. What was typed stays until it was accepted. */
export function WalkInForm({ activityId, onDone }: { activityId: string; onDone: (line: string) => void }) {
  const [person, setPerson] = useState(EMPTY)
  const [fields, setFields] = useState<Record<string, string>>({})
  const [problem, setProblem] = useState<string | null>(null)
  const [isSending, setIsSending] = useState(false)
  const titleId = useId()

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setIsSending(true)
    const answer = await addWalkIn(activityId, person)
    setIsSending(false)
    setProblem(answer.ok ? null : answer.detail)
    setFields(answer.ok ? {} : answer.fields)
    if (!answer.ok) return
    onDone(answer.status === 201 ? TEXT.done(person.name.trim()) : TEXT.known(person.name.trim()))
    setPerson(EMPTY)
  }

  return (
    <form className="xf-card xf-form" aria-labelledby={titleId} onSubmit={(event) => void submit(event)} noValidate>
      <h2 id={titleId}>{TEXT.title}</h2>
      <p className="xf-hint">{TEXT.hint}</p>
      <div className="xf-form__row">
        <TextInput label={TEXT.name} value={person.name} problem={fields.name} onChange={(name) => setPerson({ ...person, name })} />
        <TextInput label={TEXT.phone} type="tel" value={person.phone} problem={fields.phone} onChange={(phone) => setPerson({ ...person, phone })} />
      </div>
      <label className="xf-check">
        <input type="checkbox" checked={person.consent} onChange={(event) => setPerson({ ...person, consent: event.target.checked })} />
        {TEXT.consent}
      </label>
      {problem !== null && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
      <button type="submit" className="xf-button xf-button--primary" disabled={isSending}>
        {TEXT.submit}
      </button>
    </form>
  )
}
