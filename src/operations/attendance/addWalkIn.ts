import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { exclusively } from '../../database/exclusively.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { earliestCheckIn } from '../../domain/activities/doorTimes.ts'
import { checkIn, isRecordable } from './checkIn.ts'
import { createWalkIn } from './createWalkIn.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { claimTypedPerson, openTypedPerson, type TypedPerson } from '../identity/typedPerson.ts'

interface WalkIn extends TypedPerson {
  at?: string | undefined
}

/**
 * Records somebody who came without a sign-up: finds or makes the person by phone, who must have agreed on the spot,
 * and marks them present, `at` a time that a phone without a network noted, or now. Walk-ins hold no seat. Once per
 * person and activity, however often it is called. The consent stands on the record, with who heard it.
 *
 * @throws AppError rate-limited, walk-in-unclear, not-logged-in, forbidden, invalid-input (time), not-found (also out
 * of scope), activity-cancelled, registration-closed (too early), attendance-recorded (corrected to absent)
 */
export async function addWalkIn(
  req: PayloadRequest,
  input: WalkIn,
  now: Date,
): Promise<{ created: boolean; id: string }> {
  const staff = requireStaff(req)
  const activity = await req.payload.findByID({
    collection: 'activities',
    id: input.activityId,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
  })
  // Published activities of other units can be read too; whoever may not record there leaves nothing behind.
  if (!activity || !(await isUnitInScope(req, String(activity.unit)))) throw new AppError('not-found')
  await claimTypedPerson(req, staff.id, input.activityId, now)
  requireAllowed('walkIn', activity, now)
  const at = new Date(input.at ?? now)
  if (!isRecordable(at, now))
    throw new AppError('invalid-input', '登记时间不对，请校准本机时间后再试。', { at: '登记时间不对' })
  if (at.getTime() < earliestCheckIn(activity))
    throw new AppError('registration-closed', '活动开始前 6 小时起才能登记现场参加。')
  const added = await exclusively(`walk-in:${input.activityId}`, () =>
    runInTransaction(req, async () => {
      req.context.useCase = 'addWalkIn'
      const person = await openTypedPerson(req, input)
      const { docs } = await req.payload.find({
        collection: 'registrations',
        where: { and: [{ activity: { equals: input.activityId } }, { person: { equals: person.id } }] },
        depth: 0,
        limit: 1,
        pagination: false,
        overrideAccess: false,
        req,
        user: req.user,
      })
      if (docs[0]) return { created: false, id: docs[0].id }
      return {
        created: true,
        id: await createWalkIn(req, input.activityId, person.id, {
          named: person.isNamed,
          spokenConsentAt: now.toISOString(),
          spokenConsentBy: staff.id,
        }),
      }
    }),
  )
  const [result] = await checkIn(
    req,
    [
      {
        clientId: added.id,
        activity: input.activityId,
        registration: added.id,
        at: at.toISOString(),
        method: 'manual',
      },
    ],
    now,
  )
  if (result?.standing?.attendance === 'absent')
    throw new AppError(
      'attendance-recorded',
      '此人的到场情况已更正为“未到场”，没有改动；如确已到场，请用“更正”并写明原因。',
    )
  return added
}
