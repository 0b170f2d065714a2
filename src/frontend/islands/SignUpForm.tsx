import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useRef, useState, useSyncExternalStore, type MouseEvent } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import type * as z from 'zod'
import { askedOf } from '../../domain/activities/answers.ts'
import type { ActivityDetail, Question } from '../../domain/activities/views.ts'
import { AnswerField } from './AnswerField.tsx'
import { goTo } from './goTo.ts'
import { getJson, postJson, type Problem } from './postJson.ts'
import {
  answerKey,
  answersOf,
  signUpSchema,
  sizeOf,
  splitContact,
  type SignUpStep,
  type SignUpValues,
} from './signUpSchema.ts'
import { SIGN_UP_FORM_TEXTS } from './texts.ts'

export interface SignUpFormProps {
  /** Null on the log-in page. */
  activityId: string | null
  questions: Question[]
  isLoggedIn: boolean
  isWaitingList: boolean
  /** Heads that one sign-up may be for. */
  partyLimit: number
  /** Seats free when the page was made; null means unlimited. */
  free: number | null
  /** contact: ask who; code: ask the code that was sent; profile: ask name and consent too. */
  step: Exclude<SignUpStep, 'done'>
  values: Partial<SignUpValues>
  errors: Record<string, string>
  /** Where to go after log-in. */
  next: string
}

type Asking = Pick<SignUpFormProps, 'questions' | 'isWaitingList' | 'partyLimit' | 'free'>

interface Shown {
  detail: string
  fields: Record<string, string>
}

/**
 * Signing up, or logging in, in one flow: contact, code, on the first time name and consent. A plain form that posts to
 * the page's own address; where scripts run it sends JSON instead and keeps what was typed.
 */
