import type { CollectionSlug, PayloadRequest } from 'payload'
import type { OnErasure } from '../../domain/people/erasure.ts'

/**
 * How erasure treats a collection's records, as its configuration says: they are deleted, or of each field that is
 * personal, or says so itself (`custom.onErasure`), this is left.
 */
export function onErasureOf({ payload }: Pick<PayloadRequest, 'payload'>, collection: CollectionSlug): OnErasure {
  const { custom, flattenedFields } = payload.collections[collection].config
  if (custom.onErasure === 'deleted') return 'deleted'
  return Object.fromEntries(
    flattenedFields
      .filter(({ custom = {} }) => custom.personal === true || 'onErasure' in custom)
      .map(({ name, custom }) => [name, (custom?.onErasure ?? null) as unknown]),
  )
}

/** Where records stay, and some of their fields are cleared. */
export const erasureOfFields = (req: PayloadRequest, collection: CollectionSlug): Record<string, unknown> =>
  onErasureOf(req, collection) as Record<string, unknown>
