import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Where } from 'payload'
import { handOver } from '../../src/operations/activities/handOver.ts'
import { sendMessages } from '../../src/operations/messages/sendMessages.ts'
import { auditLineInWords, type KeptLine } from '../../src/operations/records/auditLineInWords.ts'
import { wordingOf } from '../../src/operations/shared/valueInWords.ts'
import type { Activity, Staff } from '../../src/payload-types.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  PASSWORD,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask, type Answer } from '../support/http.ts'
import { mailsTo } from '../support/outbox.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { storedRows } from '../support/storedRows.ts'

/** Each activity has somebody who is responsible for it; a colleague who leaves hands over all of it at once. */
let app: TestPayload
let tree: UnitTree
let chief: Staff
let town: Staff
let colleague: Staff
let tokens: Record<'chief' | 'town' | 'colleague', string>

const logIn = async ({ email }: Staff): Promise<string> => {
  const { body } = await ask({ method: 'POST', path: '/staff/login', body: { email, password: PASSWORD } })
  return String((body as { token?: string }).token)
}

beforeAll(async () => {
  app = await startPayload()
  tree = await makeUnitTree(app.payload)
  chief = await makeStaff(app.payload, 'department', tree.county, { name: '何部长' })
  town = await makeStaff(app.payload, 'town', tree.town, { name: '镇小周' })
  colleague = await makeStaff(app.payload, 'organiser', tree.community, { name: '李接手' })
  tokens = { chief: await logIn(chief), town: await logIn(town), colleague: await logIn(colleague) }
})
afterAll(() => app.stop())

const codeOf = ({ body }: Answer): unknown =>
  (body as { code?: string }).code ?? (body as { errors?: { data?: { code?: string } }[] }).errors?.[0]?.data?.code
const responsibleOf = async ({ id }: { id: string }): Promise<unknown> =>
  (
    await app.payload.db.findOne<{ id: string; responsible?: unknown }>({
      collection: 'activities',
      where: { id: { equals: id } },
    })
  )?.responsible ?? null
const post = (path: string, body: object, token: string): Promise<Answer> => ask({ method: 'POST', path, body, token })
const patch = (id: string, body: object, token: string): Promise<Answer> =>
  ask({ method: 'PATCH', path: `/activities/${id}`, body, token })
const docOf = <T>({ body }: Answer): T => (body as { doc: T }).doc
const facts = (over: object = {}) => ({
  title: '义剪',
  line: 'riders',
  theme: 'warm',
  unit: tree.community.id,
  startsAt: hoursFromNow(24),
  endsAt: hoursFromNow(26),
  place: '甲一社区',
  status: 'draft',
  ...over,
})

