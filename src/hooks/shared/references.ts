import type {
  CollectionAfterDeleteHook,
  CollectionBeforeChangeHook,
  CollectionBeforeDeleteHook,
  CollectionConfig,
  CollectionSlug,
  PayloadRequest,
} from 'payload'
import { holdRecords } from '../../database/holdRecords.ts'
import { idsIn, referencesOf, referencesTo, whereReferring, type Reference } from '../../database/references.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { asApiError } from './asApiError.ts'

/** A record that is used cannot be deleted, whatever uses it; docs/decisions/017-references.md. */
const refuseDeleteOfUsed: CollectionBeforeDeleteHook = ({ collection, id, req }) =>
  refuseIfUsed(req, collection.slug, String(id))

async function refuseIfUsed(req: PayloadRequest, slug: CollectionSlug, id: string): Promise<void> {
  const { collections, config, db } = req.payload
  const uses: string[] = []
  for (const [from, references] of bySlug(referencesTo(config, slug).filter(({ isOwned }) => !isOwned))) {
    const { totalDocs } = await db.count({ collection: from, where: whereReferring(references, id), req })
    if (totalDocs > 0) uses.push(`${String(collections[from].config.labels.singular)} ${totalDocs} 条`)
  }
  if (uses.length === 0) return
  const { insteadOfDelete = '请先移交或改用其他内容。' } = collections[slug].config.custom as {
    insteadOfDelete?: string
  }
  throw asApiError(new AppError('in-use', `仍在使用，不能删除：${uses.join('、')}。${insteadOfDelete}`))
}

function bySlug(references: Reference[]): Map<CollectionSlug, Reference[]> {
  const found = new Map<CollectionSlug, Reference[]>()
  for (const reference of references) found.set(reference.from, [...(found.get(reference.from) ?? []), reference])
  return found
}

/**
 * Rows that are nothing without it go before it; so does Payload's note of who has it open, which MongoDB would keep.
 */
const takeOwnedAlong: CollectionBeforeDeleteHook = async ({ collection, id, req }) => {
  const { config, db } = req.payload
  for (const reference of referencesTo(config, collection.slug).filter(({ isOwned }) => isOwned))
    await db.deleteMany({ collection: reference.from, where: whereReferring([reference], String(id)), req })
  await db.deleteMany({ collection: 'payload-locked-documents', where: { 'document.value': { equals: id } }, req })
}

/**
 * On SQLite the row stays when it began to be used in between (src/database/guardDeletes.ts): asked once more, the
 * hooks say by what.
 */
const refuseIfKept: CollectionAfterDeleteHook = async ({ collection, context, id, req }) => {
  if (req.payload.db.name !== 'sqlite' || !(await holdRecords(req, collection.slug, [String(id)]))) return
  for (const hook of collection.hooks.beforeDelete) await hook({ collection, context, id, req })
  throw asApiError(new AppError('busy'))
}

/**
 * A record that another begins to refer to has to be there, and to stay: of this write and a delete at the same time
 * one is refused.
 */
const holdReferences: CollectionBeforeChangeHook = async ({ collection, data, operation, originalDoc, req }) => {
  // A text that names a record only keeps it from being deleted.
  for (const reference of referencesOf(req.payload.config).filter(
    ({ from, prefix }) => from === collection.slug && prefix === '',
  )) {
    const before = operation === 'update' ? idsIn(reference, originalDoc) : []
    const begun = idsIn(reference, data).filter((id) => !before.includes(id))
    if (begun.length === 0 || (await holdRecords(req, reference.to, begun))) continue
    const sentence = '所选的内容已不存在，请刷新后重新选择。'
    throw asApiError(new AppError('invalid-input', sentence, { [reference.path.join('.')]: sentence }))
  }
  return data
}

/** The collection with both ends of its references guarded. */
export function withGuardedReferences(collection: CollectionConfig): CollectionConfig {
  const { beforeChange = [], beforeDelete = [], afterDelete = [] } = collection.hooks ?? {}
  return {
    ...collection,
    hooks: {
      ...collection.hooks,
      beforeChange: [...beforeChange, holdReferences],
      beforeDelete: [refuseDeleteOfUsed, ...beforeDelete, takeOwnedAlong],
      afterDelete: [refuseIfKept, ...afterDelete],
    },
  }
}
