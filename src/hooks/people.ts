import { randomInt, randomUUID } from 'node:crypto'
import type { CollectionAfterChangeHook, CollectionBeforeChangeHook, CollectionBeforeOperationHook } from 'payload'
import { AppError } from '../domain/AppError.ts'
import { emailSchema, phoneSchema } from '../domain/requests.ts'
import { finishMerge } from '../operations/mergePeople.ts'
import { holdPerson } from '../operations/openPerson.ts'
import { keyedHash } from '../privacy/cipher.ts'
import { asApiError } from './asApiError.ts'

/**
 * Normalises contacts and keeps a keyed hash of each beside it, by which the person is found again. Who has no such contact
 * gets a random value in its place: the unique index of MongoDB would take two nulls for the same contact.
 */
export const hashContacts: CollectionBeforeChangeHook = ({ data, operation }) => {
  const next = { ...data }
  for (const [field, schema] of [['phone', phoneSchema], ['email', emailSchema]] as const) {
    if (!(field in data) && operation === 'update') continue
    if (data[field] === null || data[field] === undefined || data[field] === '') {
      next[field] = null
      next[`${field}Hash`] = `none:${randomUUID()}`
      continue
    }
    const parsed = schema.safeParse(data[field])
    if (!parsed.success) {
      const sentence = parsed.error.issues[0]?.message ?? ''
      throw asApiError(new AppError('invalid-input', sentence, { [field]: sentence }))
    }
    next[field] = parsed.data
    next[`${field}Hash`] = keyedHash(field, parsed.data)
  }
  if ((operation === 'create' || 'volunteerNumber' in next) && !next.volunteerNumber) next.volunteerNumber = newVolunteerNumber()
  return next
}

/** “BL” and ten digits; random, so that a number tells nothing about who joined when. */
function newVolunteerNumber(): string {
  return `BL${String(randomInt(0, 10_000_000_000)).padStart(10, '0')}`
}

/** An ended record is a sign to the one that stays: nobody logs in with what is written on it. */
export const refuseChangeOfMergedPerson: CollectionBeforeChangeHook = ({ data, originalDoc }) => {
  if (originalDoc?.mergedInto) throw asApiError(new AppError('person-merged'))
  return data
}

/** For all that belongs to a person (RECORDS_OF_PEOPLE): nothing new comes to a record that has ended. */
export const refuseForMergedPerson: CollectionBeforeChangeHook = async ({ data, operation, req }) => {
  if (operation !== 'create') return data
  const person: unknown = data.person?.id ?? data.person
  // What names nobody is refused by Payload's own validation.
  if (typeof person !== 'string') return data
  try {
    await holdPerson(req, person)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code !== 'not-found') throw asApiError(error)
  }
  return data
}

/** On SQLite the person's record may have ended between that look and the new record: it follows at once. */
export const followMergedPerson: CollectionAfterChangeHook = async ({ doc, operation, req }) => {
  if (operation === 'create') await finishMerge(req, idOf(doc.person), new Date())
}

const idOf = (reference: string | { id: string }): string => (typeof reference === 'string' ? reference : reference.id)

/** Payload would answer with the whole record, past the rules for reading it. A person's session ends, and a new code opens the next. */
export const refuseRefresh: CollectionBeforeOperationHook = ({ operation }) => {
  if (operation === 'refresh') throw asApiError(new AppError('forbidden'))
}
