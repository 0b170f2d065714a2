'use client'
import { useRouter } from 'next/navigation.js'
import { useState, type FormEvent } from 'react'
import { factsOf, type Post } from '../../domain/appointments/vocabulary.ts'
import type { Answer } from '../call.ts'
import { answerReport, endAppointment, handOver } from './calls.ts'
import type { Found } from './Finder.tsx'
import { HolderFinder } from './HolderFinder.tsx'
import { POST_TEXTS } from './texts.ts'

interface Props {
  appointment: { id: string; post: Post; isAwaiting: boolean }
  today: string
}

type Deed = 'handOver' | 'end' | 'refuse'

/** The deeds of staff on one appointment: confirm a report or not, hand over, end. */
export function HolderActions({ appointment, today }: Props) {
  const { id, post, isAwaiting } = appointment
  const router = useRouter()
  const [deed, setDeed] = useState<Deed | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const send = async (work: () => Promise<Answer<unknown>>) => {
    setIsBusy(true)
    const answer = await work()
    setIsBusy(false)
    setProblem(answer.ok ? null : answer.detail)
    if (!answer.ok) return
    setDeed(null)
    router.refresh()
  }
  const open = (one: Deed | null) => {
    setProblem(null)
    setDeed(one)
  }

  return (
    <div className="xf-posts__actions">
      {deed === null && (
        <div className="xf-form__buttons">
          {isAwaiting ? (
            <>
              <button
                type="button"
                className="xf-button xf-button--primary"
                disabled={isBusy}
                onClick={() => void send(() => answerReport(id, { decision: 'confirmed' }))}
              >
                {POST_TEXTS.confirm}
              </button>
              <button type="button" className="xf-button" onClick={() => open('refuse')}>
                {POST_TEXTS.refuse}
              </button>
            </>
          ) : (
            <>
              {factsOf(post).isSingle && (
                <button type="button" className="xf-button" onClick={() => open('handOver')}>
                  {POST_TEXTS.handOver}
                </button>
              )}
              <button type="button" className="xf-button" onClick={() => open('end')}>
                {POST_TEXTS.end}
              </button>
            </>
          )}
        </div>
      )}
      {deed === 'refuse' && (
        <WithReason
          label={POST_TEXTS.refusalReason}
          submit={POST_TEXTS.refuseNow}
          isBusy={isBusy}
          onSend={({ reason }) => void send(() => answerReport(id, { decision: 'refused', reason }))}
          onCancel={() => open(null)}
        />
      )}
      {deed === 'end' && (
        <WithReason
          label={POST_TEXTS.reason}
          submit={POST_TEXTS.endNow}
          hasLastDay
          isBusy={isBusy}
          onSend={(request) => void send(() => endAppointment(id, request))}
          onCancel={() => open(null)}
        />
      )}
      {deed === 'handOver' && (
        <HandOver
          kind={factsOf(post).holder}
          today={today}
          isBusy={isBusy}
          onSend={(holder, from) =>
            void send(() => handOver(id, { [factsOf(post).holder]: holder, ...(from !== '' && { from }) }))
          }
          onCancel={() => open(null)}
        />
      )}
      {problem !== null && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
    </div>
  )
}

function WithReason({
  label,
  submit,
  hasLastDay = false,
  isBusy,
  onSend,
  onCancel,
}: {
  label: string
  submit: string
  hasLastDay?: boolean
  isBusy: boolean
  onSend: (request: { reason: string; lastDay?: string }) => void
  onCancel: () => void
}) {
  const [reason, setReason] = useState('')
  const [lastDay, setLastDay] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    onSend({ reason, ...(lastDay !== '' && { lastDay }) })
  }
  return (
    <form className="xf-form" aria-label={submit} onSubmit={send}>
      <div className="xf-form__row">
        <label className="xf-field">
          <span>{label}</span>
          <input
            type="text"
            maxLength={200}
            autoFocus
            autoComplete="off"
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        {hasLastDay && (
          <label className="xf-field">
            <span>{POST_TEXTS.lastDay}</span>
            <input type="date" value={lastDay} onChange={({ target }) => setLastDay(target.value)} />
          </label>
        )}
      </div>
      <Buttons submit={submit} isBusy={isBusy} onCancel={onCancel} />
    </form>
  )
}

function HandOver({
  kind,
  today,
  isBusy,
  onSend,
  onCancel,
}: {
  kind: 'person' | 'organisation'
  today: string
  isBusy: boolean
  onSend: (holder: string, from: string) => void
  onCancel: () => void
}) {
  const [holder, setHolder] = useState<Found | null>(null)
  const [from, setFrom] = useState(today)
  const [isMissing, setIsMissing] = useState(false)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setIsMissing(holder === null)
    if (holder) onSend(holder.id, from)
  }
  return (
    <form className="xf-form" aria-label={POST_TEXTS.handOverNow} onSubmit={send}>
      <HolderFinder
        kind={kind}
        chosen={holder}
        problem={isMissing ? POST_TEXTS.needsHolder : undefined}
        onChange={setHolder}
      />
      <label className="xf-field">
        <span>{POST_TEXTS.handOverFrom}</span>
        <input type="date" value={from} onChange={({ target }) => setFrom(target.value)} />
      </label>
      <Buttons submit={POST_TEXTS.handOverNow} isBusy={isBusy} onCancel={onCancel} />
    </form>
  )
}

function Buttons({ submit, isBusy, onCancel }: { submit: string; isBusy: boolean; onCancel: () => void }) {
  return (
    <div className="xf-form__buttons">
      <button type="submit" className="xf-button xf-button--primary" disabled={isBusy}>
        {isBusy ? POST_TEXTS.saving : submit}
      </button>
      <button type="button" className="xf-button" onClick={onCancel}>
        {POST_TEXTS.cancel}
      </button>
    </div>
  )
}
