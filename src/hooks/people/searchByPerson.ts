import type {
  CollectionBeforeOperationHook,
  CollectionConfig,
  FieldHook,
  PayloadRequest,
  TextField,
  Where,
} from 'payload'
import { anyStaffField, nobodyField } from '../../access/rules.ts'
import { staffUser } from '../../access/staffUser.ts'
import { unitScope } from '../../access/unitScope.ts'
import type { ConditionsOn } from '../../database/conditions.ts'
import { collectionsOf } from '../../database/references.ts'
import { findRow, findRowsBy, type PersonRow } from '../../database/rows.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { maskPhone } from '../../domain/shared/maskPhone.ts'
import { emailSchema, phoneSchema } from '../../domain/shared/requests.ts'
import { nameText } from '../../domain/shared/typedText.ts'
import { shownOf, type Known } from '../../domain/attendance/walkIns.ts'
import { acquaintances, mostKnown } from '../../operations/identity/acquaintances.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { asApiError } from '../shared/asApiError.ts'
import { shownPerson } from '../seats/registrations.ts'
import { ofTextKind } from '../shared/tidyTexts.ts'

/**
 * The person in a line: name, number and enough of the phone. Made when it is read; the name and the phone are stored
 * encrypted.
 */
export const PERSON_TITLE = 'personTitle'

/** More than that nobody looks through, and a filter cannot name. */
const MOST_FOUND = 10_000

const NONE: Where = { id: { exists: false } }
const COMPARISONS = ['like', 'contains', 'equals']

const readPersonTitle: FieldHook = async ({ collection, data, req }) => {
  if (!staffUser(req) || !data?.id || !collection) return null
  const id =
    collection.slug === 'people'
      ? String(data.id)
      : idOf(data.person ?? (await holderOf(req, collection.slug, String(data.id))))
  if (id === null) return null
  const person =
    collection.slug === 'people'
      ? await findRow(req, 'people', id)
      : await shownPerson(req, collection.slug, String(data.id), id)
  return (
    person &&
    [person.name, person.volunteerNumber, person.phone ? maskPhone(person.phone) : null].filter(Boolean).join(' · ')
  )
}

const idOf = (reference: string | { id: string } | null): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)

/** A picker reads the title alone. */
async function holderOf(req: PayloadRequest, slug: string, id: string): Promise<string | { id: string } | null> {
  const collection = collectionsOf(req.payload.config, 'person').find((one) => one === slug) as
    'registrations' | undefined
  if (!collection) return null
  return (
    (
      await req.payload.findByID({
        collection,
        id,
        select: { person: true },
        depth: 0,
        disableErrors: true,
        overrideAccess: true,
        req,
      })
    )?.person ?? null
  )
}

/** Says who it is in headings, pickers and the crumbs above a page, and takes what is typed to find them. */
export const personTitleField = (label: string): TextField => ({
  name: PERSON_TITLE,
  type: 'text',
  label,
  virtual: true,
  custom: { ...ofTextKind('untouched').custom, isSearched: true },
  access: { read: anyStaffField, create: nobodyField, update: nobodyField },
  admin: { hidden: true, disableListColumn: true, disableListFilter: true },
  hooks: { afterRead: [readPersonTitle] },
})

/** The collection, searched by the people in it. */
export function withPersonSearch(collection: CollectionConfig): CollectionConfig {
  if (!hasPersonTitle(collection)) return collection
  return {
    ...collection,
    hooks: { ...collection.hooks, beforeOperation: [...(collection.hooks?.beforeOperation ?? []), searchByPerson] },
  }
}

export const hasPersonTitle = ({ fields }: Pick<CollectionConfig, 'fields'>): boolean =>
  fields.some((field) => 'name' in field && field.name === PERSON_TITLE)

/**
 * Names are encrypted, so no database can look for them: what staff type is compared with what they are shown, as it is
 * decrypted in memory, and the search goes on by id. Access rules then leave those that the asker may read. Nothing
 * hidden is compared: whether a record is found would be an answer too.
 */
