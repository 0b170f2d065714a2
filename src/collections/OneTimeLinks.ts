import type { CollectionConfig } from 'payload'
import { nobody } from '../access/rules.ts'

/**
 * Links that open something once: only a hash of the token is stored. Written by
 * src/operations/identity/oneTimeLinks.ts alone.
 */
export const OneTimeLinks: CollectionConfig = {
  slug: 'one-time-links',
  admin: { hidden: true },
  access: { read: nobody, create: nobody, update: nobody, delete: nobody },
  fields: [
    // A new link for the same purpose takes the place of the one before.
    { name: 'purpose', type: 'text', required: true, unique: true },
    { name: 'tokenHash', type: 'text', required: true, index: true },
    { name: 'expiresAt', type: 'date', required: true, index: true },
  ],
}
