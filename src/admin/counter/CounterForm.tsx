'use client'
import { Link } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useEffect, useId, useRef, useState, type FormEvent } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { askedOf } from '../../domain/activities/answers.ts'
import type { ActivityDetail } from '../../domain/activities/views.ts'
import type { Candidate } from '../../domain/seats/views.ts'
import type { Who } from '../../domain/shared/requests.ts'
import { nameText } from '../../domain/shared/typedText.ts'
import { AnswerField } from '../../frontend/islands/AnswerField.tsx'
import { answerKey, answersOf, type GivenAnswer } from '../../frontend/islands/signUpSchema.ts'
import { formatDateTime } from '../format.ts'
import { PATHS } from '../paths.ts'
import { TextInput } from '../signUps/TextInput.tsx'
import { signUpForAnother, type SignedUp } from './calls.ts'
import { COUNTER_TEXTS } from './texts.ts'
import { useCandidates } from './useCandidates.ts'

interface Done extends SignedUp {
  name: string
  isNew: boolean
}

/** Signs one person after the other up for the activity. The input stays until it was accepted. */
export function CounterForm({ activity }: { activity: ActivityDetail }) {
  const router = useRouter()
  const [done, setDone] = useState<Done | null>(null)
  /** Counts the people: each gets a form of their own. */
  const [turn, setTurn] = useState(0)
  return (
    <div className="xf-counter">
      <section className="xf-card">
        <h2>{activity.title}</h2>
        <p className="xf-counter__facts">
          <span>{formatDateTime(activity.startsAt)}</span>
          <span>{activity.place}</span>
          <span>{activity.unit.name}</span>
          <b>{COUNTER_TEXTS.free(activity.free)}</b>
          {activity.waiting > 0 && <span>{COUNTER_TEXTS.waiting(activity.waiting)}</span>}
          {activity.approval && <span>{COUNTER_TEXTS.approval}</span>}
        </p>
        <div className="xf-form__buttons">
          <Link className="xf-button" href={PATHS.signUpForAnother()}>
            {COUNTER_TEXTS.other}
          </Link>
          <Link className="xf-button" href={PATHS.signUps(activity.id)}>
            {COUNTER_TEXTS.sheet}
          </Link>
        </div>
      </section>
      {done === null ? (
        <Caller
          key={turn}
          activity={activity}
          onDone={(next) => {
            setDone(next)
            router.refresh()
          }}
        />
      ) : (
        <Result
          done={done}
          onNext={() => {
            setDone(null)
            setTurn(turn + 1)
          }}
        />
      )}
    </div>
  )
}

