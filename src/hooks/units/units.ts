import { randomUUID } from 'node:crypto'
import type { CollectionAfterChangeHook, CollectionBeforeChangeHook } from 'payload'
import type { TargetRow } from '../../database/rows.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { moveSubtree } from '../../operations/units/moveSubtree.ts'
import { asApiError } from '../shared/asApiError.ts'

/** Every unit knows its ancestors, root first, so that a subtree is one indexed query. */
export const setAncestors: CollectionBeforeChangeHook = async ({ data, originalDoc, req }) => {
  const parentId: string | null = 'parent' in data ? (data.parent ?? null) : (originalDoc?.parent ?? null)
  const parent =
    parentId === null
      ? null
      : await req.payload.findByID({ collection: 'units', id: parentId, depth: 0, overrideAccess: true, req })
  const ancestors = parent === null ? [] : [...((parent.ancestors ?? []) as string[]), parent.id]
  if (originalDoc?.id !== undefined && ancestors.includes(originalDoc.id)) {
    throw asApiError(
      new AppError('invalid-input', '上级单位不能是本单位或其下级，请另选。', { parent: '请另选上级单位' }),
    )
  }
  // In the same write as the move itself, so that no crash can lose it.
  return {
    ...data,
    ancestors,
    ...(originalDoc !== undefined && (originalDoc.parent ?? null) !== parentId && { recount: randomUUID() }),
  }
}

/**
 * A unit that moved takes everything below it along at once; tallies restricted to units are counted again in the
 * background (src/operations/desk/countTargets.ts).
 */
export const moveBelow: CollectionAfterChangeHook = async ({ doc, previousDoc, operation, req }) => {
  if (operation !== 'update' || (doc.parent ?? null) === (previousDoc?.parent ?? null)) return
  await moveSubtree(req, String(doc.id))
  const { docs } = await req.payload.db.find<TargetRow>({ collection: 'targets', pagination: false, limit: 0, req })
  for (const { id } of docs.filter(({ units }) => (units ?? []).length > 0))
    await req.payload.db.updateOne({
      collection: 'targets',
      id,
      data: { recount: randomUUID() },
      returning: false,
      req,
    })
}
