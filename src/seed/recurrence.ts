import { createLocalReq } from 'payload'
import { createRecurrence } from '../operations/activities/createRecurrence.ts'
import { register } from '../operations/seats/register.ts'
import type { Activity } from '../payload-types.ts'
import { DEMO_COMMUNITY, DEMO_RIDER, DEMO_STAFF } from './data/logins.ts'
import type { Demo } from './demo.ts'

const DAY = 86_400_000
const HOUR = 3_600_000

/** Further weeks, so that the series ends within the weeks ahead that the demo shows. */
const WEEKS = 3

/** The kinds of question, one hanging on another. */
const QUESTIONS: NonNullable<Activity['questions']> = [
  { label: '骑车来吗', kind: 'yesno', required: true },
  {
    label: '车牌号（登记停车位用）',
    kind: 'text',
    max: 10,
    required: true,
    showWhen: '骑车来吗',
    showWhenAnswer: '是',
  },
  {
    label: '想练哪几项',
    kind: 'multiselect',
    options: ['雨天制动', '夜间会车', '急救包扎', '换胎'],
    min: 1,
    max: 2,
    required: true,
  },
  { label: '大约几点到', kind: 'time', earliest: '19:00', latest: '20:30' },
  { label: '骑行几年了', kind: 'number', min: 0, max: 40 },
  { label: '给自己的安全习惯打几分', kind: 'rating' },
  { label: '我会佩戴头盔参加', kind: 'checkbox', required: true },
]

const ANSWERS: (string | string[])[][] = [
  ['是', '粤L 20417', ['雨天制动', '换胎'], '19:10', '6', '4', '是'],
  ['否', '', ['急救包扎'], '', '2', '3', '是'],
  ['是', '粤L 88302', ['夜间会车'], '19:40', '', '5', '是'],
]

/**
 * A weekly evening with an organiser's questions, made and signed up for as people would; nobody is told of it by
 * message.
 */
export async function createWeekly({ payload, block: { people }, people: ids, units, now }: Demo): Promise<void> {
  const start = Math.floor(now.getTime() / DAY) * DAY + 8 * DAY + (19 - 8) * HOUR
  const { docs } = await payload.find({
    collection: 'staff',
    where: { email: { equals: DEMO_STAFF.organiser } },
    depth: 0,
    overrideAccess: true,
  })
  const [organiser] = docs
  if (!organiser) throw new Error('The demo has no organiser')
  const first = await payload.create({
    collection: 'activities',
    data: {
      line: 'riders',
      theme: 'strengthen',
      unit: units.get(DEMO_COMMUNITY) ?? '',
      responsible: organiser.id,
      place: '龙溪社区党群服务中心',
      title: '骑手安全小课堂（每周一次）',
      description: '每周一晚，练两项路上用得着的本事。可以只来一次，也可以每周都来。',
      startsAt: new Date(start).toISOString(),
      endsAt: new Date(start + 2 * HOUR).toISOString(),
      capacity: 20,
      waitingList: true,
      ledger: 'participation',
      status: 'published',
      questions: QUESTIONS,
    },
    depth: 0,
    overrideAccess: true,
  })
  await createRecurrence(
    await createLocalReq({ user: { ...organiser, collection: 'staff' } }, payload),
    { activityId: first.id, rule: 'weekly', count: WEEKS, publish: true },
    now,
  )

  const riders = people
    .filter(({ kinds, email }) => kinds.includes('rider') && email !== DEMO_RIDER.email)
    .slice(10, 10 + ANSWERS.length)
  for (const [index, { key }] of riders.entries()) {
    const user = await payload.findByID({
      collection: 'people',
      id: ids.get(key) ?? '',
      depth: 0,
      overrideAccess: true,
    })
    const answers = Object.fromEntries(
      (first.questions ?? []).map(({ id, label }, question) => [id ?? label, ANSWERS[index]?.[question] ?? '']),
    )
    await register(
      await createLocalReq({ user: { ...user, collection: 'people' } }, payload),
      { activityId: first.id, answers },
      now,
    )
  }
  await payload.db.updateMany({
    collection: 'registrations',
    where: { activity: { equals: first.id } },
    data: { unnotified: false },
    returning: false,
  })
}
