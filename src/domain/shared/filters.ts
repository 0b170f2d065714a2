import { readMoment } from './calendar.ts'
import type { FieldRule } from './values.ts'

/** The things that a filter can compare: the values of a field, or an id. */
export type Comparable = FieldRule['kind'] | 'id'

const SAME = ['equals', 'not_equals', 'in', 'not_in', 'exists']
const ORDER = ['greater_than', 'greater_than_equal', 'less_than', 'less_than_equal']
const WORDS = ['like', 'not_like', 'contains']

/** Operators by kind; what is left out the databases fail on, or answer each in its way. */
const OPERATORS: Record<Comparable, readonly string[]> = {
  // In order too: files are read page by page, from one id on.
  id: [...SAME, ...ORDER, ...WORDS],
  text: [...SAME, ...WORDS],
  number: [...SAME, ...ORDER],
  date: [...SAME, ...ORDER],
  choice: [...SAME, 'contains'],
  checkbox: ['equals', 'not_equals', 'exists'],
  reference: [...SAME, 'contains'],
  json: ['exists'],
  group: [],
  rows: ['exists'],
}

/** The most characters that a filter compares with, and the most words, each of which is a look through all texts. */
const LONGEST = 200
const MOST_WORDS = 10
const WORD_OPERATORS = new Set(WORDS)

/**
 * Whether `operator` is one for this kind of value, and `operand` is what it takes. `isId` says what an id looks like.
 */
export function isSoundComparison(
  kind: Comparable,
  operator: string,
  operand: unknown,
  isId: (text: string) => boolean,
): boolean {
  if (!OPERATORS[kind].includes(operator)) return false
  if (operator === 'exists') return isFlag(operand)
  const isList = operator === 'in' || operator === 'not_in'
  if (!isList) return isSoundOperand(kind, operator, operand)
  const values: unknown[] = Array.isArray(operand)
    ? operand
    : typeof operand === 'string'
      ? operand.split(',')
      : [operand]
  // One id that is none is simply not found; in a list MongoDB fails on it.
  return values.every(
    (value) =>
      isSoundOperand(kind, operator, value) &&
      ((kind !== 'id' && kind !== 'reference') || isNothing(value) || isId(String(value))),
  )
}

const isNothing = (value: unknown): boolean => value === null || value === 'null'

const isFlag = (value: unknown): boolean => typeof value === 'boolean' || value === 'true' || value === 'false'

function isSoundOperand(kind: Comparable, operator: string, value: unknown): boolean {
  if (WORD_OPERATORS.has(operator))
    return typeof value === 'string' && value.length <= LONGEST && value.trim().split(/\s+/).length <= MOST_WORDS
  if (isNothing(value)) return !ORDER.includes(operator)
  if (kind === 'number')
    return typeof value === 'number'
      ? Number.isFinite(value)
      : typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
  if (kind === 'date') return readMoment(value) !== null
  if (kind === 'checkbox') return isFlag(value)
  return typeof value === 'string' && value.length <= LONGEST
}

/** How many values a filter compares with in all its parts; what has no shape counts nothing. */
export function sizeOf(where: unknown): number {
  if (Array.isArray(where)) return where.reduce<number>((sum, one) => sum + sizeOf(one), 0)
  if (typeof where === 'string') return where.split(',').length
  if (typeof where !== 'object' || where === null) return 1
  return Object.values(where).reduce<number>((sum, one) => sum + sizeOf(one), 0)
}
