import type { PayloadRequest } from 'payload'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { changeInTurn } from './changeRegistration.ts'
import { requireOwn, requirePerson } from '../identity/requireUser.ts'

/**
 * Takes the seat that is kept for the logged-in person. Accepting twice is the same as once.
 *
 * @throws AppError not-logged-in, not-found (also for others' sign-ups, and where nothing is offered), offer-lapsed,
 * activity-cancelled
 */
export async function acceptOffer(
  req: PayloadRequest,
  id: string,
  now: Date,
): Promise<{ id: string; status: 'confirmed' }> {
  requirePerson(req)
  const visible = await req.payload.findByID({
    collection: 'registrations',
    id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
    select: { activity: true },
  })
  if (!visible) throw new AppError('not-found')
  await changeInTurn(req, { id, activity: String(visible.activity) }, now, (current, activity) => {
    requireOwn(req, current)
    const { status, offerExpiresAt, history } = current
    if (status === 'confirmed') return null
    const isLapsed =
      status === 'offered' ? Date.parse(offerExpiresAt ?? '') <= now.getTime() : history?.at(-1)?.what === 'lapsed'
    if (isLapsed) throw new AppError('offer-lapsed')
    if (status !== 'offered') throw new AppError('not-found', '没有为您保留的名额；请在“我的报名”查看当前状态。')
    requireAllowed('acceptOffer', activity, now)
    return { status: 'confirmed', offerExpiresAt: null, cancelsAt: null }
  })
  return { id, status: 'confirmed' }
}
