import { createLocalReq, type Payload, type PayloadRequest } from 'payload'
import { decideRegistration } from '../operations/seats/decideRegistration.ts'
import { register } from '../operations/seats/register.ts'
import { DEMO_COMMUNITY, DEMO_MEMBER, DEMO_RIDER, DEMO_STAFF } from './data/logins.ts'
import type { Demo } from './demo.ts'

const DAY = 86_400_000
const HOUR = 3_600_000

/** The activity with parties, about which its organiser writes too. */
export const FAMILY_DAY = '骑手家庭日：亲子手工与露营体验'

/**
 * Heads of each party in the order of signing up, the demo's rider last but one: twelve seats, of which one is left for
 * a single.
 */
const PARTIES = [3, 2, 4, 2, 3, 1]

/**
 * Activities that show how seats are given: a family day whose waiting list lets a single past a party, and an activity
 * whose organiser decides who comes. Signed up for as people would, and nobody is told of it by message.
 */
export async function createSeats({ payload, block: { people }, people: ids, staff, units, now }: Demo): Promise<void> {
  const common = {
    line: 'riders',
    unit: units.get(DEMO_COMMUNITY) ?? '',
    responsible: staff.get(DEMO_STAFF.organiser) ?? null,
    place: '龙溪社区党群服务中心',
    waitingList: true,
    ledger: 'participation',
    status: 'published',
  } as const
  const at = (days: number, hour: number): string =>
    new Date(Math.floor(now.getTime() / DAY) * DAY + days * DAY + (hour - 8) * HOUR).toISOString()
  const familyDay = await payload.create({
    collection: 'activities',
    data: {
      ...common,
      theme: 'warm',
      title: FAMILY_DAY,
      description: '带上家人一起来：手工、露营、合影。一次最多报 5 人，名额同进同出。',
      startsAt: at(6, 15),
      endsAt: at(6, 17),
      capacity: 12,
      partyLimit: 5,
    },
    depth: 0,
    overrideAccess: true,
  })
  const training = await payload.create({
    collection: 'activities',
    data: {
      ...common,
      theme: 'strengthen',
      title: '骑手应急救护员选拔',
      description: '结业后佩戴救护员标识上路。报名须审核，请留意结果。',
      startsAt: at(9, 19),
      endsAt: at(9, 21),
      capacity: 8,
      approval: true,
    },
    depth: 0,
    overrideAccess: true,
  })
  const idOf = (email: string): string => ids.get(people.find((plan) => plan.email === email)?.key ?? '') ?? ''
  const [rider, member] = [idOf(DEMO_RIDER.email), idOf(DEMO_MEMBER.email)]
  const others = people
    .filter(({ kinds }) => kinds.includes('rider'))
    .flatMap(({ key }) => ids.get(key) ?? [])
    .filter((id) => id !== rider)
  const signUp = async (person: string | undefined, activityId: string, size = 1): Promise<string> => {
    const user = await payload.findByID({ collection: 'people', id: person ?? '', depth: 0, overrideAccess: true })
    const req = await createLocalReq({ user: { ...user, collection: 'people' } }, payload)
    return (await register(req, { activityId, size }, now)).id
  }
  for (const [index, size] of PARTIES.entries())
    await signUp(index === PARTIES.length - 2 ? rider : others[index], familyDay.id, size)

  const asked = [member, ...others.slice(0, 3)]
  const [, approved, refused] = await inTurn(asked, (person) => signUp(person, training.id))
  const asOrganiser = await organiser(payload)
  await decideRegistration(await asOrganiser(), { id: approved ?? '', decision: 'approve' }, now)
  await decideRegistration(
    await asOrganiser(),
    { id: refused ?? '', decision: 'refuse', reason: '本期优先未参加过急救培训的骑手，欢迎报名下一期。' },
    now,
  )
  await payload.db.updateMany({
    collection: 'registrations',
    where: { activity: { in: [familyDay.id, training.id] } },
    data: { unnotified: false },
    returning: false,
  })
}

/** A request of the demo's organiser. */
export async function organiser(payload: Payload): Promise<() => Promise<PayloadRequest>> {
  const { docs } = await payload.find({
    collection: 'staff',
    where: { email: { equals: DEMO_STAFF.organiser } },
    depth: 0,
    overrideAccess: true,
  })
  const [user] = docs
  if (!user) throw new Error('The demo has no organiser')
  return () => createLocalReq({ user: { ...user, collection: 'staff' } }, payload)
}

async function inTurn<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}
