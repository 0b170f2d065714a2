import type {
  CollectionAfterChangeHook,
  CollectionAfterDeleteHook,
  CollectionAfterOperationHook,
  FieldHook,
  FlattenedField,
  PayloadRequest,
} from 'payload'
import { staffUser } from '../../access/staffUser.ts'
import { isSameValue } from '../../domain/shared/changes.ts'
import { titleOf } from '../../operations/shared/valueInWords.ts'
import { writeAudit } from '../../operations/shared/writeAudit.ts'

const UNNAMED = new Set([
  'updatedAt',
  'createdAt',
  'revision',
  'unsettled',
  'counted',
  'password',
  'mustChangePassword',
  'hash',
  'salt',
  'sessions',
  'lockUntil',
  'loginAttempts',
  'inviteDueAt',
  'totpSecret',
  'totpStep',
  'recoveryCodes',
])

/**
 * Kinds of values that cannot hold anything personal, and texts that are public. Of all else the trail keeps the names
 * alone.
 */
const TOLD_KINDS = new Set<FlattenedField['type']>(['select', 'number', 'date', 'checkbox', 'relationship'])
const TOLD_TEXTS = new Set(['title', 'name', 'place', 'address'])
const OF_PERSONS = new Set(['people', 'registrations', 'staff'])

interface Change {
  before: unknown
  after: unknown
}

/** By the field's name, also that of one in a group. */
function changesOf(
  fields: FlattenedField[],
  isPersonal: boolean,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, Change> {
  const told = fields.flatMap((field): [string, Change][] => {
    const [old, now] = [before[field.name], after[field.name]]
    if (field.type === 'group')
      return Object.entries(
        changesOf(
          field.flattenedFields,
          isPersonal,
          (old ?? {}) as Record<string, unknown>,
          (now ?? {}) as Record<string, unknown>,
        ),
      )
    const isTold =
      (TOLD_KINDS.has(field.type) || (TOLD_TEXTS.has(field.name) && !isPersonal)) &&
      field.custom?.personal !== true &&
      !('hidden' in field && field.hidden === true)
    return !isTold || isSameValue(old, now) ? [] : [[field.name, { before: old ?? null, after: now ?? null }]]
  })
  return Object.fromEntries(told)
}

const reasonsIn = ({ context }: PayloadRequest): Map<string, string> =>
  (context.reasons ??= new Map<string, string>()) as Map<string, string>

/** Why the record is changed, as was typed with it: for the line that auditChange writes. */
export function noteReason(req: PayloadRequest, id: string, reason: string | null | undefined): void {
  if (reason) reasonsIn(req).set(id, reason)
}

/** Changes that staff make in the admin or by REST, and those that people make to their own record. */
export const auditChange: CollectionAfterChangeHook = async ({ collection, doc, previousDoc, operation, req }) => {
  if (!staffUser(req) && req.context.useCase !== 'changeMe') return
  const fields = Object.keys(doc).filter((name) => !UNNAMED.has(name) && !isSameValue(doc[name], previousDoc?.[name]))
  if (operation === 'update' && fields.length === 0) return
  const reason = reasonsIn(req).get(String(doc.id))
  reasonsIn(req).delete(String(doc.id))
  await writeAudit(req, {
    action: operation === 'create' ? 'created' : 'changed',
    subjectCollection: collection.slug,
    subject: String(doc.id),
    ...(reason !== undefined && { reason }),
    details:
      operation === 'create'
        ? {}
        : {
            fields,
            changes: changesOf(
              collection.flattenedFields.filter(({ name }) => !UNNAMED.has(name)),
              OF_PERSONS.has(collection.slug),
              previousDoc ?? {},
              doc,
            ),
          },
  })
}

export const auditDelete: CollectionAfterDeleteHook = async ({ collection, id, req }) => {
  if (!staffUser(req)) return
  await writeAudit(req, { action: 'deleted', subjectCollection: collection.slug, subject: String(id) })
}

/** A staff member opened one person's record. */
export const auditView: CollectionAfterOperationHook = async ({
  operation,
  result,
  req,
  overrideAccess,
  collection,
}) => {
  const isOpened = operation === 'findByID' && !overrideAccess && staffUser(req) !== null
  if (isOpened) {
    await writeAudit(req, {
      action: 'viewed',
      subjectCollection: collection.slug,
      subject: String((result as { id: string }).id),
    })
  }
  return result
}

/** How the record is called that a line is about, as far as its reader may know. */
export const readSubjectTitle: FieldHook = async ({ originalDoc, siblingData, req }) => {
  const { subjectCollection, subject } = { ...(originalDoc as object | undefined), ...siblingData } as {
    subjectCollection?: unknown
    subject?: unknown
  }
  return staffUser(req) && typeof subjectCollection === 'string' && typeof subject === 'string'
    ? titleOf(req, subjectCollection, subject)
    : null
}
