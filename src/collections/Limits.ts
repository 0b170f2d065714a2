import type { CollectionConfig } from 'payload'
import { nobody } from '../access/rules.ts'

/**
 * How often something was asked by whom, without naming them, until it is forgotten. Written by
 * src/operations/shared/claimLimit.ts alone.
 */
export const Limits: CollectionConfig = {
  slug: 'limits',
  admin: { hidden: true },
  access: { read: nobody, create: nobody, update: nobody, delete: nobody },
  fields: [
    /** Of the limit's name and who or what is counted. */
    { name: 'keyHash', type: 'text', required: true, unique: true },
    { name: 'used', type: 'number', required: true },
    { name: 'expiresAt', type: 'date', required: true, index: true },
  ],
}
