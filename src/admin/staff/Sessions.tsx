'use client'
import { useState } from 'react'
import type { SessionView } from '../../operations/identity/staffLogins.ts'
import { formatDateTime } from '../format.ts'
import { endSessions } from './calls.ts'
import { SECURITY_TEXTS } from './texts.ts'

interface Props {
  id: string
  isOwn: boolean
  sessions: SessionView[]
  onChange: () => void
}

export function Sessions({ id, isOwn, sessions, onChange }: Props) {
  const [problem, setProblem] = useState<string | null>(null)
  const end = async (session: string | null) => {
    const answer = await endSessions(id, session)
    setProblem(answer.ok ? null : answer.detail)
    onChange()
  }
  const others = sessions.filter(({ isThis }) => !isThis)
  return (
    <div>
      <h3>{SECURITY_TEXTS.sessions}</h3>
      {sessions.length === 0 && <p>{SECURITY_TEXTS.none}</p>}
      <ul className="xf-sessions">
        {sessions.map(({ id: session, device, network, since, usedAt, isThis }) => (
          <li key={session}>
            <div>
              <strong>{device}</strong> {isThis && <span className="xf-badge">{SECURITY_TEXTS.thisOne}</span>}
              <small>
                {network} · {SECURITY_TEXTS.since(formatDateTime(since))} ·{' '}
                {SECURITY_TEXTS.used(formatDateTime(usedAt))}
              </small>
            </div>
            {!isThis && (
              <button
                type="button"
                className="xf-button"
                aria-label={SECURITY_TEXTS.endNamed(device)}
                onClick={() => void end(session)}
              >
                {SECURITY_TEXTS.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <button type="button" className="xf-button" onClick={() => void end(null)}>
          {isOwn ? SECURITY_TEXTS.endOthers : SECURITY_TEXTS.endAll}
        </button>
      )}
      {problem !== null && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
    </div>
  )
}
