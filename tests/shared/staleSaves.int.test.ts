import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createLocalReq, type Payload } from 'payload'
import { LOADED } from '../../src/domain/shared/changes.ts'
import type { Staff } from '../../src/payload-types.ts'
import { createRecurrence } from '../../src/operations/activities/createRecurrence.ts'
import { editFollowing } from '../../src/operations/activities/editFollowing.ts'
import { type Subject } from '../support/accessRules.ts'
import { collectionOf, FORMS, freshIn, makeAccessWorld, type AccessWorld } from '../support/accessWorld.ts'
import { startDesk, type Desk } from '../support/desk.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeTarget,
  PASSWORD,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask, type Answer } from '../support/http.ts'

type Values = Record<string, unknown>

let app: Desk
let payload: Payload
let units: UnitTree
let department: Staff
let token: string
let world: AccessWorld

beforeAll(async () => {
  app = await startDesk()
  ;({ payload, units, department, token } = app)
  world = await makeAccessWorld(payload)
})
afterAll(() => app.stop())

const day = (offset: number): string => new Date(Date.UTC(2026, 0, 5 + offset)).toISOString()

const read = async (collection: string, id: string): Promise<Values> =>
  (await ask({ path: `/${collection}/${id}?depth=0`, token })).body as Values
/** As the admin's form does: the record whole, and as it was when it was opened. */
const saveForm = async (collection: string, loaded: Values, changes: Values): Promise<Answer> =>
  ask({
    method: 'PATCH',
    path: `/${collection}/${String(loaded.id)}?depth=0`,
    token,
    body: { ...loaded, ...changes, [LOADED]: loaded },
  })
const patch = async (collection: string, id: string, body: Values): Promise<Answer> =>
  ask({ method: 'PATCH', path: `/${collection}/${id}?depth=0`, token, body })

describe.each(Object.entries(FORMS))(
  'the form of %s',
  (subject, { mine: [field, one, another], theirs: [otherField, otherValue] }) => {
    const collection = collectionOf(subject)
    const make = () => freshIn(world, subject as Subject)

    it('leaves be what somebody else changed while it was open [D13]', async () => {
      const { id } = await make()
      const loaded = await read(collection, id)
      expect((await patch(collection, id, { [otherField]: otherValue })).status).toBe(200)
      expect((await saveForm(collection, loaded, { [field]: one })).status).toBe(200)
      expect(await read(collection, id)).toMatchObject({ [field]: one, [otherField]: otherValue })
    })

    it('does not write over the same field, shows both values, and goes on with either [D13]', async () => {
      const { id } = await make()
      const loaded = await read(collection, id)
      expect((await patch(collection, id, { [field]: another })).status).toBe(200)
      const now = await read(collection, id)
      const refused = await saveForm(collection, loaded, { [field]: one })
      expect(refused.status).toBe(409)
      const [problem] = (
        refused.body as {
          errors: {
            message: string
            data: { code: string; fields: Record<string, string>; errors: { path: string; message: string }[] }
          }[]
        }
      ).errors
      expect(problem?.data.code).toBe('changed-meanwhile')
      expect(problem?.data.fields[field]).toMatch(/刚被他人改为“.+”，您填的是“.+”/)
      expect(await read(collection, id)).toEqual(now)
      // The form knows by now what the other wrote, and means to write over it.
      const [shown] = (
        JSON.parse(problem?.data.errors.find(({ path }) => path === LOADED)?.message ?? '') as {
          conflicts: { path: string; current: unknown }[]
        }
      ).conflicts
      expect(shown).toMatchObject({ path: field, current: now[field] })
      expect((await saveForm(collection, { ...loaded, [field]: shown?.current }, { [field]: one })).status).toBe(200)
      expect((await read(collection, id))[field]).toEqual(one)
    })

    it('that nobody touched changes nothing [D13]', async () => {
      const { id } = await make()
      const loaded = await read(collection, id)
      expect((await patch(collection, id, { [field]: another, [otherField]: otherValue })).status).toBe(200)
      expect((await saveForm(collection, loaded, {})).status).toBe(200)
      expect(await read(collection, id)).toMatchObject({ [field]: another, [otherField]: otherValue })
    })
  },
)

