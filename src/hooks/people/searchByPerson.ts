import {
  APIError,
  type CollectionBeforeOperationHook,
  type CollectionConfig,
  type FieldHook,
  type PayloadRequest,
  type TextField,
  type Where,
} from 'payload'
import { anyStaffField, nobodyField } from '../../access/rules.ts'
import { staffUser } from '../../access/staffUser.ts'
import { unitScope } from '../../access/unitScope.ts'
import type { ConditionsOn } from '../../database/conditions.ts'
import { collectionsOf } from '../../database/references.ts'
import { loadRow } from '../../database/loadRow.ts'
import { findRowsBy, type PersonRow } from '../../database/rows.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { emailSchema, phoneSchema } from '../../domain/shared/requests.ts'
import { symbolText } from '../../domain/shared/typedText.ts'
import { personTitle } from '../../domain/people/personTitle.ts'
import { shownOf, type Known } from '../../domain/attendance/walkIns.ts'
import { acquaintances, mostKnown } from '../../operations/identity/acquaintances.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { comparedName, namePartsOf } from '../../database/nameParts.ts'
import { asApiError } from '../shared/asApiError.ts'
import { shownPerson, staffTold } from '../seats/registrations.ts'
import { ofTextKind } from '../shared/tidyTexts.ts'

/**
 * The person in a line: name, number, enough of the phone and, on the person's own record, the unit. Made when it is
 * read; the name and the phone are stored encrypted.
 */
export const PERSON_TITLE = 'personTitle'

/** More than that nobody looks through, and a filter cannot name. */
const MOST_FOUND = 10_000
/** How many people are compared one by one with a family name alone, which has no parts to find it by. */
const MOST_COMPARED = 5_000

/** A record is found by these too, where it has the field. */
const NAMES_BESIDE = [
  ['activity', 'title'],
  ['organisation', 'name'],
] as const

const COMPARISONS = ['like', 'contains', 'equals']

const readPersonTitle: FieldHook = async ({ collection, data, req }) => {
  if (!staffUser(req) || !data?.id || !collection) return null
  const id =
    collection.slug === 'people'
      ? String(data.id)
      : idOf(data.person ?? (await holderOf(req, collection.slug, String(data.id))))
  if (id === null)
    return (
      (await staffTold(req, collection.slug, String(data.id))) ?? organisationIn(req, collection.slug, String(data.id))
    )
  if (collection.slug !== 'people') return personTitle(await shownPerson(req, collection.slug, String(data.id), id))
  const person = await loadRow(req, 'people', id)
  const unit = person?.unit ? await loadRow(req, 'units', person.unit) : null
  return person && personTitle(person, unit?.name)
}

const idOf = (reference: string | { id: string } | null): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)

/** Of a post that no person holds: the name of the organisation that does, which anybody may read. */
async function organisationIn(req: PayloadRequest, slug: string, id: string): Promise<string | null> {
  const organisation = slug === 'appointments' ? (await loadRow(req, slug, id))?.organisation : null
  return organisation ? ((await loadRow(req, 'units', organisation))?.name ?? null) : null
}

/** A picker reads the title alone. */
const holderOf = async (req: PayloadRequest, slug: string, id: string): Promise<string | null> =>
  collectionsOf(req.payload.config, 'person').some((one) => one === slug)
    ? ((await loadRow(req, slug as 'registrations', id))?.person ?? null)
    : null

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
 * Names are encrypted, so the database finds them by hashes of their parts (src/database/nameParts.ts). Those whom it
 * finds are compared, decrypted, with what was typed as they are shown to the asker, and the search goes on by id.
 * Access rules then leave those that the asker may read. Nothing hidden is compared: whether a record is found would be
 * an answer too.
 */
