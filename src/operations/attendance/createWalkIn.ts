import type { PayloadRequest } from 'payload'
import { writeAudit } from '../shared/writeAudit.ts'

/**
 * The record of somebody who came without a sign-up, `named` by who recorded it or come by themselves; attendance is
 * put on it next. Returns its id.
 */
export async function createWalkIn(
  req: PayloadRequest,
  activityId: string,
  personId: string,
  named: boolean,
): Promise<string> {
  const created = await req.payload.create({
    collection: 'registrations',
    data: { activity: activityId, person: personId, status: 'confirmed', walkIn: true, named, attendance: 'unknown' },
    depth: 0,
    // The caller has checked the activity; status and walkIn are open to no user by hand.
    overrideAccess: true,
    req,
    user: req.user,
  })
  await writeAudit(req, {
    action: 'created',
    subjectCollection: 'registrations',
    subject: created.id,
    reason: '现场参加',
  })
  return created.id
}
