import type { CollectionConfig } from 'payload'
import { nobody } from '../access/rules.ts'

/**
 * Sessions of staff, beside their ids: where each was opened, and when it was last used. Whether it is open stands on
 * the account alone. Written by src/operations/identity/staffLogins.ts.
 */
export const StaffLogins: CollectionConfig = {
  slug: 'staff-logins',
  admin: { hidden: true },
  access: { read: nobody, create: nobody, update: nobody, delete: nobody },
  fields: [
    { name: 'sid', type: 'text', required: true, unique: true },
    { name: 'device', type: 'text', required: true },
    { name: 'network', type: 'text', required: true },
    { name: 'usedAt', type: 'date', required: true },
    { name: 'expiresAt', type: 'date', required: true, index: true },
  ],
}
