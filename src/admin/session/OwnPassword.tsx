'use client'
import { useAuth } from '@payloadcms/ui'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { Staff } from '../../payload-types.ts'
import { PASSWORD_LENGTH } from '../../domain/identity/vocabulary.ts'
import { NAV_TEXTS } from '../nav/texts.ts'
import { PATHS } from '../paths.ts'
import { TextInput } from '../signUps/TextInput.tsx'
import { changePassword } from './calls.ts'
import { OWN_PASSWORD_TEXTS } from './texts.ts'

/**
 * In place of every screen, for whom somebody else set the password: one of their own comes first. The server answers
 * nothing else either.
 */
export function OwnPassword({ children }: { children: ReactNode }) {
  const { user } = useAuth<Staff & { collection: 'staff' }>()
  return user?.mustChangePassword ? <ChangePassword id={user.id} name={user.name} email={user.email} /> : children
}

type Problems = Partial<Record<'currentPassword' | 'password' | 'again' | 'form', string>>

function ChangePassword({ id, name, email }: Pick<Staff, 'id' | 'name' | 'email'>) {
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [problems, setProblems] = useState<Problems>({})
  const [isSending, setIsSending] = useState(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (again !== password) return setProblems({ again: OWN_PASSWORD_TEXTS.notTheSame })
    setIsSending(true)
    const refused = await changePassword(id, current, password)
    // As a whole: what the server would not answer until now is asked for anew.
    if (refused === null) return window.location.assign(PATHS.dashboard)
    setProblems(refused)
    setIsSending(false)
  }
  return (
    <main className="xf-own-password">
      <form className="xf-card xf-form" onSubmit={(event) => void send(event)}>
        <h1>{OWN_PASSWORD_TEXTS.title}</h1>
        <p>{OWN_PASSWORD_TEXTS.greeting(name)}</p>
        {/* Password managers keep the new one under this name. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <TextInput
          label={OWN_PASSWORD_TEXTS.current}
          type="password"
          autoComplete="current-password"
          value={current}
          problem={problems.currentPassword}
          onChange={setCurrent}
        />
        <TextInput
          label={OWN_PASSWORD_TEXTS.password}
          type="password"
          autoComplete="new-password"
          value={password}
          hint={OWN_PASSWORD_TEXTS.hint(PASSWORD_LENGTH.least)}
          problem={problems.password}
          onChange={setPassword}
        />
        <TextInput
          label={OWN_PASSWORD_TEXTS.again}
          type="password"
          autoComplete="new-password"
          value={again}
          problem={problems.again}
          onChange={setAgain}
        />
        {problems.form !== undefined && (
          <p role="alert" className="xf-notice xf-notice--failed">
            {problems.form}
          </p>
        )}
        <div className="xf-form__buttons">
          <button
            type="submit"
            className="xf-button xf-button--primary"
            disabled={isSending || current === '' || password === '' || again === ''}
          >
            {isSending ? OWN_PASSWORD_TEXTS.sending : OWN_PASSWORD_TEXTS.change}
          </button>
          <a className="xf-button" href={PATHS.logout}>
            {NAV_TEXTS.logOut}
          </a>
        </div>
      </form>
    </main>
  )
}
