import type { PayloadRequest } from 'payload'
import { publicFacts, type MyCertificate } from '../../domain/certificates/certificates.ts'
import { requirePerson } from '../identity/requireUser.ts'

/** The person's certificates, the newest first. @throws AppError not-logged-in, forbidden */
export async function listMyCertificates(req: PayloadRequest): Promise<MyCertificate[]> {
  const { id: person } = requirePerson(req)
  const read = { depth: 0, pagination: false, overrideAccess: false, req, user: req.user } as const
  const { docs } = await req.payload.find({
    collection: 'certificates',
    where: { person: { equals: person } },
    sort: '-issuedAt',
    ...read,
  })
  const { docs: activities } = await req.payload.find({
    collection: 'activities',
    where: { id: { in: docs.flatMap(({ activity }) => (activity ? [activity] : [])) } },
    select: { title: true },
    ...read,
  })
  return docs.map(({ id, activity, revokedAt, revocationReason, from, to, issuedAt, ...facts }) => ({
    id,
    ...publicFacts({ ...facts, from: from ?? '', to: to ?? '', issuedAt: issuedAt ?? '' }),
    activity: activities.find((one) => one.id === activity)?.title ?? null,
    revokedAt: revokedAt ?? null,
    revocationReason: revocationReason ?? null,
  }))
}
