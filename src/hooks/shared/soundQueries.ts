import type {
  CollectionBeforeOperationHook,
  FlattenedField,
  PayloadRequest,
  SanitizedCollectionConfig,
  Where,
} from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import { dayOf, lastMoment, readMoment } from '../../domain/shared/calendar.ts'
import { isSoundComparison, type Comparable } from '../../domain/shared/filters.ts'
import { isStorable } from '../../domain/shared/storableText.ts'
import { asApiError } from './asApiError.ts'
import { isId, kindOf } from './soundValues.ts'

/** Ands and ors within each other. */
const MAX_NESTING = 10

/**
 * Steps from a field into what it refers to. On longer paths Payload (3.90) drops a promise: a path that may not be
 * asked then rejects unheard, and the process ends.
 */
const MAX_HOPS = 1

interface Asked {
  id?: unknown
  where?: unknown
  sort?: unknown
  limit?: unknown
  page?: unknown
}

/**
 * Payload hands a visitor's filters on to the database without looking at their shape, and SQLite and MongoDB differ in
 * what they then fail on, or take. Refused here instead, before any access rule looks at a value of a type it does not
 * expect. The gate in queryGate.ts says which of them a role may ask by REST, and how much.
 */
export const refuseUnsoundQueries: CollectionBeforeOperationHook = ({ args, collection, overrideAccess, req }) => {
  // The system's own calls, on nobody's behalf.
  if (overrideAccess === true) return args
  const { id, where, sort, limit, page } = args as Asked
  // Payload makes a list of it for MongoDB, and fails.
  if (String(id).includes(',')) throw asApiError(new AppError('not-found'))
  const isSound =
    isCount(limit) &&
    isCount(page) &&
    pathsOf(sort).every((path) => isOwnField(path, collection.flattenedFields)) &&
    (where === undefined || (isStorable(where) && isSoundWhere(where, collection.flattenedFields, req, MAX_NESTING)))
  if (!isSound) throw asApiError(new AppError('invalid-input'))
  return !isPlain(where) ? args : { ...args, where: withCountyDays(where, collection.flattenedFields, req) }
}

/**
 * A time without a zone is the county's in a filter too, where Payload would take the server's; a day is the whole of
 * it.
 */
function withCountyDays(where: Record<string, unknown>, fields: FlattenedField[], req: PayloadRequest): Where {
  const parts = Object.entries(where).flatMap(([path, constraint]): Where[] => {
    if (Array.isArray(constraint))
      return [{ [path]: constraint.filter(isPlain).map((inner) => withCountyDays(inner, fields, req)) }]
    const way = wayOf(path, fields, req)
    const field = way?.beyond ? way.beyond.fields.at(-1) : way?.own.at(-1)
    if (!isPlain(constraint) || !field || kindOf(field) !== 'date') return [{ [path]: constraint } as Where]
    return Object.entries(constraint).map(([operator, operand]) => {
      if (operator !== 'in' && operator !== 'not_in') return compared(path, operator, operand, field)
      const values = Array.isArray(operand) ? operand : String(operand).split(',')
      return operator === 'in'
        ? { or: values.map((one) => compared(path, 'equals', one, field)) }
        : { and: values.map((one) => compared(path, 'not_equals', one, field)) }
    })
  })
  return parts.length === 1 && parts[0] ? parts[0] : { and: parts }
}

function compared(path: string, operator: string, value: unknown, { type }: FlattenedField): Where {
  const by = (how: string, what: unknown): Where => ({ [path]: { [how]: what } })
  const first = readMoment(value)
  if (first === null) return by(operator, value)
  if (type !== 'date') return by(operator, dayOf(first))
  const last = typeof value === 'string' ? lastMoment(value) : first
  if (operator === 'greater_than' || operator === 'less_than_equal') return by(operator, last)
  if (operator === 'equals' && first !== last)
    return { and: [by('greater_than_equal', first), by('less_than_equal', last)] }
  if (operator === 'not_equals' && first !== last)
    return { or: [by('less_than', first), by('greater_than', last), by('exists', false)] }
  return by(operator, first)
}

/** Text is left to Payload, which takes no notice of it. */
const isCount = (value: unknown): boolean =>
  typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 0 && value <= 1_000_000)

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

