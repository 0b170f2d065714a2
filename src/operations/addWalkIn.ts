import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../access/unitScope.ts'
import { exclusively } from '../database/exclusively.ts'
import { runInTransaction } from '../database/runInTransaction.ts'
import { requireAllowed } from '../domain/activityStates.ts'
import { AppError } from '../domain/AppError.ts'
import { keyedHash } from '../privacy/cipher.ts'
import { checkIn, earliestCheckIn, isRecordable } from './checkIn.ts'
import { createWalkIn } from './createWalkIn.ts'
import { requireStaff } from './requireUser.ts'

/**
 * Records somebody who came without a sign-up: finds or makes the person by phone, who must have agreed on the spot, and
 * marks them present, `at` a time that a phone without a network noted, or now. Walk-ins hold no seat. Once per person and
 * activity, however often it is called.
 *
 * @throws AppError not-logged-in, forbidden, invalid-input (time), not-found (also out of scope), activity-cancelled, registration-closed (too early), attendance-recorded (corrected to absent)
 */
export async function addWalkIn(req: PayloadRequest, input: { activityId: string; name: string; phone: string; at?: string | undefined }, now: Date): Promise<{ created: boolean; id: string }> {
  requireStaff(req)
  const activity = await req.payload.findByID({ collection: 'activities', id: input.activityId, depth: 0, disableErrors: true, overrideAccess: false, req, user: req.user })
  // Published activities of other units can be read too; whoever may not record there leaves nothing behind.
  if (!activity || !(await isUnitInScope(req, String(activity.unit)))) throw new AppError('not-found')
  requireAllowed('walkIn', activity, now)
  const at = new Date(input.at ?? now)
  if (!isRecordable(at, now)) throw new AppError('invalid-input', '登记时间不对，请校准本机时间后再试。', { at: '登记时间不对' })
  if (at.getTime() < earliestCheckIn(activity)) throw new AppError('registration-closed', '活动开始前 6 小时起才能登记现场参加。')
  const added = await exclusively(`walk-in:${input.activityId}`, () =>
    runInTransaction(req, async () => {
      req.context.useCase = 'addWalkIn'
      const personId = await findOrCreatePerson(req, input, now)
      const { docs } = await req.payload.find({
        collection: 'registrations',
        where: { and: [{ activity: { equals: input.activityId } }, { person: { equals: personId } }] },
        depth: 0,
        limit: 1,
        pagination: false,
        overrideAccess: false,
        req,
        user: req.user,
      })
      if (docs[0]) return { created: false, id: docs[0].id }
      return { created: true, id: await createWalkIn(req, input.activityId, personId) }
    }),
  )
  const [result] = await checkIn(req, [{ clientId: added.id, activity: input.activityId, registration: added.id, at: at.toISOString(), method: 'manual' }], now)
  if (result?.standing?.attendance === 'absent') throw new AppError('attendance-recorded', '此人的到场情况已更正为“未到场”，没有改动；如确已到场，请用“更正”并写明原因。')
  return added
}

async function findOrCreatePerson(req: PayloadRequest, input: { name: string; phone: string }, now: Date): Promise<string> {
  // By keyed hash, across all units: the same rider may belong to another town. Only the id is used.
  const found = await req.payload.db.findOne<{ id: string }>({ collection: 'people', where: { phoneHash: { equals: keyedHash('phone', input.phone) } }, req })
  if (found) return found.id
  const created = await req.payload.create({
    collection: 'people',
    data: { name: input.name, phone: input.phone, consentAt: now.toISOString() },
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return created.id
}
