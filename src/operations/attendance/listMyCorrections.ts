import type { PayloadRequest } from 'payload'
import type { MyCorrection } from '../../domain/attendance/views.ts'
import { requirePerson } from '../identity/requireUser.ts'

/**
 * The person's requests to correct the record, the newest first, with the answers. @throws AppError not-logged-in,
 * forbidden
 */
export async function listMyCorrections(
  req: PayloadRequest,
): Promise<(MyCorrection & { registration: string; title: string })[]> {
  const person = requirePerson(req)
  const { docs } = await req.payload.find({
    collection: 'corrections',
    where: { person: { equals: person.id } },
    sort: '-createdAt',
    limit: 20,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  if (docs.length === 0) return []
  const { docs: activities } = await req.payload.find({
    collection: 'activities',
    where: { id: { in: docs.map(({ activity }) => activity) } },
    select: { title: true },
    pagination: false,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return docs.map(({ id, registration, activity, wish, status, createdAt, answer, answeredAt }) => ({
    id,
    registration: String(registration),
    title: activities.find((one) => one.id === activity)?.title ?? '',
    wish,
    status,
    askedAt: createdAt,
    answer: answer ?? null,
    answeredAt: answeredAt ?? null,
  }))
}
