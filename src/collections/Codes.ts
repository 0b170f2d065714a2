import type { CollectionConfig } from 'payload'
import { nobody } from '../access/rules.ts'

/** One-time codes for log-in: only hashes are stored. Written by src/operations/identity/requestCode.ts alone. */
export const Codes: CollectionConfig = {
  slug: 'codes',
  admin: { hidden: true },
  access: { read: nobody, create: nobody, update: nobody, delete: nobody },
  fields: [
    { name: 'contactHash', type: 'text', required: true, index: true },
    { name: 'addressHash', type: 'text', required: true, index: true },
    { name: 'codeHash', type: 'text', required: true },
    { name: 'expiresAt', type: 'date', required: true, index: true },
    { name: 'tries', type: 'number', required: true, defaultValue: 0 },
    { name: 'triesElsewhere', type: 'number', required: true, defaultValue: 0 },
    { name: 'usedAt', type: 'date' },
  ],
}
