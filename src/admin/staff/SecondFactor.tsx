'use client'
import { useState } from 'react'
import type { SecurityView } from '../../operations/identity/staffLogins.ts'
import type { Answer } from '../call.ts'
import { formatDateTime } from '../format.ts'
import { TextInput } from '../signUps/TextInput.tsx'
import { beginSecondFactor, confirmSecondFactor, endSecondFactor, renewRecoveryCodes } from './calls.ts'
import { SECURITY_TEXTS } from './texts.ts'

interface Props {
  id: string
  isOwn: boolean
  security: SecurityView
  onChange: () => void
}

/** The step that was begun, for which the own password is asked first. */
type Doing = 'on' | 'renew' | 'off'

/**
 * Not a form: it stands within the one of the account, so that a key or button here must not save that. Each step says
 * what comes next; recovery codes are shown once.
 */
export function SecondFactor({ id, isOwn, security: { secondFactorSince, recoveryCodesLeft }, onChange }: Props) {
  const [doing, setDoing] = useState<Doing | null>(null)
  const [password, setPassword] = useState('')
  const [begun, setBegun] = useState<{ secret: string; picture: string } | null>(null)
  const [code, setCode] = useState('')
  const [recoveryCodes, setRecoveryCodes] = useState<string[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isSending, setIsSending] = useState(false)
  const stop = () => {
    setDoing(null)
    setPassword('')
    setBegun(null)
    setCode('')
    setProblem(null)
  }
  async function send<T>(answered: Promise<Answer<T>>, done: (body: T) => void): Promise<void> {
    setIsSending(true)
    const answer = await answered
    setIsSending(false)
    setProblem(answer.ok ? null : answer.detail)
    if (answer.ok) done(answer.body)
  }
  const show = ({ recoveryCodes: codes }: { recoveryCodes: string[] }) => {
    stop()
    setRecoveryCodes(codes)
    onChange()
  }
  const go = (): Promise<void> => {
    if (doing === 'on') return send(beginSecondFactor(id, password), setBegun)
    if (doing === 'renew') return send(renewRecoveryCodes(id, password), show)
    return send(endSecondFactor(id, password), () => {
      stop()
      onChange()
    })
  }
  const state = secondFactorSince
    ? SECURITY_TEXTS.isOn(formatDateTime(secondFactorSince), recoveryCodesLeft)
    : isOwn
      ? SECURITY_TEXTS.isOff
      : SECURITY_TEXTS.isOffOfOther
  return (
    <div className="xf-form">
      <h3>{SECURITY_TEXTS.factor}</h3>
      {begun === null && <p>{state}</p>}
      {recoveryCodes !== null && (
        <div className="xf-recovery" role="group" aria-label={SECURITY_TEXTS.codes}>
          <strong>{SECURITY_TEXTS.codes}</strong>
          <p>{SECURITY_TEXTS.codesHint}</p>
          <ol>
            {recoveryCodes.map((one) => (
              <li key={one}>
                <code>{one}</code>
              </li>
            ))}
          </ol>
          <div className="xf-form__buttons">
            <button type="button" className="xf-button" onClick={() => window.print()}>
              {SECURITY_TEXTS.print}
            </button>
            <button type="button" className="xf-button xf-button--primary" onClick={() => setRecoveryCodes(null)}>
              {SECURITY_TEXTS.kept}
            </button>
          </div>
        </div>
      )}
      {doing === null && recoveryCodes === null && (
        <div className="xf-form__buttons">
          {!secondFactorSince && isOwn && (
            <button type="button" className="xf-button xf-button--primary" onClick={() => setDoing('on')}>
              {SECURITY_TEXTS.turnOn}
            </button>
          )}
          {secondFactorSince && isOwn && (
            <button type="button" className="xf-button" onClick={() => setDoing('renew')}>
              {SECURITY_TEXTS.renew}
            </button>
          )}
          {secondFactorSince && (
            <button type="button" className="xf-button" onClick={() => setDoing('off')}>
              {SECURITY_TEXTS.turnOff}
            </button>
          )}
        </div>
      )}
      {doing !== null && begun === null && (
        <>
          {doing === 'off' && <p>{SECURITY_TEXTS.turnOffHint}</p>}
          <TextInput
            label={SECURITY_TEXTS.ownPassword}
            type="password"
            autoComplete="current-password"
            isFirst
            value={password}
            onChange={setPassword}
          />
          <Buttons
            label={doing === 'off' ? SECURITY_TEXTS.confirmOff : SECURITY_TEXTS.next}
            isReady={!isSending && password !== ''}
            onGo={() => void go()}
            onCancel={stop}
          />
        </>
      )}
      {begun !== null && (
        <>
          <p>{SECURITY_TEXTS.scan}</p>
          <img className="xf-qr" src={begun.picture} alt={SECURITY_TEXTS.picture} />
          <p>
            {SECURITY_TEXTS.secret} <code>{(begun.secret.match(/.{1,4}/g) ?? []).join(' ')}</code>
          </p>
          <TextInput
            label={SECURITY_TEXTS.code}
            inputMode="numeric"
            autoComplete="one-time-code"
            isFirst
            value={code}
            onChange={setCode}
          />
          <Buttons
            label={SECURITY_TEXTS.confirm}
            isReady={!isSending && code !== ''}
            onGo={() => void send(confirmSecondFactor(id, code), show)}
            onCancel={stop}
          />
        </>
      )}
      {problem !== null && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
    </div>
  )
}

function Buttons({
  label,
  isReady,
  onGo,
  onCancel,
}: {
  label: string
  isReady: boolean
  onGo: () => void
  onCancel: () => void
}) {
  return (
    <div className="xf-form__buttons">
      <button type="button" className="xf-button xf-button--primary" disabled={!isReady} onClick={onGo}>
        {label}
      </button>
      <button type="button" className="xf-button" onClick={onCancel}>
        {SECURITY_TEXTS.cancel}
      </button>
    </div>
  )
}
