import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import { findRow, type AppointmentRow } from '../../src/database/rows.ts'
import { runInTransaction } from '../../src/database/runInTransaction.ts'
import { swap } from '../../src/database/swap.ts'
import { DAY_MS, dayOf } from '../../src/domain/shared/calendar.ts'
import { loadReportIn } from '../../src/frontend/features/posts/posts.server.ts'
import { appoint, handOverPost } from '../../src/operations/appointments/appoint.ts'
import { endAppointment } from '../../src/operations/appointments/endAppointment.ts'
import { getPostsDesk } from '../../src/operations/appointments/getPostsDesk.ts'
import { getUnitPosts } from '../../src/operations/appointments/getUnitPosts.ts'
import { listHolders } from '../../src/operations/appointments/listHolders.ts'
import { listMyAppointments } from '../../src/operations/appointments/listMyAppointments.ts'
import { listVacancies } from '../../src/operations/appointments/listVacancies.ts'
import { moveAppointments } from '../../src/operations/appointments/moveAppointments.ts'
import { eraseMe } from '../../src/operations/people/eraseMe.ts'
import { getMyData } from '../../src/operations/people/getMyData.ts'
import { mergePeople } from '../../src/operations/people/mergePeople.ts'
import type { Person, Staff, Unit } from '../../src/payload-types.ts'
import { logIn } from '../support/accessWorld.ts'
import { makePerson, makeStaff, makeUnit, makeUnitTree, type UnitTree } from '../support/fixtures.ts'
import { ask, queryOf, type Answer } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { tokenOf } from '../support/tokens.ts'

/** Posts: who is in them, who is not, and that nobody is twice (docs/appointments.md). */
let app: TestPayload
let payload: Payload
let tree: UnitTree
let [organiser, department]: Staff[] = []
let [organiserToken, elsewhereToken, firmToken] = ['', '', '']

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  tree = await makeUnitTree(payload)
  organiser = await makeStaff(payload, 'organiser', tree.community)
  department = await makeStaff(payload, 'department', tree.county)
  organiserToken = await logIn(organiser)
  elsewhereToken = await logIn(await makeStaff(payload, 'organiser', tree.otherCommunity))
  firmToken = await logIn(await makeStaff(payload, 'organiser', tree.firm))
})
afterAll(() => app.stop())

const dayIn = (days: number): string => dayOf(new Date(Date.now() + days * DAY_MS))
const daysOn = (days: number): Date => new Date(Date.now() + days * DAY_MS)
const grid = (): Promise<Unit> => makeUnit(payload, 'grid', tree.community)
const here = (overrides: Parameters<typeof makePerson>[1] = {}): Promise<Person> =>
  makePerson(payload, { unit: tree.community.id, ...overrides })
const stored = async (id: string): Promise<AppointmentRow> => {
  const row = await findRow({ payload }, 'appointments', id)
  if (!row) throw new Error(`No appointment ${id}`)
  return row
}
const staffReq = () => app.req(organiser)
const makeHead = async (unit: Unit, person: Person, term: { from?: string; to?: string } = {}) =>
  appoint(await staffReq(), { unit: unit.id, post: 'gridHead', person: person.id, ...term }, new Date())
const post = (path: string, body: object, token?: string): Promise<Answer> =>
  ask({ method: 'POST', path, body, ...(token !== undefined && { token }) })
const codeOf = ({ body }: Answer): unknown => (body as { code?: string }).code
const unendedOf = async (unit: Unit) =>
  (
    await payload.find({
      collection: 'appointments',
      where: { and: [{ unit: { equals: unit.id } }, { standing: { not_equals: 'ended' } }] },
      pagination: false,
      overrideAccess: true,
    })
  ).docs

