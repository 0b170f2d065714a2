'use client'
import { useState, type FormEvent, type ReactNode } from 'react'
import { PASSWORD_LENGTH } from '../../domain/identity/vocabulary.ts'
import { PATHS } from '../paths.ts'
import { TextInput } from '../signUps/TextInput.tsx'
import { LOG_IN_TEXTS, NEW_PASSWORD_TEXTS, OWN_PASSWORD_TEXTS } from './texts.ts'

interface Props {
  title: string
  intro: ReactNode
  /** Under which password managers keep it. */
  email?: string
  /** Further fields, above the password. */
  children?: ReactNode
  /** Sets the password and logs in; null when it is done. */
  save: (password: string, code?: string) => Promise<{ code: string; detail: string } | null>
}

/** A password for an account that has none yet, or whose own was forgotten; typed twice, rated by the server. */
export function NewPassword({ title, intro, email, children, save }: Props) {
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [code, setCode] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isGone, setIsGone] = useState(false)
  const [isSending, setIsSending] = useState(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (again !== password) return setProblem(OWN_PASSWORD_TEXTS.notTheSame)
    setIsSending(true)
    const refused = await save(password, code ?? undefined)
    if (refused === null) return window.location.assign(PATHS.dashboard)
    setIsSending(false)
    setIsGone(refused.code === 'link-invalid')
    if (refused.code === 'second-factor-required') {
      setCode('')
      setProblem(null)
    } else setProblem(refused.detail)
  }
  return (
    <form className="xf-form" onSubmit={(event) => void send(event)}>
      <h1>{title}</h1>
      <p>{intro}</p>
      {email !== undefined && (
        <div className="xf-field">
          <input
            type="email"
            name="username"
            autoComplete="username"
            aria-label={LOG_IN_TEXTS.email}
            value={email}
            readOnly
          />
        </div>
      )}
      {children}
      <TextInput
        label={NEW_PASSWORD_TEXTS.password}
        type="password"
        autoComplete="new-password"
        hint={OWN_PASSWORD_TEXTS.hint(PASSWORD_LENGTH.least)}
        value={password}
        onChange={setPassword}
      />
      <TextInput
        label={NEW_PASSWORD_TEXTS.again}
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
      />
      {code !== null && (
        <TextInput
          label={LOG_IN_TEXTS.code}
          hint={LOG_IN_TEXTS.codeHint}
          autoComplete="one-time-code"
          isFirst
          value={code}
          onChange={setCode}
        />
      )}
      {problem !== null && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
      <div className="xf-form__buttons">
        <button
          type="submit"
          className="xf-button xf-button--primary"
          disabled={isSending || password === '' || again === '' || code === ''}
        >
          {isSending ? NEW_PASSWORD_TEXTS.sending : NEW_PASSWORD_TEXTS.save}
        </button>
        {isGone && (
          <a className="xf-button" href={PATHS.login}>
            {NEW_PASSWORD_TEXTS.toLogIn}
          </a>
        )}
      </div>
    </form>
  )
}
