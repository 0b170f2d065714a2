import type { Where } from 'payload'
import { DEMO_COMMUNITY, DEMO_MEMBER, DEMO_RIDER } from './data/logins.ts'
import type { Demo } from './demo.ts'

const DAY = 86_400_000

const TRAININGS = [
  {
    title: '志愿服务入门',
    content: '志愿服务条例、安全须知、沟通礼仪',
    hours: 2,
    host: '龙溪街道党群服务中心',
    daysAgo: 150,
  },
  {
    title: '应急救护员培训',
    content: '心肺复苏、止血包扎、异物梗阻急救',
    hours: 8,
    host: '博罗县红十字会',
    daysAgo: 80,
  },
] as const
const AWARDS = [{ title: '季度优秀志愿者', grantor: '龙溪街道办事处', daysAgo: 45 }] as const

/**
 * A few of what is kept beside sign-ups, of the people who log in to the demo: training, awards, requests to correct a
 * record.
 */
export async function createRecords({ payload, block: { people }, people: ids, units, now }: Demo): Promise<void> {
  const unit = units.get(DEMO_COMMUNITY) ?? ''
  const date = (daysAgo: number): string => new Date(now.getTime() - daysAgo * DAY).toISOString()
  for (const email of [DEMO_RIDER.email, DEMO_MEMBER.email]) {
    const person = ids.get(people.find((plan) => plan.email === email)?.key ?? '')
    if (person === undefined) continue
    for (const { daysAgo, ...facts } of TRAININGS)
      await payload.create({
        collection: 'trainings',
        data: { ...facts, person, unit, date: date(daysAgo) },
        depth: 0,
        overrideAccess: true,
      })
    if (email === DEMO_MEMBER.email) {
      for (const { daysAgo, ...facts } of AWARDS)
        await payload.create({
          collection: 'awards',
          data: { ...facts, person, unit, date: date(daysAgo) },
          depth: 0,
          overrideAccess: true,
        })
    }
    const came: Where = { and: [{ person: { equals: person } }, { attendance: { equals: 'present' } }] }
    const { docs } = await payload.find({
      collection: 'registrations',
      where: came,
      sort: '-checkedInAt',
      limit: 2,
      pagination: false,
      depth: 0,
      overrideAccess: true,
    })
    for (const [index, { id, activity, unit: registered }] of docs.entries()) {
      const answer =
        index === 0
          ? { status: 'open' as const, openFor: id }
          : {
              status: 'refused' as const,
              openFor: `closed:${id}`,
              answer: '核对签到表，记录与现场一致。',
              createdAt: date(2),
              answeredAt: date(1),
            }
      const data = {
        registration: id,
        activity: String(activity),
        unit: String(registered),
        person,
        wish: '我当天还帮忙收拾了场地，请核对时间。',
        ...answer,
      }
      await payload.create({ collection: 'corrections', data, depth: 0, overrideAccess: true })
    }
  }
}
