'use client'
import { useState } from 'react'
import { TextInput } from './TextInput.tsx'
import { DECISION_TEXTS } from './texts.ts'

/** Approves or refuses all who are chosen and wait for it. The reason is cleared when it was accepted. */
export function DecisionForm({
  count,
  isBusy,
  onSubmit,
}: {
  count: number
  isBusy: boolean
  onSubmit: (decision: 'approve' | 'refuse', reason: string) => Promise<boolean>
}) {
  const [reason, setReason] = useState('')
  const send = async (decision: 'approve' | 'refuse') => {
    if (await onSubmit(decision, reason)) setReason('')
  }
  return (
    <form
      className="xf-form xf-deciding"
      aria-label={DECISION_TEXTS.title}
      onSubmit={(event) => event.preventDefault()}
      noValidate
    >
      <div className="xf-form__row">
        <TextInput label={DECISION_TEXTS.reason} value={reason} hint={DECISION_TEXTS.hint} onChange={setReason} />
        <button
          type="button"
          className="xf-button xf-button--primary"
          disabled={isBusy || count === 0}
          onClick={() => void send('approve')}
        >
          {DECISION_TEXTS.approve(count)}
        </button>
        <button
          type="button"
          className="xf-button"
          disabled={isBusy || count === 0}
          onClick={() => void send('refuse')}
        >
          {DECISION_TEXTS.refuse(count)}
        </button>
      </div>
    </form>
  )
}
