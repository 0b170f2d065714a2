import type { PayloadRequest } from 'payload'
import type { ActivityRow, RegistrationRow } from '../database/rows.ts'
import { BUSY_STATUSES, clashesWith } from '../domain/clashes.ts'
import type { Clash } from '../domain/publicViews.ts'

type Found = Pick<ActivityRow, 'id' | 'title' | 'startsAt' | 'endsAt'>

/** Those of a person's own sign-ups that are at the time of the activity. */
export async function listClashes(req: PayloadRequest, own: Pick<RegistrationRow, 'activity' | 'status'>[], activity: Pick<ActivityRow, 'id' | 'startsAt' | 'endsAt'>): Promise<Clash[]> {
  const others = own.filter((signUp) => BUSY_STATUSES.includes(signUp.status) && signUp.activity !== activity.id)
  if (others.length === 0) return []
  const { docs } = await req.payload.db.find<Found>({
    collection: 'activities',
    where: { and: [{ id: { in: others.map((signUp) => signUp.activity) } }, { status: { equals: 'published' } }, { startsAt: { less_than: activity.endsAt } }, { endsAt: { greater_than: activity.startsAt } }] },
    select: { title: true, startsAt: true, endsAt: true },
    pagination: false,
    limit: 0,
    req,
  })
  const found = new Map(docs.map(({ id, title, startsAt, endsAt }) => [id, { id, title, startsAt: iso(startsAt), endsAt: iso(endsAt), cancelled: false }]))
  return clashesWith(
    { id: activity.id, startsAt: iso(activity.startsAt), endsAt: iso(activity.endsAt) },
    others.flatMap((signUp) => {
      const other = found.get(signUp.activity)
      return other ? [{ status: signUp.status, activity: other }] : []
    }),
  )
}

/** Rows of MongoDB hold dates. */
const iso = (at: string): string => new Date(at).toISOString()
