import { randomUUID } from 'node:crypto'
import { APIError, type CollectionBeforeChangeHook, type CollectionBeforeOperationHook, type CollectionConfig, type FlattenedField, type PayloadRequest } from 'payload'
import { nobody } from '../access/rules.ts'
import { writeOver } from '../database/writeChangesOnly.ts'
import { AppError } from '../domain/AppError.ts'
import { changesOf, conflictsOf, type Conflict } from '../domain/changes.ts'
import { formatTime } from '../domain/dates.ts'
import { writeChangesOnly } from './writeChangesOnly.ts'

type Values = Record<string, unknown>

/** The field in which the admin's form sends the record as it was when the form was opened. Nothing of it is stored. */
export const LOADED = 'loaded'

/** What the form shows of a conflict, besides the raw value that it goes on with. */
export interface ShownConflict {
  path: string
  label: string
  mine: string
  theirs: string
  current: unknown
}

/**
 * A collection whose form cannot undo what others did while it was open: of what the form sends, only what was changed counts; where
 * somebody else changed the same field meanwhile, nothing is written (409 `changed-meanwhile`). A client that sends no
 * loaded values sends what it means to change, and goes on as it did.
 */
export function withoutStaleSaves(collection: CollectionConfig): CollectionConfig {
  if (collection.access?.update === nobody) return collection
  return {
    ...collection,
    fields: [
      { name: LOADED, type: 'json', virtual: true, admin: { disableListColumn: true, disableListFilter: true, disableBulkEdit: true, components: { Field: '/saving/LoadedValues.tsx#LoadedValues' } } },
      ...collection.fields,
    ],
    hooks: {
      ...collection.hooks,
      beforeOperation: [...(collection.hooks?.beforeOperation ?? []), keepChangesOnly],
      beforeChange: [refuseStaleSave, ...(collection.hooks?.beforeChange ?? []), writeChangesOnly],
    },
  }
}

interface Edit {
  loaded: Values
  changed: Values
}

const editsIn = ({ context }: PayloadRequest): Map<string, Edit> => (context.edits ??= new Map<string, Edit>()) as Map<string, Edit>

const isPlain = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value)

const groupsOf = (fields: FlattenedField[]): string[] => fields.filter(({ type }) => type === 'group').map(({ name }) => name)

const keepChangesOnly: CollectionBeforeOperationHook = ({ args, collection, operation, req }) => {
  const { data, id } = args as { data?: Values; id?: unknown }
  if (!data || !(LOADED in data)) return args
  const { [LOADED]: loaded, ...sent } = data
  if (operation !== 'update' || id === undefined || !isPlain(loaded)) return { ...args, data: sent }
  const changed = changesOf(sent, loaded, groupsOf(collection.flattenedFields))
  editsIn(req).set(`${collection.slug}:${String(id)}`, { loaded, changed })
  return { ...args, data: changed }
}

const refuseStaleSave: CollectionBeforeChangeHook = async ({ data, operation, originalDoc, collection, req }) => {
  const key = `${collection.slug}:${String(originalDoc?.id)}`
  const edit = operation === 'update' ? editsIn(req).get(key) : undefined
  if (!edit) return data
  editsIn(req).delete(key)
  const conflicts = conflictsOf(edit.changed, edit.loaded, originalDoc, groupsOf(collection.flattenedFields))
  if (conflicts.length > 0) throw await refusalOf(req, collection.flattenedFields, conflicts)
  // Nobody may come between this look at the record and its write.
  writeOver(req, collection.slug, originalDoc.id, originalDoc.updatedAt)
  return data
}

/** Inside a hook only an APIError keeps its status; `errors` marks the field whose component shows the way on. */
async function refusalOf(req: PayloadRequest, fields: FlattenedField[], conflicts: Conflict[]): Promise<APIError> {
  const shown: ShownConflict[] = []
  for (const { path, mine, theirs } of conflicts) {
    const field = fieldAt(fields, path.split('.'))
    const [mineInWords, theirsInWords] = [await inWords(req, field, mine), await inWords(req, field, theirs)]
    shown.push({ path, label: typeof field?.label === 'string' ? field.label : path, mine: mineInWords, theirs: theirsInWords, current: theirs ?? null })
  }
  const sentences = Object.fromEntries(shown.map(({ path, label, mine, theirs }) => [path, `“${label}”刚被他人改为“${theirs}”，您填的是“${mine}”。`]))
  const { code, status } = new AppError('changed-meanwhile')
  // Another message each time, so that the form tells the same conflict again.
  const errors = [{ path: LOADED, message: JSON.stringify({ asked: randomUUID(), conflicts: shown }) }]
  return new APIError(`${Object.values(sentences).join('')}请选择保留哪一个。`, status, { code, fields: sentences, errors }, true)
}

function fieldAt(fields: FlattenedField[], [name, ...rest]: string[]): (FlattenedField & { label?: unknown }) | undefined {
  const field = fields.find((one) => one.name === name)
  return field && rest.length > 0 && 'flattenedFields' in field ? fieldAt(field.flattenedFields, rest) : field
}

/** A value as its form would show it. */
async function inWords(req: PayloadRequest, field: FlattenedField | undefined, value: unknown): Promise<string> {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return '空'
  if (Array.isArray(value)) {
    if (field?.type === 'array') return value.map((row) => (isPlain(row) ? String(row.label ?? row.id ?? '') : '')).join('、')
    return (await Promise.all(value.map((one) => inWords(req, field, one)))).join('、')
  }
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (field?.type === 'date') return formatTime(new Date(value as string).toISOString())
  if (field?.type === 'select') {
    const option = field.options.find((one) => typeof one === 'object' && one.value === value)
    return typeof option === 'object' && typeof option.label === 'string' ? option.label : String(value)
  }
  if (field?.type === 'relationship' && typeof field.relationTo === 'string') {
    const title = req.payload.collections[field.relationTo]?.config.admin.useAsTitle ?? 'id'
    const found = await req.payload.findByID({ collection: field.relationTo, id: String(value), depth: 0, disableErrors: true, overrideAccess: false, user: req.user, req })
    return String((found as Values | null)?.[title] ?? value)
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
