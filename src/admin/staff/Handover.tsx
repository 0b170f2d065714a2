'use client'
import { useAuth, useDocumentInfo, useFormFields } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useEffect, useId, useRef, useState } from 'react'
import type { HandoverView } from '../../operations/activities/handOver.ts'
import type { Staff } from '../../payload-types.ts'
import { getHandover, handOver } from './calls.ts'
import { HANDOVER_TEXTS } from './texts.ts'

const PANEL = 'handover'

/** The account that the page shows, for those who may hand it over. */
function useAccount(): { id: string; name: string; canSwitchOff: boolean; isOff: boolean } | null {
  const { id, savedDocumentData } = useDocumentInfo()
  const { user } = useAuth<Staff>()
  if (id === undefined || (id !== user?.id && user?.role !== 'department')) return null
  const { name, status } = (savedDocumentData ?? {}) as Partial<Staff>
  return { id: String(id), name: name ?? '', canSwitchOff: user.role === 'department', isOff: status === 'disabled' }
}

/** On the own account, and for the department on anybody's: all open work goes to a colleague at once. */
export function Handover() {
  const account = useAccount()
  return account && <Panel key={account.id} {...account} />
}

function Panel({ id, name, canSwitchOff, isOff }: NonNullable<ReturnType<typeof useAccount>>) {
  const router = useRouter()
  const [view, setView] = useState<HandoverView | null>(null)
  const [successor, setSuccessor] = useState('')
  const [said, setSaid] = useState<{ isDone: boolean; text: string } | null>(null)
  const [isSending, setIsSending] = useState(false)
  const [changes, setChanges] = useState(0)
  const select = useId()
  useEffect(() => {
    void getHandover(id).then((answer) => {
      if (answer.ok) setView(answer.body)
      else setSaid({ isDone: false, text: answer.detail })
    })
  }, [id, changes])
  // The button that was pressed may be gone by then.
  const result = useRef<HTMLParagraphElement>(null)
  useEffect(() => result.current?.focus(), [said])
  const send = async (work: HandoverView, switchOff: boolean) => {
    const to = work.successors.find((one) => one.id === successor)?.name ?? ''
    if (!window.confirm(HANDOVER_TEXTS.confirm(work, to, switchOff))) return
    setIsSending(true)
    const answer = await handOver(id, { successor, switchOff })
    setIsSending(false)
    setSaid(
      answer.ok
        ? { isDone: true, text: HANDOVER_TEXTS.done(answer.body, to, switchOff) }
        : { isDone: false, text: answer.detail },
    )
    setChanges((made) => made + 1)
    // The account's own form shows its status, which has changed perhaps even where the rest was refused.
    if (switchOff) router.refresh()
  }
  const isNothing = view !== null && view.drafts + view.upcoming === 0
  return (
    <section id={PANEL} className="xf-card xf-form xf-handover" aria-label={HANDOVER_TEXTS.title}>
      <h3>{HANDOVER_TEXTS.title}</h3>
      {view === null && said === null && <p>{HANDOVER_TEXTS.loading}</p>}
      {isNothing && said === null && <p>{HANDOVER_TEXTS.nothing}</p>}
      {view !== null && !isNothing && (
        <>
          <p>{HANDOVER_TEXTS.work(name, view)}</p>
          <p className="xf-hint">{HANDOVER_TEXTS.hint}</p>
          {view.successors.length === 0 ? (
            <p className="xf-notice">{HANDOVER_TEXTS.nobody}</p>
          ) : (
            <>
              <div className="xf-field">
                <label htmlFor={select}>{HANDOVER_TEXTS.successor}</label>
                <select id={select} value={successor} onChange={(event) => setSuccessor(event.target.value)}>
                  <option value="">{HANDOVER_TEXTS.choose}</option>
                  {view.successors.map((one) => (
                    <option key={one.id} value={one.id}>
                      {HANDOVER_TEXTS.ofUnit(one.name, one.unit)}
                    </option>
                  ))}
                </select>
              </div>
              <div className="xf-form__buttons">
                <button
                  type="button"
                  className="xf-button xf-button--primary"
                  disabled={isSending || successor === ''}
                  onClick={() => void send(view, false)}
                >
                  {isSending ? HANDOVER_TEXTS.sending : HANDOVER_TEXTS.send}
                </button>
                {canSwitchOff && !isOff && (
                  <button
                    type="button"
                    className="xf-button"
                    disabled={isSending || successor === ''}
                    onClick={() => void send(view, true)}
                  >
                    {HANDOVER_TEXTS.sendAndSwitchOff}
                  </button>
                )}
              </div>
            </>
          )}
        </>
      )}
      <div role="status">
        {said && (
          <p ref={result} tabIndex={-1} className={`xf-notice xf-notice--${said.isDone ? 'done' : 'failed'}`}>
            {said.text}
          </p>
        )}
      </div>
    </section>
  )
}

/** Beside the status, when it is about to become 停用 while work is still bound to the account. It hinders nobody. */
export function LeavingNotice() {
  const account = useAccount()
  const isLeaving = useFormFields(([fields]) => fields.status?.value === 'disabled')
  return account && isLeaving && !account.isOff ? <Notice key={account.id} id={account.id} /> : null
}

function Notice({ id }: { id: string }) {
  const [view, setView] = useState<HandoverView | null>(null)
  useEffect(() => {
    void getHandover(id).then((answer) => {
      if (answer.ok) setView(answer.body)
    })
  }, [id])
  if (view === null || view.drafts + view.upcoming === 0) return null
  return (
    <p role="status" className="xf-notice xf-notice--nothing xf-leaving">
      {HANDOVER_TEXTS.leaving(view)} <a href={`#${PANEL}`}>{HANDOVER_TEXTS.first}</a>
    </p>
  )
}