describe('stale saves', () => {
  it('are known of every collection that staff may edit [D13]', () => {
    const editable = payload.config.collections
      .filter(({ fields }) => fields.some((field) => 'name' in field && field.name === LOADED))
      .map(({ slug }) => slug)
    // Their forms are tried above; of these no field is free for everybody to edit, or their edit is like one above.
    const others = [
      'appointments',
      'awards',
      'corrections',
      'certificates',
      'registrations',
      'trainings',
      'messages',
      'broadcasts',
      'imports',
      'import_rows',
      'export-definitions',
      'audit',
      'codes',
      'idempotency-keys',
    ]
    expect(editable.filter((slug) => !others.includes(slug)).sort()).toEqual(
      Object.keys(FORMS).map(collectionOf).sort(),
    )
  })

  it('never tell people twice of one change of place [D13]', async () => {
    const { id } = await makeActivity(payload, units.community, {
      startsAt: hoursFromNow(48),
      endsAt: hoursFromNow(50),
    })
    await makeRegistration(
      payload,
      await payload.findByID({ collection: 'activities', id, depth: 0, overrideAccess: true }),
      await makePerson(payload),
    )
    const loaded = await read('activities', id)
    await patch('activities', id, { place: '乙地', changeReason: '装修' })
    const notice = async (): Promise<unknown> =>
      (
        await payload.findByID({
          collection: 'activities',
          id,
          depth: 0,
          overrideAccess: true,
          showHiddenFields: true,
          req: await createLocalReq({}, payload),
        })
      ).notice
    const first = await notice()
    await saveForm('activities', loaded, { description: '带伞' })
    expect(first).not.toBeNull()
    expect(await notice()).toEqual(first)
  })

  it('do not undo an edit of all following sessions, which takes no lock [D13]', async () => {
    const { id } = await makeActivity(payload, units.community, {
      startsAt: hoursFromNow(48),
      endsAt: hoursFromNow(50),
    })
    const { sessions } = await createRecurrence(
      await app.req(department),
      { activityId: id, rule: 'weekly', count: 1 },
      new Date(),
    )
    const next = String(sessions[0]?.id)
    const loaded = await read('activities', next)
    await patch('activities', id, { place: '丙地' })
    await editFollowing(await app.req(department), { activityId: id, parts: ['place'] }, new Date())
    expect((await saveForm('activities', loaded, { description: '带伞' })).status).toBe(200)
    expect(await read('activities', next)).toMatchObject({ place: '丙地', description: '带伞' })
  })

  it('of the same field at the same moment: one is written, the other is told [D13]', async () => {
    const { id } = await makeTarget(payload, { from: day(0), to: day(9) })
    const loaded = await read('targets', id)
    const statuses = (await Promise.all(['甲', '乙', '丙'].map((title) => saveForm('targets', loaded, { title })))).map(
      ({ status }) => status,
    )
    expect(statuses.sort()).toEqual([200, 409, 409])
  })

  it('sent with a record that is made are taken no notice of', async () => {
    const made = await ask({
      method: 'POST',
      path: '/programmes',
      token,
      body: { title: '新系列', category: 'learning', [LOADED]: { title: '旧' } },
    })
    expect(made.status).toBe(201)
    expect(made.text).not.toContain(LOADED)
  })

  it('a refusal tells nothing that its asker may not read', async () => {
    const idNumber = '440000200001010001'
    const { id } = await makePerson(payload, { unit: units.community.id, idNumber })
    const organiser = await makeStaff(payload, 'organiser', units.community)
    const own = String(
      (
        (await ask({ method: 'POST', path: '/staff/login', body: { email: organiser.email, password: PASSWORD } }))
          .body as { token: string }
      ).token,
    )
    const answer = await ask({
      method: 'PATCH',
      path: `/people/${id}`,
      token: own,
      body: { [LOADED]: { name: '旧', idNumber: '旧' }, name: '新名字', idNumber: '441322199001011234' },
    })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('姓名')
    expect(answer.text).not.toContain(idNumber)
  })
})
