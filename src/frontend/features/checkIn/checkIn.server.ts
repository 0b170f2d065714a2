import type { PayloadRequest } from 'payload'
import { AppError } from '../../../domain/shared/AppError.ts'
import { idSchema } from '../../../domain/shared/requests.ts'
import { selfCheckInRequestSchema } from '../../../domain/attendance/requests.ts'
import { requireCheckInActivity } from '../../../operations/attendance/getCheckInList.ts'
import { getSelfCheckInCode } from '../../../operations/attendance/getSelfCheckInCode.ts'
import { listMyRegistrations } from '../../../operations/seats/listMyRegistrations.ts'
import { requireStaff } from '../../../operations/identity/requireUser.ts'
import { passFor, requireSelfCheckIn, selfCheckIn } from '../../../operations/attendance/selfCheckIn.ts'
import { visitorOf } from '../../../operations/identity/visitorOf.ts'
import type { DoorProps } from './door/useDoor.ts'
import type { RotatingCodeProps } from './RotatingCode.tsx'
import type { SelfCheckInPageProps } from './SelfCheckInPage.tsx'

const NOT_FOUND = '没有这场活动，请从活动列表重新进入。'

export async function loadDoor(req: PayloadRequest, activityId: string, now: Date): Promise<DoorProps> {
  const staff = requireStaff(req)
  const {
    id,
    title,
    place,
    startsAt,
    endsAt,
    selfCheckIn: isSelfService,
  } = await requireCheckInActivity(req, idOf(activityId), now)
  return {
    activity: { id, title, place, startsAt, endsAt, selfCheckIn: isSelfService ?? false },
    staff: { id: staff.id, name: staff.name },
  }
}

export async function loadCode(
  req: PayloadRequest,
  activityId: string,
  origin: string,
  now: Date,
): Promise<RotatingCodeProps & { title: string }> {
  const { title, code, expiresIn } = await getSelfCheckInCode(req, idOf(activityId), now)
  return { activityId, title, code, expiresIn, address: `${origin}/activities/${activityId}/self-check-in` }
}

export interface SelfCheckInStep {
  page: SelfCheckInPageProps
  /** A person who has to log in first comes back with this. */
  passForLogin: string | null
  status: number
  /** In seconds; null when it is not a matter of time. */
  retryAfter: number | null
}

/**
 * One step of checking in oneself: `code` as it was scanned or typed, `isConfirmed` when the button was pressed. Only
 * then, and only to who is logged in, is it said whether the code is right: a page that is merely opened tells nothing.
 */
export async function followSelfCheckIn(
  req: PayloadRequest,
  input: { activityId: string; code: string | null; isConfirmed: boolean },
  now: Date,
): Promise<SelfCheckInStep> {
  const activityId = idOf(input.activityId)
  const visitor = visitorOf(req)
  const activity = await requireSelfCheckIn(req, activityId, now)
  const { id, title, place, startsAt, endsAt } = activity
  const page: SelfCheckInPageProps = {
    activity: { id, title, place, startsAt, endsAt },
    isPresent: visitor === 'person' && (await isPresent(req, id, now)),
    code: null,
    problem: null,
  }
  if (input.code === null || page.isPresent) return { page, passForLogin: null, status: 200, retryAfter: null }
  try {
    const code = codeOf(input.code)
    if (visitor === 'nobody')
      return { page, passForLogin: passFor(activityId, code, now), status: 200, retryAfter: null }
    if (!input.isConfirmed)
      return {
        page: { ...page, code: passFor(activityId, code, now) },
        passForLogin: null,
        status: 200,
        retryAfter: null,
      }
    await selfCheckIn(req, { activityId, code }, now)
    return { page: { ...page, isPresent: true }, passForLogin: null, status: 200, retryAfter: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    return {
      page: { ...page, problem: error.message },
      passForLogin: null,
      status: error.status,
      retryAfter: error.retryAfter,
    }
  }
}

async function isPresent(req: PayloadRequest, activityId: string, now: Date): Promise<boolean> {
  return (await listMyRegistrations(req, now)).some(
    ({ activity, attendance }) => activity.id === activityId && attendance === 'present',
  )
}

/** Digits may be typed in two groups, as they are shown. */
function codeOf(text: string): string {
  const parsed = selfCheckInRequestSchema.safeParse({ code: text.replace(/\s/g, '') })
  if (!parsed.success) throw new AppError('invalid-input', parsed.error.issues[0]?.message)
  return parsed.data.code
}

function idOf(id: string): string {
  if (!idSchema.safeParse(id).success) throw new AppError('not-found', NOT_FOUND)
  return id
}
