'use client'
import { useId } from 'react'

interface Props {
  label: string
  value: string
  onChange: (value: string) => void
  type?: 'text' | 'tel' | 'email' | 'password'
  inputMode?: 'numeric'
  autoComplete?: 'off' | 'name' | 'username' | 'current-password' | 'new-password' | 'one-time-code'
  hint?: string
  problem?: string | undefined
  /** Typing begins here. */
  isFirst?: boolean
}

/** A labelled input with the sentence that belongs to it. */
export function TextInput({
  label,
  value,
  onChange,
  type = 'text',
  inputMode,
  autoComplete = 'off',
  hint,
  problem,
  isFirst = false,
}: Props) {
  const inputId = useId()
  const noteId = useId()
  const note = problem ?? hint
  return (
    <div className="xf-field">
      <label htmlFor={inputId}>{label}</label>
      <input
        id={inputId}
        type={type}
        inputMode={inputMode}
        autoComplete={autoComplete}
        autoFocus={isFirst}
        value={value}
        aria-invalid={problem !== undefined}
        aria-describedby={note === undefined ? undefined : noteId}
        onChange={(event) => onChange(event.target.value)}
      />
      {note !== undefined && (
        <small id={noteId} className={problem === undefined ? undefined : 'is-problem'}>
          {note}
        </small>
      )}
    </div>
  )
}
