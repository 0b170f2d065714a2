import type { CollectionConfig } from 'payload'
import { nobody } from '../access/rules.ts'
import { personal, revisionField } from './fields.ts'

/**
 * Answers to requests that carried an Idempotency-Key, encrypted, for 24 hours. Written by
 * src/operations/identity/answerOnce.ts alone.
 */
export const IdempotencyKeys: CollectionConfig = {
  slug: 'idempotency-keys',
  admin: { hidden: true },
  access: { read: nobody, create: nobody, update: nobody, delete: nobody },
  fields: [
    /** Of who asked, the call and the key. */
    { name: 'keyHash', type: 'text', required: true, unique: true },
    { name: 'requestHash', type: 'text', required: true },
    /** Absent while the request is being worked on. */
    { name: 'answer', type: 'text', ...personal },
    /** Until when whoever works on the request is given time; then another may. */
    { name: 'leaseUntil', type: 'date', required: true },
    { name: 'expiresAt', type: 'date', required: true, index: true },
    revisionField(),
  ],
}
