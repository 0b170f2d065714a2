import type { PayloadRequest } from 'payload'
import { findRow, findRowsBy } from '../../database/rows.ts'
import { factsOf } from '../../domain/appointments/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { kindsOf } from '../identity/kindsOf.ts'
import { requirePerson } from '../identity/requireUser.ts'
import { claimLimit } from '../shared/claimLimit.ts'
import { addAppointment } from './addAppointment.ts'

/**
 * “我要报到”: an in-service Party member reports to a community or a compound, and is in the post once the community has
 * confirmed it. Reporting again changes nothing.
 *
 * @throws AppError not-logged-in, forbidden, not-found, not-party-member, rate-limited, person-merged, person-erased,
 * busy
 */
export async function reportIn(
  req: PayloadRequest,
  { unit: unitId }: { unit: string },
  now: Date,
): Promise<{ id: string; isAwaiting: boolean; isNew: boolean }> {
  const { id: person } = requirePerson(req)
  const unit = await findRow(req, 'units', unitId)
  if (!unit || !factsOf('reportedMember').of.includes(unit.kind))
    throw new AppError('not-found', '没有找到这个社区或小区，请重新选择。')
  if (!(await isPartyMember(req, person))) throw new AppError('not-party-member')
  const standing = await findReport(req, person, unitId)
  if (standing) return { ...standing, isNew: false }
  await claimLimit(req, [{ limit: 'own-changes-by-person', of: person }], now)
  try {
    const { id } = await addAppointment(
      req,
      {
        post: 'reportedMember',
        unit: unitId,
        person,
        organisation: null,
        from: dayOf(now),
        to: null,
        source: null,
        awaiting: true,
        by: null,
      },
      now,
    )
    return { id, isAwaiting: true, isNew: true }
  } catch (error) {
    // Pressed twice: the faster one stands.
    const other =
      error instanceof AppError && error.code === 'already-appointed' && (await findReport(req, person, unitId))
    if (!other) throw error
    return { ...other, isNew: false }
  }
}

async function findReport(
  req: PayloadRequest,
  person: string,
  unit: string,
): Promise<{ id: string; isAwaiting: boolean } | null> {
  const rows = await findRowsBy(req, 'appointments', { person, post: 'reportedMember', unit }, [
    'id',
    'standing',
    'awaiting',
  ])
  const row = rows.find(({ standing }) => standing !== 'ended')
  return row ? { id: row.id, isAwaiting: row.awaiting } : null
}

/** By what the person has said, which is a consent of its own (个人信息保护法 第29条). */
export const isPartyMember = async (req: PayloadRequest, person: string): Promise<boolean> =>
  (await kindsOf(req, person)).includes('partyMember')
