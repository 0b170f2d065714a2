'use client'
import { Link, useDocumentInfo, useFormModified } from '@payloadcms/ui'
import { useEffect, useState } from 'react'
import { ACTIVITY_STATUSES, optionsOf } from '../../domain/shared/vocabulary.ts'
import {
  FOLLOWING_PARTS,
  RECURRENCE_RULES,
  type FollowingPart,
  type RecurrenceRule,
} from '../../domain/activities/vocabulary.ts'
import type { RecurrenceSession, SessionOutcome } from '../../operations/activities/createRecurrence.ts'
import { MIN_REASON } from '../../domain/activities/activityRules.ts'
import type { Answer } from '../call.ts'
import { formatDateTime } from '../format.ts'
import { PATHS } from '../paths.ts'
import { numberOrText } from '../signUps/CorrectionForm.tsx'
import { TextInput } from '../signUps/TextInput.tsx'
import { copyActivity, createRecurrence, editFollowing, listRecurrence, type Outcomes } from './calls.ts'
import { saveTemplate } from '../templates/calls.ts'
import { RECURRENCE_TEXTS } from './texts.ts'

/**
 * Below an activity's standing: copies of it, and the recurrence it is one of. It works with what is saved, so it waits
 * for that.
 */
export function RecurrencePanel() {
  const { id, hasSavePermission } = useDocumentInfo()
  return id === undefined || hasSavePermission === false ? null : <Panel id={String(id)} />
}

interface Notice {
  kind: 'done' | 'failed'
  lines: string[]
}

