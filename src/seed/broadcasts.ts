import type { RegistrationRow } from '../database/rows.ts'
import { broadcastFor, isAddressed } from '../domain/messages/broadcasts.ts'
import type { Audience } from '../domain/messages/vocabulary.ts'
import { sendBroadcast } from '../operations/messages/sendBroadcast.ts'
import type { Demo } from './demo.ts'
import { FAMILY_DAY, organiser } from './seats.ts'

const SAID: [Audience, string][] = [
  ['all', '周六可能有小雨，手工改在二楼活动室，请给孩子带一双干净的鞋。'],
  ['waiting', '名额还没有空出来。当天现场如有空位，欢迎直接来。'],
]

/** The words of an organiser to the people of the family day, as they stand once all are told; none leaves. */
export async function createBroadcasts({ payload, now }: Demo): Promise<void> {
  const [activity] = (
    await payload.find({ collection: 'activities', where: { title: { equals: FAMILY_DAY } }, overrideAccess: true })
  ).docs
  if (!activity) throw new Error('The demo has no family day')
  const signUps = (
    await payload.db.find<RegistrationRow>({
      collection: 'registrations',
      where: { activity: { equals: activity.id } },
      pagination: false,
    })
  ).docs
  const asOrganiser = await organiser(payload)
  const at = now.toISOString()
  for (const [audience, text] of SAID) {
    const { id } = await sendBroadcast(await asOrganiser(), { activityId: activity.id, audience, text }, now)
    for (const signUp of signUps.filter((one) => isAddressed(audience, one)))
      await payload.db.create({
        collection: 'messages',
        data: {
          ...broadcastFor(id, signUp.id),
          broadcast: id,
          registration: signUp.id,
          activity: activity.id,
          person: signUp.person,
          unit: signUp.unit,
          state: 'sent',
          channel: 'sms',
          dueAt: at,
          attemptedAt: at,
          sentAt: at,
          attempts: 1,
          doubts: 0,
          createdAt: at,
          updatedAt: at,
        },
      })
    await payload.db.updateOne({
      collection: 'broadcasts',
      id,
      data: { unnotified: false, recipients: null },
      returning: false,
    })
  }
}
