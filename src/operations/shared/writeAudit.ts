import type { PayloadRequest } from 'payload'
import { helperOf, personUser, staffAccount } from '../../access/staffUser.ts'
import { collectionsOf } from '../../database/references.ts'
import { findRowsBy, newId } from '../../database/rows.ts'
import type { NewRow } from '../../database/types.ts'
import { erasedFields } from '../../domain/people/erasure.ts'
import { helperInWords } from '../../domain/shared/helperInWords.ts'
import { AUDIT_ACTIONS, type AuditAction } from '../../domain/shared/vocabulary.ts'
import { erasureOfFields } from './onErasureOf.ts'

export interface AuditEntry {
  action: AuditAction
  subjectCollection: string
  subject?: string
  reason?: string
  details?: Record<string, unknown>
}

/**
 * Appends to the audit trail: the one place that makes its lines. It keeps no personal data but the actor's staff name,
 * and what staff call a helper at the door.
 */
export async function writeAudit(req: PayloadRequest, entry: AuditEntry): Promise<void> {
  // One insert of what is known to be sound: Payload's own way would look at every field, and at the subject's title,
  // for each line.
  const { id } = await req.payload.db.create({ collection: 'audit', data: lineOf(req, entry), req })
  // An erasure looks for what was typed about the person after it has marked them: whoever writes later sees the mark.
  const isTyped = entry.reason !== undefined || Object.keys(entry.details ?? {}).length > 0
  if (isTyped && (await isOfErased(req, entry)))
    await req.payload.db.updateOne({
      collection: 'audit',
      id,
      data: erasedFields(erasureOfFields(req, 'audit'), {}),
      req,
      returning: false,
    })
}

/** A line about what no person's erasure asks after, to be written in one swap with what it tells of. */
export function auditLine(
  req: PayloadRequest,
  entry: AuditEntry & { subjectCollection: 'activities' | 'imports' | 'staff' | 'units' },
  now: Date,
): NewRow<'audit'> {
  const at = now.toISOString()
  return {
    collection: 'audit',
    id: newId(req.payload),
    insert: { ...lineOf(req, entry), createdAt: at, updatedAt: at },
  }
}

function lineOf(req: PayloadRequest, entry: AuditEntry) {
  const staff = staffAccount(req)
  const [person, helper] = [personUser(req), helperOf(req)]
  const label = req.payload.collections[entry.subjectCollection as 'activities']?.config.labels.singular
  return {
    ...entry,
    actor: staff ? `staff:${staff.id}` : person ? `people:${person.id}` : 'system',
    actorName: staff ? (helper ? helperInWords(helper.label, staff.name) : staff.name) : person ? '本人' : '系统',
    summary: `${AUDIT_ACTIONS[entry.action]}${typeof label === 'string' ? label : entry.subjectCollection}`,
  }
}

async function isOfErased(req: PayloadRequest, { action, subjectCollection, subject }: AuditEntry): Promise<boolean> {
  if (subject === undefined || action === 'erased') return false
  const collection = collectionsOf(req.payload.config, 'person').find((slug) => slug === subjectCollection)
  if (!collection && subjectCollection !== 'people') return false
  const record =
    collection &&
    (await req.payload.db.findOne<{ id: string; person: string }>({
      collection,
      where: { id: { equals: subject } },
      select: { person: true },
      req,
    }))
  const [person] = await findRowsBy(req, 'people', { id: collection ? (record?.person ?? '') : subject }, ['erasedAt'])
  return Boolean(person?.erasedAt)
}
