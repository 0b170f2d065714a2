import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../access/unitScope.ts'
import { AppError } from '../domain/AppError.ts'
import { maskPhone } from '../domain/maskPhone.ts'
import type { ActivityStatus, Attendance, Ledger, RegistrationStatus } from '../domain/vocabulary.ts'
import type { Registration } from '../payload-types.ts'
import { requireStaff } from './requireUser.ts'

export interface SignUp {
  id: string
  name: string
  /** Masked; empty when the person gave none. */
  phone: string
  status: RegistrationStatus
  walkIn: boolean
  sequence: number | null
  attendance: Attendance
  /** Service time, in the service ledger only. */
  minutes: number | null
  checkedInAt: string | null
}

export interface SignUpSheet {
  activity: {
    id: string
    title: string
    status: ActivityStatus
    ledger: Ledger
    startsAt: string
    endsAt: string
    /** null means unlimited. */
    capacity: number | null
    taken: number
    waiting: number
    present: number
  }
  signUps: SignUp[]
  page: number
  totalPages: number
}

const PAGE_SIZE = 500

/**
 * One activity's sign-ups as its organiser needs them at the door: in order of sign-up, cancelled ones last, phone numbers masked.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope)
 */
export async function listSignUps(req: PayloadRequest, activityId: string, page: number): Promise<SignUpSheet> {
  requireStaff(req)
  const own = { depth: 0, overrideAccess: false, req, user: req.user } as const
  const activity = await req.payload.findByID({ collection: 'activities', id: activityId, disableErrors: true, ...own })
  if (!activity || !(await isUnitInScope(req, String(activity.unit)))) throw new AppError('not-found')
  const { docs, ...pages } = await req.payload.find({
    collection: 'registrations',
    where: { activity: { equals: activityId } },
    select: { person: true, status: true, walkIn: true, sequence: true, attendance: true, minutes: true, checkedInAt: true },
    sort: ['sequence', 'createdAt'],
    limit: PAGE_SIZE,
    page,
    ...own,
  })
  const people = await contactsOf(req, docs.map(personId))
  const signUps = docs.map((registration) => {
    const person = people.get(personId(registration))
    return {
      id: registration.id,
      name: person?.name ?? '',
      phone: person?.phone ? maskPhone(person.phone) : '',
      status: registration.status,
      walkIn: registration.walkIn ?? false,
      sequence: registration.sequence ?? null,
      attendance: registration.attendance,
      minutes: registration.minutes ?? null,
      checkedInAt: registration.checkedInAt ?? null,
    }
  })
  const { title, status, ledger, startsAt, endsAt, capacity, taken, waiting, present } = activity
  return {
    activity: { id: activityId, title, status, ledger, startsAt, endsAt, capacity: capacity ?? null, taken: taken ?? 0, waiting: waiting ?? 0, present: present ?? 0 },
    signUps: [...signUps.filter((signUp) => signUp.status !== 'cancelled'), ...signUps.filter((signUp) => signUp.status === 'cancelled')],
    page: pages.page ?? 1,
    totalPages: pages.totalPages,
  }
}

const personId = ({ person }: Pick<Registration, 'person'>): string => (typeof person === 'string' ? person : person.id)

/** Those who signed up may belong to other units: their names go with the registrations that were readable, nothing else does. */
async function contactsOf(req: PayloadRequest, ids: string[]): Promise<Map<string, { name?: string | null; phone?: string | null }>> {
  if (ids.length === 0) return new Map()
  const { docs } = await req.payload.find({ collection: 'people', where: { id: { in: ids } }, select: { name: true, phone: true }, depth: 0, pagination: false, overrideAccess: true, req })
  return new Map(docs.map((person) => [person.id, person]))
}
