import { readMoment } from './calendar.ts'

/**
 * The values that a field may hold, as its collection's configuration has it (src/hooks/shared/soundValues.ts reads it
 * there).
 */
export interface FieldRule {
  name: string
  /** As people know the field. */
  label: string
  kind: 'text' | 'number' | 'date' | 'choice' | 'checkbox' | 'reference' | 'json' | 'group' | 'rows'
  /** A list of such values. */
  isMany: boolean
  /** Must be there in a new record, and cannot be emptied. */
  isRequired: boolean
  /** Numbers only; both bounds belong to what is allowed. */
  min?: number
  max?: number
  isWhole?: boolean
  /** Choices only. */
  options?: string[]
  /** References only: the collections that it may lead to; with several, the value says which. */
  collections?: string[]
  /** Groups and rows only. */
  fields?: FieldRule[]
}

/** A reference that a record holds, and where. */
export interface Reference {
  path: string
  label: string
  collection: string
  id: string
}

/** A number beyond these is nobody's count, and may not survive being written as text. */
const LARGEST = 1_000_000_000_000

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

/**
 * The faults in the fields of a record that was sent: a sentence for each, under its path. Fields that nobody declared
 * are left to the database layer, which drops them.
 *
 * @param isNew whether the record is new, so that what it must have is to be there
 */
export function valueProblems(
  rules: FieldRule[],
  record: Record<string, unknown>,
  isNew: boolean,
  parent = '',
): Record<string, string> {
  const problems: Record<string, string> = {}
  for (const rule of rules) {
    const path = `${parent}${rule.name}`
    const value = record[rule.name]
    if (value === undefined) {
      if (isNew && rule.isRequired) problems[path] = `请填写${rule.label}。`
    } else Object.assign(problems, problemsOf(rule, value, isNew, path))
  }
  return problems
}

function problemsOf(rule: FieldRule, value: unknown, isNew: boolean, path: string): Record<string, string> {
  const wrong = (sentence: string): Record<string, string> => ({ [path]: sentence })
  if (rule.kind === 'group')
    return isPlain(value)
      ? valueProblems(rule.fields ?? [], value, isNew, `${path}.`)
      : wrong(`${rule.label}的格式不正确，请核对。`)
  if (rule.kind === 'rows') {
    // A form of the admin sends an empty list as its length.
    if (value === null || value === 0) return {}
    if (!Array.isArray(value)) return wrong(`${rule.label}应为列表，请核对。`)
    return Object.assign(
      {},
      ...value.map((row: unknown, index) =>
        isPlain(row)
          ? valueProblems(rule.fields ?? [], row, true, `${path}.${index}.`)
          : { [`${path}.${index}`]: `${rule.label}第 ${index + 1} 项的格式不正确，请核对。` },
      ),
    ) as Record<string, string>
  }
  if (value === null) return rule.isRequired ? wrong(`${rule.label}不能为空，请填写。`) : {}
  if (!rule.isMany) return isOne(rule, value) ? {} : wrong(sentenceFor(rule))
  if (!Array.isArray(value)) return wrong(`${rule.label}应为列表，请核对。`)
  if (new Set(value).size < value.length && rule.kind !== 'text') return wrong(`${rule.label}有重复的项，请删去。`)
  return value.every((one) => isOne(rule, one)) ? {} : wrong(sentenceFor(rule))
}

function isOne(rule: FieldRule, value: unknown): boolean {
  switch (rule.kind) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return (
        typeof value === 'number' &&
        (rule.isWhole ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
        value >= (rule.min ?? -LARGEST) &&
        value <= (rule.max ?? LARGEST)
      )
    case 'date':
      return readMoment(value) !== null
    case 'choice':
      return typeof value === 'string' && (rule.options?.includes(value) ?? false)
    case 'checkbox':
      return typeof value === 'boolean'
    case 'reference':
      return referenceOf(rule, value) !== null
    case 'json':
      return typeof value === 'object'
    case 'group':
    case 'rows':
      return false
  }
}

function sentenceFor({ kind, label, isWhole, min, max }: FieldRule): string {
  switch (kind) {
    case 'number': {
      const range =
        min !== undefined && max !== undefined
          ? ` ${min} 到 ${max} 的`
          : min !== undefined
            ? `不小于 ${min} 的`
            : max !== undefined
              ? `不大于 ${max} 的`
              : ''
      return `${label}应为${range}${isWhole ? '整数' : '数字'}，请修改。`
    }
    case 'date':
      return `${label}应为有效的日期，请重新选择。`
    case 'choice':
      return `${label}没有这个选项，请重新选择。`
    case 'checkbox':
      return `${label}应为“是”或“否”，请重新选择。`
    case 'reference':
      return `${label}的格式不正确，请重新选择。`
    case 'text':
      return `${label}应为文字，请修改。`
    case 'json':
    case 'group':
    case 'rows':
      return `${label}的格式不正确，请核对。`
  }
}

/**
 * The id that a reference leads to; null when it is none. An empty text is no reference, though a form of the admin may
 * send one.
 */
function referenceOf({ collections = [] }: FieldRule, value: unknown): { collection: string; id: string } | null {
  const [only, ...others] = collections
  if (only !== undefined && others.length === 0)
    return typeof value === 'string' && value !== '' ? { collection: only, id: value } : null
  if (!isPlain(value) || typeof value.relationTo !== 'string' || typeof value.value !== 'string') return null
  return collections.includes(value.relationTo) ? { collection: value.relationTo, id: value.value } : null
}

/** All references of a record that are of the right kind. */
export function referencesIn(rules: FieldRule[], record: Record<string, unknown>, parent = ''): Reference[] {
  return rules.flatMap((rule) => {
    const path = `${parent}${rule.name}`
    const value = record[rule.name]
    if (rule.kind === 'group') return isPlain(value) ? referencesIn(rule.fields ?? [], value, `${path}.`) : []
    if (rule.kind === 'rows')
      return Array.isArray(value)
        ? value.flatMap((row: unknown, index) =>
            isPlain(row) ? referencesIn(rule.fields ?? [], row, `${path}.${index}.`) : [],
          )
        : []
    if (rule.kind !== 'reference') return []
    return [value].flat().flatMap((one) => {
      const found = referenceOf(rule, one)
      return found ? [{ path, label: rule.label, ...found }] : []
    })
  })
}