const searchByPerson: CollectionBeforeOperationHook = async ({ args, collection, req }) => {
  const { where, sort } = args as { where?: unknown; sort?: unknown }
  if (!staffUser(req)) return args
  const isByTitle = [sort ?? []].flat().some((path) => String(path).replace(/^-/, '') === PERSON_TITLE)
  const named = NAMES_BESIDE.filter(([field]) => collection.flattenedFields.some(({ name }) => name === field))
  const find = async (typed: string): Promise<Where> => {
    const ways = await waysTo(req, collection.slug, typed).catch((error: unknown) => {
      // Payload's list turns an error into a blank page: it shows none, under a heading that says what to type.
      if (req.payloadAPI === 'local' && error instanceof APIError) return [amongst('id', [])]
      throw error
    })
    return { or: [...ways, ...named.map(([field, name]) => ({ [`${field}.${name}`]: { like: typed } }))] }
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
  const isInScope = ({ unit }: Pick<Facts, 'unit'>): boolean =>
    scope === 'all' || (unit !== null && scope.includes(unit))
  const found = await candidates(req, meaning.conditions ?? (scope === 'all' ? {} : { unit: scope }), meaning)
  const own = await amongOwn(req, found.filter(isInScope), meaning)
  if (slug === 'people') return [amongst('id', own)]
  if (scope === 'all') return [amongst('person', own)]
  const outside = found.filter((one) => !isInScope(one)).map(({ id }) => id)
  // Of who holds a post here and belongs elsewhere, the name is shown.
  if (slug === 'appointments') {
    const strangers = (await factsOf(req, outside, meaning)).filter((one) => meaning.isMeant(shownFacts(one, 'name')))
    return [amongst('person', [...own, ...strangers.map(({ id }) => id)])]
  }
  // People of other units, known by a record here. A family name finds nobody: all who are known are compared.
  const met = await acquaintances(req, meaning.conditions ? outside : undefined)
  const strangers = new Map(
    (await factsOf(req, [...new Set(met.map(({ person }) => person))], meaning))
      .filter((one) => !isInScope(one))
      .map((one) => [one.id, one]),
  )
  const isFound = (person: string, degree: Known): boolean => {
    const stranger = strangers.get(person)
    return stranger !== undefined && meaning.isMeant(shownFacts(stranger, degree))
  }
  if (slug === 'certificates')
    return [
      amongst('person', [...own, ...[...mostKnown(met)].filter((one) => isFound(...one)).map(([person]) => person)]),
    ]
  const registrations = met.filter((one) => isFound(one.person, one.known)).map(({ registration }) => registration)
  return [amongst('person', own), amongst(slug === 'registrations' ? 'id' : 'registration', registrations)]
}

/** Those whom the database finds; where it has nothing to find them by, all of these. Their names are not read yet. */
async function candidates(
  req: PayloadRequest,
  conditions: ConditionsOn<PersonRow>,
  meaning: Meaning,
): Promise<Pick<Facts, 'id' | 'unit'>[]> {
  const most = mostOf(meaning)
  const found = await findRowsBy(req, 'people', conditions, ['id', 'unit'], { limit: most + 1 })
  if (found.length > most) throw tooMany(meaning.conditions === null)
  return found
}

async function amongOwn(req: PayloadRequest, found: Pick<Facts, 'id'>[], meaning: Meaning): Promise<string[]> {
  const ids = found.map(({ id }) => id)
  if (meaning.isSure) return ids
  return (await factsOf(req, ids, meaning)).filter(meaning.isMeant).map(({ id }) => id)
}

async function factsOf(req: PayloadRequest, ids: string[], meaning: Meaning): Promise<Facts[]> {
  if (ids.length > mostOf(meaning)) throw tooMany(meaning.conditions === null)
  return ids.length === 0 ? [] : findRowsBy(req, 'people', { id: ids }, [...FACTS])
}

const mostOf = ({ conditions }: Meaning): number => (conditions ? MOST_FOUND : MOST_COMPARED)

const tooMany = (isShort: boolean): Error =>
  asApiError(
    new AppError(
      'invalid-input',
      isShort ? '只输入一个字找到的人太多，请输入姓名中相连的两个字。' : '找到的人太多，请多输入几个字。',
    ),
  )

/** A mail is shown on the person's own record alone. */
function shownFacts(stranger: Facts, known: Known): Facts {
  const { name, phone, volunteerNumber } = shownOf(stranger.erasedAt ? 'all' : known, {
    ...stranger,
    phone: stranger.phoneHash,
  })
  return { ...stranger, name, volunteerNumber, phoneHash: phone, emailHash: null }
}

interface Meaning {
  /** By what the database finds those who may be meant; by nothing, where only a family name was typed. */
  conditions: ConditionsOn<PersonRow> | null
  /** That the conditions say it all: the facts of those who are found need no comparing. */
  isSure: boolean
  isMeant: (person: Facts) => boolean
}

const NUMBER = /^[A-Z-]*\d{4}[A-Z\d-]*$/
/** 林, or 林** as it is shown of a stranger. */
const FAMILY_NAME = /^.\**$/u

/** Those with this phone, mail or number, or whose name holds what was typed. */
function meaningOf(typed: string): Meaning {
  const [phone, email] = [phoneSchema.safeParse(typed), emailSchema.safeParse(typed)]
  for (const [field, hash] of [
    ['phoneHash', phone.success && keyedHash('phone', phone.data)],
    ['emailHash', email.success && keyedHash('email', email.data)],
  ] as const) {
    if (hash !== false)
      return { conditions: { [field]: hash }, isSure: true, isMeant: (person) => person[field] === hash }
  }
  const number = symbolText(typed).toUpperCase()
  if (NUMBER.test(number)) {
    const isMeant = ({ volunteerNumber }: Facts): boolean => volunteerNumber?.toUpperCase() === number
    return { conditions: { volunteerNumber: [number, number.toLowerCase()] }, isSure: true, isMeant }
  }
  const wanted = comparedName(typed)
  const isMeant = ({ name }: Facts): boolean => wanted !== '' && comparedName(name).includes(wanted)
  if (wanted === '' || FAMILY_NAME.test(wanted))
    return { conditions: wanted === '' ? NOBODY : null, isSure: false, isMeant }
  // Two characters are a part itself.
  const isSure = [...wanted].length === 2
  return { conditions: { nameParts: { holdsAll: namePartsOf(wanted) } }, isSure, isMeant }
}

const NOBODY = { id: [] }

function amongst(field: string, ids: string[]): Where {
  if (ids.length > MOST_FOUND) throw tooMany(false)
  return { [field]: { in: ids } }
}