describe('the one who is responsible', () => {
  it('is the maker, also of a copy and of what comes from a template', async () => {
    const made = docOf<Activity>(await post('/activities?depth=0', facts(), tokens.colleague))
    expect(await responsibleOf(made)).toBe(colleague.id)
    const copy = await post(`/activities/${made.id}/copies`, { startsAt: hoursFromNow(48) }, tokens.town)
    expect([copy.status, await responsibleOf(copy.body as { id: string })]).toEqual([201, town.id])
    const series = await post(`/activities/${made.id}/series`, { rule: 'weekly', count: 1 }, tokens.town)
    const { sessions } = series.body as { sessions: { id: string; outcome: string }[] }
    expect(sessions).toMatchObject([{ outcome: 'created' }])
    expect(await responsibleOf(sessions[0] as { id: string })).toBe(town.id)
    const template = await post(`/activities/${made.id}/templates`, { name: '义剪模板' }, tokens.town)
    const { id } = template.body as { id: string }
    const fromIt = await post(`/templates/${id}/activities`, { startsAt: hoursFromNow(72) }, tokens.colleague)
    expect(await responsibleOf(fromIt.body as { id: string })).toBe(colleague.id)
  })

  it('is another by choice, active and in charge of the unit; else the refusal says why', async () => {
    const { id } = await makeActivity(app.payload, tree.community)
    const elsewhere = await makeStaff(app.payload, 'organiser', tree.otherCommunity)
    const gone = await makeStaff(app.payload, 'organiser', tree.community, { status: 'disabled' })
    for (const unfit of [elsewhere.id, gone.id]) {
      const refused = await patch(id, { responsible: unfit }, tokens.colleague)
      expect([refused.status, codeOf(refused)]).toEqual([409, 'responsible-unfit'])
      expect(refused.text).toMatch(/管理范围|不在用/)
    }
    expect((await patch(id, { responsible: town.id }, tokens.colleague)).status).toBe(200)
    expect(await responsibleOf({ id })).toBe(town.id)
    expect(codeOf(await patch(id, { responsible: null }, tokens.colleague))).toBe('responsible-unfit')
    // What was fit once stays, whatever else is edited.
    await app.payload.db.updateOne({ collection: 'activities', id, data: { responsible: gone.id }, returning: false })
    expect((await patch(id, { place: '乙地' }, tokens.colleague)).status).toBe(200)
    expect(await responsibleOf({ id })).toBe(gone.id)
  })

  it('is shown by name to staff who may read no accounts, and to nobody else', async () => {
    const { id } = await makeActivity(app.payload, tree.community, { responsible: town.id })
    const asStaff = await ask({ path: `/activities/${id}?depth=0`, token: tokens.colleague })
    expect(asStaff.body).toMatchObject({ responsible: town.id, responsibleName: '镇小周' })
    const listed = await ask({
      path: `/activities?depth=0&select[responsibleName]=true&where[responsible][equals]=${town.id}`,
      token: tokens.colleague,
    })
    expect((listed.body as { docs: object[] }).docs).toContainEqual({
      id,
      responsible: town.id,
      responsibleName: '镇小周',
    })
    for (const path of [`/activities/${id}`, `/public/activities/${id}`, `/activities?depth=1`])
      for (const secret of [town.id, '镇小周', 'responsible'])
        expect([path, secret, (await ask({ path })).text.includes(secret)]).toEqual([path, secret, false])
    expect((await ask({ path: `/activities?where[responsible][equals]=${town.id}` })).status).toBe(400)
  })

  it('is picked from those who answer for the unit', async () => {
    const picked = await ask({ path: `/units/${tree.community.id}/staff`, token: tokens.colleague })
    const { staff } = picked.body as { staff: { id: string; name: string; unit: string }[] }
    expect(staff).toContainEqual({ id: town.id, name: '镇小周', unit: tree.town.name })
    expect(Object.keys(staff[0] ?? {}).sort()).toEqual(['id', 'name', 'unit'])
    expect(staff.map(({ id }) => id)).toEqual(expect.arrayContaining([chief.id, colleague.id]))
    expect(staff.filter(({ unit }) => unit === tree.otherCommunity.name)).toEqual([])
    const foreign = await ask({ path: `/units/${tree.otherCommunity.id}/staff`, token: tokens.colleague })
    expect(foreign.status).toBe(404)
  })
})

/** Somebody with a draft, an activity to come, one under way, one that is called off, and one that is over. */
async function makeLeaver(name = '陈离职') {
  const leaver = await makeStaff(app.payload, 'organiser', tree.community, { name })
  const make = (over: object) => makeActivity(app.payload, tree.community, { responsible: leaver.id, ...over })
  const open = [
    await make({ status: 'draft' }),
    await make({}),
    await make({ startsAt: hoursFromNow(-1), endsAt: hoursFromNow(1) }),
  ] as const
  const closed = [
    await make({ status: 'cancelled', cancelReason: '台风' }),
    await make({ startsAt: hoursFromNow(-5), endsAt: hoursFromNow(-3) }),
  ]
  return { leaver, open, closed, path: `/staff/${leaver.id}/handover` }
}

const linesAbout = async (where: Where): Promise<KeptLine[]> =>
  (await app.payload.find({ collection: 'audit', where, pagination: false, overrideAccess: true })).docs.filter(
    ({ reason }) => reason === '工作交接',
  )

