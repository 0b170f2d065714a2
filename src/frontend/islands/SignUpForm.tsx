import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import type { Question } from '../../domain/publicViews.ts'
import { AnswerField } from './AnswerField.tsx'
import { postJson, type Problem } from './postJson.ts'
import { signUpSchema, splitContact, type SignUpValues } from './signUpSchema.ts'

export interface SignUpFormProps {
  /** Null on the log-in page. */
  activityId: string | null
  questions: Question[]
  isLoggedIn: boolean
  isWaitingList: boolean
  /** contact: ask who; code: ask the code that was sent; profile: ask name and consent too. */
  step: 'contact' | 'code' | 'profile'
  values: Partial<SignUpValues>
  errors: Record<string, string>
  /** Where to go after log-in. */
  next: string
}

const LABELS = { contact: '获取验证码', code: '确认', profile: '确认' }

/**
 * Signing up, or logging in, in one flow: contact, code, on the first time name and consent. A plain form that posts to
 * the page's own address; where scripts run it sends JSON instead and keeps what was typed.
 */
export function SignUpForm(props: SignUpFormProps) {
  const { activityId, questions, isLoggedIn, isWaitingList } = props
  const [step, setStep] = useState(props.step)
  const [problem, setProblem] = useState<{ detail: string; fields: Record<string, string> } | null>(
    Object.keys(props.errors).length > 0 ? { detail: Object.values(props.errors)[0] ?? '', fields: props.errors } : null,
  )
  const [isSent, setSent] = useState(false)
  const summary = useRef<HTMLDivElement>(null)
  const { register, handleSubmit, formState } = useForm<SignUpValues>({
    resolver: zodResolver(signUpSchema(isLoggedIn ? 'done' : step)),
    defaultValues: { contact: '', code: '', name: '', consent: false, answers: {}, ...props.values },
    shouldFocusError: true,
  })
  useEffect(() => {
    if (problem) summary.current?.focus()
  }, [problem])

  const errorOf = (name: string): string | undefined => {
    const own = name.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], formState.errors)
    return (own as { message?: string } | undefined)?.message ?? problem?.fields[name] ?? (name === 'contact' ? (problem?.fields.phone ?? problem?.fields.email) : undefined)
  }
  const attributes = (name: string) => ({ id: `f-${name}`, 'aria-invalid': errorOf(name) ? true : undefined, 'aria-describedby': errorOf(name) ? `e-${name}` : undefined })
  const errorLine = (name: string) =>
    errorOf(name) && (
      <p className="field-error" id={`e-${name}`}>
        {errorOf(name)}
      </p>
    )
  const fail = ({ code, detail, fields }: Problem): void => {
    if (code === 'profile-required') setStep('profile')
    setProblem({ detail, fields: fields ?? {} })
  }

  const submit = handleSubmit(async (values) => {
    setProblem(null)
    if (!isLoggedIn) {
      const contact = splitContact(values.contact)
      if (step === 'contact') {
        const sent = await postJson('/api/codes', contact)
        if (sent.problem) return fail(sent.problem)
        setSent(true)
        return setStep('code')
      }
      const profile = step === 'profile' ? { name: values.name, consent: values.consent } : {}
      const session = await postJson('/api/sessions', { ...contact, code: values.code, ...profile })
      if (session.problem) return fail(session.problem)
    }
    if (activityId === null) return window.location.assign(props.next)
    const registered = await postJson(`/api/activities/${activityId}/registrations`, { answers: answersOf(values, questions) })
    // The session stands by now: the page shows the rest of the story, and the form is not needed any more.
    if (registered.problem && !isLoggedIn) return window.location.assign(`/activities/${activityId}?problem=${registered.problem.code}`)
    if (registered.problem) return fail(registered.problem)
    window.location.assign(`/activities/${activityId}?done=1`)
  })

  const isQuestionsShown = activityId !== null && (isLoggedIn || step === 'contact')
  return (
    <form method="post" onSubmit={(event) => void submit(event)} noValidate aria-label={activityId === null ? '登录' : '报名'}>
      {problem && (
        <div className="notice notice-error" role="alert" tabIndex={-1} ref={summary}>
          {problem.detail}
        </div>
      )}
      {isSent && !problem && (
        <div className="notice" role="status">
          验证码已发送，5 分钟内有效。
        </div>
      )}
      <input type="hidden" name="step" value={isLoggedIn ? 'done' : step} />
      <input type="hidden" name="next" value={props.next} />
      {!isLoggedIn && (
        <div className="field">
          <label htmlFor="f-contact">手机号或邮箱</label>
          <input {...register('contact')} {...attributes('contact')} autoComplete="username" inputMode="email" readOnly={step !== 'contact'} required />
          {errorLine('contact')}
        </div>
      )}
      {!isLoggedIn && step !== 'contact' && (
        <div className="field">
          <label htmlFor="f-code">6 位验证码</label>
          <input {...register('code')} {...attributes('code')} className="code-input" autoComplete="one-time-code" inputMode="numeric" maxLength={6} required />
          {errorLine('code')}
        </div>
      )}
      {!isLoggedIn && step === 'profile' && (
        <>
          <div className="field">
            <label htmlFor="f-name">姓名（首次使用）</label>
            <input {...register('name')} {...attributes('name')} autoComplete="name" maxLength={40} required />
            {errorLine('name')}
          </div>
          <div className="field">
            <label className="check">
              <input type="checkbox" {...register('consent')} {...attributes('consent')} required />
              <span>
                我同意按<a href="/about#privacy">个人信息说明</a>保存姓名和联系方式，仅用于活动报名与记录
              </span>
            </label>
            {errorLine('consent')}
          </div>
        </>
      )}
      {activityId !== null &&
        questions.map((question) => (
          <AnswerField
            key={question.id}
            question={question}
            isShown={isQuestionsShown}
            register={register}
            initial={props.values.answers?.[question.id]}
            error={errorOf(`answers.${question.id}`)}
          />
        ))}
      <button className="button button-primary button-wide" aria-busy={formState.isSubmitting || undefined} disabled={formState.isSubmitting}>
        {isLoggedIn ? (isWaitingList ? '加入候补' : '我要报名') : activityId !== null && step === 'contact' ? (isWaitingList ? '下一步：验证并加入候补' : '下一步：验证并报名') : LABELS[step]}
      </button>
      {!isLoggedIn && step !== 'contact' && (
        <p className="small">
          <a href={activityId === null ? `/login?next=${encodeURIComponent(props.next)}` : `/activities/${activityId}`}>没收到？换个联系方式或重新获取</a>
        </p>
      )}
    </form>
  )
}

function answersOf(values: SignUpValues, questions: Question[]): Record<string, string> {
  const given = questions.map(({ id, kind }) => {
    const value = values.answers[id]
    return [id, kind === 'checkbox' ? (value ? '是' : '') : typeof value === 'string' ? value : ''] as const
  })
  return Object.fromEntries(given.filter(([, value]) => value !== ''))
}
