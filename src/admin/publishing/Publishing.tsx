'use client'
import {
  Link,
  useConfig,
  useDocumentInfo,
  useField,
  useForm,
  useFormFields,
  useFormInitializing,
  useFormModified,
  useFormProcessing,
} from '@payloadcms/ui'
import { useSearchParams } from 'next/navigation.js'
import { useEffect, useRef, useState } from 'react'
import { endFollowing, MIN_REASON, USUAL_DURATION } from '../../domain/activities/activityRules.ts'
import {
  ACTIVITY_STATUSES,
  LEDGERS,
  type ActivityStatus,
  type Ledger,
  type Line,
} from '../../domain/shared/vocabulary.ts'
import { ledgerOf } from '../../domain/activities/vocabulary.ts'
import { isDay, startOfDay } from '../../domain/shared/calendar.ts'
import { PATHS } from '../paths.ts'
import { Counter } from '../signUps/SignUpSheet.tsx'
import { TextInput } from '../signUps/TextInput.tsx'
import { SIGN_UP_TEXTS } from '../signUps/texts.ts'
import { LastTimes } from './LastTimes.tsx'
import { missingFields, type ActivityDraft } from './missingFields.ts'
import { PUBLISHING_TEXTS } from './texts.ts'
import { useTold } from './useTold.ts'

const WATCHED = [
  'title',
  'line',
  'theme',
  'series',
  'unit',
  'partnerUnit',
  'startsAt',
  'endsAt',
  'registrationOpensAt',
  'registrationClosesAt',
  'place',
  'capacity',
  'ledger',
  'description',
  'contact',
  'leader',
] as const

/** Above an activity's form: where it stands, what publishing still needs, and its public address. */
export function Publishing() {
  const { id, hasSavePermission } = useDocumentInfo()
  const status = useFormFields(([fields]) => (fields.status?.value as ActivityStatus | undefined) ?? 'draft')
  const [openedAt] = useState(() => Date.now())
  const [duration, setDuration] = useState(USUAL_DURATION)
  const endsAt = useFormFields(([fields]) => fields.endsAt?.value as string | undefined)
  const hasEnded = endsAt !== undefined && Date.parse(endsAt) < openedAt
  const hint =
    status === 'draft'
      ? PUBLISHING_TEXTS.draftHint
      : status === 'cancelled'
        ? PUBLISHING_TEXTS.cancelledHint
        : hasEnded
          ? PUBLISHING_TEXTS.endedHint
          : PUBLISHING_TEXTS.publishedHint
  return (
    <section className="xf-publishing">
      <div className="xf-publishing__status">
        <span className={`xf-badge xf-badge--${status}`}>{ACTIVITY_STATUSES[status]}</span>
        <span suppressHydrationWarning>{hasSavePermission === false ? PUBLISHING_TEXTS.readOnly : hint}</span>
      </div>
      {status !== 'draft' && id !== undefined && (
        <>
          <Counters id={String(id)} />
          <PublicAddress id={String(id)} isOver={hasEnded} canPrint={hasSavePermission !== false} />
        </>
      )}
      {id === undefined && <LedgerByLine />}
      {id === undefined && <LastTimes onTake={setDuration} />}
      {id === undefined && <StartOnDay />}
      <EndByStart duration={duration} />
      {status === 'draft' && hasSavePermission !== false && <Publish />}
      {id !== undefined && hasSavePermission !== false && <StatusChanges id={String(id)} status={status} />}
    </section>
  )
}

/** On a new activity the ledger goes with the line until somebody chooses another. */
function LedgerByLine() {
  const line = useFormFields(([fields]) => fields.line?.value as Line | undefined)
  const { value, setValue } = useField<Ledger | null>({ path: 'ledger' })
  const last = useRef<Ledger>('participation')
  useEffect(() => {
    if (!line || (value && value !== last.current)) return
    last.current = ledgerOf(line)
    if (value !== last.current) setValue(last.current, true)
  }, [line, value, setValue])
  return null
}

/**
 * The end goes with the start: two hours later or as long as last time, and when the start is moved as long as before.
 */