describe('a post of one holder', () => {
  test('two who are made head of one grid at once: one is, the other hears that somebody is', async () => {
    const unit = await grid()
    const people = await Promise.all(Array.from({ length: 6 }, () => here()))
    const outcomes = await Promise.all(
      people.map(({ id }) => post(`/units/${unit.id}/appointments`, { post: 'gridHead', person: id }, organiserToken)),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
    expect(outcomes.filter(({ status }) => status === 409).map(codeOf)).toEqual(Array(5).fill('post-held'))
    expect(await unendedOf(unit)).toHaveLength(1)
    // The control: without the key that they share, both are written.
    const free = await grid()
    const req = await app.req()
    const write = (person: string, holds: string) =>
      runInTransaction(req, () =>
        payload.db.create({
          collection: 'appointments',
          data: {
            post: 'gridHead',
            unit: free.id,
            person,
            standing: 'current',
            from: dayIn(0),
            awaiting: false,
            holds,
          },
          req,
        }),
      )
    await write(people[0]?.id ?? '', 'x1')
    await write(people[1]?.id ?? '', 'x2')
    expect(await unendedOf(free)).toHaveLength(2)
  })

  test('the next one follows the day after, and two of them do not', async () => {
    const unit = await grid()
    const [first, second, third] = [await here(), await here(), await here()]
    await makeHead(unit, first, { to: dayIn(10) })
    await expect(makeHead(unit, second, { from: dayIn(10) })).rejects.toMatchObject({ code: 'post-held' })
    const outcomes = await Promise.allSettled([
      makeHead(unit, second, { from: dayIn(11) }),
      makeHead(unit, third, { from: dayIn(12) }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await unendedOf(unit)).toHaveLength(2)
  })

  test('a handover is one write: the day before is the last of the one who goes', async () => {
    const unit = await grid()
    const [first, second] = [await here(), await here()]
    const before = await makeHead(unit, first, { from: dayIn(-30) })
    const { id, standing } = await handOverPost(await staffReq(), { id: before.id, person: second.id }, new Date())
    expect(standing).toBe('current')
    expect(await stored(before.id)).toMatchObject({ standing: 'ended', to: dayIn(-1), holds: `ended:${before.id}` })
    expect(await stored(id)).toMatchObject({ standing: 'current', from: dayIn(0), person: second.id })
    // Once more, at the same moment twice: one follows.
    const [third, fourth] = [await here(), await here()]
    const again = async (person: Person) =>
      handOverPost(await staffReq(), { id, person: person.id, from: dayIn(5) }, new Date())
    const outcomes = await Promise.allSettled([again(third), again(fourth)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await stored(id)).toMatchObject({ standing: 'current', to: dayIn(4) })
    expect((await unendedOf(unit)).map(({ standing: one }) => one).sort()).toEqual(['current', 'planned'])
  })

  test('a longer term does not run into the one who follows', async () => {
    const unit = await grid()
    const { id } = await makeHead(unit, await here(), { to: dayIn(10) })
    await makeHead(unit, await here(), { from: dayIn(11) })
    const end = async (lastDay: string) =>
      endAppointment(await staffReq(), { id, lastDay, reason: '任期调整' }, new Date())
    await expect(end(dayIn(11))).rejects.toMatchObject({ code: 'post-held' })
    expect(await end(dayIn(8))).toMatchObject({ standing: 'current', to: dayIn(8) })
  })

  test('what was ended is free at once', async () => {
    const unit = await grid()
    const { id } = await makeHead(unit, await here())
    await endAppointment(await staffReq(), { id, reason: '调离' }, new Date())
    expect(await makeHead(unit, await here())).toMatchObject({ standing: 'current' })
  })
})

describe('the county’s midnight', () => {
  test('each begins and ends once, though four runs move them at the same time', async () => {
    const units = await Promise.all(Array.from({ length: 8 }, grid))
    for (const unit of units) {
      await makeHead(unit, await here(), { to: dayIn(1) })
      await makeHead(unit, await here(), { from: dayIn(2) })
    }
    const at = daysOn(2)
    const moved = await Promise.all(Array.from({ length: 4 }, async () => moveAppointments(await app.req(), at)))
    expect(moved.reduce((sum, one) => sum + one, 0)).toBe(16)
    for (const unit of units) {
      const [only, ...more] = await unendedOf(unit)
      expect([more.length, only?.standing, only?.from]).toEqual([0, 'current', dayIn(2)])
    }
    expect(await moveAppointments(await app.req(), at)).toBe(0)
    // The revision is what decides: of the same write twice over one revision, one is written.
    const row = await stored((await unendedOf(units[0] as Unit))[0]?.id ?? '')
    const change = { collection: 'appointments' as const, id: row.id, set: { standing: 'current' as const } }
    const stale = await Promise.all(
      [1, 2].map(async () => {
        const req = await app.req()
        return runInTransaction(req, () => swap(req, [{ ...change, revision: row.revision }]))
      }),
    )
    expect(stale.sort()).toEqual([false, true])
  })
})

describe('two processes at midnight, one of them killed', () => {
  test('each appointment is moved once, and none is left', async () => {
    const at = daysOn(2)
    await moveAppointments(await app.req(), at)
    const settings = { MIDNIGHT: String(at.getTime()) }
    const start = () => startServer(settings, 'tests/support/midnightWorker.ts')
    const [one, other] = await Promise.all([start(), start()])
    try {
      const movedBy = async ({ url }: TestServer): Promise<number> =>
        ((await (await fetch(`${url}/readyz`)).json()) as { moved: number }).moved
      const units: Unit[] = []
      // For the two processes it is two days later: each pair is due as soon as it is there.
      const makePairs = async (count: number): Promise<void> => {
        for (let made = 0; made < count; made += 1) {
          const unit = await grid()
          await makeHead(unit, await here(), { to: dayIn(1) })
          await makeHead(unit, await here(), { from: dayIn(2) })
          units.push(unit)
        }
      }
      const untilMoved = async (): Promise<void> => {
        const isMoved = async (): Promise<boolean> =>
          (await Promise.all(units.map(unendedOf))).every(
            (rows) => rows.length === 1 && rows[0]?.standing === 'current' && rows[0].from === dayIn(2),
          )
        for (const deadline = Date.now() + 20_000; !(await isMoved()) && Date.now() < deadline;) await sleep(50)
        expect(await isMoved()).toBe(true)
      }
      await makePairs(10)
      await untilMoved()
      expect((await movedBy(one)) + (await movedBy(other))).toBe(20)
      await makePairs(3)
      await one.crash()
      await makePairs(3)
      await untilMoved()
    } finally {
      await Promise.all([one.crash(), other.crash()])
    }
  })
})

describe('powers on the phone', () => {
  test('are those of the posts that one is in, and end in the same second', async () => {
    const unit = await grid()
    const [head, member] = [await here(), await here()]
    const { id } = await makeHead(unit, head)
    await appoint(await staffReq(), { unit: unit.id, post: 'gridFull', person: member.id }, new Date())
    const token = await tokenOf(payload, head)
    const seen = async (who?: string): Promise<string[]> =>
      (
        (await ask({ path: `/units/${unit.id}/holders`, ...(who !== undefined && { token: who }) })).body as {
          posts: { post: string }[]
        }
      ).posts.map((one) => one.post)
    expect(await seen()).toEqual(['gridHead'])
    expect(await seen(token)).toEqual(['gridHead', 'gridFull'])
    expect((await post(`/appointments/${id}/end`, { reason: '调离' }, organiserToken)).status).toBe(200)
    expect(await seen(token)).toEqual([])
    expect((await listMyAppointments(await app.req(head), new Date()))[0]).toMatchObject({
      standing: 'ended',
      duties: [],
    })
  })

  test('follow the day, though the job has not run', async () => {
    const unit = await grid()
    const head = await here()
    await makeHead(unit, head, { from: dayIn(3), to: dayIn(4) })
    const postsOn = async (days: number) =>
      (await listHolders(await app.req(head), unit.id, daysOn(days))).posts.map((one) => one.post)
    expect([await postsOn(2), await postsOn(3), await postsOn(4), await postsOn(5)]).toEqual([
      [],
      ['gridHead'],
      ['gridHead'],
      [],
    ])
  })

  test('a post says what it answers for, while one is in it', async () => {
    await payload.create({
      collection: 'duties',
      data: {
        code: 'A1',
        title: '排查矛盾纠纷',
        class: '平安建设',
        aspect: '矛盾纠纷',
        publicLabel: '邻里纠纷',
        posts: ['gridHead'],
        kind: 'dispute',
        complexity: 'ordinary',
      },
      overrideAccess: true,
    })
    const head = await here()
    await makeHead(await grid(), head)
    expect((await listMyAppointments(await app.req(head), new Date()))[0]?.duties).toEqual(['排查矛盾纠纷'])
  })
})

describe('in the list', () => {
  const found = async (typed: string, token = organiserToken) =>
    (
      (await ask({ path: `/appointments${queryOf({ where: { personTitle: { like: typed } } })}`, token })).body as {
        docs: { id: string; personTitle: string }[]
      }
    ).docs.map(({ id, personTitle }) => ({ id, personTitle }))

  test('a holder is found and called by the name; one from elsewhere by no phone', async () => {
    const stranger = await makePerson(payload, {
      name: '欧阳望舒',
      phone: '15400007777',
      unit: tree.otherCommunity.id,
    })
    const { id } = await appoint(
      await app.req(department),
      { unit: tree.community.id, post: 'commissioner', person: stranger.id },
      new Date(),
    )
    expect(await found('望舒')).toEqual([{ id, personTitle: '欧阳望舒' }])
    expect(await found('15400007777')).toEqual([])
    expect(await found('望舒', elsewhereToken)).toEqual([])
  })

  test('an organisation by its own', async () => {
    const firm = await makeUnit(payload, 'organisation', tree.community, '东江中学党支部')
    const { id } = await appoint(
      await staffReq(),
      { unit: tree.community.id, post: 'reportedOrganisation', organisation: firm.id },
      new Date(),
    )
    expect(await found('东江中学')).toEqual([{ id, personTitle: '东江中学党支部' }])
  })

  test('one is opened alone at the desk, and nowhere else', async () => {
    const unit = await grid()
    const { id } = await makeHead(unit, await here())
    await appoint(await staffReq(), { unit: unit.id, post: 'gridFull', person: (await here()).id }, new Date())
    const shown = async (of: string, only: string | null) =>
      (await getUnitPosts(await staffReq(), of, only)).appointments.map((one) => one.id)
    expect(await shown(unit.id, null)).toHaveLength(2)
    expect(await shown(unit.id, id)).toEqual([id])
    expect(await shown((await grid()).id, id)).toEqual([])
  })
})

describe('names', () => {
  test('stand beside a public post with the holder’s own consent alone', async () => {
    const unit = await grid()
    const head = await here({ name: '林清远' })
    const { id } = await makeHead(unit, head)
    const token = await tokenOf(payload, head)
    const publicText = async () => (await ask({ path: `/units/${unit.id}/holders` })).text
    expect(await publicText()).not.toContain('林清远')
    expect((await post(`/me/appointments/${id}/name`, { shown: true }, organiserToken)).status).toBe(403)
    expect(
      (await post(`/me/appointments/${id}/name`, { shown: true }, await tokenOf(payload, await here()))).status,
    ).toBe(404)
    expect((await post(`/me/appointments/${id}/name`, { shown: true }, token)).status).toBe(200)
    expect(await publicText()).toContain('林清远')
    expect((await post(`/me/appointments/${id}/name`, { shown: false }, token)).status).toBe(200)
    expect(await publicText()).not.toContain('林清远')
    const adviser = await appoint(await staffReq(), { unit: unit.id, post: 'gridAdviser', person: head.id }, new Date())
    expect((await post(`/me/appointments/${adviser.id}/name`, { shown: true }, token)).status).toBe(400)
  })
})

describe('我要报到', () => {
  const member = (): Promise<Person> => makePerson(payload, { kinds: ['partyMember'] })

  test('ten presses make one report; the community confirms it, and not twice', async () => {
    const person = await member()
    const token = await tokenOf(payload, person)
    const presses = await Promise.all(
      Array.from({ length: 10 }, () => post('/me/appointments', { unit: tree.community.id }, token)),
    )
    expect(presses.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 201])
    const [id] = [...new Set(presses.map(({ body }) => (body as { id: string }).id))]
    expect(new Set(presses.map(({ body }) => (body as { id: string }).id)).size).toBe(1)
    expect(await stored(String(id))).toMatchObject({ standing: 'planned', awaiting: true, appointedBy: null })
    const desk = await getPostsDesk(await staffReq(), new Date())
    expect(desk.reports.entries.find((one) => one.id === id)).toMatchObject({ holder: person.name })
    expect((await post(`/appointments/${id}/confirmation`, { decision: 'confirmed' }, elsewhereToken)).status).toBe(404)
    const answers = await Promise.all(
      [1, 2].map(() => post(`/appointments/${id}/confirmation`, { decision: 'confirmed' }, organiserToken)),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(await stored(String(id))).toMatchObject({ standing: 'current', awaiting: false, from: dayIn(0) })
  })

  test('a refusal has its reason, which the person reads, and one may report again', async () => {
    const person = await member()
    const token = await tokenOf(payload, person)
    const report = () => post('/me/appointments', { unit: tree.community.id }, token)
    const { id } = (await report()).body as { id: string }
    expect((await post(`/appointments/${id}/confirmation`, { decision: 'refused' }, organiserToken)).status).toBe(400)
    const refusal = { decision: 'refused', reason: '已向另一社区报到' }
    expect((await post(`/appointments/${id}/confirmation`, refusal, organiserToken)).status).toBe(200)
    expect((await listMyAppointments(await app.req(person), new Date()))[0]).toMatchObject({
      standing: 'ended',
      endReason: '已向另一社区报到',
    })
    expect((await report()).status).toBe(201)
  })

  test('a report that waits is nothing for midnight to move, and ends at once whatever day is named', async () => {
    const person = await member()
    const report = { unit: tree.community.id }
    const { id } = (await post('/me/appointments', report, await tokenOf(payload, person))).body as { id: string }
    await moveAppointments(await app.req(), new Date())
    expect(await stored(id)).toMatchObject({ standing: 'planned', awaiting: true })
    const end = await post(`/appointments/${id}/end`, { reason: '已迁出本社区', lastDay: dayIn(9) }, organiserToken)
    expect(end).toMatchObject({ status: 200, body: { standing: 'ended', to: null } })
    expect(await stored(id)).toMatchObject({ standing: 'ended', awaiting: false, holds: `ended:${id}` })
    const again = await post(`/appointments/${id}/confirmation`, { decision: 'confirmed' }, organiserToken)
    expect([again.status, codeOf(again)]).toEqual([409, 'report-answered'])
  })

  test('shows no sentence that stands in its address', async () => {
    const query = { problem: '请拨打这个电话', done: '已中奖', unit: tree.community.id }
    const page = await loadReportIn(await app.req(await member()), query, new Date())
    expect(page).toMatchObject({ problem: null, done: null, chosen: tree.community.id, isMember: true })
  })

  test('is for Party members who have said so, to communities and compounds; one may leave by oneself', async () => {
    const other = await here()
    const answer = await post('/me/appointments', { unit: tree.community.id }, await tokenOf(payload, other))
    expect([answer.status, codeOf(answer)]).toEqual([409, 'not-party-member'])
    const person = await member()
    const token = await tokenOf(payload, person)
    expect((await post('/me/appointments', { unit: tree.town.id }, token)).status).toBe(404)
    const { id } = (await post('/me/appointments', { unit: tree.community.id }, token)).body as { id: string }
    expect((await post(`/appointments/${id}/end`, { reason: '搬家了' }, token)).status).toBe(200)
    expect(await stored(id)).toMatchObject({ standing: 'ended', awaiting: false })
    const { id: head } = await makeHead(await grid(), other)
    expect((await post(`/appointments/${head}/end`, { reason: '不干了' }, await tokenOf(payload, other))).status).toBe(
      403,
    )
  })
})

describe('who may', () => {
  test('staff of a community and above, in their subtree, people whose record they may open', async () => {
    const unit = await grid()
    const person = await here()
    const body = { post: 'gridPart', person: person.id }
    const stranger = await makePerson(payload, { unit: tree.otherCommunity.id })
    const path = `/units/${unit.id}/appointments`
    expect((await post(path, body)).status).toBe(401)
    expect((await post(path, body, await tokenOf(payload, person))).status).toBe(403)
    expect((await post(path, body, elsewhereToken)).status).toBe(403)
    expect((await post(path, body, firmToken)).status).toBe(403)
    expect((await post(path, { ...body, person: stranger.id }, organiserToken)).status).toBe(404)
    expect((await post(path, { ...body, post: 'laneChief' }, organiserToken)).status).toBe(400)
    expect((await post(path, { post: 'gridPart', organisation: tree.firm.id }, organiserToken)).status).toBe(400)
    expect((await post(path, body, organiserToken)).status).toBe(201)
    const again = await post(path, body, organiserToken)
    expect([again.status, codeOf(again)]).toEqual([409, 'already-appointed'])
  })

  test('an organisation holds the posts of organisations', async () => {
    const body = { post: 'propertyFirm', organisation: tree.firm.id }
    const compound = await makeUnit(payload, 'compound', tree.community)
    expect((await post(`/units/${compound.id}/appointments`, body, organiserToken)).status).toBe(201)
    const toItself = await post(
      `/units/${compound.id}/appointments`,
      { ...body, organisation: compound.id },
      organiserToken,
    )
    expect(toItself.status).toBe(404)
  })

  test('vacancies and terms that end are told of the own subtree', async () => {
    const [empty, waiting, held] = [await grid(), await grid(), await grid()]
    await makeHead(waiting, await here(), { from: dayIn(4) })
    await makeHead(held, await here())
    const elsewhere = await makeUnit(payload, 'lane', tree.otherCommunity)
    const rows = await listVacancies(await staffReq(), new Date())
    const of = (unit: Unit) => rows.find((row) => row.unit.id === unit.id)
    expect(of(empty)).toMatchObject({ post: 'gridHead', followedOn: null, unit: { above: '甲一社区' } })
    expect(of(waiting)).toMatchObject({ followedOn: dayIn(4) })
    expect([of(held), of(elsewhere)]).toEqual([undefined, undefined])
    const all = await listVacancies(await app.req(department), new Date())
    expect(all.find((row) => row.unit.id === elsewhere.id)).toMatchObject({ post: 'laneChief' })
  })
})

describe('a person’s posts go with the person', () => {
  test('a merge takes them along; of two in the same post one stays', async () => {
    const unit = await grid()
    const [from, into] = [await here(), await here()]
    const member = async (person: Person, term = {}) =>
      appoint(await staffReq(), { unit: unit.id, post: 'gridFull', person: person.id, ...term }, new Date())
    const moved = await makeHead(unit, from)
    const [kept, doubled] = [await member(from), await member(into, { from: dayIn(5) })]
    await mergePeople(await app.req(department), { from: from.id, into: into.id, reason: '同一人' }, new Date())
    expect(await stored(moved.id)).toMatchObject({ person: into.id, standing: 'current' })
    expect(await stored(kept.id)).toMatchObject({ person: into.id, holds: `gridFull:${unit.id}:${into.id}` })
    expect(await stored(doubled.id)).toMatchObject({ person: into.id, standing: 'ended' })
  })

  test('an erasure ends them, and the post is free; nothing of the holder is left', async () => {
    const unit = await grid()
    const head = await here()
    const { id } = await appoint(
      await staffReq(),
      { unit: unit.id, post: 'gridHead', person: head.id, source: '龙溪任字〔2026〕3号' },
      new Date(),
    )
    const data = await getMyData(await app.req(head))
    expect(data).toMatchObject({ appointments: [{ post: 'gridHead', source: '龙溪任字〔2026〕3号' }] })
    await eraseMe(await app.req(head), new Date())
    expect(await stored(id)).toMatchObject({ standing: 'ended', source: null, holds: `ended:${id}` })
    expect(await makeHead(unit, await here())).toMatchObject({ standing: 'current' })
    const wanted = { unit: unit.id, post: 'gridPart' as const, person: head.id }
    await expect(appoint(await app.req(department), wanted, new Date())).rejects.toMatchObject({
      code: 'person-erased',
    })
  })
})

test('at most twelve names of duties stand on a resident’s phone', async () => {
  const make = (index: number, publicLabel = `标签${index}`) =>
    payload.create({
      collection: 'duties',
      data: {
        code: `L${index}`,
        title: `事项${index}`,
        class: '一',
        aspect: '一',
        publicLabel,
        kind: 'demand',
        complexity: 'ordinary',
      },
      overrideAccess: true,
    })
  const { docs } = await payload.find({ collection: 'duties', pagination: false, overrideAccess: true })
  const known = new Set(docs.map(({ publicLabel }) => publicLabel)).size
  for (let index = known; index < 12; index += 1) await make(index)
  await expect(make(12)).rejects.toMatchObject({ status: 400 })
  expect(await make(13, '标签11')).toMatchObject({ code: 'L13' })
})
