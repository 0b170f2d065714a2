import type { UseFormRegisterReturn } from 'react-hook-form'
import type { Question } from '../../domain/publicViews.ts'

interface Props {
  question: Question
  /** Answers given in an earlier step stay in the form unseen, with a script and without. */
  isShown: boolean
  field: UseFormRegisterReturn
  initial: string | boolean | undefined
  error: string | undefined
}

export function AnswerField({ question, isShown, field: registered, initial, error }: Props) {
  const { id, label, kind, options, required } = question
  const field = {
    ...registered,
    id: `f-${id}`,
    'aria-required': required || undefined,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': error ? `e-${id}` : undefined,
  }
  const text = typeof initial === 'string' ? initial : undefined
  const title = (
    <>
      {label}
      <span className="soft">{required ? '（必填）' : '（选填）'}</span>
    </>
  )
  return (
    <div className="field" hidden={!isShown}>
      {kind === 'checkbox' ? (
        <label className="check">
          <input type="checkbox" {...field} value="是" defaultChecked={initial === true || initial === '是'} />
          <span>{title}</span>
        </label>
      ) : (
        <>
          <label htmlFor={field.id}>{title}</label>
          {kind === 'text' && <input {...field} maxLength={200} defaultValue={text} />}
          {kind === 'textarea' && <textarea {...field} maxLength={1000} rows={3} defaultValue={text} />}
          {kind === 'select' && (
            <select {...field} defaultValue={text ?? ''}>
              <option value="">请选择</option>
              {options.map((option) => (
                <option key={option}>{option}</option>
              ))}
            </select>
          )}
        </>
      )}
      {error && (
        <p className="field-error" id={`e-${id}`}>
          {error}
        </p>
      )}
    </div>
  )
}
