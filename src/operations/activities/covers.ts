import type { PayloadRequest } from 'payload'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { coverOf, type Cover, type CoverWidth } from '../../domain/activities/covers.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { findOwnActivity } from './copyActivity.ts'
import { readCover, removeCover, storeCover } from './coverFiles.ts'

/**
 * Gives the activity a picture in place of the one it had. The files are there before the record names them, and the
 * old ones go after.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), picture-unusable
 */
export async function setCover(
  req: PayloadRequest,
  { activityId, file, alt }: { activityId: string; file: Buffer; alt: string },
): Promise<Cover> {
  const activity = await findOwnActivity(req, activityId)
  const cover = await storeCover(activityId, file, alt)
  // Of a write that failed nobody knows here whether the record names the files by now: removeLostCovers does.
  await writeCover(req, activityId, cover)
  await removeOf(activity)
  return cover
}

/** @throws AppError not-logged-in, forbidden, not-found (also out of scope) */
export async function takeCoverAway(req: PayloadRequest, activityId: string): Promise<void> {
  const activity = await findOwnActivity(req, activityId)
  await writeCover(req, activityId, null)
  await removeOf(activity)
}

/**
 * The picture, for whoever may read the activity: everybody once it is published.
 *
 * @throws AppError not-found
 */
export async function getCover(
  req: PayloadRequest,
  { activityId, width }: { activityId: string; width: CoverWidth },
): Promise<{ name: string; bytes: Buffer }> {
  const activity = await req.payload.findByID({
    collection: 'activities',
    id: activityId,
    select: { cover: true },
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const cover = coverOf(activity?.cover)
  const bytes = cover && (await readCover(cover, width))
  if (!bytes) throw new AppError('not-found')
  return { name: cover.name, bytes }
}

const removeOf = async ({ cover }: { cover?: unknown }): Promise<void> => {
  const old = coverOf(cover)
  if (old) await removeCover(old)
}

/** Through the ordinary update, which lets nobody else write it (src/hooks/activities/activities.ts). */
async function writeCover(req: PayloadRequest, id: string, cover: Cover | null): Promise<void> {
  req.context.cover = { of: id, cover }
  try {
    await runInTransaction(req, async () =>
      req.payload.update({
        collection: 'activities',
        id,
        data: {},
        depth: 0,
        overrideAccess: false,
        req,
        user: req.user,
      }),
    )
  } finally {
    delete req.context.cover
  }
}
