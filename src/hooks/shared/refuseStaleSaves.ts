import { randomUUID } from 'node:crypto'
import type {
  CollectionBeforeChangeHook,
  CollectionBeforeOperationHook,
  CollectionConfig,
  FlattenedField,
  PayloadRequest,
} from 'payload'
import { nobody } from '../../access/rules.ts'
import { writeOver } from '../../database/writeChangesOnly.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { changesOf, conflictsOf, LOADED, type Conflict, type ShownConflict } from '../../domain/shared/changes.ts'
import { fieldAt, labelOf, valueInWords, wordingOf } from '../../operations/shared/valueInWords.ts'
import { asApiError } from './asApiError.ts'
import { writeChangesOnly } from './writeChangesOnly.ts'

type Values = Record<string, unknown>

/**
 * A collection whose form cannot undo what others did while it was open: of what the form sends, only what was changed
 * counts; where somebody else changed the same field meanwhile, nothing is written (409 `changed-meanwhile`). A client
 * that sends no loaded values sends what it means to change, and goes on as it did.
 */
export function withoutStaleSaves(collection: CollectionConfig): CollectionConfig {
  if (collection.access?.update === nobody) return collection
  return {
    ...collection,
    fields: [
      {
        name: LOADED,
        type: 'json',
        virtual: true,
        admin: {
          disableListColumn: true,
          disableListFilter: true,
          disableBulkEdit: true,
          components: { Field: '/saving/LoadedValues.tsx#LoadedValues' },
        },
      },
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

const editsIn = ({ context }: PayloadRequest): Map<string, Edit> =>
  (context.edits ??= new Map<string, Edit>()) as Map<string, Edit>

const isPlain = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const groupsOf = (fields: FlattenedField[]): string[] =>
  fields.filter(({ type }) => type === 'group').map(({ name }) => name)

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
  const conflicts: Conflict[] = []
  for (const one of conflictsOf(edit.changed, edit.loaded, originalDoc, groupsOf(collection.flattenedFields))) {
    if (await isTold(req, fieldAt(collection.flattenedFields, one.path), originalDoc)) conflicts.push(one)
  }
  if (conflicts.length > 0) throw asApiError(await refusalOf(req, collection.flattenedFields, conflicts))
  // Nobody may come between this look at the record and its write.
  writeOver(req, collection.slug, originalDoc.id, originalDoc.updatedAt)
  return data
}

/** A field that somebody may not read was never on their form, and no refusal tells it. */
async function isTold(req: PayloadRequest, field: FlattenedField | null | undefined, doc: Values): Promise<boolean> {
  if (!field || ('hidden' in field && field.hidden)) return false
  const read = 'access' in field ? field.access?.read : undefined
  return (
    !read || (await read({ req, id: String(doc.id), doc, data: doc, siblingData: doc, blockData: undefined })) === true
  )
}

/** A sentence beside each field; and for the field that every form has, what its component needs to show the way on. */
async function refusalOf(req: PayloadRequest, fields: FlattenedField[], conflicts: Conflict[]): Promise<AppError> {
  const shown: ShownConflict[] = []
  for (const { path, mine, theirs } of conflicts) {
    const field = fieldAt(fields, path)
    const wording = wordingOf(req)
    const mineInWords = await valueInWords(wording, field, mine)
    const theirsInWords = await valueInWords(wording, field, theirs)
    shown.push({
      path,
      label: labelOf(field) ?? path,
      mine: mineInWords,
      theirs: theirsInWords,
      current: theirs ?? null,
    })
  }
  const sentences = Object.fromEntries(
    shown.map(({ path, label, mine, theirs }) => [path, `“${label}”刚被他人改为“${theirs}”，您填的是“${mine}”。`]),
  )
  // Another text each time, so that the form tells the same conflict again.
  const forForm = JSON.stringify({ asked: randomUUID(), conflicts: shown })
  return new AppError('changed-meanwhile', `${Object.values(sentences).join('')}请选择保留哪一个。`, {
    ...sentences,
    [LOADED]: forForm,
  })
}
