import type { PayloadRequest } from 'payload'
import type { PersonKind } from '../../domain/vocabulary.ts'

export interface PersonOnRecord {
  name: string
  volunteerNumber: string
  phone: string
  idNumber: string
  kinds: PersonKind[]
  /** Had their data erased: nothing names them any more. */
  isErased: boolean
}

/**
 * What a participation record says of its person. A person's own record is read by the staff of the unit they report to;
 * a rider who reports to one community and serves in another is still on the other's record, as on its list of sign-ups.
 * So access is overridden here, for these fields only and only for ids taken from registrations that the staff
 * member was allowed to read. Phone and ID number leave the system by the rules of the columns
 * (src/domain/participationRecord.ts).
 */
export async function peopleOnRecords(req: PayloadRequest, ids: string[]): Promise<Map<string, PersonOnRecord>> {
  if (ids.length === 0) return new Map()
  const { docs } = await req.payload.find({
    collection: 'people',
    where: { id: { in: ids } },
    select: { name: true, volunteerNumber: true, phone: true, idNumber: true, kinds: true, erasedAt: true },
    depth: 0,
    pagination: false,
    overrideAccess: true,
    req,
  })
  return new Map(
    docs.map(({ id, name, volunteerNumber, phone, idNumber, kinds, erasedAt }) => [id, { name, volunteerNumber: volunteerNumber ?? '', phone: phone ?? '', idNumber: idNumber ?? '', kinds: kinds ?? [], isErased: typeof erasedAt === 'string' }]),
  )
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
