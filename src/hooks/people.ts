import { randomInt, randomUUID } from 'node:crypto'
import type { CollectionBeforeChangeHook, CollectionBeforeDeleteHook, CollectionBeforeOperationHook } from 'payload'
import { AppError } from '../domain/AppError.ts'
import { emailSchema, phoneSchema } from '../domain/requests.ts'
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

const RECORDS_OF_PEOPLE = ['registrations', 'trainings', 'awards', 'certificates', 'messages'] as const

export const refuseDeleteOfPersonWithRecords: CollectionBeforeDeleteHook = async ({ id, req }) => {
  const counts = await Promise.all(RECORDS_OF_PEOPLE.map((collection) => req.payload.count({ collection, where: { person: { equals: id } }, overrideAccess: true, req })))
  if (counts.some(({ totalDocs }) => totalDocs > 0)) {
    throw asApiError(new AppError('in-use', '该人员已有报名或参与记录，不能删除；如本人要求删除，请用“注销”，个人信息会清除而记录数保持不变。'))
  }
}

/** Payload would answer with the whole record, past the rules for reading it. A person's session ends, and a new code opens the next. */
export const refuseRefresh: CollectionBeforeOperationHook = ({ operation }) => {
  if (operation === 'refresh') throw asApiError(new AppError('forbidden'))
}
