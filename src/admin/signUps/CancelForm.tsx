'use client'
import { useState } from 'react'
import { TextInput } from './TextInput.tsx'
import { SIGN_UP_TEXTS } from './texts.ts'

/** Takes somebody's seat, or place in line, away: with a reason that the person reads. */
export function CancelForm({
  name,
  hasQueue,
  isBusy,
  onSubmit,
  onClose,
}: {
  name: string
  hasQueue: boolean
  isBusy: boolean
  onSubmit: (reason: string) => void
  onClose: () => void
}) {
  const [reason, setReason] = useState('')
  return (
    <form
      className="xf-form xf-confirm"
      aria-label={SIGN_UP_TEXTS.cancel}
      onSubmit={(event) => event.preventDefault()}
      noValidate
    >
      <p>{SIGN_UP_TEXTS.cancelConfirm(name, hasQueue)}</p>
      <div className="xf-form__row">
        <TextInput
          label={SIGN_UP_TEXTS.cancelReason}
          value={reason}
          hint={SIGN_UP_TEXTS.cancelReasonHint}
          onChange={setReason}
        />
        <button
          type="button"
          className="xf-button xf-button--danger"
          disabled={isBusy || reason.trim().length < 2}
          onClick={() => onSubmit(reason.trim())}
        >
          {SIGN_UP_TEXTS.cancelYes}
        </button>
        <button type="button" className="xf-button" onClick={onClose}>
          {SIGN_UP_TEXTS.keep}
        </button>
      </div>
    </form>
  )
}
