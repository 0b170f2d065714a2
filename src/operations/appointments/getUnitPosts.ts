import type { PayloadRequest } from 'payload'
import { postsOf, type Post, type Standing } from '../../domain/appointments/vocabulary.ts'
import { requireAppointer } from './requireAppointer.ts'
import { entryOf, type DeskAppointment } from './getPostsDesk.ts'

/** A community has hundreds of members who reported in: those who began last are shown, the rest is in the list. */
const SHOWN = 100

export interface UnitPosts {
  unit: { id: string; name: string }
  /** Those that a unit of its kind has. */
  posts: Post[]
  appointments: (DeskAppointment & { standing: Standing; isAwaiting: boolean })[]
  /** All that have not ended, shown or not. */
  total: number
}

/**
 * The posts of one unit and who holds them, for staff who may fill them.
 *
 * @param only of its appointments this one
 * @throws AppError as requireAppointer
 */
export async function getUnitPosts(req: PayloadRequest, id: string, only: string | null): Promise<UnitPosts> {
  const { unit } = await requireAppointer(req, id)
  const { docs, totalDocs } = await req.payload.find({
    collection: 'appointments',
    where: {
      and: [
        { unit: { equals: id } },
        { standing: { not_equals: 'ended' } },
        ...(only === null ? [] : [{ id: { equals: only } }]),
      ],
    },
    sort: '-from',
    limit: SHOWN,
    depth: 1,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const posts = postsOf(unit.kind)
  return {
    unit: { id, name: unit.name },
    posts,
    appointments: docs
      .map((doc) => ({ ...entryOf(doc), standing: doc.standing, isAwaiting: doc.awaiting === true }))
      .sort(
        (one, other) =>
          posts.indexOf(one.post) - posts.indexOf(other.post) || one.standing.localeCompare(other.standing),
      ),
    total: totalDocs,
  }
}