function Result({ done, onNext }: { done: Done; onNext: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  const { status, name, position, clashes, isNew } = done
  return (
    <section className="xf-card xf-counter__result">
      <div role="status" className={`xf-notice xf-notice--${isNew ? 'done' : 'nothing'}`}>
        <p className="xf-counter__done">{COUNTER_TEXTS.done[status](name)}</p>
        {!isNew && <p>{COUNTER_TEXTS.already(name)}</p>}
        {position !== undefined && <p>{COUNTER_TEXTS.position(position)}</p>}
      </div>
      {clashes.length > 0 && <p className="xf-notice">{COUNTER_TEXTS.clashes(clashes.map(({ title }) => title))}</p>}
      <p>{COUNTER_TEXTS.told}</p>
      <button ref={button} type="button" className="xf-button xf-button--primary" onClick={onNext}>
        {COUNTER_TEXTS.next}
      </button>
    </section>
  )
}

/** One person: found, or new, with their answers and their consent. */
function Caller({ activity, onDone }: { activity: ActivityDetail; onDone: (done: Done) => void }) {
  const { questions, partyLimit, free } = activity
  const [typed, setTyped] = useState({ name: '', phone: '' })
  const [chosen, setChosen] = useState<Candidate | null>(null)
  const [size, setSize] = useState(1)
  const [consent, setConsent] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [fields, setFields] = useState<Record<string, string>>({})
  const [isUnclear, setIsUnclear] = useState(false)
  const [isSending, setIsSending] = useState(false)
  const { register, control, getValues } = useForm<{ answers: Record<string, GivenAnswer> }>()
  const given = useWatch({ control, name: 'answers' })
  const asked = new Set(askedOf(questions, answersOf(given ?? {}, questions)))
  const found = useCandidates(activity.id, typed.name, typed.phone)
  const ids = { consent: useId(), size: useId() }

  const send = async (who?: Who) => {
    setIsSending(true)
    const answer = await signUpForAnother(activity.id, {
      ...(chosen ? { person: chosen.id } : { ...typed, ...(who && { who }) }),
      consent,
      answers: answersOf(getValues('answers') ?? {}, questions),
      ...(size > 1 && { size }),
    })
    setIsSending(false)
    const isAsked = !answer.ok && answer.code === 'walk-in-unclear'
    setIsUnclear(isAsked)
    setProblem(answer.ok ? null : answer.detail)
    // A question is no fault of what was typed.
    setFields(answer.ok || isAsked ? {} : answer.fields)
    if (!answer.ok) return
    const name = chosen?.name ?? (who === 'known' ? COUNTER_TEXTS.samePerson : nameText(typed.name))
    onDone({ ...answer.body, name, isNew: answer.status === 201 })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send()
  }
  // An answer holds for who was meant then.
  const change = (next: { typed?: typeof typed; chosen?: Candidate | null }) => {
    if (next.typed) setTyped(next.typed)
    if (next.chosen !== undefined) setChosen(next.chosen)
    setIsUnclear(false)
    setProblem(null)
    setFields({})
  }

  return (
    <form className="xf-card xf-form" aria-label={COUNTER_TEXTS.title} onSubmit={submit} noValidate>
      {chosen ? (
        <div className="xf-counter__chosen">
          <span>
            {COUNTER_TEXTS.chosen}：<b>{COUNTER_TEXTS.inWords(chosen)}</b>
            {chosen.standing && <small>{COUNTER_TEXTS.standing(chosen)}</small>}
          </span>
          <button type="button" className="xf-button" onClick={() => change({ chosen: null })}>
            {COUNTER_TEXTS.another}
          </button>
        </div>
      ) : (
        <>
          <div className="xf-form__row">
            <TextInput
              label={COUNTER_TEXTS.name}
              isFirst
              value={typed.name}
              hint={COUNTER_TEXTS.nameHint}
              problem={fields.name}
              onChange={(name) => change({ typed: { ...typed, name } })}
            />
            <TextInput
              label={COUNTER_TEXTS.phone}
              type="tel"
              value={typed.phone}
              hint={COUNTER_TEXTS.phoneHint}
              problem={fields.phone}
              onChange={(phone) => change({ typed: { ...typed, phone } })}
            />
          </div>
          <Candidates found={found} onChoose={(candidate) => change({ chosen: candidate })} />
        </>
      )}
      {partyLimit > 1 && (
        <div className="xf-field xf-counter__size">
          <label htmlFor={ids.size}>{COUNTER_TEXTS.size}</label>
          <select id={ids.size} value={size} onChange={(event) => setSize(Number(event.target.value))}>
            {Array.from({ length: partyLimit }, (_, index) => (
              <option key={index} value={index + 1}>
                {COUNTER_TEXTS.heads(index + 1)}
              </option>
            ))}
          </select>
          {fields.size !== undefined && <small className="is-problem">{fields.size}</small>}
        </div>
      )}
      {questions.length > 0 && (
        <div className="xf-answers">
          {questions.map((question) => (
            <AnswerField
              key={question.id}
              question={question}
              isShown={asked.has(question)}
              isConditionTold={false}
              field={register(`answers.${answerKey(question.id)}`)}
              initial={undefined}
              error={fields[`answers.${question.id}`]}
            />
          ))}
        </div>
      )}
      <blockquote className="xf-counter__aloud">
        <b>{COUNTER_TEXTS.readAloud}</b>“{COUNTER_TEXTS.sentence(activity.title, activity.unit.name)}”
      </blockquote>
      <label className="xf-check">
        <input
          type="checkbox"
          checked={consent}
          aria-invalid={fields.consent !== undefined}
          onChange={(event) => setConsent(event.target.checked)}
        />
        {COUNTER_TEXTS.consent}
      </label>
      {problem !== null && (
        <p role="alert" className={`xf-notice xf-notice--${isUnclear ? 'nothing' : 'failed'}`}>
          {problem}
        </p>
      )}
      {isUnclear ? (
        <div className="xf-form__buttons">
          <button type="button" className="xf-button" disabled={isSending} onClick={() => void send('known')}>
            {COUNTER_TEXTS.isKnown}
          </button>
          <button type="button" className="xf-button" disabled={isSending} onClick={() => void send('another')}>
            {COUNTER_TEXTS.isAnother}
          </button>
        </div>
      ) : (
        <button type="submit" className="xf-button xf-button--primary" disabled={isSending}>
          {isSending
            ? COUNTER_TEXTS.sending
            : free !== null && size > free
              ? COUNTER_TEXTS.submitToWait
              : COUNTER_TEXTS.submit}
        </button>
      )}
    </form>
  )
}

function Candidates({
  found,
  onChoose,
}: {
  found: ReturnType<typeof useCandidates>
  onChoose: (candidate: Candidate) => void
}) {
  return (
    <div className="xf-counter__found" aria-live="polite">
      {found !== null && found.people.length === 0 && <p className="xf-hint">{COUNTER_TEXTS.nobody}</p>}
      {found !== null && found.people.length > 0 && (
        <>
          <p className="xf-hint">{COUNTER_TEXTS.found}</p>
          <ul>
            {found.people.map((person) => (
              <li key={person.id}>
                <button type="button" onClick={() => onChoose(person)}>
                  {COUNTER_TEXTS.inWords(person)}
                  {person.standing && <small>{COUNTER_TEXTS.standing(person)}</small>}
                </button>
              </li>
            ))}
          </ul>
          {found.more && <p className="xf-hint">{COUNTER_TEXTS.more}</p>}
        </>
      )}
    </div>
  )
}
