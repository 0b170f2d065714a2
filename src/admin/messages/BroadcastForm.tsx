'use client'
import { useRouter } from 'next/navigation.js'
import { useId, useState, useTransition, type FormEvent } from 'react'
import { AUDIENCES, type Audience } from '../../domain/messages/vocabulary.ts'
import { MAX_BROADCAST } from '../../domain/shared/requests.ts'
import type { BroadcastPreview } from '../../operations/messages/previewBroadcast.ts'
import { formatDateTime } from '../format.ts'
import { previewBroadcast, sendBroadcast } from './calls.ts'
import { BROADCAST_TEXTS } from './texts.ts'

interface Notice {
  kind: 'done' | 'nothing' | 'failed'
  line: string
}

/** Writes to the people of an activity: what is sent was seen before. The words stay until they are sent. */
export function BroadcastForm({ activity, audiences }: { activity: string; audiences: Record<Audience, number> }) {
  const router = useRouter()
  const [message, setMessage] = useState<{ audience: Audience; text: string }>({ audience: 'all', text: '' })
  const [preview, setPreview] = useState<BroadcastPreview | null>(null)
  const [notice, setNotice] = useState<Notice | null>(null)
  const [fields, setFields] = useState<Record<string, string>>({})
  const [isAsking, setIsAsking] = useState(false)
  const [isRefreshing, startRefresh] = useTransition()
  const [titleId, textId, hintId] = [useId(), useId(), useId()]
  const isBusy = isAsking || isRefreshing

  // A preview is of the words as they were.
  const change = (next: Partial<typeof message>) => {
    setMessage({ ...message, ...next })
    setPreview(null)
    setNotice(null)
    setFields({})
  }
  const look = async (event: FormEvent) => {
    event.preventDefault()
    setIsAsking(true)
    const answer = await previewBroadcast(activity, message)
    setIsAsking(false)
    setPreview(answer.ok ? answer.body : null)
    setNotice(answer.ok ? null : { kind: 'failed', line: answer.detail })
    setFields(answer.ok ? {} : answer.fields)
  }
  const send = async () => {
    setIsAsking(true)
    const answer = await sendBroadcast(activity, message)
    setIsAsking(false)
    if (!answer.ok) return setNotice({ kind: 'failed', line: answer.detail })
    setMessage({ ...message, text: '' })
    setPreview(null)
    setNotice(
      answer.status === 200
        ? { kind: 'nothing', line: BROADCAST_TEXTS.sentBefore }
        : { kind: 'done', line: sentLine(answer.body) },
    )
    startRefresh(() => router.refresh())
  }

  return (
    <form
      className="xf-card xf-form"
      aria-labelledby={titleId}
      aria-busy={isBusy}
      onSubmit={(event) => void look(event)}
      noValidate
    >
      <h2 id={titleId}>{BROADCAST_TEXTS.title}</h2>
      <p className="xf-hint">{BROADCAST_TEXTS.intro}</p>
      <fieldset className="xf-broadcasts__audiences">
        <legend>{BROADCAST_TEXTS.audience}</legend>
        {(Object.keys(AUDIENCES) as Audience[]).map((audience) => (
          <label key={audience} className="xf-check">
            <input
              type="radio"
              name="audience"
              checked={message.audience === audience}
              disabled={isBusy}
              onChange={() => change({ audience })}
            />
            {AUDIENCES[audience]} {audiences[audience]}
          </label>
        ))}
      </fieldset>
      <div className="xf-field">
        <label htmlFor={textId}>{BROADCAST_TEXTS.text}</label>
        <textarea
          id={textId}
          rows={4}
          value={message.text}
          readOnly={isBusy}
          aria-invalid={fields.text !== undefined}
          aria-describedby={hintId}
          onChange={(event) => change({ text: event.target.value })}
        />
        <small id={hintId} className={fields.text === undefined ? undefined : 'is-problem'}>
          {fields.text ?? BROADCAST_TEXTS.textHint(message.text.trim().length, MAX_BROADCAST)}
        </small>
      </div>
      <div role="status" aria-live="polite" className="xf-results">
        {isAsking && <p className="xf-notice">{BROADCAST_TEXTS.sending}</p>}
        {!isAsking && notice && <p className={`xf-notice xf-notice--${notice.kind}`}>{notice.line}</p>}
      </div>
      {preview ? (
        <Preview preview={preview} isBusy={isBusy} onSend={() => void send()} onChange={() => setPreview(null)} />
      ) : (
        <button
          type="submit"
          className="xf-button xf-button--primary"
          disabled={isBusy || message.text.trim().length === 0}
        >
          {BROADCAST_TEXTS.preview}
        </button>
      )}
    </form>
  )
}

const sentLine = ({ people, waitsUntil }: { people: number; waitsUntil: string | null }): string =>
  waitsUntil === null ? BROADCAST_TEXTS.sent(people) : BROADCAST_TEXTS.sentLater(people, formatDateTime(waitsUntil))

function Preview({
  preview: { mail, sms, people, partsInTotal, waitsUntil },
  isBusy,
  onSend,
  onChange,
}: {
  preview: BroadcastPreview
  isBusy: boolean
  onSend: () => void
  onChange: () => void
}) {
  const count = people.mail + people.sms + people.unreachable
  return (
    <section className="xf-broadcasts__preview" aria-label={BROADCAST_TEXTS.preview}>
      <p>
        <strong>{count === 0 ? BROADCAST_TEXTS.nobody : BROADCAST_TEXTS.goesTo(count)}</strong>
        {count > 0 && `：${BROADCAST_TEXTS.ways(people)}。`}
      </p>
      <p>{BROADCAST_TEXTS.cost(sms, partsInTotal)}。</p>
      <p>{waitsUntil === null ? BROADCAST_TEXTS.atOnce : BROADCAST_TEXTS.at(formatDateTime(waitsUntil))}</p>
      <div className="xf-form__buttons">
        <button
          type="button"
          className="xf-button xf-button--primary"
          disabled={isBusy || count === 0}
          onClick={onSend}
        >
          {BROADCAST_TEXTS.send(count)}
        </button>
        <button type="button" className="xf-button" disabled={isBusy} onClick={onChange}>
          {BROADCAST_TEXTS.change}
        </button>
      </div>
      <div className="xf-broadcasts__letters">
        <div className="xf-preview">
          <h3>{BROADCAST_TEXTS.sms}</h3>
          <p className="xf-preview__sms">{sms.text}</p>
        </div>
        <div className="xf-preview">
          <h3>{BROADCAST_TEXTS.mail}</h3>
          <p>
            <strong>{mail.subject}</strong>
          </p>
          {/* Nothing in it runs or loads: no script, and no link leads anywhere. */}
          <iframe title={BROADCAST_TEXTS.mail} srcDoc={mail.html} sandbox="" />
        </div>
      </div>
    </section>
  )
}
