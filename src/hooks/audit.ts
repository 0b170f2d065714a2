import type { CollectionAfterChangeHook, CollectionAfterDeleteHook, CollectionAfterOperationHook } from 'payload'
import { staffUser } from '../access/staffUser.ts'
import { writeAudit } from '../operations/writeAudit.ts'

const UNNAMED = new Set(['updatedAt', 'createdAt', 'revision', 'unsettled', 'counted', 'password', 'hash', 'salt', 'sessions', 'lockUntil', 'loginAttempts'])

/** What staff change in the admin or by REST. Names the fields, never their contents: those may be personal. */
export const auditChange: CollectionAfterChangeHook = async ({ collection, doc, previousDoc, operation, req }) => {
  if (!staffUser(req)) return
  const fields = Object.keys(doc).filter((name) => !UNNAMED.has(name) && JSON.stringify(doc[name]) !== JSON.stringify(previousDoc?.[name]))
  if (operation === 'update' && fields.length === 0) return
  await writeAudit(req, {
    action: operation === 'create' ? 'created' : 'changed',
    subjectCollection: collection.slug,
    subject: String(doc.id),
    details: operation === 'create' ? {} : { fields },
  })
}

export const auditDelete: CollectionAfterDeleteHook = async ({ collection, id, req }) => {
  if (!staffUser(req)) return
  await writeAudit(req, { action: 'deleted', subjectCollection: collection.slug, subject: String(id) })
}

/** A staff member opened one person's record. */
export const auditView: CollectionAfterOperationHook = async ({ operation, result, req, overrideAccess, collection }) => {
  const isOpened = operation === 'findByID' && !overrideAccess && staffUser(req) !== null
  if (isOpened) {
    await writeAudit(req, { action: 'viewed', subjectCollection: collection.slug, subject: String((result as { id: string }).id) })
  }
  return result
}
