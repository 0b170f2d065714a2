import type { CollectionSlug, PayloadRequest } from 'payload'
import { staffUser } from '../../access/staffUser.ts'
import { collectionsOf } from '../../database/references.ts'
import { formatClock, formatDate } from '../../domain/shared/dates.ts'
import type { Staff } from '../../payload-types.ts'

/** The part of a field of Payload's that its words are made from. */
export interface WordedField {
  name: string
  type: string
  label?: unknown
  options?: readonly unknown[]
  relationTo?: unknown
  flattenedFields?: WordedField[]
}

/** How records are called: read through Payload for a screen, from one moment of the database for a file. */
export interface Wording {
  /** A kind of record and its fields; null where there is no such kind. */
  kindOf: (collection: string) => { label: string; fields: WordedField[] } | null
  /** How a record is called; null where there is none by now, or none that the asker may read. */
  titleOf: (collection: string, id: string) => Promise<string | null>
  /** The activity of a sign-up and the like. */
  activityOf: (collection: string, id: string) => Promise<string | null>
}

export function wordingOf(req: PayloadRequest): Wording {
  return {
    kindOf: (collection) => {
      const config = req.payload.collections[collection as CollectionSlug]?.config
      return config ? { label: labelOfKind(config.labels.singular), fields: config.flattenedFields } : null
    },
    titleOf: (collection, id) => titleOf(req, collection, id),
    activityOf: async (slug, id) => {
      const collection = collectionsOf(req.payload.config, 'activity').find((one) => one === slug) as
        'registrations' | undefined
      const record =
        collection &&
        (await req.payload.db.findOne<{ id: string; activity?: string | null }>({
          collection,
          where: { id: { equals: id } },
          select: { activity: true },
          req,
        }))
      return record?.activity ?? null
    },
  }
}

export const labelOfKind = (label: unknown): string => (typeof label === 'string' ? label : '记录')

/** The field at a path: that of a group is `group.field`. */
export function fieldAt<Field extends WordedField>(fields: Field[], path: string): Field | undefined {
  const [name, ...rest] = path.split('.')
  const field = fields.find((one) => one.name === name)
  return field?.flattenedFields && rest.length > 0 ? fieldAt(field.flattenedFields as Field[], rest.join('.')) : field
}

export const labelOf = (field: WordedField | undefined): string | null =>
  typeof field?.label === 'string' ? field.label : null

/** In place of the title of a record that is gone, or that its reader may not see. */
export const GONE = '（已删除或无权查看）'

export const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text)

/** A stored value as its form would show it; a record that it refers to by its title, where the asker may read that. */
export async function valueInWords(
  wording: Pick<Wording, 'titleOf'>,
  field: WordedField | undefined,
  value: unknown,
): Promise<string> {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return '空'
  if (Array.isArray(value))
    return field?.type === 'array'
      ? value.map(rowInWords).join('、')
      : (await Promise.all(value.map((one) => valueInWords(wording, field, one)))).join('、')
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (field?.type === 'date') return dateInWords(value as string)
  if (field?.type === 'select') {
    const options = (field.options ?? []) as { value?: unknown; label?: unknown }[]
    const label = options.find((one) => one.value === value)?.label
    return typeof label === 'string' ? label : '（此选项已取消）'
  }
  if (field?.type === 'relationship' && typeof field.relationTo === 'string')
    return (await wording.titleOf(field.relationTo, String(value))) ?? GONE
  return typeof value === 'object' ? '（内容较长，不显示）' : String(value)
}

/** How a record is called; null where there is none by now, or none that the asker may read. */
export async function titleOf(req: PayloadRequest, collection: string, id: string): Promise<string | null> {
  const known = Object.values(req.payload.collections).find(({ config }) => config.slug === collection)?.config
  if (!known) return null
  // Staff know each other by name, also those whose account they may not open.
  if (collection === 'staff' && staffUser(req)) {
    const account = await req.payload.db.findOne<Staff>({ collection, where: { id: { equals: id } }, req })
    return account?.name ?? null
  }
  // Not by id: that somebody was named in a list is no look at their record, which the trail would note.
  const { docs } = await req.payload.find({
    collection: known.slug,
    where: { id: { equals: id } },
    limit: 1,
    pagination: false,
    depth: 0,
    overrideAccess: false,
    // A kind of records that the asker may not read at all holds none for them.
    disableErrors: true,
    user: req.user,
    req,
  })
  const [found] = docs
  const title: unknown = found
    ? Object.entries(found).find(([name]) => name === (known.admin.useAsTitle ?? 'id'))?.[1]
    : null
  return typeof title === 'string' && title !== '' ? title : null
}

/** A day as a day, an instant with its time, both with the year. */
function dateInWords(value: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return value
  const iso = new Date(value).toISOString()
  return `${formatDate(iso)} ${formatClock(iso)}`
}

/** A question by what it asks. */
const rowInWords = (row: unknown): string => String((row as { label?: unknown } | null)?.label ?? '')
