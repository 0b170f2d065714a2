import * as z from 'zod'
import { askedOf, checkAnswers, YES } from '../../domain/activities/answers.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { Question } from '../../domain/activities/views.ts'
import { longText, symbolText } from '../../domain/shared/typedText.ts'
import { emailSchema, nameSchema, phoneSchema } from '../../domain/shared/requests.ts'
import { oneTimeCodeSchema } from '../../domain/identity/requests.ts'
import { type Answers } from '../../domain/activities/requests.ts'

/** done: logged in already, nothing left to ask but the organiser's questions. */
export type SignUpStep = 'contact' | 'code' | 'profile' | 'done'

export interface SignUpValues {
  contact: string
  code: string
  name: string
  consent: boolean
  /** Heads, as the form has it; empty where everybody signs up alone. */
  size: string
  /** By `answerKey`. */
  answers: Record<string, GivenAnswer>
}

/** An answer as the form has it: a tick, what was typed or chosen, several choices; null where nothing is chosen. */
export type GivenAnswer = string | boolean | string[] | null

const isEmail = (contact: string): boolean => symbolText(contact).includes('@')

/** One box for both: what holds an @ is an e-mail address. */
export function splitContact(contact: string): { email: string } | { phone: string } {
  return isEmail(contact) ? { email: contact } : { phone: contact }
}

/**
 * A question's name in the form. Never the bare id: the form library would take one that reads as a number for an
 * index.
 */
export function answerKey(questionId: string): string {
  return `q-${questionId}`
}

/** The answers to the questions that are asked, by question id, as the API takes it; a ticked box says 是. */
export function answersOf(values: SignUpValues['answers'], questions: Question[]): Answers {
  const given = Object.fromEntries(
    questions.flatMap(({ id }): [string, string | string[]][] => {
      const value = values[answerKey(id)]
      if (value === true) return [[id, YES]]
      if (typeof value === 'string') return longText(value) === '' ? [] : [[id, value]]
      return Array.isArray(value) && value.length > 0 ? [[id, value]] : []
    }),
  )
  const asked = new Set(askedOf(questions, given).map(({ id }) => id))
  return Object.fromEntries(Object.entries(given).filter(([id]) => asked.has(id)))
}

/** Heads as the API takes them; nothing where they were not asked for. */
export function sizeOf(size: string): { size?: number } {
  return size === '' ? {} : { size: Number(size) }
}

const contactSchema = z
  .string('请填写手机号或邮箱')
  .refine((value) => symbolText(value) !== '', { message: '请填写手机号或邮箱', abort: true })
  .superRefine((value, context) => {
    const parsed = (isEmail(value) ? emailSchema : phoneSchema).safeParse(value)
    if (!parsed.success) context.addIssue({ code: 'custom', message: parsed.error.issues[0]?.message ?? '请核对' })
  })

/**
 * The fields that each step of the form has to have; the server checks everything again with
 * src/domain/seats/requests.ts.
 */
export function signUpSchema(step: SignUpStep, questions: Question[]) {
  return z
    .object({
      contact: step === 'done' ? z.string().default('') : contactSchema,
      code: step === 'code' || step === 'profile' ? oneTimeCodeSchema : z.string().default(''),
      name: step === 'profile' ? nameSchema : z.string().default(''),
      consent:
        step === 'profile' ? z.boolean().refine((value) => value, '请阅读并勾选同意') : z.boolean().default(false),
      size: z.string().default(''),
      answers: z
        .record(
          z.string(),
          z.union([
            z.string().overwrite(longText).max(1000, '回答不超过 1000 个字'),
            z.boolean(),
            z.array(z.string()),
            z.null(),
          ]),
        )
        .default({}),
    })
    .superRefine(({ answers }, context) => {
      for (const [id, message] of Object.entries(missingAnswers(questions, answers)))
        context.addIssue({ code: 'custom', path: ['answers', answerKey(id)], message })
    })
}

/** Asked before a code is sent: nobody should come back to a question after having logged in. */
function missingAnswers(questions: Question[], answers: SignUpValues['answers']): Record<string, string> {
  try {
    checkAnswers(questions, answersOf(answers, questions))
    return {}
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return Object.fromEntries(
      Object.entries(error.fields).map(([name, message]) => [name.slice('answers.'.length), message]),
    )
  }
}
