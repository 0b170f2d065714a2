import type { PayloadRequest } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import type { Question } from '../../domain/activities/views.ts'
import { codeRequestSchema, sessionRequestSchema } from '../../domain/identity/requests.ts'
import { registrationRequestSchema } from '../../domain/seats/requests.ts'
import { isStorable } from '../../domain/shared/storableText.ts'
import { getPublicActivity } from '../../operations/activities/getPublicActivity.ts'
import { openSession } from '../../operations/identity/openSession.ts'
import { register } from '../../operations/seats/register.ts'
import { requestCode, type Contact } from '../../operations/identity/requestCode.ts'
import { visitorOf } from '../../operations/identity/visitorOf.ts'
import {
  answersOf,
  signUpSchema,
  sizeOf,
  splitContact,
  type SignUpStep,
  type SignUpValues,
} from '../islands/signUpSchema.ts'

/** The values to show again after a form came in without a script. */
export interface SignUpPost {
  isDone: boolean
  token: string | null
  step: Exclude<SignUpStep, 'done'>
  values: Partial<SignUpValues>
  errors: Record<string, string>
  status: number
  /** In seconds; null when it is not a matter of time. */
  retryAfter: number | null
}

/**
 * One step of the sign-up form, posted as a plain form: does what the script would do by JSON, and keeps every word.
 */
export async function followSignUp(
  req: PayloadRequest,
  input: { body: Record<string, unknown>; activityId: string | null },
  now: Date,
): Promise<SignUpPost> {
  const { body, activityId } = input
  // A person who lost the session meanwhile begins with the contact; the answers are still in the form.
  const posted = stepOf(body.step)
  const step = visitorOf(req) === 'person' ? 'done' : posted === 'done' ? 'contact' : posted
  const values = valuesOf(body)
  const again = (over: Partial<SignUpPost>): SignUpPost => ({
    isDone: false,
    token: null,
    step: step === 'done' ? 'contact' : step,
    values,
    errors: {},
    status: 200,
    retryAfter: null,
    ...over,
  })
  if (body.action === 'change') return again({ step: 'contact' })
  const questions = activityId === null ? [] : (await getPublicActivity(req, activityId, now)).questions
  let token: string | null = null
  try {
    const isResending = body.action === 'resend'
    requireComplete(isResending ? 'contact' : step, values, questions)
    if (step !== 'done') {
      const contact = splitContact(values.contact)
      if (step === 'contact' || isResending) {
        await requestCode(req, codeRequestSchema.parse(contact) as Contact, now)
        return again({ step: 'code' })
      }
      const profile = step === 'profile' ? { name: values.name, consent: values.consent } : {}
      const session = await openSession(
        req,
        sessionRequestSchema.parse({ ...contact, code: values.code, ...profile }),
        now,
      )
      token = session.token
      req.user = { id: session.person.id, collection: 'people' } as NonNullable<PayloadRequest['user']>
    }
    if (activityId !== null)
      await register(
        req,
        {
          activityId,
          ...registrationRequestSchema.parse({ answers: answersOf(values.answers, questions), ...sizeOf(values.size) }),
        },
        now,
      )
    return again({ isDone: true, token })
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    // No mistake of anybody's: the first time there is one more thing to ask.
    if (error.code === 'profile-required' && step === 'code') return again({ step: 'profile' })
    const errors = Object.keys(error.fields).length > 0 ? error.fields : { form: error.message }
    return again({ token, errors, status: error.status, retryAfter: error.retryAfter })
  }
}

function stepOf(step: unknown): SignUpStep {
  return step === 'code' || step === 'profile' || step === 'done' ? step : 'contact'
}

function valuesOf(body: Record<string, unknown>): SignUpValues {
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '')
  const isGiven = (value: unknown): value is string | string[] =>
    typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'))
  const answers = Object.entries(body).flatMap(([name, value]) =>
    name.startsWith('answers.') && isGiven(value) ? [[name.slice('answers.'.length), value] as const] : [],
  )
  return {
    contact: text('contact'),
    code: text('code'),
    name: text('name'),
    consent: text('consent') !== '',
    size: /^\d{1,2}$/.test(text('size')) ? text('size') : '',
    answers: Object.fromEntries(answers),
  }
}

/** @throws AppError invalid-input, its fields named as the API names them */
function requireComplete(step: SignUpStep, values: SignUpValues, questions: Question[]): void {
  if (!isStorable(values)) throw new AppError('invalid-input', '内容中有不能使用的字符，请删除后重试。')
  const parsed = signUpSchema(step, questions).safeParse(values)
  if (parsed.success) return
  const fields = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join('.').replace(/^answers\.q-/, 'answers.'), issue.message]),
  )
  throw new AppError('invalid-input', Object.values(fields)[0], fields)
}
