import type { CollectionAfterChangeHook, CollectionAfterDeleteHook, CollectionAfterOperationHook } from 'payload'
import { staffUser } from '../access/staffUser.ts'
import { writeAudit } from '../operations/writeAudit.ts'

const UNNAMED = new Set(['updatedAt', 'createdAt', 'revision', 'unsettled', 'counted', 'password', 'hash', 'salt', 'sessions', 'lockUntil', 'loginAttempts'])

/** Facts of an activity that are public and count: what they were before stands in the trail. Of all else only the names do, since contents may be personal. */
const TOLD = ['status', 'ledger', 'capacity', 'startsAt', 'endsAt', 'place'] as const

function figuresOf(doc: Record<string, unknown> | undefined): Record<string, unknown> {
  const { visits, matters } = (doc?.outcome ?? {}) as Record<string, unknown>
  return { ...Object.fromEntries(TOLD.map((name) => [name, doc?.[name] ?? null])), visits: visits ?? null, matters: matters ?? null }
}

function changesOf(before: Record<string, unknown> | undefined, after: Record<string, unknown>): Record<string, { before: unknown; after: unknown }> {
  const [was, is] = [figuresOf(before), figuresOf(after)]
  return Object.fromEntries(Object.keys(is).filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name])).map((name) => [name, { before: was[name], after: is[name] }]))
}

/** What staff change in the admin or by REST. */
export const auditChange: CollectionAfterChangeHook = async ({ collection, doc, previousDoc, operation, req }) => {
  if (!staffUser(req)) return
  const fields = Object.keys(doc).filter((name) => !UNNAMED.has(name) && JSON.stringify(doc[name]) !== JSON.stringify(previousDoc?.[name]))
  if (operation === 'update' && fields.length === 0) return
  await writeAudit(req, {
    action: operation === 'create' ? 'created' : 'changed',
    subjectCollection: collection.slug,
    subject: String(doc.id),
    details: operation === 'create' ? {} : { fields, ...(collection.slug === 'activities' && { changes: changesOf(previousDoc, doc) }) },
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
