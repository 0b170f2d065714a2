import type { FlattenedField, PayloadRequest } from 'payload'
import { formatClock, formatDate } from '../../domain/shared/dates.ts'

/** The field at a path: that of a group is `group.field`. */
export function fieldAt(fields: FlattenedField[], path: string): FlattenedField | undefined {
  const [name, ...rest] = path.split('.')
  const field = fields.find((one) => one.name === name)
  return field && rest.length > 0 && 'flattenedFields' in field ? fieldAt(field.flattenedFields, rest.join('.')) : field
}

export const labelOf = (field: FlattenedField | undefined): string | null =>
  field && 'label' in field && typeof field.label === 'string' ? field.label : null

/** A stored value as its form would show it; a record that it refers to by its title, where the asker may read that. */
export async function valueInWords(
  req: PayloadRequest,
  field: FlattenedField | undefined,
  value: unknown,
): Promise<string> {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return '空'
  if (Array.isArray(value))
    return field?.type === 'array'
      ? value.map(rowInWords).join('、')
      : (await Promise.all(value.map((one) => valueInWords(req, field, one)))).join('、')
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (field?.type === 'date') return dateInWords(value as string)
  if (field?.type === 'select') {
    const option = field.options.find((one) => typeof one === 'object' && one.value === value)
    return typeof option === 'object' && typeof option.label === 'string' ? option.label : String(value)
  }
  if (field?.type === 'relationship' && typeof field.relationTo === 'string')
    return (await titleOf(req, field.relationTo, String(value))) ?? String(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** How a record is called; null where there is none by now, or none that the asker may read. */
export async function titleOf(req: PayloadRequest, collection: string, id: string): Promise<string | null> {
  const known = Object.values(req.payload.collections).find(({ config }) => config.slug === collection)?.config
  if (!known) return null
  // Not by id: that somebody was named in a list is no look at their record, which the trail would note.
  const { docs } = await req.payload.find({
    collection: known.slug,
    where: { id: { equals: id } },
    limit: 1,
    pagination: false,
    depth: 0,
    overrideAccess: false,
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
