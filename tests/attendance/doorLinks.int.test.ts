import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Payload } from 'payload'
import type { CheckInList, CheckInResult } from '../../src/domain/attendance/checkInViews.ts'
import {
  MAX_DOOR_LINKS,
  type DoorLinkView,
  type HelperList,
  type HelperView,
} from '../../src/domain/attendance/doorLinks.ts'
import { LIMITS, type LimitName } from '../../src/domain/shared/limits.ts'
import * as calls from '../../src/endpoints/calls.ts'
import { env } from '../../src/env.ts'
import { keyedHash, signTicket } from '../../src/privacy/cipher.ts'
import { findDoorLink, makeDoorLink, type MadeDoorLink } from '../../src/operations/attendance/doorLinks.ts'
import { listAudit } from '../../src/operations/records/listAudit.ts'
import { listSignUps } from '../../src/operations/seats/listSignUps.ts'
import { forgetOldRecords } from '../../src/operations/shared/forgetOldRecords.ts'
import type { Activity, Registration, Staff } from '../../src/payload-types.ts'
import { logIn } from '../support/accessWorld.ts'
import { startDesk, type Desk } from '../support/desk.ts'
import { expectExact } from '../support/expectExact.ts'
import { hoursFromNow, makeActivity, makePerson, makeRegistration, makeStaff } from '../support/fixtures.ts'
import { ask, type Answer, type Call } from '../support/http.ts'
import { storedRows } from '../support/storedRows.ts'
import { tokenOf } from '../support/tokens.ts'

/** A helper without an account at the door of one activity, by a link (decision 030). */
let app: Desk
let payload: Payload
let maker: Staff
let token: string
let elsewhere: string

beforeAll(async () => {
  app = await startDesk()
  payload = app.payload
  maker = await makeStaff(payload, 'organiser', app.units.community, { name: '陈主任' })
  token = await logIn(maker)
  elsewhere = await logIn(await makeStaff(payload, 'organiser', app.units.otherCommunity))
})
afterAll(() => app.stop())

const asStaff = (path: string, body?: object, as = token): Promise<Answer> =>
  ask({ method: body ? 'POST' : 'GET', path, body, token: as })
const make = async (activity: Activity, label = '王阿姨', as = token): Promise<MadeDoorLink> => {
  const { status, body } = await asStaff(`/activities/${activity.id}/door-links`, { label }, as)
  expect(status).toBe(201)
  return body as MadeDoorLink
}
const secretIn = ({ address }: MadeDoorLink): string => new URL(address).hash.slice(1)
const open = (secret: string, cookie?: string): Promise<Answer> =>
  ask({ method: 'POST', path: '/door/session', body: { token: secret }, headers: { ...(cookie && { cookie }) } })
const cookieOf = ({ headers }: Answer): string => headers.getSetCookie()[0]?.split(';')[0] ?? ''
/** The cookie of a phone that has opened it. */
const opened = async (link: MadeDoorLink): Promise<string> => {
  const answer = await open(secretIn(link))
  expect(answer.status).toBe(201)
  return cookieOf(answer)
}
const list = (cookie: string): Promise<Answer> => ask({ path: '/door/check-in-list', headers: { cookie } })
const checkIns = (cookie: string, by: string, items: object[]): Promise<Answer> =>
  ask({ method: 'POST', path: '/door/check-ins', body: { by, items }, headers: { cookie } })
const scan = (overrides: object) => ({ clientId: 'a', at: secondsAgo(30), method: 'scan', ...overrides })
const secondsAgo = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString()
const resultIn = ({ body }: Answer): CheckInResult<string> | undefined =>
  (body as { results: CheckInResult<string>[] }).results[0]
const codeOf = ({ status, body }: Answer) => [status, (body as { code?: string }).code]
const stored = (id: string): Promise<Registration> =>
  payload.findByID({ collection: 'registrations', id, depth: 0, overrideAccess: true })
