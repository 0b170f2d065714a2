import type { CollectionConfig } from 'payload'

/** Payload's “API” tab of a record is for developers and in English. */
export function withoutApiTab(collection: CollectionConfig): CollectionConfig {
  return { ...collection, admin: { ...collection.admin, hideAPIURL: true } }
}
