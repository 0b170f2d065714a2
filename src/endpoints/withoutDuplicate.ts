import type { CollectionConfig, Endpoint } from 'payload'
import { AppError } from '../domain/shared/AppError.ts'
import { problemResponse } from './endpoint.ts'

/** Payload's own copy has the status of its original: it published a twin at once. Nobody wants it, of nothing. */
export const REFUSED: Endpoint[] = [
  {
    method: 'post',
    path: '/:id/duplicate',
    handler: (req) =>
      problemResponse(
        req.user
          ? new AppError('forbidden', '这里不能直接复制；活动请用页面上的“复制一场”，其他内容请新建。')
          : new AppError('not-logged-in'),
      ),
  },
]

/**
 * The collection without Payload's copy, in the admin and over HTTP; and without its “API” tab, which is for developers
 * and in English.
 */
export function withoutDuplicate(collection: CollectionConfig): CollectionConfig {
  return {
    ...collection,
    disableDuplicate: true,
    endpoints: [...(collection.endpoints || []), ...REFUSED],
    admin: { ...collection.admin, hideAPIURL: true },
  }
}
