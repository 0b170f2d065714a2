import type { PayloadRequest } from 'payload'
import type { RegistrationRow } from '../../database/rows.ts'
import { writeAudit } from '../shared/writeAudit.ts'

/** By whose word the record stands: nobody's consent was heard of who came by themselves. */
type Told = Pick<RegistrationRow, 'named' | 'spokenConsentAt' | 'spokenConsentBy'>

/** The record of somebody who came without a sign-up; attendance is put on it next. Returns its id. */
export async function createWalkIn(
  req: PayloadRequest,
  activityId: string,
  personId: string,
  told: Told,
): Promise<string> {
  const created = await req.payload.create({
    collection: 'registrations',
    data: {
      activity: activityId,
      person: personId,
      status: 'confirmed',
      walkIn: true,
      attendance: 'unknown',
      ...told,
    },
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
