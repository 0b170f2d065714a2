import type { CollectionBeforeOperationHook, CollectionConfig, FieldHook, PayloadRequest, TextField, Where } from 'payload'
import { anyStaffField, nobodyField } from '../access/rules.ts'
import { staffUser } from '../access/staffUser.ts'
import { findRow, findRowsBy } from '../database/rows.ts'
import { AppError } from '../domain/AppError.ts'
import { maskPhone } from '../domain/maskPhone.ts'
import { emailSchema, phoneSchema } from '../domain/requests.ts'
import { nameText } from '../domain/typedText.ts'
import { keyedHash } from '../privacy/cipher.ts'
import { asApiError } from './asApiError.ts'
import { shownPerson } from './registrations.ts'
import { ofTextKind } from './tidyTexts.ts'

/** Who it is: name, number and enough of the phone. Made when it is read; the name and the phone are stored encrypted. */
export const PERSON_TITLE = 'personTitle'

/** More than that nobody looks through, and a filter cannot name. */
const MOST_FOUND = 10_000

const NONE: Where = { id: { exists: false } }
const COMPARISONS = ['like', 'contains', 'equals']

const readPersonTitle: FieldHook = async ({ collection, data, req }) => {
  if (!staffUser(req) || !data?.id || !collection) return null
  const id = collection.slug === 'people' ? String(data.id) : idOf(data.person ?? (await holderOf(req, collection.slug, String(data.id))))
  if (id === null) return null
  const person = collection.slug === 'people' ? await findRow(req, 'people', id) : await shownPerson(req, collection.slug, String(data.id), id)
  return person && [person.name, person.volunteerNumber, person.phone ? maskPhone(person.phone) : null].filter(Boolean).join(' · ')
}

const idOf = (reference: string | { id: string } | null): string | null => (typeof reference === 'string' ? reference : (reference?.id ?? null))

/** A picker reads the title alone. */
async function holderOf(req: PayloadRequest, slug: string, id: string): Promise<string | { id: string } | null> {
  const collection = (['registrations', 'messages', 'corrections', 'certificates'] as const).find((one) => one === slug)
  if (!collection) return null
  return (await req.payload.findByID({ collection, id, select: { person: true }, depth: 0, disableErrors: true, overrideAccess: true, req }))?.person ?? null
}

/** Says who it is in headings, pickers and the crumbs above a page, and takes what is typed to find them. */
export const personTitleField = (label: string): TextField => ({
  name: PERSON_TITLE,
  type: 'text',
  label,
  virtual: true,
  ...ofTextKind('untouched'),
  access: { read: anyStaffField, create: nobodyField, update: nobodyField },
  admin: { hidden: true, disableListColumn: true, disableListFilter: true },
  hooks: { afterRead: [readPersonTitle] },
})

/** The collection, searched by the people in it. */
export function withPersonSearch(collection: CollectionConfig): CollectionConfig {
  if (!hasPersonTitle(collection)) return collection
  return { ...collection, hooks: { ...collection.hooks, beforeOperation: [...(collection.hooks?.beforeOperation ?? []), searchByPerson] } }
}

export const hasPersonTitle = ({ fields }: Pick<CollectionConfig, 'fields'>): boolean => fields.some((field) => 'name' in field && field.name === PERSON_TITLE)

/**
 * Names are encrypted, so no database can look for them: what staff type is compared with the names as they are decrypted in memory, and the
 * search goes on by id. Access rules then leave those that the asker may read.
 */
const searchByPerson: CollectionBeforeOperationHook = async ({ args, collection, req }) => {
  const { where, sort } = args as { where?: unknown; sort?: unknown }
  if (!staffUser(req)) return args
  const isByTitle = [sort ?? []].flat().some((path) => String(path).replace(/^-/, '') === PERSON_TITLE)
  const hasActivity = collection.flattenedFields.some(({ name }) => name === 'activity')
  const find = async (typed: string): Promise<Where> => {
    const people = await peopleBy(req, typed)
    if (collection.slug === 'people') return people.length === 0 ? NONE : { id: { in: people } }
    const ways: Where[] = [people.length === 0 ? NONE : { person: { in: people } }, ...(hasActivity ? [{ 'activity.title': { like: typed } }] : [])]
    return { or: ways }
  }
  const next = { ...args, ...(isPlain(where) && { where: await rewritten(where, find) }), ...(isByTitle && { sort: undefined }) }
  return next
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

async function rewritten(where: Record<string, unknown>, find: (typed: string) => Promise<Where>): Promise<Where> {
  const parts: Where[] = []
  for (const [path, constraint] of Object.entries(where)) {
    const inner = Array.isArray(constraint) ? constraint.filter(isPlain) : []
    const [operator, typed] = (isPlain(constraint) ? Object.entries(constraint)[0] : undefined) ?? []
    if (/^(and|or)$/i.test(path)) {
      const each: Where[] = []
      for (const one of inner) each.push(await rewritten(one, find))
      parts.push({ [path.toLowerCase()]: each })
    } else if (path !== PERSON_TITLE) parts.push({ [path]: constraint } as Where)
    else if (operator !== undefined && COMPARISONS.includes(operator) && typeof typed === 'string') parts.push(await find(typed))
    else throw asApiError(new AppError('invalid-input'))
  }
  const [only, ...more] = parts
  return only && more.length === 0 ? only : { and: parts }
}

/** Ids of those with this phone or mail, or whose name or number holds what was typed. */
async function peopleBy(req: PayloadRequest, typed: string): Promise<string[]> {
  const [phone, email] = [phoneSchema.safeParse(typed), emailSchema.safeParse(typed)]
  if (phone.success) return (await findRowsBy(req, 'people', { phoneHash: keyedHash('phone', phone.data) }, ['id'])).map(({ id }) => id)
  if (email.success) return (await findRowsBy(req, 'people', { emailHash: keyedHash('email', email.data) }, ['id'])).map(({ id }) => id)
  const wanted = nameText(typed).toLowerCase()
  if (wanted === '') return []
  const people = await findRowsBy(req, 'people', {}, ['id', 'name', 'volunteerNumber'])
  const found = people.filter(({ name, volunteerNumber }) => nameText(name ?? '').toLowerCase().includes(wanted) || volunteerNumber?.toLowerCase().includes(wanted))
  if (found.length > MOST_FOUND) throw asApiError(new AppError('invalid-input', '找到的人太多，请多输入几个字。'))
  return found.map(({ id }) => id)
}
