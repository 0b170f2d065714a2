'use client'
import { useRouter } from 'next/navigation.js'
import { useRef, useState, type FormEvent } from 'react'
import type { UnitChoice } from '../../operations/units/listOwnUnits.ts'
import { UnitOptions } from '../UnitOptions.tsx'
import { BatchFiles } from './BatchFiles.tsx'
import { issueCertificates, type IssueEnd } from './calls.ts'
import { ISSUE_OUTCOMES, ISSUE_TEXTS } from './texts.ts'

/** How many ended which way. */
export function sentencesOf(outcomes: IssueEnd[]): string[] {
  return [...new Set(outcomes)].map((outcome) =>
    ISSUE_OUTCOMES[outcome](outcomes.filter((other) => other === outcome).length),
  )
}

export function IssueForm({ units }: { units: UnitChoice[] }) {
  const router = useRouter()
  const [notice, setNotice] = useState<{ kind: 'done' | 'failed'; lines: string[] } | null>(null)
  const [isSending, setIsSending] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  /** The batch that the form names, once all of it is filled in. */
  const readBatch = (): Record<string, string> | null => {
    const filled = form.current && (Object.fromEntries(new FormData(form.current)) as Record<string, string>)
    if (filled?.from && filled.to) return filled
    setNotice({ kind: 'failed', lines: [ISSUE_TEXTS.needsDays] })
    return null
  }
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
        ? { kind: 'done', lines: answer.body.length === 0 ? [ISSUE_TEXTS.nobody] : sentencesOf(answer.body) }
        : { kind: 'failed', lines: [answer.detail] },
    )
    if (answer.ok) router.refresh()
  }
  return (
    <details className="xf-card xf-issue">
      <summary>{ISSUE_TEXTS.forPeriod}</summary>
      <form ref={form} className="xf-form" onSubmit={(event) => void submit(event)} noValidate>
        <p className="xf-hint">{ISSUE_TEXTS.forPeriodHint}</p>
        <div className="xf-form__row">
          <label className="xf-field">
            <span>{ISSUE_TEXTS.unit}</span>
            <select name="unit">
              <UnitOptions units={units} />
            </select>
          </label>
          <label className="xf-field">
            <span>{ISSUE_TEXTS.from}</span>
            <input type="date" name="from" required />
          </label>
          <label className="xf-field">
            <span>{ISSUE_TEXTS.to}</span>
            <input type="date" name="to" required />
          </label>
          <button type="submit" className="xf-button xf-button--primary" disabled={isSending}>
            {ISSUE_TEXTS.issue}
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
        <p className="xf-hint">{ISSUE_TEXTS.batchHint}</p>
        <BatchFiles readBatch={readBatch} />
      </form>
    </details>
  )
}
