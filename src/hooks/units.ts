import type { CollectionAfterChangeHook, CollectionBeforeChangeHook } from 'payload'
import { AppError } from '../domain/AppError.ts'
import { settleTarget } from '../operations/settleTarget.ts'
import { asApiError } from './asApiError.ts'

/** Every unit knows its ancestors, root first, so that a subtree is one indexed query. */
export const setAncestors: CollectionBeforeChangeHook = async ({ data, originalDoc, req }) => {
  const parentId: string | null = 'parent' in data ? (data.parent ?? null) : (originalDoc?.parent ?? null)
  if (parentId === null) return { ...data, ancestors: [] }
  const parent = await req.payload.findByID({ collection: 'units', id: parentId, depth: 0, overrideAccess: true, req })
  const ancestors = [...((parent.ancestors ?? []) as string[]), parentId]
  if (originalDoc?.id !== undefined && ancestors.includes(originalDoc.id)) {
    throw asApiError(new AppError('invalid-input', '上级单位不能是本单位或其下级，请另选。', { parent: '请另选上级单位' }))
  }
  return { ...data, ancestors }
}

/** A unit that moved takes everything below it along; tallies restricted to units follow. */
export const moveSubtree: CollectionAfterChangeHook = async ({ doc, previousDoc, operation, req }) => {
  if (operation !== 'update' || doc.parent === previousDoc?.parent) return
  const children = await req.payload.find({ collection: 'units', where: { parent: { equals: doc.id } }, depth: 0, pagination: false, overrideAccess: true, req })
  for (const child of children.docs) {
    await req.payload.update({ collection: 'units', id: child.id, data: { parent: doc.id }, depth: 0, overrideAccess: true, req })
    await moveSubtree({ doc: child, previousDoc: { ...child, parent: null }, operation, req } as unknown as Parameters<typeof moveSubtree>[0])
  }
  await settleTarget(req)
}
