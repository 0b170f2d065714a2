import type { CollectionSlug, PayloadRequest } from 'payload'
import type { OnErasure } from '../../domain/people/erasure.ts'

/** How erasure treats a collection's records, as its configuration says. */
export function onErasureOf(req: PayloadRequest, collection: CollectionSlug): OnErasure {
  return (req.payload.collections[collection].config.custom as { onErasure: OnErasure }).onErasure
}

/** Where records stay, and some of their fields are cleared. */
export const erasureOfFields = (req: PayloadRequest, collection: CollectionSlug): Record<string, unknown> =>
  onErasureOf(req, collection) as Record<string, unknown>
