import { AppError } from '../shared/AppError.ts'
import { isDay } from '../shared/calendar.ts'
import { emailSchema, phoneSchema } from '../shared/requests.ts'
import { type Answers } from './requests.ts'
import { isPhoneAbroad, lineText, longText, phoneText, symbolText } from '../shared/typedText.ts'
import type { QuestionKind } from './vocabulary.ts'

/** A question as an organiser wrote it. Bounds that its kind has no use for are ignored. */
export interface AskedQuestion {
  id?: string | null
  /**
   * In a copy, the id of the question that it was copied from, however often: what tells that two sessions ask the
   * same.
   */
  origin?: string | null
  label: string
  kind: QuestionKind
  options?: string[] | null
  required?: boolean | null
  /** Of a number its value, of a text its length, of several choices how many. */
  min?: number | null
  max?: number | null
  /** Of a date or a time, written as it is: 2026-01-31, 14:00. */
  earliest?: string | null
  latest?: string | null
  /** The label of an earlier question: asked only of those who answered it with `showWhenAnswer`. */
  showWhen?: string | null
  showWhenAnswer?: string | null
}

export const YES = '是'
export const NO = '否'
const RATINGS = ['1', '2', '3', '4', '5']

/** By which a question's answer is kept. */
export const questionKey = ({ id, label }: Pick<AskedQuestion, 'id' | 'label'>): string => id ?? label

/** The answers there are to choose from; null where anything may be typed, on which no other question can hang. */
export function possibleAnswers({ kind, options }: Pick<AskedQuestion, 'kind' | 'options'>): string[] | null {
  if (kind === 'select' || kind === 'multiselect') return options ?? []
  if (kind === 'yesno' || kind === 'checkbox') return [YES, NO]
  return kind === 'rating' ? RATINGS : null
}

/**
 * Those of `questions` that somebody with these answers is asked. The form and the server go by this one rule; a
 * question whose own condition is not met asks nobody anything, so what hangs on it is not asked either.
 */
export function askedOf<Question extends AskedQuestion>(questions: Question[], answers: Answers): Question[] {
  const asked: Question[] = []
  for (const question of questions) {
    const { showWhen, showWhenAnswer } = question
    const source = showWhen ? asked.findLast(({ label }) => label === showWhen) : undefined
    if (!showWhen || (source && isAnsweredWith(source, answers[questionKey(source)], showWhenAnswer ?? '')))
      asked.push(question)
  }
  return asked
}

function isAnsweredWith(question: AskedQuestion, given: Answers[string] | undefined, wanted: string): boolean {
  if (question.kind === 'checkbox') return (isTick(given) ? YES : NO) === wanted
  return [given ?? []].flat().some((answer) => isSameChoice(answer, wanted))
}

/** Options written before texts were tidied may hold what nobody sees. */
const isSameChoice = (a: string, b: string): boolean => lineText(a) === lineText(b)

/** A ticked box as the form sends it, or as a program does. */
const isTick = (given: unknown): boolean => given === YES || given === 'true'

/** The condition in words, for who sees all questions at once; null when everybody is asked. */
export function conditionInWords({ showWhen, showWhenAnswer }: AskedQuestion): string | null {
  return showWhen ? `“${showWhen}”答“${showWhenAnswer ?? ''}”时填写` : null
}

/**
 * Keeps the answers to questions that were asked, written the way they are stored.
 *
 * @throws AppError invalid-input with a sentence per question that is missing or answered wrongly
 */
export function checkAnswers(questions: AskedQuestion[], answers: Answers): Answers {
  const kept: Answers = {}
  const fields: Record<string, string> = {}
  for (const question of askedOf(questions, answers)) {
    const key = questionKey(question)
    const given = tidied(question.kind, answers[key])
    const isEmpty = given === undefined || given.length === 0
    if (isEmpty) {
      if (question.required)
        fields[`answers.${key}`] =
          question.kind === 'checkbox' ? `请勾选“${question.label}”。` : `请回答“${question.label}”。`
      continue
    }
    const read = readAnswer(question, given)
    if ('problem' in read) fields[`answers.${key}`] = read.problem
    else kept[key] = read.answer
  }
  const [first] = Object.values(fields)
  if (first !== undefined) throw new AppError('invalid-input', first, fields)
  return kept
}

/** The typed text, as its kind is read. */
function tidied(kind: QuestionKind, given: Answers[string] | undefined): Answers[string] | undefined {
  if (Array.isArray(given)) return given.map(lineText).filter((choice) => choice !== '')
  if (given === undefined) return undefined
  if (kind === 'textarea') return longText(given)
  return kind === 'number' || kind === 'date' || kind === 'time' ? symbolText(given) : lineText(given)
}

type Read = { answer: string | string[] } | { problem: string }

