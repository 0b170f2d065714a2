import type { PayloadRequest } from 'payload'
import { answerInWords, questionKey } from '../../domain/activities/answers.ts'
import type { Decision } from '../../domain/seats/history.ts'
import type { Answers } from '../../domain/activities/requests.ts'
import type { Activity, Registration } from '../../payload-types.ts'
import { recorderInWords, staffOnRecords } from '../identity/namesOnRecords.ts'

/** A sign-up's answers and decisions, as staff read them. */
export interface SignUpInWords {
  /** The answers in words, in the order of the questions. */
  answers: { label: string; answer: string }[]
  /** How it came to stand as it does, the first decision first; `by` in words. */
  history: (Pick<Decision, 'n' | 'at' | 'what' | 'reason'> & { by: string })[]
}

export function answersInWords(
  questions: NonNullable<Activity['questions']>,
  answers: Answers,
): SignUpInWords['answers'] {
  const words = questions.map((question) => ({
    label: question.label,
    answer: answerInWords(question, answers[questionKey(question)]),
  }))
  return words.filter(({ answer }) => answer !== '')
}

export const staffIdIn = (by: string): string | null => (by.startsWith('staff:') ? by.slice('staff:'.length) : null)

export function authorInWords({ by, through }: Pick<Decision, 'by' | 'through'>, staff: Map<string, string>): string {
  const id = staffIdIn(by)
  if (id !== null) return recorderInWords(staff.get(id) ?? '组织者', through)
  return by === 'person' ? '本人' : '系统'
}

/** A decision without its author. */
export const toldOf = ({ n, at, what, reason }: Decision): Pick<Decision, 'n' | 'at' | 'what' | 'reason'> => ({
  n,
  at,
  what,
  reason,
})

/** Of a registration that its reader may open: what was answered, and how it came to stand as it does. */
export async function signUpInWords(
  req: PayloadRequest,
  { activity, person, answers, history }: Partial<Registration>,
): Promise<SignUpInWords & { person: string }> {
  const decisions = (history ?? []) as unknown as Decision[]
  const staff = await staffOnRecords(req, [...new Set(decisions.flatMap(({ by }) => staffIdIn(by) ?? []))])
  const id = typeof activity === 'object' ? activity.id : activity
  const asked =
    id === undefined
      ? null
      : await req.payload.findByID({
          collection: 'activities',
          id,
          depth: 0,
          disableErrors: true,
          overrideAccess: false,
          user: req.user,
          req,
        })
  return {
    person: typeof person === 'object' ? person.id : (person ?? ''),
    answers: answersInWords(asked?.questions ?? [], (answers ?? {}) as Answers),
    history: decisions.map((decision) => ({ ...toldOf(decision), by: authorInWords(decision, staff) })),
  }
}
