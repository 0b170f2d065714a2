import type { PayloadRequest, Where } from 'payload'
import { isUnitInScope, unitScope } from '../../access/unitScope.ts'
import { comparedName } from '../../database/nameParts.ts'
import { findRow, findRowsBy } from '../../database/rows.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { phoneText } from '../../domain/shared/typedText.ts'
import type { Candidate } from '../../domain/seats/views.ts'
import { peopleShownOn } from '../identity/namesOnRecords.ts'
import { requireStaff } from '../identity/requireUser.ts'

const SHOWN = 8
/** One person may stand on many of the records that are found. */
const LOOKED_AT = 60

/**
 * People whom staff may sign up by a tap: those whose record they may open, and those whom registrations in their scope
 * have made known to them, each as far as they are known; with how they stand in the activity.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), invalid-input (too many found)
 */
export async function listCandidates(
  req: PayloadRequest,
  activityId: string,
  typed: string,
): Promise<{ people: Candidate[]; more: boolean }> {
  requireStaff(req)
  const activity = await findRow(req, 'activities', activityId)
  if (!activity || !(await isUnitInScope(req, activity.unit))) throw new AppError('not-found')
  const own = await peopleInScope(req, typed)
  const met = (await unitScope(req)) === 'all' ? [] : await peopleMet(req, typed, new Set(own.map(({ id }) => id)))
  const found = [...own, ...met]
  const people = found.slice(0, SHOWN)
  const ids = people.map(({ id }) => id)
  const standing = new Map(
    (await findRowsBy(req, 'registrations', { activity: activityId, person: ids }, ['person', 'status', 'attendance']))
      .filter(({ status }) => status !== 'cancelled')
      .map(({ person, status, attendance }) => [person, { status, attendance }]),
  )
  return {
    people: people.map((person) => ({ ...person, standing: standing.get(person.id) ?? null })),
    more: found.length > SHOWN,
  }
}

type Found = Omit<Candidate, 'standing'>

const isTyped = (typed: string): Where => ({ personTitle: { like: typed } })

async function peopleInScope(req: PayloadRequest, typed: string): Promise<Found[]> {
  const { docs } = await req.payload.find({
    collection: 'people',
    where: { and: [isTyped(typed), { mergedInto: { exists: false } }, { erasedAt: { exists: false } }] },
    select: { name: true, volunteerNumber: true, phone: true, unit: true },
    limit: SHOWN + 1,
    pagination: false,
    depth: 1,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return docs.map(({ id, name, volunteerNumber, phone, unit }) => ({
    id,
    name,
    volunteerNumber: volunteerNumber ?? '',
    phoneTail: phone?.slice(-4) ?? '',
    unit: typeof unit === 'object' ? (unit?.name ?? '') : '',
  }))
}

/** As the newest of the records that name them shows them. */
async function peopleMet(req: PayloadRequest, typed: string, known: ReadonlySet<string>): Promise<Found[]> {
  const { docs } = await req.payload.find({
    collection: 'registrations',
    where: { and: [isTyped(typed), { mergedInto: { exists: false } }] },
    select: { person: true, walkIn: true, sequence: true, named: true },
    sort: '-createdAt',
    limit: LOOKED_AT,
    pagination: false,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const shown = await peopleShownOn(req, docs)
  const wanted = comparedName(typed)
  const found = new Map<string, Found>()
  for (const { id, person } of docs) {
    const seen = shown.get(id)
    // The search of registrations looks at the activity's title as well.
    const isMeant =
      seen &&
      !seen.isErased &&
      (comparedName(seen.name).includes(wanted) ||
        seen.volunteerNumber.toLowerCase().includes(wanted) ||
        seen.phone === phoneText(typed))
    if (isMeant && !known.has(String(person)) && !found.has(String(person)))
      found.set(String(person), {
        id: String(person),
        name: seen.name,
        volunteerNumber: seen.volunteerNumber,
        phoneTail: seen.phone.slice(-4),
        unit: '',
      })
  }
  return [...found.values()]
}