function EndByStart({ duration }: { duration: number }) {
  const { value: start } = useField<string | null>({ path: 'startsAt' })
  const { value: end, setValue } = useField<string | null>({ path: 'endsAt' })
  const before = useRef({ start: start ?? null, end: end ?? null, duration })
  useEffect(() => {
    const now = { start: start ?? null, end: end ?? null, duration }
    const next = endFollowing(before.current, now)
    before.current = { start: now.start ?? before.current.start, end: next ?? now.end, duration }
    if (next !== null) setValue(next)
  }, [start, end, duration, setValue])
  return null
}

/** The hour at which a day that was chosen in the calendar begins with. */
const USUAL_HOUR = 9

/**
 * A new activity on a day of the calendar (`?day=2026-01-31`) begins there, until somebody types anything: the form's
 * own first values may come later than this.
 */
function StartOnDay() {
  const day = useSearchParams().get('day')
  const { value, setValue } = useField<string | null>({ path: 'startsAt' })
  const isInitializing = useFormInitializing()
  const isModified = useFormModified()
  useEffect(() => {
    if (isInitializing || isModified || value || !isDay(day)) return
    setValue(new Date(startOfDay(String(day)).getTime() + USUAL_HOUR * 3_600_000).toISOString(), true)
  }, [day, isInitializing, isModified, value, setValue])
  return null
}

function Counters({ id }: { id: string }) {
  const values = useFormFields(([fields]) => fields)
  const value = (name: string): number => Number(values[name]?.value ?? 0)
  const capacity = typeof values.capacity?.value === 'number' ? values.capacity.value : null
  return (
    <>
      <dl className="xf-counters">
        <Counter label={PUBLISHING_TEXTS.counters.capacity} value={capacity ?? PUBLISHING_TEXTS.unlimited} />
        {(['taken', 'waiting', 'present'] as const).map((name) => (
          <Counter
            key={name}
            label={PUBLISHING_TEXTS.counters[name]}
            value={value(name)}
            href={PATHS.signUps(id, name)}
          />
        ))}
        {values.ledger?.value === 'service' && (
          <Counter
            label={PUBLISHING_TEXTS.counters.minutes}
            value={value('minutes')}
            href={PATHS.signUps(id, 'present')}
          />
        )}
      </dl>
      {capacity !== null && value('taken') > capacity && (
        <p className="xf-hint">{PUBLISHING_TEXTS.over(value('taken') - capacity)}</p>
      )}
    </>
  )
}

