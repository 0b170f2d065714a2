import type { CollectionBeforeOperationHook, FlattenedField } from 'payload'
import { emailText, lineText, longText, nameText, symbolText } from '../../domain/shared/typedText.ts'

/** How a field's text is tidied. Its type decides unless the field names another kind with `custom: { text }`. */
export const TEXT_KINDS = {
  line: lineText,
  lines: longText,
  name: nameText,
  symbols: symbolText,
  email: emailText,
  /** Written by the system, and signed: not a character may change. */
  untouched: (text: string): string => text,
} as const
export type TextKind = keyof typeof TEXT_KINDS

/** Marks a field's text as of another kind than its type says. */
export const ofTextKind = (text: TextKind): { custom: { text: TextKind } } => ({ custom: { text } })

/** The kind of text that a field holds; null for what is no text. */
export function textKindOf({ type, custom }: Pick<FlattenedField, 'type' | 'custom'>): TextKind | null {
  const asked: unknown = custom?.text
  if (typeof asked === 'string' && Object.hasOwn(TEXT_KINDS, asked)) return asked as TextKind
  return type === 'text' ? 'line' : type === 'textarea' || type === 'json' ? 'lines' : type === 'email' ? 'email' : null
}

/**
 * Tidies every text that comes in for a collection, by the kinds of its own fields, so that no field can be forgotten:
 * in records, in filters, and in the address at a log-in. Runs after src/hooks/shared/soundRequests.ts has refused what
 * is none.
 */
export const tidyTexts: CollectionBeforeOperationHook = ({ args, collection, operation, overrideAccess }) => {
  // The system's own calls, on nobody's behalf.
  if (overrideAccess === true) return
  const { data, where } = args as { data?: unknown; where?: unknown }
  const isRecord = operation === 'create' || operation === 'update'
  return {
    ...args,
    ...(isPlain(data) && {
      data: isRecord
        ? tidyRecord(data, collection.flattenedFields)
        : { ...data, ...(typeof data.email === 'string' && { email: emailText(data.email) }) },
    }),
    // A text that is looked for is tidied like a stored one; ids, days and choices stay as they are.
    ...(isPlain(where) && { where: tidyEach(where, lineText) }),
  } as typeof args
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

function tidyRecord(record: Record<string, unknown>, fields: FlattenedField[]): Record<string, unknown> {
  const tidied = fields.flatMap((field) =>
    Object.hasOwn(record, field.name) ? [[field.name, tidyValue(record[field.name], field)]] : [],
  )
  return { ...record, ...Object.fromEntries(tidied) }
}

function tidyValue(value: unknown, field: FlattenedField): unknown {
  if ('flattenedFields' in field) {
    if (Array.isArray(value))
      return value.map((row: unknown) => (isPlain(row) ? tidyRecord(row, field.flattenedFields) : row))
    return isPlain(value) ? tidyRecord(value, field.flattenedFields) : value
  }
  const kind = textKindOf(field)
  if (kind === null) return value
  return tidyEach(value, TEXT_KINDS[kind])
}

/** Every text in the value: in a list, and in what JSON nests. */
function tidyEach(value: unknown, tidy: (text: string) => string): unknown {
  if (typeof value === 'string') return tidy(value)
  if (Array.isArray(value)) return value.map((one) => tidyEach(one, tidy))
  return isPlain(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, tidyEach(inner, tidy)]))
    : value
}
