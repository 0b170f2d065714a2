import type { PayloadRequest } from 'payload'
import { findRows, findRowsBy, findRowsInOrder } from '../../database/rows.ts'
import { isInPost, standingOn } from '../../domain/appointments/appointments.ts'
import { factsOf, type Post } from '../../domain/appointments/vocabulary.ts'
import type { MyAppointment } from '../../domain/appointments/views.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { requirePerson } from '../identity/requireUser.ts'

/** One's own posts, the newest first, with what each answers for while one is in it. @throws AppError not-logged-in */
export async function listMyAppointments(req: PayloadRequest, now: Date): Promise<MyAppointment[]> {
  const { id } = requirePerson(req)
  const rows = (await findRowsInOrder(req, 'appointments', { person: id }, 'from')).reverse()
  const units = new Map(
    (await findRows(req, 'units', [...new Set(rows.map(({ unit }) => unit))])).map((unit) => [unit.id, unit.name]),
  )
  const today = dayOf(now)
  const inForce = rows.filter((row) => isInPost(row, today))
  const duties = await dutiesOf(req, [...new Set(inForce.map(({ post }) => post))])
  return rows.map((row) => ({
    id: row.id,
    post: row.post,
    unit: { id: row.unit, name: units.get(row.unit) ?? '' },
    standing: row.standing === 'ended' ? 'ended' : standingOn(row, today),
    isAwaiting: row.awaiting,
    from: row.from,
    to: row.to,
    endReason: row.endReason,
    isPublic: factsOf(row.post).isPublic === true,
    isNameShown: Boolean(row.nameShownAt),
    duties: inForce.includes(row) ? (duties.get(row.post) ?? []) : [],
  }))
}

/** Whether a person is in a post of the unit at this very moment: what they may see and do there hangs on it. */
export async function isInPostOf(req: PayloadRequest, person: string, unit: string, now: Date): Promise<boolean> {
  const rows = await findRowsBy(req, 'appointments', { person, unit }, ['from', 'to', 'standing', 'awaiting'])
  return rows.some((row) => isInPost(row, dayOf(now)))
}

async function dutiesOf(req: PayloadRequest, posts: Post[]): Promise<Map<Post, string[]>> {
  const { docs } = await req.payload.find({
    collection: 'duties',
    where: { and: [{ active: { equals: true } }, { posts: { in: posts } }] },
    select: { title: true, posts: true },
    sort: 'code',
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return new Map(
    posts.map((post) => [post, docs.filter((duty) => duty.posts?.includes(post)).map(({ title }) => title)]),
  )
}
