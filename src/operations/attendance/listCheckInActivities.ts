import type { PayloadRequest } from 'payload'
import { whereInScope } from '../../access/unitScope.ts'
import { requireStaff } from '../identity/requireUser.ts'

export interface CheckInActivity {
  id: string
  title: string
  place: string
  startsAt: string
  endsAt: string
  taken: number
  present: number
  selfCheckIn: boolean
}

/** Behind and ahead of now, in milliseconds: yesterday's may want finishing, tomorrow's preparing. */
const BEHIND_MS = 86_400_000
const AHEAD_MS = 36 * 3_600_000

/**
 * The activities of the own subtree that take place about now, those that have not ended first, by their start.
 *
 * @throws AppError not-logged-in, forbidden
 */
export async function listCheckInActivities(req: PayloadRequest, now: Date): Promise<CheckInActivity[]> {
  requireStaff(req)
  const scope = await whereInScope(req, 'unit')
  if (scope === false) return []
  const { docs } = await req.payload.find({
    collection: 'activities',
    where: {
      and: [
        { status: { equals: 'published' } },
        { endsAt: { greater_than: new Date(now.getTime() - BEHIND_MS).toISOString() } },
        { startsAt: { less_than: new Date(now.getTime() + AHEAD_MS).toISOString() } },
        ...(scope === true ? [] : [scope]),
      ],
    },
    select: { title: true, place: true, startsAt: true, endsAt: true, taken: true, present: true, selfCheckIn: true },
    sort: 'startsAt',
    limit: 100,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const activities = docs.map(({ id, title, place, startsAt, endsAt, taken, present, selfCheckIn }) => ({
    id,
    title,
    place,
    startsAt,
    endsAt,
    taken: taken ?? 0,
    present: present ?? 0,
    selfCheckIn: selfCheckIn ?? false,
  }))
  const hasEnded = ({ endsAt }: CheckInActivity): boolean => Date.parse(endsAt) < now.getTime()
  return [...activities.filter((activity) => !hasEnded(activity)), ...activities.filter(hasEnded)]
}
