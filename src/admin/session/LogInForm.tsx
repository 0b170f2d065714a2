'use client'
import { useState, type FormEvent } from 'react'
import { PATHS } from '../paths.ts'
import { TextInput } from '../signUps/TextInput.tsx'
import { logIn } from './calls.ts'
import { LOG_IN_TEXTS } from './texts.ts'

/** Address and password; then, for an account that has a second factor, its code. */
export function LogInForm({ next }: { next: string }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  /** Null until the server asks for it. */
  const [code, setCode] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isSending, setIsSending] = useState(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setIsSending(true)
    const refused = await logIn(email, password, code ?? undefined)
    // As a whole: what was made for nobody in particular is made anew.
    if (refused === null) return window.location.assign(next)
    setIsSending(false)
    if (refused.code === 'second-factor-required') {
      setCode('')
      setProblem(null)
    } else setProblem(refused.detail)
  }
  return (
    <form className="xf-form" onSubmit={(event) => void send(event)}>
      <h1>{LOG_IN_TEXTS.title}</h1>
      <div className="xf-field" hidden={code !== null}>
        <label htmlFor="field-email">{LOG_IN_TEXTS.email}</label>
        <input
          id="field-email"
          name="email"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </div>
      <div className="xf-field" hidden={code !== null}>
        <label htmlFor="field-password">{LOG_IN_TEXTS.password}</label>
        <input
          id="field-password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </div>
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
        <button type="submit" className="xf-button xf-button--primary" disabled={isSending || code === ''}>
          {isSending ? LOG_IN_TEXTS.sending : LOG_IN_TEXTS.logIn}
        </button>
        {code === null ? (
          <a className="xf-button" href={PATHS.forgot}>
            {LOG_IN_TEXTS.forgot}
          </a>
        ) : (
          <button type="button" className="xf-button" onClick={() => window.location.reload()}>
            {LOG_IN_TEXTS.again}
          </button>
        )}
      </div>
    </form>
  )
}