export function SignUpForm(props: SignUpFormProps) {
  const { activityId, values: initial } = props
  /** The activity as it is by now: it may change while the form is open. */
  const [current, setCurrent] = useState<Asking>(props)
  const { questions, isWaitingList, partyLimit, free } = current
  const [step, setStep] = useState<SignUpStep>(props.isLoggedIn ? 'done' : props.step)
  const [problem, setProblem] = useState<Shown | null>(shownErrors(props.errors))
  const [sentTo, setSentTo] = useState<string | null>(props.step === 'code' ? (initial.contact ?? '') : null)
  const [isLeaving, setLeaving] = useLeaving()
  const summary = useRef<HTMLDivElement>(null)
  // No default values: the inputs hold them, so that what was typed before this script arrived is not overwritten.
  const { register, handleSubmit, getValues, clearErrors, control, formState } = useForm<
    z.input<ReturnType<typeof signUpSchema>>,
    unknown,
    SignUpValues
  >({
    resolver: zodResolver(signUpSchema(step, questions)),
  })
  const size = useWatch({ control, name: 'size' })
  const given = useWatch({ control, name: 'answers' })
  // Input that was typed before this script arrived counts from the first look at the form on.
  const isScripted = useSyncExternalStore(
    untold,
    () => true,
    () => false,
  )
  const asked = isScripted
    ? new Set(askedOf(questions, answersOf(given ?? getValues('answers') ?? {}, questions)))
    : null
  /** The first question that this form did not have when it was filled in. */
  const [added, setAdded] = useState<string | null>(null)
  useEffect(() => {
    if (!problem) return
    if (added === null) summary.current?.focus()
    else document.getElementById(`f-${added}`)?.focus()
  }, [problem, added])

  const isBusy = formState.isSubmitting || isLeaving
  const { errors } = formState
  const errorOf = (name: 'contact' | 'code' | 'name' | 'consent'): string | undefined =>
    errors[name]?.message ??
    problem?.fields[name] ??
    (name === 'contact' ? (problem?.fields.phone ?? problem?.fields.email) : undefined)
  const attributes = (name: 'contact' | 'code' | 'name' | 'consent') => ({
    ...register(name),
    id: `f-${name}`,
    'aria-invalid': errorOf(name) ? true : undefined,
    'aria-describedby': errorOf(name) ? `e-${name}` : undefined,
  })
  const errorLine = (name: 'contact' | 'code' | 'name' | 'consent') =>
    errorOf(name) && (
      <p className="field-error" id={`e-${name}`}>
        {errorOf(name)}
      </p>
    )
  const fail = ({ code, detail, fields }: Problem): void => {
    // No mistake of anybody's: the first time there is one more thing to ask.
    if (code === 'profile-required' && step === 'code') return setStep('profile')
    setProblem({ detail, fields: fields ?? {} })
  }
  const leaveFor = (href: string): void => {
    setLeaving(true)
    goTo(href)
  }
  const sendCode = async (contact: string): Promise<void> => {
    setProblem(null)
    const sent = await postJson('/api/codes', splitContact(contact))
    if (sent.problem) return fail(sent.problem)
    setSentTo(contact.trim())
    if (step === 'contact') setStep('code')
  }
  /** These two post the form where there is no script. */
  const change = (event: MouseEvent): void => {
    event.preventDefault()
    setProblem(null)
    setSentTo(null)
    setStep('contact')
  }
  const resend = (event: MouseEvent): void => {
    event.preventDefault()
    void sendCode(getValues('contact') ?? '')
  }

  const submit = handleSubmit(async (values) => {
    if (step === 'contact') return sendCode(values.contact)
    setProblem(null)
    if (step !== 'done') {
      const profile = step === 'profile' ? { name: values.name, consent: values.consent } : {}
      const session = await postJson('/api/sessions', {
        ...splitContact(values.contact),
        code: values.code,
        ...profile,
      })
      if (session.problem) return fail(session.problem)
      if (activityId === null) return leaveFor(props.next)
      // The session stands, whatever becomes of the sign-up.
      setStep('done')
    }
    const registered = await postJson(`/api/activities/${activityId ?? ''}/registrations`, {
      answers: answersOf(values.answers, questions),
      ...sizeOf(values.size),
    })
    if (!registered.problem) return leaveFor(`/activities/${activityId ?? ''}?done=1`)
    await goOnAfter(registered.problem)
  })

  /** The input stays while there is a way on; what has changed meanwhile is shown. */
  const goOnAfter = async (refusal: Problem): Promise<void> => {
    if (refusal.code === 'not-logged-in') {
      setStep('contact')
      return setProblem({ detail: SIGN_UP_FORM_TEXTS.sessionEnded, fields: {} })
    }
    const now = await getJson<ActivityDetail>(`/api/public/activities/${activityId ?? ''}`)
    const isJoinable = now !== null && (now.joinable === 'open' || now.joinable === 'waiting-list')
    // A state of the activity that this page does not show yet: the fresh page says it, and there is nothing to keep.
    if (STATES.has(refusal.code) && !isJoinable)
      return leaveFor(`/activities/${activityId ?? ''}?problem=${refusal.code}`)
    if (now) {
      setCurrent({
        questions: now.questions,
        isWaitingList: now.joinable === 'waiting-list',
        partyLimit: now.partyLimit,
        free: now.free,
      })
      const before = new Set(questions.map(({ id }) => id))
      setAdded(
        now.questions.find(({ id }) => !before.has(id) && refusal.fields?.[`answers.${id}`] !== undefined)?.id ?? null,
      )
      clearErrors()
    }
    fail(refusal)
  }

  const labels = SIGN_UP_FORM_TEXTS.submit[activityId === null ? 'logIn' : isWaitingList ? 'waitingList' : 'signUp']
  const isAsking =
    step === 'contact' ||
    step === 'done' ||
    questions.some(({ id }) => errors.answers?.[answerKey(id)] || problem?.fields[`answers.${id}`])
  return (
    <form
      method="post"
      onSubmit={(event) => void submit(event)}
      noValidate
      aria-label={activityId === null ? SIGN_UP_FORM_TEXTS.formName.logIn : SIGN_UP_FORM_TEXTS.formName.signUp}
    >
      {problem && (
        <div className="notice notice-error" role="alert" tabIndex={-1} ref={summary}>
          {problem.detail}
        </div>
      )}
      {!problem && (step === 'profile' || (step === 'code' && sentTo !== null)) && (
        <div className="notice" role="status">
          {step === 'profile' ? SIGN_UP_FORM_TEXTS.welcome : SIGN_UP_FORM_TEXTS.sent(sentTo ?? '')}
        </div>
      )}
      <input type="hidden" name="step" value={step} />
      <input type="hidden" name="next" value={props.next} />
      {partyLimit > 1 && (
        <div className="field" hidden={!isAsking}>
          <label htmlFor="f-size">{SIGN_UP_FORM_TEXTS.size}</label>
          <select {...register('size')} id="f-size" defaultValue={initial.size ?? '1'} aria-describedby="h-size">
            {Array.from({ length: partyLimit }, (_, index) => (
              <option key={index} value={index + 1}>
                {SIGN_UP_FORM_TEXTS.heads(index + 1)}
              </option>
            ))}
          </select>
          <p className="small soft" id="h-size" aria-live="polite">
            {problem?.fields.size ??
              (free !== null && free > 0 && Number(size) > free
                ? SIGN_UP_FORM_TEXTS.sizeWaits(free)
                : SIGN_UP_FORM_TEXTS.sizeHint)}
          </p>
        </div>
      )}
      {activityId !== null &&
        questions.map((question) => (
          <AnswerField
            key={question.id}
            question={question}
            isShown={isAsking && (asked?.has(question) ?? true)}
            isConditionTold={asked === null}
            field={register(`answers.${answerKey(question.id)}`)}
            initial={initial.answers?.[answerKey(question.id)]}
            error={errors.answers?.[answerKey(question.id)]?.message ?? problem?.fields[`answers.${question.id}`]}
          />
        ))}
      {step !== 'done' && (
        <div className="field">
          <label htmlFor="f-contact">{SIGN_UP_FORM_TEXTS.contact}</label>
          <input
            {...attributes('contact')}
            defaultValue={initial.contact}
            autoComplete="username"
            inputMode="text"
            readOnly={step !== 'contact'}
          />
          {errorLine('contact') ||
            (step === 'contact' && <p className="small soft">{SIGN_UP_FORM_TEXTS.contactHint}</p>)}
        </div>
      )}
      {(step === 'code' || step === 'profile') && (
        <div className="field">
          <label htmlFor="f-code">{SIGN_UP_FORM_TEXTS.code}</label>
          <input
            {...attributes('code')}
            defaultValue={initial.code}
            className="code-input"
            autoComplete="one-time-code"
            inputMode="numeric"
            maxLength={20}
            autoFocus={step === 'code'}
          />
          {errorLine('code')}
        </div>
      )}
      {step === 'profile' && (
        <>
          <div className="field">
            <label htmlFor="f-name">{SIGN_UP_FORM_TEXTS.name}</label>
            <input {...attributes('name')} defaultValue={initial.name} autoComplete="name" maxLength={40} autoFocus />
            {errorLine('name')}
          </div>
          <div className="field">
            <label className="check">
              <input type="checkbox" {...attributes('consent')} defaultChecked={initial.consent} />
              <span>
                {SIGN_UP_FORM_TEXTS.consentBefore}
                <a href="/about#privacy">{SIGN_UP_FORM_TEXTS.consentLink}</a>
                {SIGN_UP_FORM_TEXTS.consentAfter}
              </span>
            </label>
            {errorLine('consent')}
          </div>
        </>
      )}
      <button className="button button-primary button-wide" aria-busy={isBusy || undefined} disabled={isBusy}>
        {isBusy ? SIGN_UP_FORM_TEXTS.busy : labels[step]}
      </button>
      {(step === 'code' || step === 'profile') && (
        <p className="choices small">
          <button className="button-plain" name="action" value="change" onClick={change}>
            {SIGN_UP_FORM_TEXTS.change}
          </button>
          <button className="button-plain" name="action" value="resend" onClick={resend}>
            {SIGN_UP_FORM_TEXTS.resend}
          </button>
        </p>
      )}
    </form>
  )
}

/** Nothing ever changes: what differs is the server from the browser. */
const untold = () => () => undefined

const STATES = new Set(['registration-closed', 'activity-cancelled', 'full', 'not-found', 'forbidden'])

function shownErrors(fields: Record<string, string>): Shown | null {
  const [detail] = Object.values(fields)
  return detail === undefined ? null : { detail, fields }
}

/** Busy until the next page is there; coming back to this one by the browser's history ends it. */
function useLeaving() {
  const [isLeaving, setLeaving] = useState(false)
  useEffect(() => {
    const stay = (): void => setLeaving(false)
    window.addEventListener('pageshow', stay)
    return () => window.removeEventListener('pageshow', stay)
  }, [])
  return [isLeaving, setLeaving] as const
}
