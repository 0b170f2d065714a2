import type { PayloadRequest } from 'payload'
import { exclusively } from '../../database/exclusively.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { swap } from '../../database/swap.ts'
import { type RowChange } from '../../database/types.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { ONLY_SERVICE_IS_TIMED, timed } from '../../domain/attendance/hours.ts'
import { standingWhenPresent } from '../../domain/seats/seats.ts'
import type { Attendance } from '../../domain/shared/vocabulary.ts'
import type { MinutesSource } from '../../domain/attendance/vocabulary.ts'
import { changeRegistration } from '../seats/changeRegistration.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { writeAudit } from '../shared/writeAudit.ts'

/**
 * Puts a recorded attendance or service time right, with a reason that the sign-up's history keeps, and the audit trail
 * beside the old and the new value. Minutes count in the service ledger only. `also` is written in the same atomic
 * step, or by itself where the record says so already.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), invalid-input
 */
export async function correctRegistration(
  req: PayloadRequest,
  input: {
    id: string
    attendance?: Attendance | undefined
    came?: number | undefined
    minutes?: number | null | undefined
    reason: string
  },
  now: Date,
  also?: () => Promise<RowChange>,
): Promise<{
  id: string
  attendance: Attendance
  came: number | null
  minutes: number | null
  minutesSource: MinutesSource | null
}> {
  const staff = requireStaff(req)
  const visible = await req.payload.findByID({
    collection: 'registrations',
    id: input.id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
    select: { activity: true },
  })
  if (!visible) throw new AppError('not-found')
  return exclusively(`seats:${String(visible.activity)}`, () =>
    runInTransaction(req, async () => {
      let before:
        | { attendance: Attendance; came: number | null; minutes: number | null; minutesSource: MinutesSource | null }
        | undefined
      const { registration, isChanged } = await changeRegistration(
        req,
        input.id,
        now,
        (current, activity) => {
          requireAllowed('correct', activity, now)
          before = {
            attendance: current.attendance,
            came: current.came ?? null,
            minutes: current.minutes,
            minutesSource: current.minutesSource ?? null,
          }
          const attendance = input.attendance ?? current.attendance
          const isPresent = attendance === 'present'
          if (input.minutes && (!isPresent || activity.ledger !== 'service')) {
            throw new AppError('invalid-input', ONLY_SERVICE_IS_TIMED, { minutes: '此处不能记服务时长' })
          }
          // Without a time of its own, a correction leaves the rule to say it; null takes an entered time back.
          const entered =
            input.minutes === undefined
              ? {}
              : { minutes: input.minutes, minutesSource: input.minutes === null ? null : ('entered' as const) }
          const { minutes, minutesSource } = timed({ ...current, attendance, ...entered }, activity)
          if (input.came !== undefined && !isPresent)
            throw new AppError('invalid-input', '只有到场的报名可以记实到人数。', { came: '此处不能记实到人数' })
          const came = isPresent ? (input.came ?? current.came ?? current.size ?? 1) : null
          if (
            attendance === current.attendance &&
            minutes === current.minutes &&
            minutesSource === (current.minutesSource ?? null) &&
            came === (current.came ?? null)
          )
            return null
          return {
            attendance,
            came,
            ...entered,
            recordedBy: staff.id,
            checkedInAt: isPresent ? (current.checkedInAt ?? now.toISOString()) : null,
            method: isPresent ? (current.method ?? 'manual') : null,
            ...(isPresent && standingWhenPresent(current.status)),
            decision: { what: 'corrected', reason: input.reason },
          }
        },
        also,
      )
      if (!isChanged && also && !(await swap(req, [await also()]))) throw new AppError('busy')
      const { attendance, came, minutes, minutesSource } = registration
      if (isChanged) {
        await writeAudit(req, {
          action: 'corrected',
          subjectCollection: 'registrations',
          subject: input.id,
          reason: input.reason,
          details: { before, after: { attendance, came, minutes, minutesSource } },
        })
      }
      return { id: input.id, attendance, came, minutes, minutesSource }
    }),
  )
}
