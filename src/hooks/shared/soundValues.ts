import type { CollectionBeforeOperationHook, CollectionSlug, FlattenedField, PayloadRequest } from 'payload'
import { staffUser } from '../../access/staffUser.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { isStorable } from '../../domain/shared/storableText.ts'
import { referencesIn, valueProblems, type FieldRule, type Reference } from '../../domain/shared/values.ts'
import { asApiError } from './asApiError.ts'

/**
 * Refuses a record whose values are not what its fields say, before any rule, hook or database looks at them: Payload
 * takes texts for numbers, nothing for a date, and lists for single values, and what the databases make of those stays.
 */
export const refuseUnsoundValues: CollectionBeforeOperationHook = async ({
  args,
  collection,
  operation,
  overrideAccess,
  req,
}) => {
  // The system's own calls, on nobody's behalf.
  if (overrideAccess === true || (operation !== 'create' && operation !== 'update')) return
  const { data, id, duplicateFromID } = args as { data?: unknown; id?: string; duplicateFromID?: string }
  if (!isPlain(data) || !isStorable(data)) throw asApiError(new AppError('invalid-input'))
  const rules = [...rulesOf(collection.flattenedFields), ...(collection.auth ? [PASSWORD] : [])]
  // A user who may make none is told that, and not what is missing. A copy has from the first what is not sent.
  const isNew = operation === 'create' && duplicateFromID === undefined && staffUser(req) !== null
  const problems = valueProblems(rules, data, isNew)
  const missing =
    staffUser(req) === null ? {} : await missingReferences(req, collection.slug, id, referencesIn(rules, data))
  const fields = { ...missing, ...problems }
  const [first] = Object.values(fields)
  if (first !== undefined) throw asApiError(new AppError('invalid-input', first, fields))
}

const PASSWORD: FieldRule = { name: 'password', label: '密码', kind: 'text', isMany: false, isRequired: false }

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const KINDS: Partial<Record<FlattenedField['type'], FieldRule['kind']>> = {
  text: 'text',
  textarea: 'text',
  email: 'text',
  code: 'text',
  number: 'number',
  date: 'date',
  select: 'choice',
  radio: 'choice',
  checkbox: 'checkbox',
  relationship: 'reference',
  upload: 'reference',
  json: 'json',
  group: 'group',
  tab: 'group',
  array: 'rows',
}

/** @throws for a type of field that no rule knows */
export function kindOf(field: FlattenedField): FieldRule['kind'] {
  // Stored as text (src/collections/fields.ts), and a date all the same.
  const kind = 'custom' in field && field.custom?.kind === 'day' ? 'date' : KINDS[field.type]
  if (!kind) throw new Error(`No rule for values of type ${field.type} (${field.name})`)
  return kind
}

/** The rules of a collection's fields. A field that the system fills in is asked of nobody. */
function rulesOf(fields: FlattenedField[]): FieldRule[] {
  return fields.flatMap((field) => {
    if ('virtual' in field && field.virtual) return []
    const kind = kindOf(field)
    const isConditional =
      'admin' in field && field.admin !== undefined && 'condition' in field.admin && field.admin.condition !== undefined
    const isFilledIn = ('defaultValue' in field && field.defaultValue !== undefined) || field.name === 'id'
    return {
      name: field.name,
      label: 'label' in field && typeof field.label === 'string' ? field.label : field.name,
      kind,
      isMany: 'hasMany' in field && field.hasMany === true,
      isRequired: 'required' in field && field.required === true && !isConditional && !isFilledIn,
      ...(field.type === 'number' && {
        ...(field.min !== undefined && { min: field.min }),
        ...(field.max !== undefined && { max: field.max }),
        isWhole: Number.isInteger(field.admin?.step ?? 1),
      }),
      ...((field.type === 'select' || field.type === 'radio') && {
        options: field.options.map((option) => (typeof option === 'string' ? option : option.value)),
      }),
      ...((field.type === 'relationship' || field.type === 'upload') && { collections: [field.relationTo].flat() }),
      ...('flattenedFields' in field && { fields: rulesOf(field.flattenedFields) }),
    }
  })
}

/**
 * References to what is not there. A value that a record held before may be sent back with it: a form sends all of it,
 * to change another field.
 */
async function missingReferences(
  req: PayloadRequest,
  collection: CollectionSlug,
  id: string | undefined,
  references: Reference[],
): Promise<Record<string, string>> {
  const missing: Reference[] = []
  for (const slug of new Set(references.map((reference) => reference.collection))) {
    const asked = references.filter((reference) => reference.collection === slug)
    const there = await existing(
      req,
      slug,
      asked.map((reference) => reference.id),
    )
    missing.push(...asked.filter((reference) => !there.has(reference.id)))
  }
  if (missing.length === 0) return {}
  const stored =
    id === undefined
      ? null
      : await req.payload.db.findOne<Record<string, unknown> & { id: string }>({
          collection,
          where: { id: { equals: id } },
          req,
        })
  const held = (path: string): unknown =>
    path
      .split('.')
      .reduce<unknown>(
        (value, name) =>
          isPlain(value) || Array.isArray(value) ? (value as Record<string, unknown>)[name] : undefined,
        stored,
      )
  return Object.fromEntries(
    missing
      .filter((reference) => ![held(reference.path)].flat().includes(reference.id))
      .map(({ path, label }) => [path, `${label}已不存在，请重新选择。`]),
  )
}

async function existing(req: PayloadRequest, collection: string, ids: string[]): Promise<Set<string>> {
  const asked = [...new Set(ids)].filter((id) => isId(id, req))
  if (asked.length === 0) return new Set()
  const { docs } = await req.payload.db.find<{ id: string }>({
    collection: collection as CollectionSlug,
    where: { id: { in: asked } },
    select: { id: true },
    pagination: false,
    limit: 0,
    req,
  })
  return new Set(docs.map(({ id }) => String(id)))
}

/** Whether a text is what this database makes ids of. */
export const isId = (text: string, { payload }: PayloadRequest): boolean =>
  (payload.db.name === 'sqlite' ? UUID : OBJECT_ID).test(text)

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const OBJECT_ID = /^[0-9a-f]{24}$/i
