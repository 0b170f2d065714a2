import type { PayloadRequest } from 'payload'
import type { Registration } from '../../payload-types.ts'
import { peopleShownOn } from '../identity/namesOnRecords.ts'
import { idsInOrder } from '../seats/idsInOrder.ts'
import { findByIds } from '../shared/inPieces.ts'

export interface Expected extends Pick<Registration, 'id' | 'status' | 'attendance'> {
  /** Empty of somebody whose data are erased. */
  name: string
  /** The last four digits, or empty. */
  phoneTail: string
  /** Heads. */
  size: number
  walkIn: boolean
  checkedInAt: string | null
  /** The id of the member of staff. */
  recordedBy: string | null
  /** The label of the helper at the door who recorded it in that one's name. */
  recordedThrough: string | null
}

/** The people who may be expected at the door of an activity, in the order of sign-up, as staff may know them. */
export async function listExpected(req: PayloadRequest, activityId: string): Promise<Expected[]> {
  const ids = await idsInOrder(req, activityId, ['confirmed', 'offered', 'waitlisted', 'pending'])
  const docs = await findByIds(ids, (some) =>
    req.payload.find({
      collection: 'registrations',
      where: { id: { in: some } },
      select: {
        person: true,
        status: true,
        walkIn: true,
        sequence: true,
        named: true,
        size: true,
        attendance: true,
        checkedInAt: true,
        recordedBy: true,
        recordedThrough: true,
      },
      depth: 0,
      pagination: false,
      overrideAccess: false,
      req,
      user: req.user,
    }),
  )
  const people = await peopleShownOn(req, docs)
  return docs.map(({ id, status, size, walkIn, attendance, checkedInAt, recordedBy, recordedThrough }) => ({
    id,
    name: people.get(id)?.name ?? '',
    phoneTail: people.get(id)?.phone.slice(-4) ?? '',
    size: size ?? 1,
    status,
    walkIn: walkIn ?? false,
    attendance,
    checkedInAt: checkedInAt ?? null,
    recordedBy: recordedBy ? String(recordedBy) : null,
    recordedThrough: recordedThrough ?? null,
  }))
}
