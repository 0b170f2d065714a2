import type { PayloadRequest } from 'payload'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { oneByOne } from '../shared/oneByOne.ts'
import { findOwnActivity } from './copyActivity.ts'
import { refusalInWords } from './createRecurrence.ts'

export type Publication =
  | { activity: string; outcome: 'published' | 'already' | 'refused'; title: string; startsAt: string; reason?: string }
  | { activity: string; outcome: 'unknown' }

/**
 * Publishes several drafts, each by the ordinary update in a transaction of its own, so that it meets every rule that
 * one published by itself meets. One that could not be published is told with its reason and stops none of the others.
 *
 * @throws AppError not-logged-in, forbidden
 */
export async function publishActivities(req: PayloadRequest, ids: string[]): Promise<{ results: Publication[] }> {
  requireStaff(req)
  return { results: await oneByOne(req, [...new Set(ids)], (id) => publishOne(req, id)) }
}

async function publishOne(req: PayloadRequest, id: string): Promise<Publication> {
  const activity = await findOwnActivity(req, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') return null
    throw error
  })
  if (!activity) return { activity: id, outcome: 'unknown' }
  const known = { activity: id, title: activity.title, startsAt: activity.startsAt }
  if (activity.status === 'published') return { ...known, outcome: 'already' }
  if (activity.status === 'cancelled')
    return { ...known, outcome: 'refused', reason: '活动已取消；如照常举办，请在活动页点“恢复举办”。' }
  try {
    await runInTransaction(req, async () =>
      req.payload.update({
        collection: 'activities',
        id,
        data: { status: 'published' },
        depth: 0,
        overrideAccess: false,
        req,
        user: req.user,
      }),
    )
    return { ...known, outcome: 'published' }
  } catch (error) {
    return { ...known, outcome: 'refused', reason: refusalInWords(req, error) }
  }
}
