import type { CollectionSlug, PayloadRequest } from 'payload'
import { unitScope } from '../../access/unitScope.ts'
import { familyNameOf, knownBy, type Arrival } from '../../domain/attendance/walkIns.ts'
import { helperInWords } from '../../domain/shared/helperInWords.ts'
import type { PersonKind } from '../../domain/people/vocabulary.ts'
import { findByIds } from '../shared/inPieces.ts'

export interface PersonOnRecord {
  name: string
  volunteerNumber: string
  phone: string
  idNumber: string
  kinds: PersonKind[]
  unit: string | null
  /** Had their data erased: nothing names them any more. */
  isErased: boolean
}

/**
 * The facts of its person on a participation record. A person's own record is read by the staff of the unit they report
 * to; a rider who reports to one community and serves in another is still on the other's record, as on its list of
 * sign-ups. So access is overridden here, for these fields only and only for ids taken from registrations that the
 * staff member was allowed to read. Phone and ID number leave the system by the rules of the columns
 * (src/domain/records/participationRecord.ts).
 */
export async function peopleOnRecords(req: PayloadRequest, ids: string[]): Promise<Map<string, PersonOnRecord>> {
  if (ids.length === 0) return new Map()
  const docs = await findByIds(ids, (some) =>
    req.payload.find({
      collection: 'people',
      where: { id: { in: some } },
      select: {
        name: true,
        volunteerNumber: true,
        phone: true,
        idNumber: true,
        kinds: true,
        unit: true,
        erasedAt: true,
      },
      depth: 0,
      pagination: false,
      overrideAccess: true,
      req,
    }),
  )
  return new Map(
    docs.map(({ id, name, volunteerNumber, phone, idNumber, kinds, unit, erasedAt }) => [
      id,
      {
        name,
        volunteerNumber: volunteerNumber ?? '',
        phone: phone ?? '',
        idNumber: idNumber ?? '',
        kinds: kinds ?? [],
        unit: typeof unit === 'string' ? unit : null,
        isErased: typeof erasedAt === 'string',
      },
    ]),
  )
}

/**
 * As `peopleOnRecords`, but of strangers who were recorded at the door no more than src/domain/attendance/walkIns.ts
 * lets staff know; by the registration's id.
 */
export async function peopleShownOn(
  req: PayloadRequest,
  registrations: (Arrival & { id: string; person: string | { id: string } })[],
): Promise<Map<string, PersonOnRecord>> {
  const idOf = ({ person }: { person: string | { id: string } }): string =>
    typeof person === 'string' ? person : person.id
  const people = await peopleOnRecords(req, [...new Set(registrations.map(idOf))])
  const scope = await unitScope(req)
  const shown = new Map<string, PersonOnRecord>()
  for (const registration of registrations) {
    const person = people.get(idOf(registration))
    if (person)
      shown.set(
        registration.id,
        shownTo(registration, person, (unit) => scope === 'all' || scope.includes(unit)),
      )
  }
  return shown
}

/** The facts of the person that are shown to staff who may open the records of people of certain units. */
export function shownTo(
  registration: Arrival,
  person: PersonOnRecord,
  isInScope: (unit: string) => boolean,
): PersonOnRecord {
  const known = knownBy(registration)
  if (known === 'all' || person.isErased || isInScope(person.unit ?? '')) return person
  return {
    ...person,
    name: known === 'name' ? person.name : familyNameOf(person.name),
    volunteerNumber: '',
    phone: '',
    idNumber: '',
    kinds: [],
  }
}

/**
 * Names of those who recorded an attendance: part of the proof, though staff may not open each other's accounts. Only
 * the name, and only for ids taken from registrations that the staff member was allowed to read.
 */
export async function staffOnRecords(req: PayloadRequest, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { docs } = await req.payload.find({
    collection: 'staff',
    where: { id: { in: ids } },
    select: { name: true },
    depth: 0,
    pagination: false,
    overrideAccess: true,
    req,
  })
  return new Map(docs.map(({ id, name }) => [id, name]))
}

/** The one who recorded something: a member of staff, or a helper at the door in that one's name. */
export const recorderInWords = (staffName: string, through: string | null | undefined): string =>
  through && staffName !== '' ? helperInWords(through, staffName) : staffName

/**
 * The name of the staff member who stands in a field of one record that the asker may read; null when nobody does.
 */
export async function staffNameOn(
  req: PayloadRequest,
  { collection, id, field }: { collection: string; id: string; field: string },
): Promise<string | null> {
  const record = await req.payload.findByID({
    collection: collection as CollectionSlug,
    id,
    select: { [field]: true },
    depth: 0,
    overrideAccess: false,
    disableErrors: true,
    req,
    user: req.user,
  })
  const staff: unknown = (record as unknown as Record<string, unknown> | null)?.[field]
  return typeof staff === 'string' ? ((await staffOnRecords(req, [staff])).get(staff) ?? null) : null
}
