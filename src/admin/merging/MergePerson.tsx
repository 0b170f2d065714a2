'use client'
import { useAuth, useDocumentInfo, useFormFields } from '@payloadcms/ui'
import { useState, type FormEvent } from 'react'
import { symbolText } from '../../domain/shared/typedText.ts'
import type { Person, Staff } from '../../payload-types.ts'
import { PATHS } from '../paths.ts'
import { TextInput } from '../signUps/TextInput.tsx'
import { findByNumber, mergeInto } from './calls.ts'
import { MERGING_TEXTS } from './texts.ts'

/**
 * Above a person's form: where a record that ended leads to; and for the department, the way to merge another record
 * into this one.
 */
export function MergePerson() {
  const { id } = useDocumentInfo()
  const { user } = useAuth<Staff>()
  const mergedInto = useFormFields(([fields]) => fields.mergedInto?.value as string | undefined)
  const number = useFormFields(([fields]) => fields.volunteerNumber?.value as string | undefined)
  if (id === undefined) return null
  if (mergedInto) {
    return (
      <section className="xf-publishing">
        <div className="xf-publishing__status">
          <span className="xf-badge xf-badge--cancelled">{MERGING_TEXTS.merged}</span>
          <span>{MERGING_TEXTS.mergedHint}</span>
        </div>
        <div className="xf-form__buttons">
          <a className="xf-button" href={PATHS.person(mergedInto)}>
            {MERGING_TEXTS.open}
          </a>
        </div>
      </section>
    )
  }
  return user?.role === 'department' ? <Merging id={String(id)} number={number ?? ''} /> : null
}

/** Two steps, since there is no way back: find the other record and see whose it is, then merge it. */
function Merging({ id, number }: { id: string; number: string }) {
  const [other, setOther] = useState('')
  const [reason, setReason] = useState('')
  const [found, setFound] = useState<Person | null>(null)
  const [problems, setProblems] = useState<{ other?: string; reason?: string }>({})
  const [isSending, setIsSending] = useState(false)
  const find = async () => {
    setIsSending(true)
    const answer = await findByNumber(symbolText(other))
    setIsSending(false)
    const person = answer.ok ? answer.body : null
    setProblems(
      answer.ok
        ? person
          ? person.id === id
            ? { other: MERGING_TEXTS.same }
            : {}
          : { other: MERGING_TEXTS.unknown }
        : { other: answer.detail },
    )
    setFound(person?.id === id ? null : person)
  }
  const merge = async (person: Person) => {
    setIsSending(true)
    const answer = await mergeInto(id, person.id, reason)
    if (answer.ok) return window.location.reload()
    setIsSending(false)
    setProblems(answer.fields.reason === undefined ? { other: answer.detail } : { reason: answer.fields.reason })
  }
  // The panel stands inside Payload's own form, and forms do not nest.
  return (
    <details className="xf-card xf-issue">
      <summary>{MERGING_TEXTS.title}</summary>
      <div
        className="xf-form"
        role="group"
        aria-label={MERGING_TEXTS.title}
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        onChange={(event: FormEvent) => event.stopPropagation()}
      >
        <p className="xf-hint">{MERGING_TEXTS.hint}</p>
        <div className="xf-form__row">
          <TextInput
            label={MERGING_TEXTS.other}
            value={other}
            hint={MERGING_TEXTS.otherHint(number)}
            problem={problems.other}
            onChange={(value) => {
              setOther(value)
              setFound(null)
            }}
          />
          {found && (
            <TextInput
              label={MERGING_TEXTS.reason}
              value={reason}
              hint={MERGING_TEXTS.reasonHint}
              problem={problems.reason}
              onChange={setReason}
            />
          )}
        </div>
        {found && (
          <p role="status" className="xf-notice">
            {MERGING_TEXTS.found(found.name, found.phone ?? '', found.email ?? '')}
          </p>
        )}
        <div className="xf-form__buttons">
          {found ? (
            <button
              type="button"
              className="xf-button xf-button--danger"
              disabled={isSending}
              onClick={() => void merge(found)}
            >
              {MERGING_TEXTS.merge}
            </button>
          ) : (
            <button
              type="button"
              className="xf-button"
              disabled={isSending || other.trim() === ''}
              onClick={() => void find()}
            >
              {MERGING_TEXTS.find}
            </button>
          )}
        </div>
      </div>
    </details>
  )
}
