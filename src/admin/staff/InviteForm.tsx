'use client'
import { useId, useState, type FormEvent } from 'react'
import { STAFF_ROLES } from '../../domain/identity/vocabulary.ts'
import type { UnitChoice } from '../../operations/units/listOwnUnits.ts'
import { PATHS } from '../paths.ts'
import { TextInput } from '../signUps/TextInput.tsx'
import { UnitOptions } from '../UnitOptions.tsx'
import { invite } from './calls.ts'
import { INVITE_TEXTS } from './texts.ts'

const NOBODY = { name: '', email: '', role: 'organiser', unit: '' }

/** A new colleague: who they are and what they answer for; the password is theirs to choose. */
export function InviteForm({ units }: { units: UnitChoice[] }) {
  const [account, setAccount] = useState(NOBODY)
  const [refused, setRefused] = useState<{ detail: string; fields: Record<string, string> } | null>(null)
  const [invited, setInvited] = useState<{ id: string; name: string; email: string } | null>(null)
  const [isSending, setIsSending] = useState(false)
  const [roleId, unitId] = [useId(), useId()]
  const set = (change: Partial<typeof NOBODY>): void => setAccount({ ...account, ...change })
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setIsSending(true)
    const answer = await invite(account)
    setIsSending(false)
    if (!answer.ok) return setRefused(answer)
    setRefused(null)
    setInvited({ id: answer.body.doc.id, name: account.name, email: account.email })
    // The next one is mostly of the same unit.
    setAccount({ ...NOBODY, role: account.role, unit: account.unit })
  }
  if (invited)
    return (
      <div className="xf-card xf-form">
        <p role="status" className="xf-notice xf-notice--done">
          {INVITE_TEXTS.sent(invited.name, invited.email)}
        </p>
        <div className="xf-form__buttons">
          <button type="button" className="xf-button xf-button--primary" onClick={() => setInvited(null)}>
            {INVITE_TEXTS.another}
          </button>
          <a className="xf-button" href={PATHS.record('staff', invited.id)}>
            {INVITE_TEXTS.open}
          </a>
        </div>
      </div>
    )
  return (
    <form className="xf-card xf-form" onSubmit={(event) => void send(event)}>
      <div className="xf-form__row">
        <TextInput
          label={INVITE_TEXTS.name}
          isFirst
          value={account.name}
          problem={refused?.fields.name}
          onChange={(name) => set({ name })}
        />
        <TextInput
          label={INVITE_TEXTS.email}
          type="email"
          value={account.email}
          problem={refused?.fields.email}
          onChange={(email) => set({ email })}
        />
      </div>
      <div className="xf-form__row">
        <div className="xf-field">
          <label htmlFor={roleId}>{INVITE_TEXTS.role}</label>
          <select id={roleId} value={account.role} onChange={(event) => set({ role: event.target.value })}>
            {Object.entries(STAFF_ROLES).map(([role, label]) => (
              <option key={role} value={role}>
                {label}
              </option>
            ))}
          </select>
          <small>{INVITE_TEXTS.roleHint}</small>
        </div>
        <div className="xf-field">
          <label htmlFor={unitId}>{INVITE_TEXTS.unit}</label>
          <select
            id={unitId}
            value={account.unit}
            aria-invalid={refused?.fields.unit !== undefined}
            onChange={(event) => set({ unit: event.target.value })}
          >
            <option value="">{INVITE_TEXTS.chooseUnit}</option>
            <UnitOptions units={units} />
          </select>
        </div>
      </div>
      {refused && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {refused.detail}
        </p>
      )}
      <button
        type="submit"
        className="xf-button xf-button--primary"
        disabled={isSending || account.name.trim() === '' || account.email.trim() === '' || account.unit === ''}
      >
        {isSending ? INVITE_TEXTS.sending : INVITE_TEXTS.send}
      </button>
    </form>
  )
}
