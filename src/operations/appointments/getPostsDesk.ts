import type { PayloadRequest, Where } from 'payload'
import { POST_NAMES, type Post } from '../../domain/appointments/vocabulary.ts'
import type { Vacancy } from '../../domain/appointments/views.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { lastDayOf, monthOf } from '../../domain/shared/months.ts'
import type { Appointment, Unit } from '../../payload-types.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { listVacancies } from './listVacancies.ts'

/** Of each list; how many there are is told. */
const SHOWN = 50

export interface DeskAppointment {
  id: string
  post: Post
  unit: string
  unitId: string
  holder: string
  from: string
  to: string | null
}

interface Listed<Entry> {
  total: number
  entries: Entry[]
}

export interface PostsDesk {
  vacancies: Listed<Vacancy>
  /** Those who reported in and wait for the community's word, in the order they came. */
  reports: Listed<DeskAppointment>
  /** Terms that end this month. */
  ending: Listed<DeskAppointment>
  /** Those who are in each post; posts that nobody holds are left out. */
  inPost: { post: Post; holders: number }[]
}

/** The work that waits at the desk “任职与报到”, of the own subtree. @throws AppError not-logged-in, forbidden */
export async function getPostsDesk(req: PayloadRequest, now: Date): Promise<PostsDesk> {
  requireStaff(req)
  const today = dayOf(now)
  const read = { overrideAccess: false, req, user: req.user } as const
  const list = async (where: Where, sort: string): Promise<Listed<DeskAppointment>> => {
    const { docs, totalDocs } = await req.payload.find({
      collection: 'appointments',
      where,
      sort,
      limit: SHOWN,
      depth: 1,
      ...read,
    })
    return { total: totalDocs, entries: docs.map(entryOf) }
  }
  const vacancies = await listVacancies(req, now)
  const inPost: PostsDesk['inPost'] = []
  for (const post of POST_NAMES) {
    const where: Where = { and: [{ post: { equals: post } }, { standing: { equals: 'current' } }] }
    const { totalDocs: holders } = await req.payload.count({ collection: 'appointments', where, ...read })
    if (holders > 0) inPost.push({ post, holders })
  }
  return {
    vacancies: { total: vacancies.length, entries: vacancies.slice(0, SHOWN) },
    reports: await list({ and: [{ awaiting: { equals: true } }, { standing: { not_equals: 'ended' } }] }, 'createdAt'),
    ending: await list(
      {
        and: [
          { standing: { equals: 'current' } },
          { to: { greater_than_equal: today } },
          { to: { less_than_equal: lastDayOf(monthOf(now)) } },
        ],
      },
      'to',
    ),
    inPost,
  }
}

export function entryOf({ id, post, unit, organisation, personName, from, to }: Appointment): DeskAppointment {
  const nameOf = (one: string | Unit | null | undefined): string => (typeof one === 'object' && one ? one.name : '')
  return {
    id,
    post,
    unit: nameOf(unit),
    unitId: typeof unit === 'string' ? unit : unit.id,
    holder: organisation ? nameOf(organisation) : (personName ?? ''),
    from,
    to: to ?? null,
  }
}
