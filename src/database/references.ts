import type { CollectionSlug, FlattenedField, Payload, SanitizedConfig, Where } from 'payload'

/** One field by which records of a collection refer to records of another. */
export interface Reference {
  from: CollectionSlug
  to: CollectionSlug
  /** Names from the record down to the field. */
  path: string[]
  /** Whether each step, the field last, is a list. */
  lists: boolean[]
  /** A text that holds the id behind this. */
  prefix: string
  /** The record is nothing without what it refers to and goes with it. */
  isOwned: boolean
}

const known = new WeakMap<SanitizedConfig, Reference[]>()

/**
 * Every reference between our collections, read from the configuration: what is added later is among them. A field says
 * otherwise by its `custom`: `refersTo: ['collection']` on a text that holds `collection:id`, `isOwned: true` where the
 * record goes with what it refers to. Payload's own collections are left out: their rows go with what they are about.
 */
export function referencesOf(config: SanitizedConfig): Reference[] {
  const own = config.collections.filter(({ slug }) => !slug.startsWith('payload-'))
  const found =
    known.get(config) ?? own.flatMap(({ slug, flattenedFields }) => referencesIn(slug, flattenedFields, [], []))
  known.set(config, found)
  return found
}

export const referencesTo = (config: SanitizedConfig, to: string): Reference[] =>
  referencesOf(config).filter((reference) => reference.to === to)

/** By name of the field: records of a person, a unit, an activity or a sign-up. */
const OWNERS = { person: 'people', unit: 'units', activity: 'activities', registration: 'registrations' } as const

/** The collections whose records are of such a one, as their configuration says: what is added later is among them. */
export const collectionsOf = (config: SanitizedConfig, owner: keyof typeof OWNERS): CollectionSlug[] =>
  referencesTo(config, OWNERS[owner])
    .filter(({ path, lists }) => path.join('.') === owner && lists[0] === false)
    .map(({ from }) => from)

/** @throws for a kind of field that the guard does not know: whoever adds one extends it */
function referencesIn(
  from: CollectionSlug,
  fields: FlattenedField[],
  above: string[],
  listsAbove: boolean[],
): Reference[] {
  return fields.flatMap((field) => {
    const path = [...above, field.name]
    if (field.type === 'join') return []
    if (field.type === 'array' || field.type === 'group' || field.type === 'tab')
      return referencesIn(from, field.flattenedFields, path, [...listsAbove, field.type === 'array'])
    const { refersTo = [], isOwned = false } = (field.custom ?? {}) as {
      refersTo?: CollectionSlug[]
      isOwned?: boolean
    }
    if (field.type === 'relationship' || field.type === 'upload') {
      if (typeof field.relationTo === 'string')
        return [
          { from, to: field.relationTo, path, lists: [...listsAbove, field.hasMany === true], prefix: '', isOwned },
        ]
    } else if (field.type !== 'blocks') {
      return refersTo.map((to) => ({ from, to, path, lists: [...listsAbove, false], prefix: `${to}:`, isOwned }))
    }
    throw new Error(`${from}.${path.join('.')}: references of this kind are not guarded (src/database/references.ts)`)
  })
}

/** Finds the records that refer to this one by any of the fields, all of one collection. */
export function whereReferring(references: Reference[], id: string): Where {
  return { or: references.map(({ path, prefix }) => ({ [path.join('.')]: { equals: `${prefix}${id}` } })) }
}

/** The ids that a record, as hooks see it, refers to by this field, each once. */
export function idsIn({ path, prefix }: Reference, record: unknown): string[] {
  const ids = valuesAt(record, path).flatMap((value) => {
    const id: unknown = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : value
    return typeof id === 'string' && id.startsWith(prefix) ? [id.slice(prefix.length)] : []
  })
  return [...new Set(ids)]
}

function valuesAt(value: unknown, path: string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, path))
  const [name, ...rest] = path
  if (name === undefined) return [value]
  return typeof value === 'object' && value !== null ? valuesAt((value as Record<string, unknown>)[name], rest) : []
}

/** SQL that holds while a record refers to the row at hand of the other table by this field. */
export function referringInSqlite({ db }: Pick<Payload, 'db'>, { from, to, path, lists, prefix }: Reference): string {
  const { tables } = db as unknown as {
    tables: Record<string, Record<string, { name: string } | undefined> | undefined>
  }
  // A list of references lies in a table of the record's own, each row of a list in one of the list's; groups are
  // columns of the table around them.
  const isList = lists.at(-1) === true
  const rows = lists.lastIndexOf(true) + 1
  const table = isList ? `${snake(from)}_rels` : [from, ...path.slice(0, rows)].map(snake).join('_')
  const column = tables[table]?.[isList ? `${to}ID` : path.slice(rows).join('_')]
  if (!column) throw new Error(`No column for ${from}.${path.join('.')}`)
  const id = `"${snake(to)}"."id"`
  return `EXISTS (SELECT 1 FROM "${table}" AS "referring" WHERE "referring"."${column.name}" = ${prefix === '' ? id : `'${prefix}' || ${id}`})`
}

const snake = (name: string): string =>
  name.replaceAll('-', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** SQLite refused a reference to a record that is gone. */
export function isMissingReference(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, extendedCode } = cause as { code?: unknown; extendedCode?: unknown }
    if (code === 'SQLITE_CONSTRAINT_FOREIGNKEY' || extendedCode === 'SQLITE_CONSTRAINT_FOREIGNKEY') return true
  }
  return false
}
