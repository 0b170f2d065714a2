import type { PayloadRequest } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import type { MyCorrection, MyRecord } from '../../domain/attendance/views.ts'
import type { MyRecords } from '../../domain/people/views.ts'
import type { Activity, Registration } from '../../payload-types.ts'
import { SUMMARY_FIELDS, summarise } from '../activities/activityViews.ts'
import { findOwnRegistration } from '../seats/findOwnRegistration.ts'
import { getMe } from './getMyData.ts'
import { requirePerson } from '../identity/requireUser.ts'

/**
 * The person's records, as a page that can be printed: what was taken part in and what was served, each with its own
 * total, never added; training and awards. As in the tallies, what was cancelled does not count.
 *
 * @throws AppError not-logged-in, forbidden
 */
export async function listMyRecords(req: PayloadRequest, now: Date): Promise<MyRecords> {
  const { id } = requirePerson(req)
  const { name, volunteerNumber } = await getMe(req)
  const own = {
    where: { person: { equals: id } },
    pagination: false,
    sort: '-date',
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  } as const
  const { docs } = await req.payload.find({
    collection: 'registrations',
    ...own,
    sort: '-createdAt',
    where: {
      and: [{ person: { equals: id } }, { attendance: { equals: 'present' } }, { status: { equals: 'confirmed' } }],
    },
  })
  const records = (await asRecords(req, docs, now))
    .filter(({ activity }) => !activity.cancelled)
    .sort((a, b) => b.activity.startsAt.localeCompare(a.activity.startsAt))
  const trainings = (await req.payload.find({ collection: 'trainings', ...own })).docs
  const awards = (await req.payload.find({ collection: 'awards', ...own })).docs
  const service = records.filter(({ activity }) => activity.ledger === 'service')
  return {
    name,
    volunteerNumber,
    asOf: now.toISOString(),
    participation: records.filter(({ activity }) => activity.ledger === 'participation'),
    service,
    serviceMinutes: service.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0),
    trainings: trainings.map(({ id: key, title, content, hours, host, date }) => ({
      id: key,
      title,
      content: content ?? '',
      hours,
      host,
      date,
    })),
    awards: awards.map(({ id: key, title, grantor, date }) => ({ id: key, title, grantor, date })),
  }
}

/**
 * One of the person's sign-ups with all that is kept of it. @throws AppError not-logged-in, forbidden, not-found (also
 * others')
 */
export async function getMyRecord(req: PayloadRequest, id: string, now: Date): Promise<MyRecord> {
  await findOwnRegistration(req, id)
  const registration = await req.payload.findByID({
    collection: 'registrations',
    id,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const [record] = await asRecords(req, [registration], now)
  if (!record) throw new AppError('not-found')
  return record
}

async function asRecords(req: PayloadRequest, registrations: Registration[], now: Date): Promise<MyRecord[]> {
  if (registrations.length === 0) return []
  const read = { depth: 0, pagination: false, overrideAccess: false, req, user: req.user } as const
  const { docs: activities } = await req.payload.find({
    collection: 'activities',
    where: { id: { in: registrations.map(({ activity }) => activity) } },
    select: SUMMARY_FIELDS,
    ...read,
  })
  const views = await summarise(req, activities as Activity[], now)
  const { docs: corrections } = await req.payload.find({
    collection: 'corrections',
    where: { registration: { in: registrations.map(({ id }) => id) } },
    sort: '-createdAt',
    ...read,
  })
  return registrations.flatMap((registration): MyRecord[] => {
    const activity = views.find(({ id }) => id === registration.activity)
    if (!activity) return []
    const {
      id,
      attendance,
      minutes,
      minutesSource,
      checkedInAt,
      checkedOutAt,
      method,
      evaluation,
      evaluationNote,
      evaluatedAt,
      rating,
      feedback,
    } = registration
    return [
      {
        id,
        activity,
        attendance,
        minutes: minutes ?? null,
        minutesSource: minutesSource ?? null,
        checkedInAt: checkedInAt ?? null,
        checkedOutAt: checkedOutAt ?? null,
        method: method ?? null,
        evaluation: evaluation ?? null,
        evaluationNote: evaluationNote ?? null,
        evaluatedAt: evaluatedAt ?? null,
        rating: rating ?? null,
        feedback: feedback ?? '',
        corrections: corrections
          .filter((correction) => correction.registration === id)
          .map((correction): MyCorrection => ({
            id: correction.id,
            wish: correction.wish,
            status: correction.status,
            askedAt: correction.createdAt,
            answer: correction.answer ?? null,
            answeredAt: correction.answeredAt ?? null,
          })),
      },
    ]
  })
}