describe('handing over', () => {
  it('moves drafts and what is not over, tells the successor, and stands in the trail in Chinese', async () => {
    const { leaver, open, closed, path } = await makeLeaver()
    const approved = await makeActivity(app.payload, tree.community, { approval: true, responsible: leaver.id })
    await makeRegistration(app.payload, approved, await makePerson(app.payload), { status: 'pending' })
    const view = (await ask({ path, token: tokens.chief })).body as { successors: { id: string }[] }
    expect(view).toMatchObject({ drafts: 1, upcoming: 3, pending: 1 })
    const successors = view.successors.map(({ id }) => id)
    expect(successors).toEqual(expect.arrayContaining([town.id, colleague.id, chief.id]))
    expect(successors).not.toContain(leaver.id)
    const done = await post(path, { successor: colleague.id }, tokens.chief)
    expect([done.status, done.body]).toEqual([200, { drafts: 1, upcoming: 3, isSwitchedOff: false }])
    for (const one of [...open, approved]) expect(await responsibleOf(one)).toBe(colleague.id)
    for (const one of closed) expect(await responsibleOf(one)).toBe(leaver.id)

    const [line] = await linesAbout({ subject: { equals: open[1].id } })
    const asChief = wordingOf(await app.req(chief))
    expect(line && (await auditLineInWords(asChief, line))).toMatchObject({
      who: { name: '何部长' },
      about: { title: open[1].title },
      changes: [{ label: '负责人', was: '陈离职', is: '李接手' }],
    })
    const [ofAccount] = await linesAbout({ subject: { equals: leaver.id } })
    expect(ofAccount && (await auditLineInWords(asChief, ofAccount)).facts).toEqual([
      { label: '接手人', words: '李接手' },
      { label: '草稿', words: '1' },
      { label: '未结束的活动', words: '3' },
    ])

    await sendMessages(await app.req(), atNoon())
    const mails = await mailsTo(colleague.email, /工作交接/)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.text).toContain('陈离职负责的 4 场活动已交接给您')
    for (const one of open) expect(mails[0]?.text).toContain(one.title)
    expect(mails[0]?.text).not.toContain(closed[0]?.title)
    expect(codeOf(await post(path, { successor: colleague.id }, tokens.chief))).toBe('nothing-to-hand-over')
  })

  it('is done by oneself too; the department alone switches off with it, and names stay', async () => {
    const { leaver, open, closed, path } = await makeLeaver('孙自交')
    const own = await logIn(leaver)
    expect(codeOf(await post(path, { successor: colleague.id, switchOff: true }, own))).toBe('forbidden')
    for (const token of [tokens.town, tokens.colleague]) {
      expect(codeOf(await post(path, { successor: town.id }, token))).toBe('forbidden')
      expect(codeOf(await ask({ path, token }))).toBe('forbidden')
    }
    expect(await responsibleOf(open[0])).toBe(leaver.id)
    expect((await post(path, { successor: colleague.id }, own)).status).toBe(200)
    const late = await makeActivity(app.payload, tree.community, { responsible: leaver.id })
    const done = await post(path, { successor: town.id, switchOff: true }, tokens.chief)
    expect(done.body).toEqual({ drafts: 0, upcoming: 1, isSwitchedOff: true })
    expect([await responsibleOf(late), await responsibleOf(open[0])]).toEqual([town.id, colleague.id])
    expect((await ask({ path: '/people', token: own })).status).toBe(403)
    const over = await ask({ path: `/activities/${closed[1]?.id}?depth=0`, token: tokens.colleague })
    expect(over.body).toMatchObject({ responsibleName: '孙自交' })
  })

  it('is refused to whoever cannot be responsible, and then nothing has changed', async () => {
    const { leaver, open, path } = await makeLeaver()
    const far = await makeActivity(app.payload, tree.otherCommunity, { responsible: leaver.id })
    const gone = await makeStaff(app.payload, 'department', tree.county, { status: 'disabled' })
    for (const successor of [leaver.id, colleague.id, gone.id]) {
      const refused = await post(path, { successor, switchOff: true }, tokens.chief)
      expect([refused.status, codeOf(refused), Object.keys((refused.body as { fields: object }).fields)]).toEqual([
        409,
        'responsible-unfit',
        ['successor'],
      ])
    }
    for (const one of [...open, far]) expect(await responsibleOf(one)).toBe(leaver.id)
    expect((await ask({ path: `/staff/${leaver.id}?depth=0`, token: tokens.chief })).body).toMatchObject({
      status: 'active',
    })
  })

  it('is offered to whoever answers for the work, wherever the one who leaves sits', async () => {
    const leaver = await makeStaff(app.payload, 'department', tree.county, { name: '钱离职' })
    await makeActivity(app.payload, tree.community, { responsible: leaver.id })
    const path = `/staff/${leaver.id}/handover`
    const { successors } = (await ask({ path, token: tokens.chief })).body as { successors: { id: string }[] }
    const ids = successors.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining([chief.id, town.id, colleague.id]))
    // Those of the leaver's own unit come first.
    expect(ids.indexOf(chief.id)).toBeLessThan(ids.indexOf(colleague.id))
    expect((await post(path, { successor: colleague.id }, tokens.chief)).status).toBe(200)
  })

  it('switches off also where nothing is left by then, and says so when it is asked again', async () => {
    const leaver = await makeStaff(app.payload, 'organiser', tree.community, { name: '空手走' })
    const path = `/staff/${leaver.id}/handover`
    for (let n = 0; n < 2; n += 1) {
      const done = await post(path, { successor: colleague.id, switchOff: true }, tokens.chief)
      expect([done.status, done.body]).toEqual([200, { drafts: 0, upcoming: 0, isSwitchedOff: true }])
    }
    expect((await ask({ path: `/staff/${leaver.id}?depth=0`, token: tokens.chief })).body).toMatchObject({
      status: 'disabled',
    })
  })

  it('moves nothing where the account is the department’s last', async () => {
    const others = await app.payload.find({
      collection: 'staff',
      where: { and: [{ role: { equals: 'department' } }, { id: { not_equals: chief.id } }] },
      pagination: false,
      overrideAccess: true,
    })
    const disable = (id: string, status: 'active' | 'disabled') =>
      app.payload.db.updateOne({ collection: 'staff', where: { id: { equals: id } }, data: { status } })
    const active = others.docs.filter(({ status }) => status !== 'disabled')
    for (const { id } of active) await disable(id, 'disabled')
    const own = await makeActivity(app.payload, tree.community, { responsible: chief.id })
    const path = `/staff/${chief.id}/handover`
    const refused = await post(path, { successor: colleague.id, switchOff: true }, tokens.chief)
    for (const { id } of active) await disable(id, 'active')
    expect([refused.status, codeOf(refused), await responsibleOf(own)]).toEqual([409, 'last-department', chief.id])
  })

  it('goes in pieces, with a mail each; those that somebody keeps changing come last and hold up no others', async () => {
    const { leaver, open } = await makeLeaver('慢慢交')
    for (let n = 0; n < 5; n += 1) await makeActivity(app.payload, tree.community, { responsible: leaver.id })
    const { db } = app.payload
    const { find } = db
    let changes = 0
    // Before each of the first tries the same activity is changed by somebody else.
    db.find = async function (query) {
      const found = await find.call(this, query)
      if (query.collection === 'units' && changes < 4) {
        changes += 1
        await db.updateOne({
          collection: 'activities',
          id: open[0].id,
          data: { revision: `changed ${changes}` },
          returning: false,
        })
      }
      return found as never
    }
    const before = (await storedRows(app.payload, 'messages')).length
    const request = { account: leaver.id, successor: colleague.id, switchOff: false }
    const handed = await handOver(await app.req(chief), request, new Date(), 3).finally(() => void (db.find = find))
    expect([handed.drafts + handed.upcoming, changes]).toEqual([8, 4])
    expect((await storedRows(app.payload, 'messages')).length - before).toBeGreaterThanOrEqual(3)
    for (const one of open) expect(await responsibleOf(one)).toBe(colleague.id)
  })

  it('goes to nobody who is switched off at that moment, and says so', async () => {
    const { leaver, open, path } = await makeLeaver('错一步')
    const heir = await makeStaff(app.payload, 'organiser', tree.community, { name: '也要走' })
    const refused = await between(
      leaver,
      async () =>
        void (await app.payload.db.updateOne({
          collection: 'staff',
          where: { id: { equals: heir.id } },
          data: { status: 'disabled' },
        })),
      () => post(path, { successor: heir.id }, tokens.chief),
    )
    expect([refused.status, codeOf(refused)]).toEqual([409, 'responsible-unfit'])
    for (const one of open) expect(await responsibleOf(one)).toBe(leaver.id)
  })

  it('of many goes to one of two successors each, whoever is told, with one line of the trail for each', async () => {
    const { leaver } = await makeLeaver()
    for (let n = 0; n < 6; n += 1) await makeActivity(app.payload, tree.community, { responsible: leaver.id })
    const before = (await storedRows(app.payload, 'messages')).length
    const results = await Promise.allSettled(
      [town.id, colleague.id, town.id].map(async (successor) =>
        handOver(await app.req(chief), { account: leaver.id, successor, switchOff: false }, new Date(), 2),
      ),
    )
    const won = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(won.reduce((sum, { drafts, upcoming }) => sum + drafts + upcoming, 0)).toBe(9)
    // Each piece is told.
    expect((await storedRows(app.payload, 'messages')).length - before).toBeGreaterThanOrEqual(5)
    expect(won.length).toBeGreaterThanOrEqual(1)
    const lines = (await linesAbout({ subjectCollection: { equals: 'activities' } })).filter(
      ({ details }) =>
        (details as { changes: { responsible: { before: string } } }).changes.responsible.before === leaver.id,
    )
    expect(new Set(lines.map(({ subject }) => subject)).size).toBe(9)
    expect(lines).toHaveLength(9)
  })
})

