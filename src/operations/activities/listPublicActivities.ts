import type { PayloadRequest, Where } from 'payload'
import { firstMoment, lastMoment } from '../../domain/shared/calendar.ts'
import type { ActivitySummary } from '../../domain/activities/views.ts'
import type { Page } from '../../domain/shared/views.ts'
import type { ActivityQuery } from '../../domain/activities/requests.ts'
import { PUBLIC_STATUSES } from '../../domain/activities/vocabulary.ts'
import type { Activity } from '../../payload-types.ts'
import { SUMMARY_FIELDS, summarise } from './activityViews.ts'
import { subtreeOf } from '../units/subtreeOf.ts'

/**
 * Published (and cancelled) activities that meet every filter; 20 a page, 100 at most. Those to come, the soonest
 * first, unless the past, all, or days are asked for: then the newest first.
 */
export async function listPublicActivities(
  req: PayloadRequest,
  query: ActivityQuery,
  now: Date,
): Promise<Page<ActivitySummary>> {
  const and: Where[] = [{ status: { in: query.open ? ['published'] : PUBLIC_STATUSES } }]
  if (query.line) and.push({ line: { equals: query.line } })
  if (query.theme) and.push({ theme: { equals: query.theme } })
  if (query.unit) and.push({ unit: { in: await subtreeOf(req, query.unit) } })
  if (query.from) and.push({ startsAt: { greater_than_equal: firstMoment(query.from) } })
  if (query.to) and.push({ startsAt: { less_than_equal: lastMoment(query.to) } })
  if (query.q) and.push({ or: [{ title: { like: query.q } }, { place: { like: query.q } }] })
  const at = now.toISOString()
  const isToCome = query.when === undefined && query.from === undefined && query.to === undefined
  if (isToCome) and.push({ endsAt: { greater_than: at } })
  if (query.when === 'past') and.push({ endsAt: { less_than_equal: at } })
  if (query.open) {
    and.push(
      // Left open, it closes at the start.
      {
        or: [
          { registrationClosesAt: { greater_than: at } },
          { and: [{ registrationClosesAt: { exists: false } }, { startsAt: { greater_than: at } }] },
        ],
      },
      { or: [{ registrationOpensAt: { exists: false } }, { registrationOpensAt: { less_than_equal: at } }] },
      {
        or: [
          { capacity: { exists: false } },
          { waitingList: { equals: true } },
          { and: [{ free: { greater_than: 0 } }, { waiting: { equals: 0 } }] },
        ],
      },
    )
  }
  const found = await req.payload.find({
    collection: 'activities',
    where: { and },
    sort: [query.sort ?? (isToCome ? 'startsAt' : '-startsAt'), 'id'],
    page: query.page ?? 1,
    limit: query.limit ?? 20,
    depth: 0,
    select: SUMMARY_FIELDS,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return {
    docs: await summarise(req, found.docs as Activity[], now),
    page: found.page ?? 1,
    totalPages: found.totalPages,
    totalDocs: found.totalDocs,
  }
}
