import type { PayloadRequest } from 'payload'
import type { ActivityRow, RegistrationRow } from '../database/rows.ts'
import { BUSY_STATUSES, clashesWith } from '../domain/clashes.ts'
import type { Clash } from '../domain/publicViews.ts'

/** Other sign-ups of the person at the time of the activity; only their own are looked at. */
export async function listClashes(req: PayloadRequest, personId: string, activity: Pick<ActivityRow, 'id' | 'startsAt' | 'endsAt'>): Promise<Clash[]> {
  const { db } = req.payload
  const { docs: signUps } = await db.find<RegistrationRow>({ collection: 'registrations', where: { and: [{ person: { equals: personId } }, { status: { in: BUSY_STATUSES } }] }, pagination: false, limit: 0, req })
  const others = signUps.filter((signUp) => String(signUp.activity) !== String(activity.id))
  if (others.length === 0) return []
  const { docs: activities } = await db.find<ActivityRow>({
    collection: 'activities',
    where: { and: [{ id: { in: others.map((signUp) => signUp.activity) } }, { status: { equals: 'published' } }, { startsAt: { less_than: activity.endsAt } }, { endsAt: { greater_than: activity.startsAt } }] },
    pagination: false,
    limit: 0,
    req,
  })
  const found = new Map(activities.map((row) => [String(row.id), { id: String(row.id), title: row.title, startsAt: iso(row.startsAt), endsAt: iso(row.endsAt), cancelled: false }]))
  return clashesWith(
    { id: String(activity.id), startsAt: iso(activity.startsAt), endsAt: iso(activity.endsAt) },
    others.flatMap((signUp) => {
      const other = found.get(String(signUp.activity))
      return other ? [{ status: signUp.status, activity: other }] : []
    }),
  )
}

/** Rows of MongoDB hold dates. */
const iso = (at: string): string => new Date(at).toISOString()
