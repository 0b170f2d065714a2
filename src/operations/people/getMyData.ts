import type { CollectionSlug, PayloadRequest } from 'payload'
import { collectionsOf } from '../../database/references.ts'
import type { CertificateFacts } from '../../domain/certificates/certificates.ts'
import { maskEmail } from '../../domain/shared/maskEmail.ts'
import { maskPhone } from '../../domain/shared/maskPhone.ts'
import type { MyProfile } from '../../domain/people/views.ts'
import type { Certificate, Person, Registration } from '../../payload-types.ts'
import { requirePerson } from '../identity/requireUser.ts'

/** The person who is logged in, contacts masked: in full they are in `getMyData`. @throws AppError not-logged-in */
export async function getMe(req: PayloadRequest): Promise<MyProfile> {
  const person = await readOwnRecord(req)
  return {
    id: person.id,
    volunteerNumber: person.volunteerNumber ?? null,
    phone: person.phone ? maskPhone(person.phone) : null,
    email: person.email ? maskEmail(person.email) : null,
    name: person.name,
    kinds: person.kinds ?? [],
    unit: typeof person.unit === 'string' ? person.unit : null,
    gender: person.gender ?? null,
    birthDate: person.birthDate ?? null,
    area: person.area ?? null,
    skills: person.skills ?? null,
    serviceKinds: person.serviceKinds ?? null,
  }
}

/** @throws AppError not-logged-in */
export async function readOwnRecord(req: PayloadRequest): Promise<Person> {
  const { id } = requirePerson(req)
  req.context.useCase = 'getMyData'
  return req.payload.findByID({ collection: 'people', id, depth: 0, overrideAccess: false, req, user: req.user })
}

/** Everything stored about the person, in full (个人信息保护法 第45条). @throws AppError not-logged-in */
export async function getMyData(req: PayloadRequest) {
  const { id } = requirePerson(req)
  req.context.useCase = 'getMyData'
  const read = { depth: 0, pagination: false, overrideAccess: false, req, user: req.user } as const
  const person = await req.payload.findByID({ collection: 'people', id, ...read })
  const records: Partial<Record<CollectionSlug, unknown[]>> = {}
  for (const collection of collectionsOf(req.payload.config, 'person'))
    records[collection] = (await req.payload.find({ collection, where: { person: { equals: id } }, ...read })).docs
  const registrations = (records.registrations ?? []) as Registration[]
  const { docs: activities } = await req.payload.find({
    collection: 'activities',
    where: { id: { in: registrations.map(({ activity }) => activity) } },
    select: { title: true, startsAt: true, endsAt: true, place: true },
    ...read,
  })
  return {
    ...records,
    person,
    registrations: registrations.map((registration) => ({
      ...registration,
      activity: activities.find((activity) => activity.id === registration.activity) ?? registration.activity,
    })),
    certificates: ((records.certificates ?? []) as Certificate[]).map(({ facts, ...certificate }) => ({
      ...certificate,
      content: facts ? (JSON.parse(facts) as CertificateFacts) : null,
    })),
  }
}
