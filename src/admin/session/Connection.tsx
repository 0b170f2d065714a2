'use client'
import { useEffect, useState, type ReactNode } from 'react'
import { PATHS } from '../paths.ts'
import { CALL_TEXTS } from '../texts.ts'
import { SESSION_TEXTS } from './texts.ts'

/** Where nobody has to be logged in. */
const OUTSIDE = [PATHS.login, PATHS.invitation, PATHS.forgot, PATHS.reset, PATHS.firstAccount]

/**
 * Every form of the admin, Payload's own too, is told two things. That there was no answer is said in Chinese. That the
 * log-in ended is told with the way to log in beside what was typed, which stays.
 */
export function Connection({ children }: { children: ReactNode }) {
  const [isLoggedOut, setLoggedOut] = useState(false)
  useEffect(() => {
    const { fetch } = window
    window.fetch = async (...asked) => {
      const answer = await fetch(...asked).catch((error: unknown) => {
        // A request that was given up tells nothing of the network.
        if (error instanceof DOMException && error.name === 'AbortError') throw error
        throw new TypeError(CALL_TEXTS.networkError, { cause: error })
      })
      if (
        (answer.status === 401 || answer.status === 403) &&
        !OUTSIDE.some((path) => window.location.pathname.startsWith(path))
      ) {
        const me = await fetch(PATHS.me, { credentials: 'same-origin' }).then(
          (one) => one.json() as Promise<{ user?: unknown }>,
          () => ({ user: true }),
        )
        setLoggedOut(!me.user)
      }
      return answer
    }
    return () => {
      window.fetch = fetch
    }
  }, [])
  return (
    <>
      {children}
      {isLoggedOut && (
        <div role="alertdialog" aria-labelledby="xf-logged-out" className="xf-card xf-logged-out">
          <p id="xf-logged-out">{SESSION_TEXTS.ended}</p>
          <div className="xf-form__buttons">
            <a
              className="xf-button xf-button--primary"
              href={PATHS.login}
              target="_blank"
              rel="noreferrer"
              onClick={() => setLoggedOut(false)}
            >
              {SESSION_TEXTS.logIn}
            </a>
            <button type="button" className="xf-button" onClick={() => setLoggedOut(false)}>
              {SESSION_TEXTS.close}
            </button>
          </div>
        </div>
      )}
    </>
  )
}