/** Saves what was typed and publishes it in the same step. */
function Publish() {
  const { submit } = useForm()
  const isProcessing = useFormProcessing()
  const fields = useFormFields(([all]) => all)
  const draft = Object.fromEntries(WATCHED.map((name) => [name, fields[name]?.value])) as ActivityDraft
  const { required, problems, recommended } = missingFields(draft)
  const isReady = required.length === 0 && problems.length === 0
  return (
    <div className="xf-publishing__publish">
      <div>
        {required.length > 0 && (
          <p>
            {PUBLISHING_TEXTS.missing}
            {required.map((name) => PUBLISHING_TEXTS.fields[name]).join('、')}
          </p>
        )}
        {problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
        {isReady && <p>{PUBLISHING_TEXTS.ready}</p>}
        {draft.ledger && <p className="xf-hint">{PUBLISHING_TEXTS.recordedAs(LEDGERS[draft.ledger])}</p>}
        {recommended.length > 0 && (
          <p className="xf-hint">
            {PUBLISHING_TEXTS.recommended}
            {recommended.map((name) => PUBLISHING_TEXTS.fields[name]).join('、')}
          </p>
        )}
      </div>
      <button
        type="button"
        className="xf-button xf-button--primary"
        disabled={!isReady || isProcessing}
        onClick={() => void submit({ overrides: { status: 'published' } })}
      >
        {isProcessing ? PUBLISHING_TEXTS.publishing : PUBLISHING_TEXTS.publish}
      </button>
    </div>
  )
}

/**
 * The other ways that it can go: called off, with a reason that everybody signed up reads; held after all; back to a
 * draft.
 */
function StatusChanges({ id, status }: { id: string; status: ActivityStatus }) {
  const { submit } = useForm()
  const isProcessing = useFormProcessing()
  const told = useTold(id)
  const [isAsking, setIsAsking] = useState(false)
  const [reason, setReason] = useState('')
  if (status === 'draft') return null
  const cancel = async () => {
    await submit({ overrides: { status: 'cancelled', cancelReason: reason.trim() } })
    setIsAsking(false)
  }
  return (
    <div className="xf-publishing__changes">
      <div className="xf-publishing__buttons">
        {status === 'published' && !isAsking && (
          <button type="button" className="xf-button" disabled={isProcessing} onClick={() => setIsAsking(true)}>
            {PUBLISHING_TEXTS.cancel}
          </button>
        )}
        {status === 'cancelled' && (
          <button
            type="button"
            className="xf-button"
            disabled={isProcessing}
            onClick={() => void submit({ overrides: { status: 'published' } })}
          >
            {PUBLISHING_TEXTS.resume(told ?? 0)}
          </button>
        )}
        {!isAsking && told === 0 && (
          <button
            type="button"
            className="xf-button"
            disabled={isProcessing}
            onClick={() => void submit({ overrides: { status: 'draft' } })}
          >
            {PUBLISHING_TEXTS.withdraw}
          </button>
        )}
      </div>
      {/* Within Payload's form, which Enter would save. */}
      {isAsking && (
        <div
          className="xf-form xf-confirm"
          role="group"
          aria-label={PUBLISHING_TEXTS.cancel}
          onKeyDown={(event) =>
            event.key === 'Enter' && event.target instanceof HTMLInputElement && event.preventDefault()
          }
        >
          <p>{PUBLISHING_TEXTS.cancelConfirm(told ?? 0)}</p>
          <div className="xf-form__row">
            <TextInput
              label={PUBLISHING_TEXTS.cancelReason}
              value={reason}
              hint={PUBLISHING_TEXTS.cancelReasonHint}
              onChange={setReason}
            />
            <button
              type="button"
              className="xf-button xf-button--danger"
              disabled={isProcessing || reason.trim().length < MIN_REASON}
              onClick={() => void cancel()}
            >
              {PUBLISHING_TEXTS.cancelYes}
            </button>
            <button type="button" className="xf-button" onClick={() => setIsAsking(false)}>
              {PUBLISHING_TEXTS.keep}
            </button>
          </div>
        </div>
      )}
    </div>
  )
}

function PublicAddress({ id, isOver, canPrint }: { id: string; isOver: boolean; canPrint: boolean }) {
  const { config } = useConfig()
  const address = useRef<HTMLInputElement>(null)
  const [message, setMessage] = useState('')
  const isPublished = useFormFields(([fields]) => fields.status?.value === 'published')
  const hasCode = useFormFields(([fields]) => fields.selfCheckIn?.value === true) && isPublished
  const url = `${config.serverURL}${PATHS.publicActivity(id)}`

  const copy = async () => {
    address.current?.select()
    try {
      await navigator.clipboard.writeText(url)
      setMessage(PUBLISHING_TEXTS.copied)
    } catch {
      setMessage(PUBLISHING_TEXTS.copyFailed)
    }
  }

  return (
    <div className="xf-publishing__address">
      <label className="xf-field">
        <span className="xf-visually-hidden">{PUBLISHING_TEXTS.publicPage}</span>
        <input ref={address} readOnly value={url} onFocus={(event) => event.target.select()} />
      </label>
      <button type="button" className="xf-button" onClick={() => void copy()}>
        {PUBLISHING_TEXTS.copy}
      </button>
      <a className="xf-button" href={PATHS.publicActivity(id)} target="_blank" rel="noreferrer">
        {PUBLISHING_TEXTS.open}
      </a>
      <Link className="xf-button xf-button--primary" href={PATHS.signUps(id)}>
        {PUBLISHING_TEXTS.signUps}
      </Link>
      {hasCode && (
        <a className="xf-button" href={PATHS.selfCheckInCode(id)} target="_blank" rel="noreferrer">
          {SIGN_UP_TEXTS.code}
        </a>
      )}
      {canPrint && isPublished && !isOver && (
        <a className="xf-button" href={PATHS.poster(id)}>
          {SIGN_UP_TEXTS.poster}
        </a>
      )}
      {canPrint && isPublished && (
        <a className="xf-button" href={PATHS.signInSheet(id)}>
          {SIGN_UP_TEXTS.signInSheet}
        </a>
      )}
      <span role="status">{message}</span>
    </div>
  )
}
