import { randomUUID } from 'node:crypto'
import type {
  CollectionAfterChangeHook,
  CollectionBeforeChangeHook,
  CollectionBeforeOperationHook,
  SanitizedConfig,
} from 'payload'
import { collectionsOf } from '../../database/references.ts'
import { writeOver } from '../../database/writeChangesOnly.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { emailSchema, phoneSchema } from '../../domain/shared/requests.ts'
import { finishErasure } from '../../operations/people/eraseMe.ts'
import { finishMerge } from '../../operations/people/mergePeople.ts'
import { newVolunteerNumber } from '../../operations/identity/newVolunteerNumber.ts'
import { holdPerson } from '../../operations/identity/openPerson.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { asApiError } from '../shared/asApiError.ts'

/**
 * Normalises contacts and keeps a keyed hash of each beside it, by which the person is found again. A person who has no
 * such contact gets a random value in its place: the unique index of MongoDB would take two nulls for the same contact.
 *
 * @throws ApiError when a contact is none
 */
export function withHashes<T extends object>(data: T, operation: 'create' | 'update'): T & Partial<Hashes> {
  const next: Partial<Record<string, unknown>> = { ...data }
  for (const [field, schema] of CONTACTS) {
    if (!(field in data) && operation === 'update') continue
    const given = next[field]
    if (given === null || given === undefined || given === '') {
      next[field] = null
      next[`${field}Hash`] = `none:${randomUUID()}`
      continue
    }
    const parsed = schema.safeParse(given)
    if (!parsed.success) throw refusedContact(field, parsed.error.issues[0]?.message ?? '')
    next[field] = parsed.data
    next[`${field}Hash`] = keyedHash(field, parsed.data)
  }
  return next as T & Partial<Hashes>
}

const CONTACTS = [
  ['phone', phoneSchema],
  ['email', emailSchema],
] as const

type Hashes = Record<'phoneHash' | 'emailHash', string>

const refusedContact = (field: 'phone' | 'email', sentence: string): Error =>
  asApiError(new AppError('invalid-input', sentence, { [field]: sentence }))

/** See `withHashes`; a contact that is another person's already is refused in words before the index refuses it. */
export const hashContacts: CollectionBeforeChangeHook = async ({ data, operation, originalDoc, req }) => {
  const next = withHashes(data, operation)
  for (const [field] of CONTACTS) {
    if (!data[field]) continue
    const known = await req.payload.db.findOne<{ id: string }>({
      collection: 'people',
      where: { [`${field}Hash`]: { equals: next[`${field}Hash`] } },
      req,
    })
    if (known && known.id !== originalDoc?.id)
      throw refusedContact(
        field,
        `${field === 'phone' ? '手机号' : '邮箱'}已有人登记，请核对；如是同一人，请用已有的记录。`,
      )
  }
  if ((operation === 'create' || 'volunteerNumber' in next) && !next.volunteerNumber)
    next.volunteerNumber = newVolunteerNumber()
  return next
}

/**
 * An ended record is a sign to the one that stays, and an erased one is nobody's: nothing is written on either any
 * more.
 */
export const refuseChangeOfMergedPerson: CollectionBeforeChangeHook = ({ data, originalDoc }) => {
  if (originalDoc?.mergedInto) throw asApiError(new AppError('person-merged'))
  if (originalDoc?.erasedAt) throw asApiError(new AppError('person-erased'))
  return data
}

/**
 * A merge or an erasure between the reading and the writing of an edit wins: the edit reads again, and finds the record
 * ended. On MongoDB its transaction does the same.
 */
export const writeOverWhatWasRead: CollectionBeforeChangeHook = ({ data, operation, originalDoc, collection, req }) => {
  if (operation === 'update') writeOver(req, collection.slug, originalDoc.id, originalDoc.updatedAt)
  return data
}

/** Nothing new comes to a record that has ended. */
const refuseForMergedPerson: CollectionBeforeChangeHook = async ({ data, originalDoc, req }) => {
  const person: unknown = data.person?.id ?? data.person
  if (person === (originalDoc?.person?.id ?? originalDoc?.person)) return data
  // Payload's own validation refuses a value that names nobody.
  if (typeof person !== 'string') return data
  try {
    await holdPerson(req, person)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code !== 'not-found') throw asApiError(error)
  }
  return data
}

/**
 * On SQLite the person's record may have ended between that look and the new record: it follows at once, or is emptied
 * with the others.
 */
const followMergedPerson: CollectionAfterChangeHook = async ({ doc, operation, req }) => {
  if (operation !== 'create' || !doc.person) return
  await finishMerge(req, idOf(doc.person), new Date())
  await finishErasure(req, idOf(doc.person), new Date())
}

/** Both hooks for all that belongs to a person, before and after its own. */
export function withOpenPeople(config: SanitizedConfig): SanitizedConfig {
  const slugs = collectionsOf(config, 'person')
  for (const { hooks } of config.collections.filter(({ slug }) => slugs.includes(slug))) {
    hooks.beforeChange.unshift(refuseForMergedPerson)
    hooks.afterChange.push(followMergedPerson)
  }
  return config
}

const idOf = (reference: string | { id: string }): string => (typeof reference === 'string' ? reference : reference.id)

/**
 * Payload would answer with the whole record, past the rules for reading it. A person's session ends, and a new code
 * opens the next.
 */
export const refuseRefresh: CollectionBeforeOperationHook = ({ operation }) => {
  if (operation === 'refresh') throw asApiError(new AppError('forbidden'))
}
