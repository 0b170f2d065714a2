import type { CollectionConfig } from 'payload'
import { nobody } from '../access/rules.ts'
import { MAX_LABEL } from '../domain/attendance/doorLinks.ts'
import { personalTextField } from './fields.ts'

/**
 * Links by which somebody without an account helps at the door of one activity (decision 030): hashes alone of the
 * secret in the link, and of the one in the browser that opened it. Written and read by
 * src/operations/attendance/doorLinks.ts and helpAtDoor.ts alone.
 */
export const DoorLinks: CollectionConfig = {
  slug: 'door-links',
  labels: { singular: '门口协助链接', plural: '门口协助链接' },
  admin: { hidden: true },
  access: { read: nobody, create: nobody, update: nobody, delete: nobody },
  fields: [
    {
      name: 'activity',
      type: 'relationship',
      relationTo: 'activities',
      required: true,
      index: true,
      maxDepth: 0,
      custom: { isOwned: true },
    },
    personalTextField('label', '给谁用', { maxLength: MAX_LABEL, required: true }),
    { name: 'madeBy', type: 'relationship', relationTo: 'staff', required: true, maxDepth: 0 },
    // `activity:number` while it is in use: by the unique index no activity has more of them than there are numbers,
    // however many are made at once. The own id once it is revoked or its helper is done; `id:over` where another one
    // needed the place when its time was over.
    { name: 'slot', type: 'text', required: true, unique: true },
    { name: 'tokenHash', type: 'text', required: true, unique: true },
    // None before it is opened, and none when its helper is done.
    { name: 'sessionHash', type: 'text', index: true },
    // When the list was first asked for at the open door.
    { name: 'openedAt', type: 'date' },
    { name: 'usedAt', type: 'date' },
    { name: 'revokedAt', type: 'date' },
  ],
}
