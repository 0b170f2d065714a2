import type { CollectionConfig } from 'payload'
import { nobody, nobodyField, staffInScope } from '../access/rules.ts'
import { AUDIENCES } from '../domain/messages/vocabulary.ts'
import { MAX_BROADCAST } from '../domain/shared/requests.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { ofTextKind } from '../hooks/shared/tidyTexts.ts'
import { personal, revisionField, unitField, unnotifiedField } from './fields.ts'

const sealed = { hidden: true, access: { create: nobodyField, update: nobodyField, read: nobodyField } }

/**
 * The messages that organisers write themselves (docs/messages.md): one row each, from which planMessages makes one row
 * of `messages` a person. Written by src/operations/messages alone, and seen on the activity's page 群发消息.
 */
export const Broadcasts: CollectionConfig = {
  slug: 'broadcasts',
  labels: { singular: '群发消息', plural: '群发消息' },
  defaultSort: '-createdAt',
  // Messages are filtered by it; the words themselves may name people.
  admin: { hidden: true, useAsTitle: 'createdAt' },
  access: { read: staffInScope(), create: nobody, update: nobody, delete: nobody },
  fields: [
    {
      name: 'activity',
      type: 'relationship',
      relationTo: 'activities',
      label: '活动',
      required: true,
      index: true,
      maxDepth: 0,
    },
    unitField(),
    { name: 'audience', type: 'select', label: '发给', required: true, options: optionsOf(AUDIENCES) },
    { name: 'text', type: 'textarea', ...personal, label: '内容', maxLength: MAX_BROADCAST },
    { name: 'sentBy', type: 'relationship', relationTo: 'staff', label: '发送人', required: true, maxDepth: 0 },
    // The sign-ups that it was sent to, until each has its row in `messages`.
    { name: 'recipients', type: 'json', ...ofTextKind('untouched'), ...sealed },
    unnotifiedField(),
    // A hash of activity, audience and words: the unique index keeps the same from being sent twice.
    {
      name: 'claim',
      type: 'text',
      unique: true,
      index: true,
      hidden: true,
      custom: { onErasure: () => crypto.randomUUID() },
      access: { create: nobodyField, update: nobodyField, read: nobodyField },
    },
    revisionField(),
  ],
}