/** The field that is sorted by, without the sign of its order. */
export const pathsOf = (sort: unknown): unknown[] =>
  [sort ?? []].flat().map((path: unknown) => (typeof path === 'string' ? path.replace(/^-/, '') : path))

/**
 * Payload takes the first part of a path that leads nowhere for all of it, and sorts by fields that nobody may read.
 */
function isOwnField(path: unknown, fields: FlattenedField[]): boolean {
  return (
    typeof path === 'string' &&
    (path === 'id' || fieldsAt(path.split('.'), fields)?.every(({ type }) => type !== 'array') === true)
  )
}

/** The fields that a path leads through, of one record; null when it leads nowhere. */
export function fieldsAt([name, ...rest]: string[], fields: FlattenedField[]): FlattenedField[] | null {
  const field = fields.find((candidate) => candidate.name === name)
  if (!field) return null
  if (rest.length === 0) return [field]
  const inner = 'flattenedFields' in field ? fieldsAt(rest, field.flattenedFields) : null
  return inner && [field, ...inner]
}

function isSoundWhere(where: unknown, fields: FlattenedField[], req: PayloadRequest, nesting: number): boolean {
  return (
    isPlain(where) &&
    nesting > 0 &&
    Object.entries(where).every(([path, constraint]) => {
      if (/^(and|or)$/i.test(path))
        return Array.isArray(constraint) && constraint.every((inner) => isSoundWhere(inner, fields, req, nesting - 1))
      const kind = comparableAt(path, fields, req)
      return (
        kind !== null &&
        isPlain(constraint) &&
        Object.entries(constraint).every(([operator, operand]) =>
          isSoundComparison(kind, operator, operand, (text) => isId(text, req)),
        )
      )
    })
  )
}

/**
 * Whether a filter names anything at all: an empty one, on many records to change or delete, would mean every one of
 * them.
 */
export function isNarrowing(where: unknown): boolean {
  if (!isPlain(where)) return false
  return Object.entries(where).some(([path, constraint]) => {
    if (!/^(and|or)$/i.test(path)) return isPlain(constraint) && Object.keys(constraint).length > 0
    if (!Array.isArray(constraint) || constraint.length === 0) return false
    return path.toLowerCase() === 'and' ? constraint.some(isNarrowing) : constraint.every(isNarrowing)
  })
}

/** The fields that a path of a filter leads through: own fields, and those of what they refer to. */
export interface Way {
  own: FlattenedField[]
  /** Of the record that the last own field refers to. */
  beyond: { collection: SanitizedCollectionConfig; fields: FlattenedField[] } | null
}

/** Payload reads two underscores as a dot; null for a path that leads nowhere, or too far. */
export function wayOf(path: string, fields: FlattenedField[], req: PayloadRequest): Way | null {
  const names = path.replaceAll('__', '.').split('.')
  const own = names[0] === 'id' ? [] : fieldsAt(names, fields)
  const last = own?.at(-1)
  // A reference to one of several kinds is asked for by its halves (below); Payload fails on an id alone.
  if (last?.type === 'relationship' && typeof last.relationTo !== 'string') return null
  if (own) return names[0] === 'id' && names.length > 1 ? null : { own, beyond: null }
  for (let hops = 1; hops <= MAX_HOPS; hops += 1) {
    const before = fieldsAt(names.slice(0, -hops), fields)
    const reference = before?.at(-1)
    if (!before || reference?.type !== 'relationship') continue
    const name = names.slice(-hops)
    // The two halves of a reference to one of several kinds.
    if (typeof reference.relationTo !== 'string')
      return ['value', 'relationTo'].includes(name.join('.')) ? { own: before, beyond: null } : null
    const collection = req.payload.collections[reference.relationTo]?.config
    const inner = collection && (name.join('.') === 'id' ? [] : fieldsAt(name, collection.flattenedFields))
    if (collection && inner) return { own: before, beyond: { collection, fields: inner } }
  }
  return null
}

/** The value that is compared at a path of a filter. */
function comparableAt(path: string, fields: FlattenedField[], req: PayloadRequest): Comparable | null {
  const way = wayOf(path, fields, req)
  if (!way) return null
  const last = way.beyond ? way.beyond.fields.at(-1) : way.own.at(-1)
  return !last || last.name === 'id' ? 'id' : kindOf(last)
}
