'use client'
import { useAuth, useDocumentInfo } from '@payloadcms/ui'
import { useEffect, useState } from 'react'
import type { SecurityView } from '../../operations/identity/staffLogins.ts'
import type { Staff } from '../../payload-types.ts'
import { getSecurity } from './calls.ts'
import { SecondFactor } from './SecondFactor.tsx'
import { Sessions } from './Sessions.tsx'
import { SECURITY_TEXTS } from './texts.ts'

/** On the own account, and for the department on anybody's: the second factor, and where it is logged in. */
export function Security() {
  const { id } = useDocumentInfo()
  const { user } = useAuth<Staff>()
  const [security, setSecurity] = useState<SecurityView | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const account = id === undefined ? null : String(id)
  const isOwn = account !== null && account === user?.id
  const isShown = isOwn || (account !== null && user?.role === 'department')
  const [changes, setChanges] = useState(0)
  useEffect(() => {
    if (!isShown || account === null) return
    void getSecurity(account).then((answer) => {
      if (answer.ok) setSecurity(answer.body)
      setProblem(answer.ok ? null : answer.detail)
    })
  }, [account, isShown, changes])
  const onChange = () => setChanges((made) => made + 1)
  if (!isShown) return null
  return (
    <section className="xf-card xf-security" aria-label={SECURITY_TEXTS.title}>
      {problem !== null && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
      {security === null ? (
        problem === null && <p>{SECURITY_TEXTS.loading}</p>
      ) : (
        <>
          <SecondFactor id={account} isOwn={isOwn} security={security} onChange={onChange} />
          <Sessions id={account} isOwn={isOwn} sessions={security.sessions} onChange={onChange} />
        </>
      )}
    </section>
  )
}
