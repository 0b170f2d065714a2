'use client'
import { useState } from 'react'
import { MESSAGES } from '../messages.ts'
import { TextInput } from './TextInput.tsx'

const TEXT = MESSAGES.signUps

/** Takes somebody's seat, or place in line, away: with a reason that the person reads. */
export function CancelForm({
  name,
  hasLine,
  isBusy,
  onSubmit,
  onClose,
}: {
  name: string
  hasLine: boolean
  isBusy: boolean
  onSubmit: (reason: string) => void
  onClose: () => void
}) {
  const [reason, setReason] = useState('')
  return (
    <form
      className="xf-form xf-confirm"
      aria-label={TEXT.cancel}
      onSubmit={(event) => event.preventDefault()}
      noValidate
    >
      <p>{TEXT.cancelConfirm(name, hasLine)}</p>
      <div className="xf-form__row">
        <TextInput label={TEXT.cancelReason} value={reason} hint={TEXT.cancelReasonHint} onChange={setReason} />
        <button
          type="button"
          className="xf-button xf-button--danger"
          disabled={isBusy || reason.trim().length < 2}
          onClick={() => onSubmit(reason.trim())}
        >
          {TEXT.cancelYes}
        </button>
        <button type="button" className="xf-button" onClick={onClose}>
          {TEXT.keep}
        </button>
      </div>
    </form>
  )
}