function Panel({ id }: { id: string }) {
  const isUnsaved = useFormModified()
  const [sessions, setSessions] = useState<RecurrenceSession[]>([])
  const [notice, setNotice] = useState<Notice | null>(null)
  const [isSending, setIsSending] = useState(false)
  const [changes, setChanges] = useState(0)
  useEffect(() => {
    let isGone = false
    void listRecurrence(id).then((answer) => {
      if (answer.ok && !isGone) setSessions(answer.body.sessions)
    })
    return () => {
      isGone = true
    }
  }, [id, changes])

  const send = async <Body,>(work: () => Promise<Answer<Body>>, lines: (body: Body) => string[]): Promise<void> => {
    setIsSending(true)
    const answer = await work()
    setIsSending(false)
    setNotice(answer.ok ? { kind: 'done', lines: lines(answer.body) } : { kind: 'failed', lines: [answer.detail] })
    if (answer.ok) setChanges((before) => before + 1)
  }
  const [copy, setCopy] = useState<string | null>(null)
  const own = sessions.findIndex((session) => session.id === id)
  const following = sessions.slice(own + 1)
  const isBusy = isSending || isUnsaved
  return (
    <details className="xf-recurrence">
      <summary>
        {sessions.length === 0 ? RECURRENCE_TEXTS.title : RECURRENCE_TEXTS.titleOf(own + 1, sessions.length)}
      </summary>
      {isUnsaved && <p className="xf-hint">{RECURRENCE_TEXTS.saveFirst}</p>}
      <div role="status" className="xf-results">
        {notice && (
          <div className={`xf-notice xf-notice--${notice.kind}`}>
            {notice.lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
            {notice.kind === 'done' && copy !== null && (
              <Link href={PATHS.activity(copy)}>{RECURRENCE_TEXTS.openCopy}</Link>
            )}
          </div>
        )}
      </div>
      {sessions.length > 0 && (
        <ol className="xf-recurrence__sessions" aria-label={RECURRENCE_TEXTS.sessions}>
          {sessions.map((session) => (
            <li key={session.id} aria-current={session.id === id || undefined}>
              {session.id === id ? (
                <b>{formatDateTime(session.startsAt)}</b>
              ) : (
                <Link href={PATHS.activity(session.id)}>{formatDateTime(session.startsAt)}</Link>
              )}{' '}
              {session.title}
              <small> {session.id === id ? RECURRENCE_TEXTS.thisOne : ACTIVITY_STATUSES[session.status]}</small>
            </li>
          ))}
        </ol>
      )}
      {own !== -1 && following.length > 0 && (
        <Following
          count={following.length}
          told={following.reduce((sum, session) => sum + session.told, 0)}
          isBusy={isBusy}
          onSend={(parts, reason) =>
            send(
              () => editFollowing(id, parts, reason),
              (body) => outcomesOf(body, RECURRENCE_TEXTS.edited),
            )
          }
        />
      )}
      <Repeat
        isBusy={isBusy}
        onSend={(recurrence) =>
          send(
            () => createRecurrence(id, recurrence),
            (body) => outcomesOf(body, RECURRENCE_TEXTS.made),
          )
        }
      />
      <Copy
        isBusy={isBusy}
        onSend={(day) =>
          send(
            () => copyActivity(id, day),
            (body) => {
              setCopy(body.id)
              return [RECURRENCE_TEXTS.copied]
            },
          )
        }
      />
      <SaveAsTemplate
        isBusy={isBusy}
        onSend={(name) =>
          send(
            () => saveTemplate(id, name),
            () => [RECURRENCE_TEXTS.saved],
          )
        }
      />
    </details>
  )
}

/** How many ended which way, and each that could not be done with its reason. */
function outcomesOf<Outcome extends string>(
  { sessions }: Outcomes<Outcome>,
  sentences: Record<Outcome, (count: number) => string>,
): string[] {
  const isRefused = (session: SessionOutcome<Outcome>): boolean => session.outcome === 'refused'
  const counted = (Object.keys(sentences) as Outcome[]).map(
    (outcome) => [outcome, sessions.filter((session) => session.outcome === outcome).length] as const,
  )
  return [
    ...counted.filter(([, count]) => count > 0).map(([outcome, count]) => sentences[outcome](count)),
    ...sessions
      .filter(isRefused)
      .map(({ startsAt, reason }) => RECURRENCE_TEXTS.refused(formatDateTime(startsAt), reason ?? '')),
  ]
}

const MOVING: FollowingPart[] = ['time', 'place']

function Following({
  count,
  told,
  isBusy,
  onSend,
}: {
  count: number
  /** Sign-ups that hear of it when all of them are moved. */
  told: number
  isBusy: boolean
  onSend: (parts: FollowingPart[], reason: string) => Promise<void>
}) {
  const [parts, setParts] = useState<FollowingPart[]>([])
  const [reason, setReason] = useState('')
  const isAsked = told > 0 && parts.some((part) => MOVING.includes(part))
  const toggle = (part: FollowingPart) =>
    setParts((before) => (before.includes(part) ? before.filter((other) => other !== part) : [...before, part]))
  return (
    <fieldset className="xf-form">
      <legend>{RECURRENCE_TEXTS.following(count)}</legend>
      <p className="xf-hint">{RECURRENCE_TEXTS.followingHint}</p>
      <div className="xf-recurrence__parts">
        {optionsOf(FOLLOWING_PARTS).map(({ label, value }) => (
          <label key={value} className="xf-check">
            <input type="checkbox" checked={parts.includes(value)} onChange={() => toggle(value)} />
            {label}
          </label>
        ))}
      </div>
      {isAsked && <p className="xf-notice">{RECURRENCE_TEXTS.moved(told)}</p>}
      {isAsked && (
        <TextInput
          label={RECURRENCE_TEXTS.reason}
          value={reason}
          hint={RECURRENCE_TEXTS.reasonHint}
          onChange={setReason}
        />
      )}
      <button
        type="button"
        className="xf-button"
        disabled={isBusy || parts.length === 0 || (isAsked && reason.trim().length < MIN_REASON)}
        onClick={() => void onSend(parts, isAsked ? reason : '')}
      >
        {RECURRENCE_TEXTS.edit}
      </button>
    </fieldset>
  )
}

function Repeat({
  isBusy,
  onSend,
}: {
  isBusy: boolean
  onSend: (recurrence: { rule: RecurrenceRule; count: number | string; publish: boolean }) => Promise<void>
}) {
  const [rule, setRule] = useState<RecurrenceRule>('weekly')
  const [count, setCount] = useState('')
  const [publish, setPublish] = useState(false)
  return (
    <fieldset className="xf-form">
      <legend>{RECURRENCE_TEXTS.repeat}</legend>
      <div className="xf-form__row">
        <label className="xf-field">
          <span>{RECURRENCE_TEXTS.rule}</span>
          <select value={rule} onChange={(event) => setRule(event.target.value as RecurrenceRule)}>
            {optionsOf(RECURRENCE_RULES).map(({ label, value }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <TextInput
          label={RECURRENCE_TEXTS.count}
          inputMode="numeric"
          value={count}
          hint={RECURRENCE_TEXTS.countHint}
          onChange={setCount}
        />
        <label className="xf-check">
          <input type="checkbox" checked={publish} onChange={() => setPublish(!publish)} />
          {RECURRENCE_TEXTS.publish}
        </label>
      </div>
      <button
        type="button"
        className="xf-button"
        disabled={isBusy || count.trim() === ''}
        onClick={() => void onSend({ rule, count: numberOrText(count), publish })}
      >
        {RECURRENCE_TEXTS.add}
      </button>
    </fieldset>
  )
}

function Copy({ isBusy, onSend }: { isBusy: boolean; onSend: (day: string) => Promise<void> }) {
  const [day, setDay] = useState('')
  return (
    <fieldset className="xf-form">
      <legend>{RECURRENCE_TEXTS.copy}</legend>
      <div className="xf-form__row">
        <label className="xf-field">
          <span>{RECURRENCE_TEXTS.copyAt}</span>
          <input type="datetime-local" value={day} onChange={(event) => setDay(event.target.value)} />
        </label>
      </div>
      <button type="button" className="xf-button" disabled={isBusy || day === ''} onClick={() => void onSend(day)}>
        {RECURRENCE_TEXTS.copyNow}
      </button>
    </fieldset>
  )
}

function SaveAsTemplate({ isBusy, onSend }: { isBusy: boolean; onSend: (name: string) => Promise<void> }) {
  const [name, setName] = useState('')
  return (
    <fieldset className="xf-form">
      <legend>{RECURRENCE_TEXTS.template}</legend>
      <div className="xf-form__row">
        <TextInput
          label={RECURRENCE_TEXTS.templateName}
          value={name}
          hint={RECURRENCE_TEXTS.templateHint}
          onChange={setName}
        />
      </div>
      <div className="xf-form__buttons">
        <button
          type="button"
          className="xf-button"
          disabled={isBusy || name.trim().length < 2}
          onClick={() => void onSend(name)}
        >
          {RECURRENCE_TEXTS.saveTemplate}
        </button>
        <Link className="xf-button" href={PATHS.fromTemplate}>
          {RECURRENCE_TEXTS.openTemplates}
        </Link>
      </div>
    </fieldset>
  )
}
