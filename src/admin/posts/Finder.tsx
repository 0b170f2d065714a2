'use client'
import { useEffect, useId, useState } from 'react'
import type { Answer } from '../call.ts'
import { POST_TEXTS } from './texts.ts'

/** So long after the last key it is asked, in milliseconds. */
const PAUSE_MS = 250

export interface Found {
  id: string
  title: string
}

/** The first of all that were found; or the sentence that says why nothing could be looked for. */
export type Outcome = { total: number; hits: Found[] } | { problem: string }

export const outcomeOf = <Body,>(
  answer: Answer<Body>,
  found: (body: Body) => { total: number; hits: Found[] },
): Outcome => (answer.ok ? found(answer.body) : { problem: answer.detail })

interface Props {
  label: string
  hint?: string
  /** The sentence for when there is none. */
  none: string
  problem?: string | undefined
  /** From two characters on. */
  find: (typed: string) => Promise<Outcome>
  onChoose: (found: Found) => void
}

/** One box to find a record by its name, and the records that were found as buttons. */
export function Finder({ label, hint, none, problem, find, onChoose }: Props) {
  const id = useId()
  const [text, setText] = useState('')
  const [found, setFound] = useState<{ typed: string; outcome: Outcome } | null>(null)
  const typed = text.trim()
  const isAsked = [...typed].length >= 2
  useEffect(() => {
    if (!isAsked) return
    let isStale = false
    const timer = setTimeout(() => {
      void find(typed).then((outcome) => {
        if (!isStale) setFound({ typed, outcome })
      })
    }, PAUSE_MS)
    return () => {
      isStale = true
      clearTimeout(timer)
    }
  }, [find, typed, isAsked])
  const outcome = isAsked && found?.typed === typed ? found.outcome : null
  const shown = outcome && 'hits' in outcome ? outcome : null
  const note = problem ?? hint
  return (
    <div className="xf-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        value={text}
        aria-invalid={problem !== undefined}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        onChange={({ target }) => setText(target.value)}
        // Enter would send the form around it.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      {note !== undefined && (
        <small id={`${id}-note`} className={problem === undefined ? undefined : 'is-problem'}>
          {note}
        </small>
      )}
      <div className="xf-posts__found" aria-live="polite">
        {outcome && 'problem' in outcome && <p className="xf-hint">{outcome.problem}</p>}
        {shown?.total === 0 && <p className="xf-hint">{none}</p>}
        {shown?.hits.map((one) => (
          <button key={one.id} type="button" className="xf-button" onClick={() => onChoose(one)}>
            {one.title}
          </button>
        ))}
        {shown && shown.total > shown.hits.length && <p className="xf-hint">{POST_TEXTS.more}</p>}
      </div>
    </div>
  )
}

/** The record that was chosen, and the way to choose another. */
export function Chosen({ title, onAnother }: { title: string; onAnother: () => void }) {
  return (
    <p className="xf-posts__chosen">
      <span>
        {POST_TEXTS.chosen}：<b>{title}</b>
      </span>
      <button type="button" className="xf-button" onClick={onAnother}>
        {POST_TEXTS.another}
      </button>
    </p>
  )
}
