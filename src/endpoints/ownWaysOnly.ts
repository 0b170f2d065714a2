import type { CollectionConfig, Endpoint } from 'payload'
import { AppError } from '../domain/AppError.ts'
import { problemResponse } from './endpoint.ts'

const SENTENCES = {
  duplicate: '这里不能直接复制；活动请用页面上的“复制一场”，其他内容请新建。',
  many: '不能一次修改或删除多条，请逐条办理。',
} as const

/**
 * What Payload serves for every collection and no collection of ours wants: a copy with the status of its original, and edits and
 * removals of all that a filter finds, past every question that a screen asks first.
 */
export const REFUSED: Endpoint[] = [
  { method: 'post', path: '/:id/duplicate', handler: refusal('duplicate') },
  { method: 'patch', path: '/', handler: refusal('many') },
  { method: 'delete', path: '/', handler: refusal('many') },
]

function refusal(what: keyof typeof SENTENCES): Endpoint['handler'] {
  return (req) => problemResponse(new AppError(req.user ? 'forbidden' : 'not-logged-in', req.user ? SENTENCES[what] : undefined))
}

/** The collection without Payload's own copy, bulk edit and bulk delete, in the admin and over HTTP; and without its “API” tab, which is for developers and in English. */
export function withOwnWaysOnly(collection: CollectionConfig): CollectionConfig {
  return {
    ...collection,
    disableDuplicate: true,
    disableBulkEdit: true,
    disableBulkDelete: true,
    endpoints: [...(collection.endpoints || []), ...REFUSED],
    admin: { ...collection.admin, hideAPIURL: true },
  }
}
