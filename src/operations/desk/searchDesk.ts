import type { CollectionSlug, PayloadRequest, Where } from 'payload'
import { whereInScope } from '../../access/unitScope.ts'
import type { Activity, Certificate, Person, Unit } from '../../payload-types.ts'
import { requireStaff } from '../identity/requireUser.ts'

/** Of each kind; how many there are beside them is told. */
const SHOWN = 5

interface Found<Hit> {
  total: number
  hits: Hit[]
}

export interface DeskSearch {
  /** Called by name, number, enough of the phone, and unit. */
  people: Found<{ id: string; title: string }>
  activities: Found<Pick<Activity, 'id' | 'title' | 'startsAt' | 'status'> & { unit: string }>
  units: Found<Pick<Unit, 'id' | 'name' | 'kind'>>
  certificates: Found<Pick<Certificate, 'id' | 'number'> & { person: string }>
}

/**
 * Finds records by one word, within the asker's scope: people by name (or two characters of it that stand beside
 * each other), number, phone or mail; activities and units by part of their name; certificates by number or person.
 *
 * @throws AppError not-logged-in, forbidden; invalid-input where too many people are found
 */
export async function searchDesk(req: PayloadRequest, typed: string): Promise<DeskSearch> {
  requireStaff(req)
  const find = async <Doc>(
    collection: CollectionSlug,
    where: Where,
    { unit, sort = 'id' }: { unit?: string; sort?: string } = {},
  ): Promise<{ total: number; docs: Doc[] }> => {
    const inScope = unit === undefined ? true : await whereInScope(req, unit)
    if (inScope === false) return { total: 0, docs: [] }
    const { totalDocs, docs } = await req.payload.find({
      collection,
      where: inScope === true ? where : { and: [where, inScope] },
      sort,
      limit: SHOWN,
      depth: 1,
      overrideAccess: false,
      req,
      user: req.user,
    })
    return { total: totalDocs, docs: docs as Doc[] }
  }
  const people = await find<Person & { personTitle?: string }>('people', { personTitle: { like: typed } })
  const activities = await find<Activity>('activities', { title: { like: typed } }, { unit: 'unit', sort: '-startsAt' })
  const units = await find<Unit>('units', { name: { like: typed } }, { unit: 'id', sort: 'name' })
  const certificates = await find<Certificate & { personName?: string }>('certificates', {
    or: [{ number: { equals: typed.toUpperCase() } }, { personTitle: { like: typed } }],
  })
  return {
    people: { total: people.total, hits: people.docs.map(({ id, personTitle = '' }) => ({ id, title: personTitle })) },
    activities: {
      total: activities.total,
      hits: activities.docs.map(({ id, title, startsAt, status, unit }) => ({
        id,
        title,
        startsAt,
        status,
        unit: typeof unit === 'string' ? '' : unit.name,
      })),
    },
    units: { total: units.total, hits: units.docs.map(({ id, name, kind }) => ({ id, name, kind })) },
    certificates: {
      total: certificates.total,
      hits: certificates.docs.map(({ id, number, personName = '' }) => ({ id, number, person: personName })),
    },
  }
}
