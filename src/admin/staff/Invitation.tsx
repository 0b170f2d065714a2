'use client'
import { useAuth, useDocumentInfo } from '@payloadcms/ui'
import { useState } from 'react'
import type { Staff } from '../../payload-types.ts'
import { inviteAgain } from './calls.ts'
import { INVITE_TEXTS } from './texts.ts'

/** Beside an account whose owner set no password yet: the department may have the mail sent again. */
export function Invitation() {
  const { id, savedDocumentData } = useDocumentInfo()
  const { user } = useAuth<Staff>()
  const [said, setSaid] = useState<{ isDone: boolean; text: string } | null>(null)
  if (id === undefined || savedDocumentData?.status !== 'invited' || user?.role !== 'department') return null
  const send = async () => {
    const answer = await inviteAgain(String(id))
    setSaid(answer.ok ? { isDone: true, text: INVITE_TEXTS.sentAgain } : { isDone: false, text: answer.detail })
  }
  return (
    <div className="xf-form">
      <p>{INVITE_TEXTS.waiting}</p>
      <button type="button" className="xf-button" onClick={() => void send()}>
        {INVITE_TEXTS.again}
      </button>
      {said && (
        <p role="status" className={`xf-notice xf-notice--${said.isDone ? 'done' : 'failed'}`}>
          {said.text}
        </p>
      )}
    </div>
  )
}
