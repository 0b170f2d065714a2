'use client'
import { useRouter } from 'next/navigation.js'
import { useState, type FormEvent } from 'react'
import type { UnitChoice } from '../../operations/units/listOwnUnits.ts'
import { MESSAGES } from '../messages.ts'
import { issueCertificates, type IssueEnd } from './calls.ts'

const TEXT = MESSAGES.certificates

/** How many ended which way. */
export function sentencesOf(outcomes: IssueEnd[]): string[] {
  return [...new Set(outcomes)].map((outcome) =>
    TEXT.outcomes[outcome](outcomes.filter((other) => other === outcome).length),
  )
}

export function IssueForm({ units }: { units: UnitChoice[] }) {
  const router = useRouter()
  const [notice, setNotice] = useState<{ kind: 'done' | 'failed'; lines: string[] } | null>(null)
  const [isSending, setIsSending] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { unit, from, to } = Object.fromEntries(new FormData(event.currentTarget)) as {
      unit: string
      from: string
      to: string
    }
    setIsSending(true)
    const answer = await issueCertificates({ unit, from, to })
    setIsSending(false)
    setNotice(
      answer.ok
        ? { kind: 'done', lines: answer.body.length === 0 ? [TEXT.nobody] : sentencesOf(answer.body) }
        : { kind: 'failed', lines: [answer.detail] },
    )
    if (answer.ok) router.refresh()
  }
  return (
    <details className="xf-card xf-issue">
      <summary>{TEXT.forPeriod}</summary>
      <form className="xf-form" onSubmit={(event) => void submit(event)} noValidate>
        <p className="xf-hint">{TEXT.forPeriodHint}</p>
        <div className="xf-form__row">
          <label className="xf-field">
            <span>{TEXT.unit}</span>
            <select name="unit">
              {units.map(({ id, name, level }) => (
                <option key={id} value={id}>
                  {`${'　'.repeat(level)}${name}`}
                </option>
              ))}
            </select>
          </label>
          <label className="xf-field">
            <span>{TEXT.from}</span>
            <input type="date" name="from" required />
          </label>
          <label className="xf-field">
            <span>{TEXT.to}</span>
            <input type="date" name="to" required />
          </label>
          <button type="submit" className="xf-button xf-button--primary" disabled={isSending}>
            {TEXT.issue}
          </button>
        </div>
        <div role="status" aria-live="polite">
          {notice && (
            <div className={`xf-notice xf-notice--${notice.kind}`}>
              {notice.lines.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </div>
          )}
        </div>
      </form>
    </details>
  )
}