/** Lets somebody else's work through right before the activities are written. */
async function between<T>(of: Staff, work: () => Promise<unknown>, deed: () => Promise<T>): Promise<T> {
  const { db } = app.payload
  const { find } = db
  let isThrough = false
  // The last read before a piece is written is that of the successor's units.
  db.find = async function (query) {
    const found = await find.call(this, query)
    if (query.collection === 'units' && !isThrough) {
      isThrough = true
      db.find = find
      await work()
    }
    return found as never
  }
  try {
    return await deed()
  } finally {
    db.find = find
    expect([of.id, isThrough]).toEqual([of.id, true])
  }
}

describe('beside an edit', () => {
  it('an activity whose responsible was changed at that moment stays with whom they chose', async () => {
    const { leaver, open, path } = await makeLeaver()
    const done = await between(
      leaver,
      async () => expect((await patch(open[1].id, { responsible: chief.id }, tokens.town)).status).toBe(200),
      () => post(path, { successor: colleague.id }, tokens.chief),
    )
    expect(done.body).toEqual({ drafts: 1, upcoming: 1, isSwitchedOff: false })
    expect(await responsibleOf(open[1])).toBe(chief.id)
    expect(await responsibleOf(open[2])).toBe(colleague.id)
  })

  it('a form that was opened before keeps the new responsible, and one that chose another is told', async () => {
    const { open, path } = await makeLeaver()
    const read = (id: string) => ask({ path: `/activities/${id}?depth=0`, token: tokens.town })
    const loaded = (await read(open[1].id)).body as Activity
    expect((await post(path, { successor: colleague.id }, tokens.chief)).status).toBe(200)
    // The form sends all that it has, with the old name in it.
    const saved = await patch(open[1].id, { ...loaded, description: '带雨衣', loaded }, tokens.town)
    expect(saved.status).toBe(200)
    expect(docOf<Activity>(saved)).toMatchObject({ description: '带雨衣', responsible: colleague.id })
    const chosen = await patch(open[1].id, { ...loaded, responsible: chief.id, loaded }, tokens.colleague)
    expect([chosen.status, codeOf(chosen)]).toEqual([409, 'changed-meanwhile'])
    expect(chosen.text).toContain('李接手')
    expect(await responsibleOf(open[1])).toBe(colleague.id)
  })

  it('a save that read the activity before and writes after puts nobody back, in whichever order', async () => {
    const { open, path } = await makeLeaver()
    const { db } = app.payload
    const { updateOne } = db
    let handed: Answer | undefined
    db.updateOne = async function (update) {
      if (update.collection === 'activities' && update.id === open[1].id && !handed) {
        db.updateOne = updateOne
        handed = await post(path, { successor: colleague.id }, tokens.chief)
      }
      return updateOne.call(this, update)
    }
    const saved = await patch(open[1].id, { description: '晚一步' }, tokens.town).finally(
      () => void (db.updateOne = updateOne),
    )
    expect([handed?.status, saved.status]).toEqual([200, 200])
    expect(await responsibleOf(open[1])).toBe(colleague.id)
  })
})

/** Mails wait for the morning by night. */
function atNoon(): Date {
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const noon = new Date(`${day}T12:00:00+08:00`)
  return noon.getTime() > Date.now() ? noon : new Date(noon.getTime() + 86_400_000)
}
