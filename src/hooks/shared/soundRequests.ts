import type { CollectionConfig } from 'payload'
import { refuseUnsoundQueries } from './soundQueries.ts'
import { refuseUnsoundValues } from './soundValues.ts'
import { tidyTexts } from './tidyTexts.ts'

/** The hooks that look at every request of a user before anything else does. */
export const SOUND_REQUESTS = [refuseUnsoundQueries, refuseUnsoundValues]

/** The collection with its requests looked at first, and their texts tidied. */
export function withSoundRequests(collection: CollectionConfig): CollectionConfig {
  return {
    ...collection,
    hooks: {
      ...collection.hooks,
      beforeOperation: [...SOUND_REQUESTS, tidyTexts, ...(collection.hooks?.beforeOperation ?? [])],
    },
  }
}