const signUp = async (activity: Activity, name?: string) =>
  makeRegistration(payload, activity, await makePerson(payload, name === undefined ? {} : { name }))
const ofLink = (id: string, data: object) => payload.db.updateOne({ collection: 'door-links', id, data: { ...data } })
const toTime = (activity: Activity, startsAt: string, endsAt: string) =>
  payload.db.updateOne({ collection: 'activities', id: activity.id, data: { startsAt, endsAt } })
/** How the desk shows a link. */
const stateOf = async (activity: Activity, id: string) =>
  ((await asStaff(`/activities/${activity.id}/door-links`)).body as { links: DoorLinkView[] }).links.find(
    (link) => link.id === id,
  )?.state
/** In the audit trail of the activity, the newest first. */
const lines = async (activity: Activity) =>
  (await listAudit(await app.req(app.department), { about: `activities:${activity.id}` })).docs
const DOER = '王阿姨（门口协助，由 陈主任 开通）'

/** As if it had been asked for as often as it may be. */
async function useUp(limit: LimitName, of: string): Promise<void> {
  const keyHash = keyedHash('limit', `${limit}\0${of}`)
  await payload.db.deleteMany({ collection: 'limits', where: { keyHash: { equals: keyHash } } })
  const now = new Date().toISOString()
  const data = { keyHash, used: LIMITS[limit].max, expiresAt: hoursFromNow(1), createdAt: now, updatedAt: now }
  await payload.db.create({ collection: 'limits', data })
}

/** A door with somebody on its list, and a helper at it. */
async function atTheDoor(overrides: object = {}) {
  const activity = await makeActivity(payload, app.units.community, overrides)
  const registration = await signUp(activity, '刘小梅')
  const link = await make(activity)
  return { activity, registration, link, cookie: await opened(link) }
}

