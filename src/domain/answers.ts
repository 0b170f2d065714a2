import { AppError } from './AppError.ts'
import type { Answers } from './requests.ts'

interface AskedQuestion {
  id?: string | null
  label: string
  kind: 'text' | 'textarea' | 'select' | 'checkbox'
  options?: string[] | null
  required?: boolean | null
}

/**
 * Keeps the answers to questions that were asked.
 *
 * @throws AppError invalid-input with a sentence per question that is missing or has no such option
 */
export function checkAnswers(questions: AskedQuestion[], answers: Answers): Answers {
  const kept: Answers = {}
  const fields: Record<string, string> = {}
  for (const question of questions) {
    const id = question.id ?? question.label
    const answer = answers[id]
    const isEmpty = answer === undefined || answer === '' || (Array.isArray(answer) && answer.length === 0)
    if (isEmpty) {
      if (question.required) fields[`answers.${id}`] = question.kind === 'checkbox' ? `请勾选“${question.label}”。` : `请回答“${question.label}”。`
    } else if (question.kind === 'select' && !(typeof answer === 'string' && question.options?.includes(answer))) {
      fields[`answers.${id}`] = `“${question.label}”没有这个选项，请重新选择。`
    } else {
      kept[id] = answer
    }
  }
  const [first] = Object.values(fields)
  if (first !== undefined) throw new AppError('invalid-input', first, fields)
  return kept
}
