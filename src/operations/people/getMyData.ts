import type { CollectionSlug, PayloadRequest } from 'payload'
import { collectionsOf } from '../../database/references.ts'
import { findRows, findRowsBy } from '../../database/rows.ts'
import type { CertificateFacts } from '../../domain/certificates/certificates.ts'
import { maskEmail } from '../../domain/shared/maskEmail.ts'
import { maskPhone } from '../../domain/shared/maskPhone.ts'
import type { MyProfile } from '../../domain/people/views.ts'
import { isToldTo } from '../../domain/messages/broadcasts.ts'
import type { Certificate, Message, Person, Registration } from '../../payload-types.ts'
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
    station: typeof person.station === 'string' ? person.station : null,
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
  const words = await wordsTo(req, id)
  return {
    ...records,
    person,
    messages: ((records.messages ?? []) as Message[]).map((message) => ({
      ...message,
      // Of an organiser's own; all others are put together when they are sent.
      ...(words.has(message.id) && { text: words.get(message.id) }),
    })),
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

/** The words that organisers wrote to the person, by message. */
async function wordsTo(req: PayloadRequest, person: string): Promise<Map<string, string>> {
  const messages = await findRowsBy(req, 'messages', { person, kind: 'broadcast' }, [
    'id',
    'broadcast',
    'state',
    'reason',
  ])
  const told = messages.filter(isToldTo)
  const rows = await findRows(req, 'broadcasts', [...new Set(told.flatMap(({ broadcast }) => broadcast ?? []))])
  const texts = new Map(rows.map(({ id, text }) => [id, text]))
  return new Map(
    told.flatMap(({ id, broadcast }) => {
      const text = texts.get(broadcast ?? '')
      return text ? [[id, text] as const] : []
    }),
  )
}
