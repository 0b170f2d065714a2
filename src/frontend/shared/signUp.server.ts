import type { PayloadRequest } from 'payload'
import { AppError } from '../../domain/AppError.ts'
import { answersSchema, codeRequestSchema, sessionRequestSchema, type Answers } from '../../domain/requests.ts'
import { openSession } from '../../operations/openSession.ts'
import { register } from '../../operations/register.ts'
import { requestCode, type Contact } from '../../operations/requestCode.ts'
import { visitorOf } from '../../operations/visitorOf.ts'
import { signUpSchema, splitContact, type SignUpValues } from '../islands/signUpSchema.ts'

/** What to show again after a form came in without a script. */
export interface SignUpPost {
  isDone: boolean
  token: string | null
  step: 'contact' | 'code' | 'profile'
  values: Partial<SignUpValues>
  errors: Record<string, string>
  status: number
}

/** One step of the sign-up form, posted as a plain form: does what the script would do by JSON, and keeps every word. */
export async function followSignUp(
  req: PayloadRequest,
  input: { body: Record<string, unknown>; activityId: string | null; address: string },
  now: Date,
): Promise<SignUpPost> {
  const step = stepOf(input.body.step)
  const values = valuesOf(input.body)
  const again = (over: Partial<SignUpPost>): SignUpPost => ({ isDone: false, token: null, step: step === 'done' ? 'contact' : step, values, errors: {}, status: 200, ...over })
  let token: string | null = null
  try {
    if (visitorOf(req) !== 'person') {
      checkStep(step === 'done' ? 'contact' : step, values)
      const contact = splitContact(values.contact)
      if (step === 'contact' || step === 'done') {
        await requestCode(req, codeRequestSchema.parse(contact) as Contact, input.address, now)
        return again({ step: 'code' })
      }
      const profile = step === 'profile' ? { name: values.name, consent: values.consent } : {}
      const session = await openSession(req, sessionRequestSchema.parse({ ...contact, code: values.code, ...profile }), now)
      token = session.token
      req.user = { id: session.person.id, collection: 'people' } as NonNullable<PayloadRequest['user']>
    }
    if (input.activityId !== null) await register(req, { activityId: input.activityId, answers: answersOf(values.answers) }, now)
    return again({ isDone: true, token })
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    const errors = Object.keys(error.fields).length > 0 ? error.fields : { form: error.message }
    return again({ token, errors, status: error.status, ...(error.code === 'profile-required' && { step: 'profile' as const }) })
  }
}

function stepOf(step: unknown): 'contact' | 'code' | 'profile' | 'done' {
  return step === 'code' || step === 'profile' || step === 'done' ? step : 'contact'
}

function valuesOf(body: Record<string, unknown>): SignUpValues {
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '')
  const answers = Object.entries(body).flatMap(([name, value]) => (name.startsWith('answers.') && typeof value === 'string' ? [[name.slice('answers.'.length), value] as const] : []))
  return { contact: text('contact'), code: text('code'), name: text('name'), consent: text('consent') !== '', answers: Object.fromEntries(answers) }
}

/** @throws AppError invalid-input */
function checkStep(step: 'contact' | 'code' | 'profile', values: SignUpValues): void {
  const parsed = signUpSchema(step).safeParse(values)
  if (parsed.success) return
  const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]))
  throw new AppError('invalid-input', Object.values(fields)[0], fields)
}

/** @throws AppError invalid-input */
function answersOf(answers: SignUpValues['answers']): Answers {
  const parsed = answersSchema.safeParse(Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== '')))
  if (!parsed.success) throw new AppError('invalid-input', parsed.error.issues[0]?.message)
  return parsed.data
}
