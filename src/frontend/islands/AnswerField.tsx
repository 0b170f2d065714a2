import type { UseFormRegister } from 'react-hook-form'
import type { Question } from '../../domain/publicViews.ts'
import type { SignUpValues } from './signUpSchema.ts'

interface Props {
  question: Question
  /** Answers given in an earlier step travel on unseen. */
  isShown: boolean
  register: UseFormRegister<SignUpValues>
  initial: string | boolean | undefined
  error: string | undefined
}

export function AnswerField({ question, isShown, register, initial, error }: Props) {
  const { id, label, kind, options, required } = question
  const name = `answers.${id}` as const
  const field = { ...register(name), id: `f-${id}`, 'aria-invalid': error ? true : undefined, 'aria-describedby': error ? `e-${id}` : undefined }
  if (!isShown) return typeof initial === 'boolean' ? initial && <input type="hidden" name={name} value="是" /> : <input type="hidden" {...register(name)} />
  const title = (
    <>
      {label}
      {required && <span className="soft">（必填）</span>}
    </>
  )
  return (
    <div className="field">
      {kind === 'checkbox' ? (
        <label className="check">
          <input type="checkbox" {...field} value="是" defaultChecked={initial === true} />
          <span>{title}</span>
        </label>
      ) : (
        <>
          <label htmlFor={field.id}>{title}</label>
          {kind === 'text' && <input {...field} maxLength={200} />}
          {kind === 'textarea' && <textarea {...field} maxLength={1000} rows={3} />}
          {kind === 'select' && (
            <select {...field}>
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
