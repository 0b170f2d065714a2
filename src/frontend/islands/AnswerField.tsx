import type { UseFormRegisterReturn } from 'react-hook-form'
import { conditionInWords, possibleAnswers, YES } from '../../domain/activities/answers.ts'
import type { Question } from '../../domain/activities/views.ts'
import type { GivenAnswer } from './signUpSchema.ts'

interface Props {
  question: Question
  /** Answers given in an earlier step stay in the form unseen, with a script and without. */
  isShown: boolean
  /** People who run no script see all questions, so each says whom it is for. */
  isConditionTold: boolean
  field: UseFormRegisterReturn
  initial: GivenAnswer | undefined
  error: string | undefined
}

export function AnswerField({ question, isShown, isConditionTold, field: registered, initial, error }: Props) {
  const { id, label, kind, options, required } = question
  const condition = isConditionTold ? conditionInWords(question) : null
  const hints = [condition, boundsInWords(question)].filter((hint) => hint !== null)
  const field = {
    ...registered,
    id: `f-${id}`,
    'aria-required': (required && condition === null) || undefined,
    'aria-invalid': error ? true : undefined,
    'aria-describedby':
      [...(hints.length > 0 ? [`h-${id}`] : []), ...(error ? [`e-${id}`] : [])].join(' ') || undefined,
  }
  const text = typeof initial === 'string' ? initial : undefined
  const title = (
    <>
      {label}
      <span className="soft">{required ? '（必填）' : '（选填）'}</span>
    </>
  )
  const below = (
    <>
      {hints.length > 0 && (
        <p className="small soft" id={`h-${id}`}>
          {hints.join('；')}
        </p>
      )}
      {error && (
        <p className="field-error" id={`e-${id}`}>
          {error}
        </p>
      )}
    </>
  )
  const isGroup = kind === 'multiselect' || kind === 'yesno' || kind === 'rating'
  if (isGroup) {
    const { id: first, 'aria-describedby': describedBy, 'aria-required': _, ...each } = field
    const chosen = Array.isArray(initial) ? initial : [initial]
    return (
      <fieldset className="field" hidden={!isShown} aria-describedby={describedBy}>
        <legend>{title}</legend>
        <div className="choices">
          {(possibleAnswers(question) ?? []).map((choice, index) => (
            <label key={choice} className="check">
              <input
                type={kind === 'multiselect' ? 'checkbox' : 'radio'}
                {...each}
                id={index === 0 ? first : undefined}
                value={choice}
                defaultChecked={chosen.includes(choice)}
              />
              <span>{kind === 'rating' ? `${choice} 分` : choice}</span>
            </label>
          ))}
        </div>
        {below}
      </fieldset>
    )
  }
  return (
    <div className="field" hidden={!isShown}>
      {kind === 'checkbox' ? (
        <label className="check">
          <input type="checkbox" {...field} value={YES} defaultChecked={initial === true || initial === YES} />
          <span>{title}</span>
        </label>
      ) : (
        <>
          <label htmlFor={field.id}>{title}</label>
          {kind === 'textarea' ? (
            <textarea {...field} maxLength={1000} rows={3} defaultValue={text} />
          ) : kind === 'select' ? (
            <select {...field} defaultValue={text ?? ''}>
              <option value="">请选择</option>
              {options.map((option) => (
                <option key={option}>{option}</option>
              ))}
            </select>
          ) : (
            <input
              {...field}
              {...INPUTS[kind]}
              {...(kind === 'date' || kind === 'time'
                ? { min: question.earliest ?? undefined, max: question.latest ?? undefined }
                : {})}
              defaultValue={text}
            />
          )}
        </>
      )}
      {below}
    </div>
  )
}

/**
 * Keyboards that fit. Numbers are typed as text: what is no number then stays where it was typed, and can be put right.
 */
const INPUTS = {
  text: { maxLength: 200 },
  number: { inputMode: 'decimal', maxLength: 40 },
  date: { type: 'date' },
  time: { type: 'time' },
  phone: { type: 'tel', maxLength: 40, autoComplete: 'tel' },
  email: { type: 'email', maxLength: 254, autoComplete: 'email' },
} as const

const UNITS: Partial<Record<Question['kind'], string>> = {
  number: '',
  text: ' 个字',
  textarea: ' 个字',
  multiselect: ' 项',
}

function boundsInWords({ kind, min, max, earliest, latest }: Question): string | null {
  if (kind === 'date' || kind === 'time')
    return earliest && latest
      ? `${earliest} 至 ${latest}`
      : earliest
        ? `不早于 ${earliest}`
        : latest
          ? `不晚于 ${latest}`
          : null
  const unit = UNITS[kind]
  if (unit === undefined) return null
  return min !== null && max !== null
    ? `${min}–${max}${unit}`
    : min !== null
      ? `至少 ${min}${unit}`
      : max !== null
        ? `最多 ${max}${unit}`
        : null
}
