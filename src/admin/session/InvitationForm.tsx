'use client'
import { useEffect, useState } from 'react'
import type { Answer } from '../call.ts'
import { PATHS } from '../paths.ts'
import { acceptInvitation, getInvitation, logIn, type Invitation } from './calls.ts'
import { NewPassword } from './NewPassword.tsx'
import { NEW_PASSWORD_TEXTS } from './texts.ts'

/** Behind a `#`, so that no server and no log sees it on the way. */
export const tokenInAddress = (): string => window.location.hash.slice(1)

export function InvitationForm() {
  const [found, setFound] = useState<Answer<Invitation> | null>(null)
  useEffect(() => {
    void getInvitation(tokenInAddress()).then(setFound)
  }, [])
  if (found === null) return <p>{NEW_PASSWORD_TEXTS.loading}</p>
  if (!found.ok)
    return (
      <div className="xf-form">
        <h1>{NEW_PASSWORD_TEXTS.invitation}</h1>
        <p role="alert" className="xf-notice xf-notice--failed">
          {found.detail}
        </p>
        <a className="xf-button" href={PATHS.login}>
          {NEW_PASSWORD_TEXTS.toLogIn}
        </a>
      </div>
    )
  const { name, email, unit } = found.body
  return (
    <NewPassword
      title={NEW_PASSWORD_TEXTS.invitation}
      intro={NEW_PASSWORD_TEXTS.invited(name, unit)}
      email={email}
      save={async (password) => {
        const answer = await acceptInvitation(tokenInAddress(), password)
        return answer.ok ? logIn(email, password) : answer
      }}
    />
  )
}