describe('a link', () => {
  it('is made by staff in scope, shown once, and stored as a hash', async () => {
    const activity = await makeActivity(payload, app.units.community)
    const link = await make(activity, '王阿姨')
    const secret = secretIn(link)
    expect(link).toMatchObject({ label: '王阿姨', madeBy: '陈主任', state: 'unopened', usedAt: null })
    expect(link.until).toBe(new Date(Date.parse(activity.endsAt) + 2 * 3_600_000).toISOString())
    expect(new URL(link.address).pathname).toBe('/staff/door')
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(link.picture).toMatch(/^data:image\/png;base64,/)

    const rows = JSON.stringify(await storedRows(payload, 'door-links'))
    expect(rows).not.toContain(secret)
    expect(rows).not.toContain('王阿姨')
    const seen = await asStaff(`/activities/${activity.id}/door-links`)
    expect(seen.text).not.toContain(secret)
    expect((seen.body as { links: DoorLinkView[] }).links).toMatchObject([{ id: link.id, label: '王阿姨' }])
    const { docs } = await listAudit(await app.req(app.department), { about: `activities:${activity.id}` })
    expect(docs[0]).toMatchObject({ who: { name: '陈主任' }, reason: '开通门口协助：王阿姨' })
  })

  it('is nobody else’s to make, see or revoke', async () => {
    const activity = await makeActivity(payload, app.units.community)
    const { id } = await make(activity)
    const person = await tokenOf(payload, await makePerson(payload))
    const path = `/activities/${activity.id}/door-links`
    for (const [as, status] of [
      [undefined, 401],
      [person, 403],
      [elsewhere, 404],
    ] as const) {
      expect((await ask({ path, token: as })).status).toBe(status)
      expect((await ask({ method: 'POST', path, body: { label: '甲' }, token: as })).status).toBe(status)
      expect((await ask({ method: 'POST', path: `/door-links/${id}/revocation`, token: as })).status).toBe(status)
    }
    expect((await asStaff(path, undefined, app.token)).status).toBe(200)
  })

  it('is in use at most ten times an activity, however many are made at once', async () => {
    const activity = await makeActivity(payload, app.units.community)
    const path = `/activities/${activity.id}/door-links`
    const answers = await Promise.all(
      Array.from({ length: MAX_DOOR_LINKS + 3 }, (_, index) => asStaff(path, { label: `第${index}位` })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(MAX_DOOR_LINKS)
    expect(codeOf(await asStaff(path, { label: '多一位' }))).toEqual([409, 'door-links-full'])
    const made = answers.find(({ status }) => status === 201)?.body as MadeDoorLink
    expect((await asStaff(`/door-links/${made.id}/revocation`, {})).status).toBe(200)
    expect((await asStaff(path, { label: '补一位' })).status).toBe(201)
  })

  it('whose time is over leaves its place to another, and can still be revoked', async () => {
    const activity = await makeActivity(payload, app.units.community, {
      startsAt: hoursFromNow(-73),
      endsAt: hoursFromNow(-1.5),
    })
    const threeDaysAgo = new Date(hoursFromNow(-74))
    const old = await makeDoorLink(await app.req(maker), { activityId: activity.id, label: '第一位' }, threeDaysAgo)
    for (let number = 2; number <= MAX_DOOR_LINKS; number += 1) await make(activity, `第${number}位`)
    const path = `/activities/${activity.id}/door-links`
    expect(await stateOf(activity, old.id)).toBe('over')
    expect((await asStaff(path, { label: '补一位' })).status).toBe(201)
    expect(codeOf(await asStaff(path, { label: '多一位' }))).toEqual([409, 'door-links-full'])
    expect((await asStaff(`/door-links/${old.id}/revocation`, {})).body).toMatchObject({ state: 'revoked' })
  })

  it('is made for no activity that is a draft, called off or over', async () => {
    const path = async (overrides: object) =>
      `/activities/${(await makeActivity(payload, app.units.community, overrides)).id}/door-links`
    const made = async (overrides: object) => codeOf(await asStaff(await path(overrides), { label: '甲' }))
    expect(await made({ status: 'draft' })).toEqual([404, 'not-found'])
    expect(await made({ status: 'cancelled' })).toEqual([409, 'activity-cancelled'])
    expect(await made({ startsAt: hoursFromNow(-5), endsAt: hoursFromNow(-2.1) })).toEqual([409, 'activity-ended'])
  })

  it('is opened by one browser, and moves to another for ten minutes from the first list', async () => {
    const activity = await makeActivity(payload, app.units.community)
    const link = await make(activity)
    const first = await open(secretIn(link))
    const [line = ''] = first.headers.getSetCookie()
    expect(line).toMatch(/HttpOnly/i)
    expect(line).toMatch(/SameSite=Strict/i)
    expect(line).toMatch(/Path=\/api\/door(;|$)/i)
    // As long as browsers keep one, wherever its activity is moved to.
    const expires = Date.parse(/Expires=([^;]+)/.exec(line)?.[1] ?? '')
    expect(Math.round((expires - Date.now()) / 86_400_000)).toBe(400)
    expect(first.text).not.toContain(line.split(/[=;]/)[1])
    const { id, title, place, startsAt, endsAt } = activity
    expect(first.body as HelperView).toEqual({
      id: link.id,
      label: '王阿姨',
      madeBy: '陈主任',
      activity: { id, title, place, startsAt, endsAt },
      until: link.until,
    })
    expect((await list(cookieOf(first))).status).toBe(200)
    // The very same browser.
    const again = await open(secretIn(link), cookieOf(first))
    expect([again.status, again.headers.getSetCookie()]).toEqual([200, []])
    // Another, a moment later: the first is no more at the door.
    const second = cookieOf(await open(secretIn(link)))
    expect((await lines(activity)).filter(({ who }) => who.name === DOER).map(({ reason }) => reason)).toEqual([
      '门口协助换了一部手机或浏览器：王阿姨',
      '现场签到名单',
      '打开门口协助：王阿姨',
    ])
    expect(codeOf(await list(cookieOf(first)))).toEqual([401, 'not-logged-in'])
    expect((await list(second)).status).toBe(200)
    await ofLink(link.id, { openedAt: secondsAgo(601) })
    expect(codeOf(await open(secretIn(link)))).toEqual([409, 'door-link-taken'])
    expect((await open(secretIn(link), second)).status).toBe(200)
    expect((await list(second)).status).toBe(200)
  })

  it('that is tampered with, cut short, or none opens nothing', async () => {
    const link = await make(await makeActivity(payload, app.units.community))
    const secret = secretIn(link)
    const other = secret.startsWith('A') ? `B${secret.slice(1)}` : `A${secret.slice(1)}`
    expect(codeOf(await open(other))).toEqual([410, 'link-invalid'])
    expect(codeOf(await open(secret.slice(1)))).toEqual([400, 'invalid-input'])
    expect(codeOf(await list(''))).toEqual([401, 'not-logged-in'])
    expect(codeOf(await list(`xianfeng-door=${secret}`))).toEqual([401, 'not-logged-in'])
    const cookie = await opened(link)
    const foreign = await ask({ path: '/door/check-in-list', headers: { cookie, origin: 'https://example.org' } })
    expect(codeOf(foreign)).toEqual([401, 'not-logged-in'])
  })

  it('cannot be guessed at without end, and its calls are counted', async () => {
    const { link, registration, cookie } = await atTheDoor()
    env.RATE_LIMITS = 'on'
    try {
      const { max } = LIMITS['door-openings-from-network']
      const guesses = await Promise.all(Array.from({ length: max + 5 }, () => open('A'.repeat(43))))
      expect(guesses.filter(({ status }) => status === 429)).toHaveLength(5)
      const guessed = await open(secretIn(link))
      expect(codeOf(guessed)).toEqual([429, 'rate-limited'])
      expect(guessed.text).toContain(LIMITS['door-openings-from-network'].reason)
      expect((await list(cookie)).status).toBe(200)

      await useUp('door-calls-by-link', link.id)
      for (const answer of [
        await list(cookie),
        await checkIns(cookie, link.id, [scan({ registration: registration.id })]),
      ]) {
        expect(codeOf(answer)).toEqual([429, 'rate-limited'])
        expect(answer.text).toContain(LIMITS['door-calls-by-link'].reason)
      }
      await useUp('door-links-by-staff', maker.id)
      const made = await asStaff(`/activities/${registration.activity as string}/door-links`, { label: '甲' })
      expect(codeOf(made)).toEqual([429, 'rate-limited'])
      expect(made.text).toContain(LIMITS['door-links-by-staff'].reason)
    } finally {
      env.RATE_LIMITS = 'off'
      await payload.db.deleteMany({ collection: 'limits', where: {} })
    }
  })
})

describe('a helper', () => {
  it('sees the list as staff do, and records as who they are', async () => {
    const { activity, registration, link, cookie } = await atTheDoor()
    const seen = await list(cookie)
    const asOrganiser = await ask({ path: `/activities/${activity.id}/check-in-list`, token })
    expect((seen.body as CheckInList).rows).toEqual((asOrganiser.body as CheckInList).rows)
    expect((seen.body as HelperList).until).toBe(link.until)

    const at = secondsAgo(20)
    const answer = await checkIns(cookie, link.id, [scan({ registration: registration.id, at })])
    expect(resultIn(answer)).toEqual({ clientId: 'a', outcome: 'recorded', registration: registration.id })
    expect(await stored(registration.id)).toMatchObject({
      attendance: 'present',
      checkedInAt: at,
      method: 'scan',
      recordedBy: maker.id,
      recordedThrough: '王阿姨',
    })
    const sheet = await listSignUps(await app.req(maker), activity.id, 1, new Date())
    expect(sheet.signUps[0]?.recordedBy).toBe(DOER)
    const after = await ask({ path: `/activities/${activity.id}/check-in-list`, token })
    expect((after.body as CheckInList).rows[0]?.recordedBy).toBe(DOER)
    const { docs } = await listAudit(await app.req(app.department), { about: `activities:${activity.id}` })
    expect(docs.filter(({ who }) => who.name === DOER).map(({ did }) => did)).toEqual(['签到登记', '查看', '修改'])
    expect(docs[0]?.who.record).toEqual({ collection: 'staff', id: maker.id })
    // A search for either finds it.
    const found = await listAudit(await app.req(app.department), { by: '王阿姨', about: `activities:${activity.id}` })
    expect(found.totalDocs).toBe(3)

    const exported = await ask({ path: '/exports/participations?format=csv&fields=title,recordedBy', token })
    expect(exported.text).toContain(DOER)

    // Whoever puts it right does so by themselves.
    const correction = { attendance: 'absent', reason: '认错了人' }
    expect((await asStaff(`/registrations/${registration.id}/corrections`, correction)).status).toBe(200)
    expect(await stored(registration.id)).toMatchObject({ attendance: 'absent', recordedThrough: null })
    await expectExact(payload)
  })

  it('scans tickets of this activity alone', async () => {
    const { activity, link, cookie } = await atTheDoor({ capacity: 1 })
    const waiting = await signUp(activity)
    const other = await signUp(await makeActivity(payload, app.units.community))
    const answer = await checkIns(cookie, link.id, [
      scan({ clientId: 'a', ticket: signTicket(waiting.id) }),
      scan({ clientId: 'b', registration: other.id }),
      scan({ clientId: 'c', ticket: signTicket(other.id) }),
      scan({ clientId: 'd', ticket: `${signTicket(waiting.id).slice(0, -2)}AA` }),
    ])
    expect((answer.body as { results: CheckInResult[] }).results.map(({ outcome }) => outcome)).toEqual([
      'recorded',
      'wrong-activity',
      'wrong-activity',
      'unknown',
    ])
    expect((await stored(other.id)).attendance).toBe('unknown')
    // Whoever came from the waiting list is a walk-in, by the helper's hand.
    const sheet = await listSignUps(await app.req(maker), activity.id, 1, new Date())
    expect(sheet.signUps.find(({ id }) => id === waiting.id)?.history.at(-1)).toMatchObject({
      what: 'walkIn',
      by: DOER,
    })
  })

  it('names no other activity, takes no mark back and marks nobody absent', async () => {
    const { activity, registration, link, cookie } = await atTheDoor()
    for (const more of [{ activity: activity.id }, { attendance: 'unknown' }, { attendance: 'absent' }])
      expect(codeOf(await checkIns(cookie, link.id, [scan({ registration: registration.id, ...more })]))).toEqual([
        400,
        'invalid-input',
      ])
    const other = await make(activity, '李叔')
    expect(codeOf(await checkIns(cookie, other.id, [scan({ registration: registration.id })]))).toEqual([
      401,
      'not-logged-in',
    ])
    expect((await stored(registration.id)).attendance).toBe('unknown')
  })

  it('beside another is told who was first, and nobody is counted twice', async () => {
    const { activity, registration, link, cookie } = await atTheDoor()
    const second = await make(activity, '李叔')
    const secondCookie = await opened(second)
    const results = (
      await Promise.all([
        checkIns(cookie, link.id, [scan({ registration: registration.id, at: secondsAgo(9) })]),
        checkIns(secondCookie, second.id, [scan({ registration: registration.id, at: secondsAgo(8) })]),
      ])
    ).map(resultIn)
    expect(results.map((one) => one?.outcome).toSorted()).toEqual(['duplicate', 'recorded'])
    expect(results.find((one) => one?.outcome === 'duplicate')?.standing?.by).toMatch(
      /^(王阿姨|李叔)（门口协助，由 陈主任 开通）$/,
    )
    await expectExact(payload)
  })

  it('is nobody to every other call, and to every record', async () => {
    const { activity, registration, link, cookie } = await atTheDoor()
    const secret = cookie.split('=')[1] ?? ''
    const ids: Record<string, string> = { activities: activity.id, registrations: registration.id }
    const at = (path: string): string => {
      const [, collection = ''] = path.split('/')
      return path.replace(':id', ids[collection] ?? activity.id).replace(/:\w+/g, 'people')
    }
    const contract = Object.values(calls)
      .filter(({ path }) => !path.startsWith('/door/'))
      .map(({ method, path }): Call => ({ method: method.toUpperCase(), path: at(path) }))
    const walkIn = { name: '路人', phone: '13900000000', consent: true }
    const item = { ...scan({ registration: registration.id }), activity: activity.id }
    const right: Call[] = [
      { method: 'POST', path: '/check-ins', body: { items: [item] } },
      { method: 'POST', path: '/check-outs', body: { items: [{ ...item, method: undefined }] } },
      { method: 'POST', path: `/activities/${activity.id}/walk-ins`, body: walkIn },
      { method: 'POST', path: `/activities/${activity.id}/door-links`, body: { label: '自己' } },
      { method: 'POST', path: `/door-links/${link.id}/revocation` },
      { path: '/exports/participations?format=csv' },
      { path: `/activities/${activity.id}/answers?format=csv` },
    ]
    const rest = payload.config.collections.flatMap(({ slug }): Call[] => [
      { path: `/${slug}` },
      { path: `/${slug}/${ids[slug] ?? link.id}` },
      { method: 'POST', path: `/${slug}`, body: {} },
      { method: 'PATCH', path: `/${slug}/${ids[slug] ?? link.id}`, body: {} },
      { method: 'DELETE', path: `/${slug}/${ids[slug] ?? link.id}` },
    ])
    const differing: string[] = []
    for (const call of [...contract, ...right, ...rest]) {
      const nobody = await ask(call)
      const waysIn: Record<string, string>[] = [{ cookie }, { authorization: `JWT ${secret}` }]
      for (const headers of waysIn) {
        const helper = await ask({ ...call, headers })
        if (helper.status !== nobody.status || helper.text !== nobody.text)
          differing.push(`${call.method ?? 'GET'} ${call.path}: ${nobody.status} → ${helper.status}`)
      }
    }
    expect(differing).toEqual([])
    for (const call of right) expect((await ask({ ...call, headers: { cookie } })).status).toBe(401)
    expect((await stored(registration.id)).attendance).toBe('unknown')
  })
})

describe('the end', () => {
  const closed = [410, 'door-closed']

  it('comes at once with a revocation, which may be repeated', async () => {
    const { activity, registration, link, cookie } = await atTheDoor()
    const revoke = () => asStaff(`/door-links/${link.id}/revocation`, {})
    expect((await revoke()).body).toMatchObject({ id: link.id, state: 'revoked' })
    expect((await revoke()).status).toBe(200)
    expect(codeOf(await list(cookie))).toEqual(closed)
    expect(codeOf(await checkIns(cookie, link.id, [scan({ registration: registration.id })]))).toEqual(closed)
    expect(codeOf(await open(secretIn(link), cookie))).toEqual(closed)
    expect((await stored(registration.id)).attendance).toBe('unknown')
    const { docs } = await listAudit(await app.req(app.department), { about: `activities:${activity.id}` })
    expect(docs.filter(({ reason }) => reason === '收回门口协助：王阿姨')).toHaveLength(1)
  })

  it('comes when the helper is done', async () => {
    const { activity, link, cookie } = await atTheDoor()
    const left = await ask({ method: 'DELETE', path: '/door/session', headers: { cookie } })
    expect([left.status, left.headers.getSetCookie()[0]]).toEqual([200, expect.stringMatching(/^xianfeng-door=;/)])
    expect(codeOf(await list(cookie))).toEqual([401, 'not-logged-in'])
    const again = await open(secretIn(link), cookie)
    expect([...codeOf(again), again.text]).toEqual([...closed, expect.stringContaining('这个链接的协助已结束')])
    expect((await ask({ method: 'DELETE', path: '/door/session', headers: { cookie } })).status).toBe(200)
    expect(await stateOf(activity, link.id)).toBe('left')
    expect((await asStaff(`/door-links/${link.id}/revocation`, {})).body).toMatchObject({ state: 'left' })
    const told = (await lines(activity)).filter(({ reason }) => reason === '协助者结束门口协助：王阿姨')
    expect(told.map(({ who }) => who.name)).toEqual([DOER])
  })

  it('comes once where two revoke at once, and both are told', async () => {
    const { activity, link } = await atTheDoor()
    const answers = await Promise.all([1, 2].map(() => asStaff(`/door-links/${link.id}/revocation`, {})))
    expect(answers.map(({ body }) => (body as DoorLinkView).state)).toEqual(['revoked', 'revoked'])
    expect((await lines(activity)).filter(({ reason }) => reason === '收回门口协助：王阿姨')).toHaveLength(1)
  })

  it('is not a pause, in which the activity is called off, or the maker has no right to it', async () => {
    const paused = [409, 'door-paused']
    const { activity, registration, link: own, cookie } = await atTheDoor()
    const another = await makeStaff(payload, 'organiser', app.units.community, { name: '林干事' })
    const link = await make(activity, '李叔', await logIn(another))
    const theirs = await opened(link)
    const change = (id: string, data: object) =>
      payload.update({ collection: 'staff', id, data, depth: 0, overrideAccess: true })
    await change(another.id, { unit: app.units.otherCommunity.id })
    expect(codeOf(await list(theirs))).toEqual(paused)
    expect(await stateOf(activity, link.id)).toBe('paused')
    await change(another.id, { unit: app.units.community.id })
    expect((await list(theirs)).status).toBe(200)
    await payload.db.updateOne({
      collection: 'staff',
      where: { id: { equals: another.id } },
      data: { mustChangePassword: true },
    })
    expect(codeOf(await list(theirs))).toEqual(paused)
    expect(codeOf(await open(secretIn(link), theirs))).toEqual(paused)
    await payload.db.updateOne({
      collection: 'staff',
      where: { id: { equals: another.id } },
      data: { mustChangePassword: false },
    })
    expect((await list(theirs)).status).toBe(200)
    await change(another.id, { status: 'disabled' })
    expect(codeOf(await list(theirs))).toEqual(paused)
    expect([await stateOf(activity, link.id), await stateOf(activity, own.id)]).toEqual(['paused', 'open'])
    expect((await list(cookie)).status).toBe(200)

    const toStatus = (status: string) =>
      payload.db.updateOne({ collection: 'activities', id: activity.id, data: { status } })
    const send = () => checkIns(cookie, own.id, [scan({ registration: registration.id })])
    await toStatus('cancelled')
    const answer = await list(cookie)
    expect([...codeOf(answer), answer.text]).toEqual([...paused, expect.stringContaining('活动已取消')])
    expect(codeOf(await send())).toEqual(paused)
    expect(codeOf(await open(secretIn(own), cookie))).toEqual(paused)
    await toStatus('draft')
    expect((await list(cookie)).text).toContain('活动还没有发布')
    await toStatus('published')
    expect(resultIn(await send())?.outcome).toBe('recorded')
    await expectExact(payload)
    // With the time it ends all the same.
    const other = await atTheDoor()
    await payload.db.updateOne({ collection: 'activities', id: other.activity.id, data: { status: 'cancelled' } })
    expect(codeOf(await list(other.cookie))).toEqual(paused)
    await toTime(other.activity, hoursFromNow(-20), hoursFromNow(-14.1))
    expect(codeOf(await list(other.cookie))).toEqual(closed)
  })

  it('comes two hours after the activity; what was noted before may arrive for twelve hours more', async () => {
    const { activity, registration, link, cookie } = await atTheDoor()
    const later = await signUp(activity)
    await toTime(activity, hoursFromNow(-6), hoursFromNow(-3))
    expect(codeOf(await list(cookie))).toEqual(closed)
    expect(codeOf(await open(secretIn(link)))).toEqual(closed)
    const answer = await checkIns(cookie, link.id, [
      scan({ clientId: 'late', registration: later.id, at: hoursFromNow(-0.9) }),
      scan({ clientId: 'in time', registration: registration.id, at: hoursFromNow(-1.1) }),
    ])
    expect((answer.body as { results: object[] }).results).toEqual([
      { clientId: 'late', outcome: 'door-closed' },
      { clientId: 'in time', outcome: 'recorded', registration: registration.id },
    ])
    expect((await stored(later.id)).attendance).toBe('unknown')
    await toTime(activity, hoursFromNow(-20), hoursFromNow(-14.1))
    const tooLate = scan({ registration: later.id, at: hoursFromNow(-15) })
    expect(codeOf(await checkIns(cookie, link.id, [tooLate]))).toEqual(closed)
    await expectExact(payload)
  })

  it('is not the beginning: the list opens six hours before the start', async () => {
    const activity = await makeActivity(payload, app.units.community, {
      startsAt: hoursFromNow(7),
      endsAt: hoursFromNow(9),
    })
    const link = await make(activity)
    const early = await opened(link)
    expect(codeOf(await list(early))).toEqual([409, 'door-not-open'])
    // No camera could be tried yet: the ten minutes for another browser begin with the first list.
    const openedAt = async () => (await findDoorLink(await app.req(), { id: link.id }))?.openedAt ?? null
    expect(await openedAt()).toBeNull()
    const cookie = await opened(link)
    await toTime(activity, hoursFromNow(5.9), hoursFromNow(9))
    expect((await list(cookie)).status).toBe(200)
    expect(Date.parse((await openedAt()) ?? '')).toBeGreaterThan(Date.now() - 60_000)
    await ofLink(link.id, { openedAt: secondsAgo(601) })
    expect(codeOf(await open(secretIn(link)))).toEqual([409, 'door-link-taken'])
  })

  it('goes with an activity that is moved after the link was opened', async () => {
    const { activity, cookie } = await atTheDoor()
    await toTime(activity, hoursFromNow(-30), hoursFromNow(-26))
    expect(codeOf(await list(cookie))).toEqual(closed)
    const [startsAt, endsAt] = [hoursFromNow(2), hoursFromNow(5)]
    await toTime(activity, startsAt, endsAt)
    expect((await list(cookie)).body).toMatchObject({
      activity: { startsAt, endsAt },
      until: new Date(Date.parse(endsAt) + 2 * 3_600_000).toISOString(),
    })
  })
})

it('is forgotten thirty days after the activity, and goes with one that is deleted', async () => {
  const [old, recent, deleted] = [await atTheDoor(), await atTheDoor(), await atTheDoor()]
  const { activity, registration } = old
  await checkIns(old.cookie, old.link.id, [scan({ registration: registration.id })])
  await toTime(activity, hoursFromNow(-31 * 24 - 2), hoursFromNow(-30 * 24 - 1))
  await toTime(recent.activity, hoursFromNow(-31 * 24 - 2), hoursFromNow(-30 * 24 + 1))
  await forgetOldRecords(await app.req(), new Date())
  const ids = async () => (await storedRows(payload, 'door-links')).map((row) => String(row.id ?? row._id))
  expect(await ids()).not.toContain(old.link.id)
  expect(await ids()).toContain(recent.link.id)
  // What was done by it keeps its label.
  expect(await stored(registration.id)).toMatchObject({ recordedBy: maker.id, recordedThrough: '王阿姨' })

  const empty = await makeActivity(payload, app.units.community)
  const link = await make(empty)
  const removed = await ask({ method: 'DELETE', path: `/activities/${empty.id}`, token })
  expect(removed.status).toBe(200)
  expect(await ids()).not.toContain(link.id)
  expect(await ids()).toContain(deleted.link.id)
})
