'use client'
import { Link, useConfig, useDocumentInfo, useForm, useFormFields, useFormProcessing } from '@payloadcms/ui'
import { useRef, useState } from 'react'
import { ACTIVITY_STATUSES, type ActivityStatus } from '../../domain/vocabulary.ts'
import { MESSAGES } from '../messages.ts'
import { PATHS } from '../paths.ts'
import { Counter } from '../signUps/SignUpSheet.tsx'
import { missingFields, type ActivityDraft } from './missingFields.ts'

const TEXT = MESSAGES.publishing

const WATCHED = ['title', 'line', 'theme', 'series', 'unit', 'partnerUnit', 'startsAt', 'endsAt', 'registrationOpensAt', 'registrationClosesAt', 'place', 'description', 'contact', 'leader'] as const

/** Above an activity's form: where it stands, what publishing still needs, and its public address. */
export function Publishing() {
  const { id, hasSavePermission } = useDocumentInfo()
  const status = useFormFields(([fields]) => (fields.status?.value as ActivityStatus | undefined) ?? 'draft')
  const [openedAt] = useState(() => Date.now())
  const endsAt = useFormFields(([fields]) => fields.endsAt?.value as string | undefined)
  const hasEnded = endsAt !== undefined && Date.parse(endsAt) < openedAt
  const hint = status === 'draft' ? TEXT.draftHint : status === 'cancelled' ? TEXT.cancelledHint : hasEnded ? TEXT.endedHint : TEXT.publishedHint
  return (
    <section className="xf-publishing">
      <div className="xf-publishing__status">
        <span className={`xf-badge xf-badge--${status}`}>{ACTIVITY_STATUSES[status]}</span>
        <span suppressHydrationWarning>{hasSavePermission === false ? TEXT.readOnly : hint}</span>
      </div>
      {status !== 'draft' && id !== undefined && (
        <>
          <Counters />
          <PublicAddress id={String(id)} />
        </>
      )}
      {status === 'draft' && hasSavePermission !== false && <Publish />}
    </section>
  )
}

function Counters() {
  const values = useFormFields(([fields]) => fields)
  const value = (name: string): number => Number(values[name]?.value ?? 0)
  const capacity = typeof values.capacity?.value === 'number' ? values.capacity.value : null
  return (
    <>
      <dl className="xf-counters">
        <Counter label={TEXT.counters.capacity} value={capacity ?? TEXT.unlimited} />
        <Counter label={TEXT.counters.taken} value={value('taken')} />
        <Counter label={TEXT.counters.waiting} value={value('waiting')} />
        <Counter label={TEXT.counters.present} value={value('present')} />
        {values.ledger?.value === 'service' && <Counter label={TEXT.counters.minutes} value={value('minutes')} />}
      </dl>
      {capacity !== null && value('taken') > capacity && <p className="xf-hint">{TEXT.over(value('taken') - capacity)}</p>}
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
            {TEXT.missing}
            {required.map((name) => TEXT.fields[name]).join('、')}
          </p>
        )}
        {problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
        {isReady && <p>{TEXT.ready}</p>}
        {recommended.length > 0 && (
          <p className="xf-hint">
            {TEXT.recommended}
            {recommended.map((name) => TEXT.fields[name]).join('、')}
          </p>
        )}
      </div>
      <button type="button" className="xf-button xf-button--primary" disabled={!isReady || isProcessing} onClick={() => void submit({ overrides: { status: 'published' } })}>
        {isProcessing ? TEXT.publishing : TEXT.publish}
      </button>
    </div>
  )
}

function PublicAddress({ id }: { id: string }) {
  const { config } = useConfig()
  const address = useRef<HTMLInputElement>(null)
  const [message, setMessage] = useState('')
  const url = `${config.serverURL}${PATHS.publicActivity(id)}`

  const copy = async () => {
    address.current?.select()
    try {
      await navigator.clipboard.writeText(url)
      setMessage(TEXT.copied)
    } catch {
      setMessage(TEXT.copyFailed)
    }
  }

  return (
    <div className="xf-publishing__address">
      <label className="xf-field">
        <span className="xf-visually-hidden">{TEXT.publicPage}</span>
        <input ref={address} readOnly value={url} onFocus={(event) => event.target.select()} />
      </label>
      <button type="button" className="xf-button" onClick={() => void copy()}>
        {TEXT.copy}
      </button>
      <a className="xf-button" href={PATHS.publicActivity(id)} target="_blank" rel="noreferrer">
        {TEXT.open}
      </a>
      <Link className="xf-button xf-button--primary" href={PATHS.signUps(id)}>
        {TEXT.signUps}
      </Link>
      <span role="status">{message}</span>
    </div>
  )
}