function readAnswer(question: AskedQuestion, given: string | string[]): Read {
  const { label, kind } = question
  if (kind === 'multiselect') return readChoices(question, [...new Set(typeof given === 'string' ? [given] : given)])
  if (typeof given !== 'string') return { problem: `“${label}”只能有一个回答，请修改。` }
  switch (kind) {
    case 'text':
    case 'textarea':
      return within(question, given, [...given].length, (bound) => `${bound} 个字`)
    case 'number': {
      if (!/^-?\d{1,12}(\.\d{1,6})?$/.test(given)) return { problem: `“${label}”请填写数字。` }
      return within(question, given, Number(given), String)
    }
    case 'date':
      return isDay(given) ? between(question, given) : { problem: `“${label}”请填写日期，如 2026-01-31。` }
    case 'time':
      return isClock(given) ? between(question, given) : { problem: `“${label}”请填写时间，如 14:00。` }
    case 'checkbox':
      return isTick(given) ? { answer: YES } : { problem: `“${label}”只能勾选或不勾选，请修改。` }
    case 'select':
    case 'yesno':
    case 'rating':
      return possibleAnswers(question)?.some((choice) => isSameChoice(choice, given))
        ? { answer: given }
        : { problem: `“${label}”没有这个选项，请重新选择。` }
    case 'phone': {
      const parsed = phoneSchema.safeParse(given)
      return parsed.success
        ? { answer: parsed.data }
        : {
            problem: isPhoneAbroad(phoneText(given))
              ? `“${label}”请填写中国大陆的 11 位手机号。`
              : `“${label}”请填写 11 位手机号。`,
          }
    }
    case 'email': {
      const parsed = emailSchema.safeParse(given)
      return parsed.success ? { answer: parsed.data } : { problem: `“${label}”请填写邮箱，如 name@example.org。` }
    }
  }
}

function readChoices(question: AskedQuestion, chosen: string[]): Read {
  if (chosen.some((choice) => !question.options?.some((option) => isSameChoice(option, choice))))
    return { problem: `“${question.label}”没有这个选项，请重新选择。` }
  return within(question, chosen, chosen.length, (bound) => `${bound} 项`)
}

function within(
  { label, min, max }: AskedQuestion,
  answer: string | string[],
  amount: number,
  inWords: (bound: number) => string,
): Read {
  if (typeof min === 'number' && amount < min) return { problem: `“${label}”至少 ${inWords(min)}，请修改。` }
  if (typeof max === 'number' && amount > max) return { problem: `“${label}”最多 ${inWords(max)}，请修改。` }
  return { answer }
}

/** Days and times of the day, written as here, sort as text. */
function between({ label, earliest, latest }: AskedQuestion, answer: string): Read {
  if (earliest && answer < earliest) return { problem: `“${label}”不能早于 ${earliest}，请修改。` }
  if (latest && answer > latest) return { problem: `“${label}”不能晚于 ${latest}，请修改。` }
  return { answer }
}

const isClock = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

/** An answer as staff read it; empty when there is none. */
export function answerInWords({ kind }: Pick<AskedQuestion, 'kind'>, answer: Answers[string] | undefined): string {
  if (answer === undefined) return ''
  if (Array.isArray(answer)) return answer.join('、')
  if (kind === 'rating') return `${answer} 分`
  return kind === 'checkbox' && isTick(answer) ? YES : answer
}

type QuestionField = 'options' | 'min' | 'max' | 'earliest' | 'latest' | 'showWhen' | 'showWhenAnswer'

/** The faults of the question at `index` as an organiser wrote it: a sentence per field, none when all is well. */
export function questionProblems(
  questions: Partial<AskedQuestion>[],
  index: number,
): Partial<Record<QuestionField, string>> {
  const { kind, options, min, max, earliest, latest, showWhen, showWhenAnswer } = questions[index] ?? {}
  const problems: Partial<Record<QuestionField, string>> = {}
  if ((kind === 'select' || kind === 'multiselect') && !options?.length)
    problems.options = '请填写选项，每填一个按回车。'
  if (typeof min === 'number' && typeof max === 'number' && min > max) problems.max = '最大值不能小于最小值，请修改。'
  if (kind === 'multiselect' && typeof min === 'number' && options && min > options.length)
    problems.min = '至少选几项不能多于选项数，请修改。'
  const isWritten = kind === 'date' ? isDay : kind === 'time' ? isClock : null
  const example = kind === 'date' ? '日期，如 2026-01-31' : '时间，如 14:00'
  if (isWritten && earliest && !isWritten(earliest)) problems.earliest = `请填写${example}。`
  if (isWritten && latest && !isWritten(latest)) problems.latest = `请填写${example}。`
  else if (isWritten && earliest && latest && earliest > latest) problems.latest = '最晚不能早于最早，请修改。'
  if (!showWhen) return problems
  const source = questions.slice(0, index).findLast(({ label }) => label === showWhen)
  const choices = source?.kind ? possibleAnswers({ kind: source.kind, options: source.options ?? [] }) : null
  if (!source) problems.showWhen = `前面没有问题“${showWhen}”，请改选，或调整问题的先后。`
  else if (choices === null)
    problems.showWhen = `“${showWhen}”没有固定的答案，不能作条件；请选单选、多选、是否、勾选或评分的问题。`
  else if (!choices.includes(showWhenAnswer ?? ''))
    problems.showWhenAnswer = `请选择“${showWhen}”的一个答案：${choices.join('、')}。`
  return problems
}