const searchByPerson: CollectionBeforeOperationHook = async ({ args, collection, req }) => {
  const { where, sort } = args as { where?: unknown; sort?: unknown }
  if (!staffUser(req)) return args
  const isByTitle = [sort ?? []].flat().some((path) => String(path).replace(/^-/, '') === PERSON_TITLE)
  const hasActivity = collection.flattenedFields.some(({ name }) => name === 'activity')
  const find = async (typed: string): Promise<Where> => {
    const ways = await waysTo(req, collection.slug, typed)
    return { or: [...ways, ...(hasActivity ? [{ 'activity.title': { like: typed } }] : [])] }
  }
  const next = {
    ...args,
    ...(isPlain(where) && { where: await rewritten(where, find) }),
    ...(isByTitle && { sort: undefined }),
  }
  return next
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

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
    else if (operator !== undefined && COMPARISONS.includes(operator) && typeof typed === 'string')
      parts.push(await find(typed))
    else throw asApiError(new AppError('invalid-input'))
  }
  const [only, ...more] = parts
  return only && more.length === 0 ? only : { and: parts }
}

const FACTS = [
  'id',
  'name',
  'volunteerNumber',
  'phoneHash',
  'emailHash',
  'unit',
  'erasedAt',
] as const satisfies (keyof PersonRow)[]
type Facts = Pick<PersonRow, (typeof FACTS)[number]>

/** Records of a collection whose person, as it is shown there, is what was typed. */
async function waysTo(req: PayloadRequest, slug: string, typed: string): Promise<Where[]> {
  const meaning = meaningOf(typed)
  const scope = await unitScope(req)
  const people = await findRowsBy(req, 'people', { ...meaning.conditions, ...(scope !== 'all' && { unit: scope }) }, [
    ...FACTS,
  ])
  const own = people.filter(meaning.isMeant).map(({ id }) => id)
  if (slug === 'people') return [amongst('id', own)]
  if (scope === 'all') return [amongst('person', own)]
  const met = await acquaintances(req)
  const others = await findRowsBy(
    req,
    'people',
    { ...meaning.conditions, id: [...new Set(met.map(({ person }) => person))] },
    [...FACTS],
  )
  const strangers = new Map(
    others.filter(({ unit }) => unit === null || !scope.includes(unit)).map((one) => [one.id, one]),
  )
  const isFound = (person: string, known: Known): boolean => {
    const stranger = strangers.get(person)
    return stranger !== undefined && meaning.isMeant(shownFacts(stranger, known))
  }
  if (slug === 'certificates')
    return [
      amongst('person', [...own, ...[...mostKnown(met)].filter((one) => isFound(...one)).map(([person]) => person)]),
    ]
  const registrations = met
    .filter(({ person, known }) => isFound(person, known))
    .map(({ registration }) => registration)
  return [amongst('person', own), amongst(slug === 'registrations' ? 'id' : 'registration', registrations)]
}

/** A mail is shown on the person's own record alone. */
function shownFacts(stranger: Facts, known: Known): Facts {
  const { name, phone, volunteerNumber } = shownOf(stranger.erasedAt ? 'all' : known, {
    ...stranger,
    phone: stranger.phoneHash,
  })
  return { ...stranger, name, volunteerNumber, phoneHash: phone, emailHash: null }
}

interface Meaning {
  /** Narrows whom the database gives. */
  conditions: ConditionsOn<Pick<PersonRow, 'phoneHash' | 'emailHash'>>
  isMeant: (person: Facts) => boolean
}

/** Those with this phone or mail, or whose name or number holds what was typed. */
function meaningOf(typed: string): Meaning {
  const [phone, email] = [phoneSchema.safeParse(typed), emailSchema.safeParse(typed)]
  for (const [field, hash] of [
    ['phoneHash', phone.success && keyedHash('phone', phone.data)],
    ['emailHash', email.success && keyedHash('email', email.data)],
  ] as const) {
    if (hash !== false) return { conditions: { [field]: hash }, isMeant: (person) => person[field] === hash }
  }
  const wanted = nameText(typed).toLowerCase()
  return {
    conditions: {},
    isMeant: ({ name, volunteerNumber }) =>
      wanted !== '' &&
      (nameText(name).toLowerCase().includes(wanted) || Boolean(volunteerNumber?.toLowerCase().includes(wanted))),
  }
}

function amongst(field: string, ids: string[]): Where {
  if (ids.length > MOST_FOUND) throw asApiError(new AppError('invalid-input', '找到的人太多，请多输入几个字。'))
  return ids.length === 0 ? NONE : { [field]: { in: ids } }
}
