import type { CollectionBeforeOperationHook, CollectionConfig, FlattenedField, PayloadRequest } from 'payload'
import { AppError } from '../domain/AppError.ts'
import { readMoment } from '../domain/calendar.ts'
import { isStorable } from '../domain/storableText.ts'
import { asApiError } from './asApiError.ts'
import { OBJECT_ID, refuseUnsoundValues, UUID } from './soundValues.ts'
import { tidyTexts } from './tidyTexts.ts'

/** What our fields can be compared by; Payload knows more, for places on a map, and the databases fail on those. */
const OPERATORS = new Set(
  ['equals', 'not_equals', 'in', 'not_in', 'all', 'exists', 'greater_than', 'greater_than_equal', 'less_than', 'less_than_equal', 'like', 'not_like', 'contains'],
)

/** Ands and ors within each other. */
const MAX_NESTING = 10

/**
 * Steps from a field into what it refers to. On longer paths Payload (3.90) drops a promise: a path that may not be asked
 * then rejects unheard, and the process ends.
 */
const MAX_HOPS = 1

interface Asked {
  where?: unknown
  sort?: unknown
  limit?: unknown
  page?: unknown
}

/**
 * Payload hands a visitor's filters on to the database without looking at their shape, and SQLite and MongoDB differ
 * in what they then fail on, or take. Refused here instead, before any access rule looks at a value of a type it does not expect.
 */
export const refuseMalformed: CollectionBeforeOperationHook = ({ args, collection, operation, overrideAccess, req }) => {
  // The system's own calls, on nobody's behalf.
  if (overrideAccess === true) return
  const { where, sort, limit, page } = args as Asked
  const isSound =
    isCount(limit) &&
    isCount(page) &&
    [sort ?? []].flat().every((path) => typeof path !== 'string' || (/^-?\w+(\.\w+)*$/.test(path) && !isAcrossReference(path, collection.flattenedFields))) &&
    (where === undefined || (isStorable(where) && isSoundWhere(where, collection.flattenedFields, req, MAX_NESTING))) &&
    ((operation !== 'update' && operation !== 'delete') || where === undefined || isNarrowing(where))
  if (!isSound) throw asApiError(new AppError('invalid-input'))
  readMomentsIn(where, collection.flattenedFields, req)
}

/** A time without a zone is the county's in a filter too; Payload would take the server's. */
function readMomentsIn(where: unknown, fields: FlattenedField[], req: PayloadRequest): void {
  if (!isPlain(where)) return
  const read = (value: unknown): unknown => readMoment(value) ?? value
  for (const [path, constraint] of Object.entries(where)) {
    if (Array.isArray(constraint)) for (const inner of constraint) readMomentsIn(inner, fields, req)
    else if (isPlain(constraint) && kindOf(path.replaceAll('__', '.').split('.'), fields, req) === 'date') {
      for (const [operator, operand] of Object.entries(constraint)) constraint[operator] = Array.isArray(operand) ? operand.map(read) : typeof operand === 'string' && operand.includes(',') ? operand.split(',').map(read) : read(operand)
    }
  }
}

/** The collection with its requests looked at first, and their texts tidied. */
export function withSoundRequests(collection: CollectionConfig): CollectionConfig {
  return { ...collection, hooks: { ...collection.hooks, beforeOperation: [refuseMalformed, refuseUnsoundValues, tidyTexts, ...(collection.hooks?.beforeOperation ?? [])] } }
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

/** Text is left to Payload, which takes no notice of it. */
const isCount = (value: unknown): boolean => typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 0 && value <= 1_000_000)

/** Payload sorts by hidden fields of what a record refers to, which tells their order: nobody needs to sort by those. */
function isAcrossReference(path: string, fields: FlattenedField[]): boolean {
  const [name, ...rest] = path.replace(/^-/, '').replaceAll('__', '.').split('.')
  return rest.length > 0 && fields.some((field) => field.name === name && field.type === 'relationship')
}

function isSoundWhere(where: unknown, fields: FlattenedField[], req: PayloadRequest, nesting: number): boolean {
  return (
    isPlain(where) &&
    nesting > 0 &&
    Object.entries(where).every(([path, constraint]) => {
      if (/^(and|or)$/i.test(path)) return Array.isArray(constraint) && constraint.every((inner) => isSoundWhere(inner, fields, req, nesting - 1))
      if (!isPlain(constraint)) return false
      const names = path.replaceAll('__', '.').split('.')
      if (names.length > MAX_HOPS + 1) return false
      const kind = kindOf(names, fields, req)
      return Object.entries(constraint).every(([operator, operand]) => OPERATORS.has(operator) && isOperand(operand, operator, kind, req))
    })
  )
}

/** Whether a filter names anything at all: an empty one, on many records to change or delete, would mean every one of them. */
function isNarrowing(where: unknown): boolean {
  if (!isPlain(where)) return false
  return Object.entries(where).some(([path, constraint]) => {
    if (!/^(and|or)$/i.test(path)) return isPlain(constraint) && Object.keys(constraint).length > 0
    if (!Array.isArray(constraint) || constraint.length === 0) return false
    return path.toLowerCase() === 'and' ? constraint.some(isNarrowing) : constraint.every(isNarrowing)
  })
}

function isOperand(operand: unknown, operator: string, kind: string, req: PayloadRequest): boolean {
  if (operator === 'exists') return !isPlain(operand)
  const values = Array.isArray(operand) ? operand : typeof operand === 'string' && /^(in|not_in|all)$/.test(operator) ? operand.split(',') : [operand]
  return values.every((value) => {
    if (isPlain(value)) return false
    if (typeof value !== 'string' || value === 'null') return true
    if (kind === 'date') return readMoment(value) !== null
    if (kind === 'number') return value.trim() !== '' && Number.isFinite(Number(value))
    if (kind === 'checkbox') return value === 'true' || value === 'false'
    // One id that is none is simply not found; in a list MongoDB fails on it.
    if (Array.isArray(operand) && kind === 'id') return (req.payload.db.name === 'sqlite' ? UUID : OBJECT_ID).test(value)
    return true
  })
}

/** What is compared at a path: an id, or the type of the field. */
function kindOf(names: string[], fields: FlattenedField[], req: PayloadRequest): string {
  const field = fieldAt(names, fields, req)
  return /^_?id$/.test(names.at(-1) ?? '') || (field?.type === 'relationship' && typeof field.relationTo === 'string') ? 'id' : (field?.type ?? 'none')
}

/** The field that a path leads to, also across references; undefined when there is none, which Payload refuses itself. */
function fieldAt([name, ...rest]: string[], fields: FlattenedField[], req: PayloadRequest): FlattenedField | undefined {
  const field = fields.find((candidate) => candidate.name === name)
  if (!field || rest.length === 0) return field
  if ('flattenedFields' in field) return fieldAt(rest, field.flattenedFields, req)
  if (field.type !== 'relationship' || typeof field.relationTo !== 'string') return undefined
  return fieldAt(rest, req.payload.collections[field.relationTo]?.config.flattenedFields ?? [], req)
}
