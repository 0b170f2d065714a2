'use client'
import { SelectInput, useField, useForm, useFormFields } from '@payloadcms/ui'
import type { TextFieldClientProps } from 'payload'
import { possibleAnswers, type AskedQuestion } from '../../domain/activities/answers.ts'
import { QUESTION_TEXTS } from './texts.ts'

/** `questions.2.showWhen` stands in the third question: what can be chosen are the two before it. */
function useEarlier(path: string): AskedQuestion[] {
  const { getDataByPath } = useForm()
  const index = Number(path.split('.').at(-2))
  // Read again whenever a field of the form changes.
  useFormFields(([fields]) => fields)
  const questions = getDataByPath<AskedQuestion[] | undefined>('questions') ?? []
  return questions.slice(0, index).filter((question) => question.label && possibleAnswers(question) !== null)
}

/** On which earlier question this one hangs. */
export function EarlierQuestion({ path, field }: TextFieldClientProps) {
  const { value, setValue, showError, errorMessage } = useField<string | null>({ path })
  const earlier = useEarlier(path)
  const labels = [...new Set([...earlier.map(({ label }) => label), ...(value ? [value] : [])])]
  return (
    <Choice
      path={path}
      field={field}
      value={value}
      choices={labels}
      description={earlier.length === 0 ? QUESTION_TEXTS.noEarlier : QUESTION_TEXTS.always}
      problem={showError ? errorMessage : undefined}
      onChoose={setValue}
    />
  )
}

/** Which answer to it. */
export function WantedAnswer({ path, field }: TextFieldClientProps) {
  const { value, setValue, showError, errorMessage } = useField<string | null>({ path })
  const earlier = useEarlier(path)
  const wanted = useFormFields(([fields]) => fields[path.replace(/Answer$/, '')]?.value)
  const source = earlier.findLast(({ label }) => label === wanted)
  const choices = [...new Set([...((source && possibleAnswers(source)) ?? []), ...(value ? [value] : [])])]
  return (
    <Choice
      path={path}
      field={field}
      value={value}
      choices={choices}
      problem={showError ? errorMessage : undefined}
      onChoose={setValue}
    />
  )
}

interface Props extends Pick<TextFieldClientProps, 'path' | 'field'> {
  value: string | null | undefined
  choices: string[]
  description?: string
  problem: string | undefined
  onChoose: (value: string | null) => void
}

function Choice({ path, field, value, choices, description, problem, onChoose }: Props) {
  return (
    <SelectInput
      path={path}
      name={field.name}
      label={field.label}
      options={choices.map((choice) => ({ label: choice, value: choice }))}
      value={value ?? ''}
      description={problem ?? description}
      showError={problem !== undefined}
      isClearable
      style={{ flex: '1 1 0' }}
      onChange={(option) => onChoose(option && !Array.isArray(option) ? String(option.value) : null)}
    />
  )
}
