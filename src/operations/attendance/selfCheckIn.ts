import { ValidationError, type PayloadRequest } from 'payload'
import { exclusively } from '../../database/exclusively.ts'
import { findRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { earliestCheckIn, isSelfCheckInOpen } from '../../domain/activities/doorTimes.ts'
import type { Activity } from '../../payload-types.ts'
import { isSelfCheckInCode, selfCheckInPass } from '../../privacy/cipher.ts'
import { claimLimit, networkOfClient } from '../shared/claimLimit.ts'
import { createWalkIn } from './createWalkIn.ts'
import { recordAttendance } from './recordAttendance.ts'
import { requirePerson } from '../identity/requireUser.ts'

const OF_THEMSELVES = { named: true, spokenConsentAt: null, spokenConsentBy: null }

export interface SelfCheckedIn {
  id: string
  /** False when attendance was recorded already. */
  isNew: boolean
  checkedInAt: string | null
}

/**
 * Records that the logged-in person came, by the code on the organiser's screen. Voluntary: no place, no picture.
 * Everybody who came is recorded; a person who had not signed up becomes a walk-in.
 *
 * @throws AppError not-logged-in, forbidden (staff), not-found, activity-cancelled, check-in-closed, code-invalid,
 * rate-limited (too many wrong codes)
 */
export async function selfCheckIn(
  req: PayloadRequest,
  input: { activityId: string; code: string },
  now: Date,
): Promise<SelfCheckedIn> {
  const person = requirePerson(req)
  const activity = await requireSelfCheckIn(req, input.activityId, now)
  // Counted before it is looked at: of many guesses at once, no more than these are answered.
  const isNoGuess = await claimLimit(
    req,
    [
      { limit: 'self-check-in-by-person', of: `${activity.id} ${person.id}` },
      { limit: 'self-check-in-from-network', of: `${activity.id} ${networkOfClient(req)}` },
    ],
    now,
  )
  if (!isSelfCheckInCode(activity.id, input.code, now))
    throw new AppError('code-invalid', '签到码不正确或已更换，请看组织者屏幕上的新码。')
  await isNoGuess()
  return exclusively(`seats:${activity.id}`, () =>
    retryOnDuplicate(async () => {
      const { docs } = await req.payload.find({
        collection: 'registrations',
        where: { and: [{ activity: { equals: activity.id } }, { person: { equals: person.id } }] },
        select: { status: true },
        depth: 0,
        limit: 1,
        pagination: false,
        overrideAccess: false,
        req,
        user: req.user,
      })
      const id =
        docs[0]?.id ?? (await runInTransaction(req, () => createWalkIn(req, activity.id, person.id, OF_THEMSELVES)))
      const row = await findRow(req, 'registrations', id)
      if (!row) throw new AppError('busy')
      const { registration, isChanged } = await recordAttendance(
        req,
        row,
        { attendance: 'present', at: now, method: 'self', recordedBy: null },
        now,
      )
      if (registration.attendance !== 'present')
        throw new AppError('check-in-closed', '组织者已更正过您的到场情况，请到组织者处登记。')
      return { id, isNew: isChanged, checkedInAt: registration.checkedInAt }
    }),
  )
}

/**
 * A pass that stands for ten minutes for a code that was read now, right or wrong: time to log in and to press the
 * button.
 */
export function passFor(activityId: string, code: string, now: Date): string {
  return code.includes('.') ? code : selfCheckInPass(activityId, code, now)
}

/** @throws AppError not-found, activity-cancelled, check-in-closed */
export async function requireSelfCheckIn(req: PayloadRequest, id: string, now: Date): Promise<Activity> {
  const activity = await req.payload.findByID({
    collection: 'activities',
    id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
  })
  if (!activity) throw new AppError('not-found')
  requireAllowed('selfCheckIn', activity, now)
  if (!activity.selfCheckIn) throw new AppError('check-in-closed', '这场活动不设自助签到，请到组织者处登记。')
  if (now.getTime() < earliestCheckIn(activity))
    throw new AppError('check-in-closed', '活动开始前 6 小时起才能签到，请到时再来。')
  if (!isSelfCheckInOpen(activity, now))
    throw new AppError('check-in-closed', '活动已结束，自助签到已停止，请联系组织者登记。')
  return activity
}

/** Two taps at once in two processes: the loser of the unique index finds the winner's record. */
async function retryOnDuplicate<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    return work()
  }
}
