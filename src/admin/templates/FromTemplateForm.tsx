'use client'
import { useRouter } from 'next/navigation.js'
import { useState } from 'react'
import { formatServiceTime } from '../../domain/certificates/certificates.ts'
import { LEDGERS, LINES, type Ledger, type Line } from '../../domain/shared/vocabulary.ts'
import { PATHS } from '../paths.ts'
import { TextInput } from '../signUps/TextInput.tsx'
import { createFromTemplate } from './calls.ts'
import { TEMPLATE_TEXTS } from './texts.ts'

export interface ShownTemplate {
  id: string
  name: string
  title: string
  line: Line
  place: string
  /** In minutes. */
  duration: number
  capacity: number | null
  ledger: Ledger
  /** How many are asked. */
  questions: number
  approval: boolean
  /** The unit whose template it is, and the one that the activity will be of. */
  owner: string
  unit: string
}

export function FromTemplateForm({ templates }: { templates: ShownTemplate[] }) {
  const [chosen, setChosen] = useState<ShownTemplate | null>(null)
  return (
    <div className="xf-from-template">
      <fieldset className="xf-card">
        <legend>{TEMPLATE_TEXTS.choose}</legend>
        {templates.length === 0 && <p className="xf-empty">{TEMPLATE_TEXTS.none}</p>}
        {templates.map((template) => (
          <label key={template.id} className="xf-from-template__one">
            <input
              type="radio"
              name="template"
              checked={chosen?.id === template.id}
              onChange={() => setChosen(template)}
            />
            <span>
              <b>{template.name}</b>
              <small>
                {LINES[template.line]} · {template.place} · {TEMPLATE_TEXTS.by(template.owner)}
              </small>
            </span>
          </label>
        ))}
      </fieldset>
      {chosen !== null && <Publish key={chosen.id} template={chosen} />}
    </div>
  )
}

function Publish({ template }: { template: ShownTemplate }) {
  const router = useRouter()
  const [title, setTitle] = useState(template.title)
  const [startsAt, setStartsAt] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isSending, setIsSending] = useState(false)
  const send = async (publish: boolean) => {
    setIsSending(true)
    const answer = await createFromTemplate(template.id, { startsAt, title, publish })
    if (answer.ok) return router.push(PATHS.activity(answer.body.id))
    setProblem(answer.detail)
    setIsSending(false)
  }
  const { facts } = TEMPLATE_TEXTS
  const rows: [string, string][] = [
    [facts.line, LINES[template.line]],
    [facts.unit, template.unit],
    [facts.place, template.place],
    [facts.lasts, formatServiceTime(template.duration)],
    [facts.capacity, TEMPLATE_TEXTS.seats(template.capacity)],
    [facts.ledger, LEDGERS[template.ledger]],
    [facts.questions, TEMPLATE_TEXTS.questions(template.questions)],
    ...(template.approval ? [[facts.approval, TEMPLATE_TEXTS.approval] satisfies [string, string]] : []),
  ]
  return (
    <form
      className="xf-card xf-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send(true)
      }}
    >
      <h2>{template.name}</h2>
      <dl className="xf-from-template__facts">
        {rows.map(([label, words]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <TextInput label={TEMPLATE_TEXTS.name} value={title} onChange={setTitle} />
      <label className="xf-field">
        <span>{TEMPLATE_TEXTS.startsAt}</span>
        <input
          type="datetime-local"
          max="2199-12-31T23:59"
          value={startsAt}
          onChange={(event) => setStartsAt(event.target.value)}
        />
      </label>
      {problem !== null && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
      <div className="xf-form__buttons">
        <button type="submit" className="xf-button xf-button--primary" disabled={isSending || startsAt === ''}>
          {TEMPLATE_TEXTS.publish}
        </button>
        <button
          type="button"
          className="xf-button"
          disabled={isSending || startsAt === ''}
          onClick={() => void send(false)}
        >
          {TEMPLATE_TEXTS.draft}
        </button>
      </div>
    </form>
  )
}
