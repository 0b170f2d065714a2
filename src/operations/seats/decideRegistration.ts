import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { exclusively } from '../../database/exclusively.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { RegistrationStatus } from '../../domain/shared/vocabulary.ts'
import { changeRegistration } from './changeRegistration.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { writeAudit } from '../shared/writeAudit.ts'

/**
 * The organiser's answer to a sign-up that must be approved. A person who is approved joins the queue now: a seat, or a
 * place in line. A person who is refused reads the reason, and can still be approved. The same answer twice is the same
 * as once.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), not-pending, activity-draft,
 * activity-cancelled, activity-ended
 */
export async function decideRegistration(
  req: PayloadRequest,
  input: { id: string; decision: 'approve' | 'refuse'; reason?: string | undefined },
  now: Date,
): Promise<{ id: string; status: RegistrationStatus }> {
  requireStaff(req)
  const { id, decision, reason } = input
  const visible = await req.payload.findByID({
    collection: 'registrations',
    id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
    select: { activity: true, unit: true },
  })
  if (!visible || !(await isUnitInScope(req, String(visible.unit)))) throw new AppError('not-found')
  return exclusively(`seats:${String(visible.activity)}`, () =>
    runInTransaction(req, async () => {
      const { registration, isChanged } = await changeRegistration(req, id, now, ({ status, history }, activity) => {
        const isRepeated =
          decision === 'refuse'
            ? status === 'refused'
            : history?.some(({ what }) => what === 'requested') &&
              ['confirmed', 'waitlisted', 'offered'].includes(status)
        if (isRepeated) return null
        if (status !== 'pending' && !(decision === 'approve' && status === 'refused')) throw new AppError('not-pending')
        requireAllowed(decision, activity, now)
        if (decision === 'refuse')
          return {
            status: 'refused',
            refusal: reason ?? null,
            decision: { what: 'refused', ...(reason !== undefined && { reason }) },
          }
        return { status: 'waitlisted', sequence: null, refusal: null }
      })
      if (isChanged) {
        await writeAudit(req, {
          action: 'changed',
          subjectCollection: 'registrations',
          subject: id,
          ...(reason !== undefined && { reason }),
          details: { decision, status: registration.status },
        })
      }
      return { id, status: registration.status }
    }),
  )
}
