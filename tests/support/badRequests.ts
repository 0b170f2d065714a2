import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { SignJWT, UnsecuredJWT } from 'jose'
import type { Payload } from 'payload'
import sharp from 'sharp'
import type { ErrorCode } from '../../src/domain/shared/AppError.ts'
import * as activities from '../../src/endpoints/activities.calls.ts'
import * as tallies from '../../src/endpoints/tallies.calls.ts'
import * as appointments from '../../src/endpoints/appointments.calls.ts'
import * as seats from '../../src/endpoints/seats.calls.ts'
import * as attendance from '../../src/endpoints/attendance.calls.ts'
import * as door from '../../src/endpoints/door.calls.ts'
import * as identity from '../../src/endpoints/identity.calls.ts'
import * as staff from '../../src/endpoints/staff.calls.ts'
import * as people from '../../src/endpoints/people.calls.ts'
import * as certificates from '../../src/endpoints/certificates.calls.ts'
import * as records from '../../src/endpoints/records.calls.ts'
import * as desk from '../../src/endpoints/desk.calls.ts'
import * as messages from '../../src/endpoints/messages.calls.ts'
import * as imports from '../../src/endpoints/imports.calls.ts'
import type { Appointment } from '../../src/payload-types.ts'
import { logIn } from './accessWorld.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnit,
  makeUnitTree,
  newPhone,
  type UnitTree,
} from './fixtures.ts'
import { ask, queryOf, type Answer, type Call } from './http.ts'
import { storeCover } from '../../src/operations/activities/coverFiles.ts'
import { issueCertificates } from '../../src/operations/certificates/issueCertificates.ts'
import { makeDoorLink } from '../../src/operations/attendance/doorLinks.ts'
import { openDoor } from '../../src/operations/attendance/helpAtDoor.ts'
import { revokeCertificate } from '../../src/operations/certificates/revokeCertificate.ts'
import { startPayload, type TestPayload } from './payload.ts'
import { watchRows } from './storedRows.ts'
import { tokenOf } from './tokens.ts'

/**
 * Each call of the contract with everything that is wrong with a request. Every refusal is a problem (RFC 9457) with
 * the right status, a stable code and a Chinese sentence, and leaves every row of every collection as it was.
 */
export let app: TestPayload
export let payload: Payload
export let world: Awaited<ReturnType<typeof makeWorld>>

/** What the requests are about. Made once a file, before its tests. */
export function useWorld(): void {
  beforeAll(async () => {
    app = await startPayload()
    payload = app.payload
    world = await makeWorld()
  })
  afterAll(() => app.stop())
}

async function makeWorld() {
  const units: UnitTree = await makeUnitTree(payload)
  const [here, there] = [units.community, units.otherCommunity]
  const organiser = await makeStaff(payload, 'organiser', here)
  const [person, otherPerson, erased] = [
    await makePerson(payload),
    await makePerson(payload),
    await makePerson(payload),
  ]
  const department = await makeStaff(payload, 'department', units.county)
  const tokens = {
    department: await logIn(department),
    person: await tokenOf(payload, person),
    other: await tokenOf(payload, otherPerson),
    erased: await tokenOf(payload, erased),
    staff: await logIn(organiser),
  }
  expect((await ask({ method: 'DELETE', path: '/me', token: tokens.erased })).status).toBe(200)

  const questions = [
    { label: '饮食', kind: 'select' as const, options: ['清真', '普通'], required: true },
    { label: '备注', kind: 'text' as const, required: false },
    { label: '同意安全须知', kind: 'checkbox' as const, required: true },
  ]
  const full = await makeActivity(payload, here, { capacity: 1, waitingList: false })
  await makeRegistration(payload, full, otherPerson)
  const crowded = await makeActivity(payload, here, { capacity: 1 })
  await makeRegistration(payload, crowded, otherPerson)
  const activities = {
    approved: await makeActivity(payload, here, { approval: true }),
    open: await makeActivity(payload, here),
    elsewhere: await makeActivity(payload, there),
    asking: await makeActivity(payload, here, { questions }),
    draft: await makeActivity(payload, here, { status: 'draft' }),
    cancelled: await makeActivity(payload, here, { status: 'cancelled' }),
    full,
    notAsked: await makeActivity(payload, here),
    closed: await makeActivity(payload, here, { registrationClosesAt: hoursFromNow(-1) }),
    notYetOpen: await makeActivity(payload, here, {
      registrationOpensAt: hoursFromNow(1),
      registrationClosesAt: hoursFromNow(2),
    }),
    ended: await makeActivity(payload, here, { startsAt: hoursFromNow(-5), endsAt: hoursFromNow(-3) }),
    tomorrow: await makeActivity(payload, here, { startsAt: hoursFromNow(30), endsAt: hoursFromNow(32) }),
    selfService: await makeActivity(payload, here, { selfCheckIn: true }),
    selfServiceElsewhere: await makeActivity(payload, there, { selfCheckIn: true }),
    selfServiceTomorrow: await makeActivity(payload, here, {
      selfCheckIn: true,
      startsAt: hoursFromNow(30),
      endsAt: hoursFromNow(32),
    }),
    selfServiceEnded: await makeActivity(payload, here, {
      selfCheckIn: true,
      startsAt: hoursFromNow(-6),
      endsAt: hoursFromNow(-3),
    }),
  }
  const attended = await makeRegistration(payload, activities.ended, person)
  await payload.update({
    collection: 'registrations',
    id: attended.id,
    data: { attendance: 'present' },
    depth: 0,
    overrideAccess: false,
    user: organiser,
  })
  const registrations = {
    mine: await makeRegistration(payload, activities.open, person),
    others: await makeRegistration(payload, activities.open, otherPerson),
    elsewhere: await makeRegistration(payload, activities.elsewhere, otherPerson),
    attended,
    waiting: await makeRegistration(payload, crowded, person),
    pending: await makeRegistration(payload, activities.approved, otherPerson, { status: 'pending' }),
  }
  const wishOf = async (
    registration: { id: string; activity: unknown; person: unknown },
    unit: string,
    status: 'open' | 'refused' = 'open',
  ) => {
    const data = {
      registration: registration.id,
      activity: String(registration.activity),
      person: String(registration.person),
      unit,
      wish: '请核对我的记录',
      status,
      openFor: status === 'open' ? registration.id : 'closed',
    }
    return (await payload.create({ collection: 'corrections', data, depth: 0, overrideAccess: true })).id
  }
  const corrections = {
    open: await wishOf(registrations.mine, here.id),
    elsewhere: await wishOf(registrations.elsewhere, there.id),
    answered: await wishOf(registrations.others, here.id, 'refused'),
  }
  const served = await makeActivity(payload, here, {
    ledger: 'service',
    startsAt: hoursFromNow(-5),
    endsAt: hoursFromNow(-3),
  })
  const servedElsewhere = await makeActivity(payload, there, {
    ledger: 'service',
    startsAt: hoursFromNow(-5),
    endsAt: hoursFromNow(-3),
  })
  const certified = async (activity: typeof served, who: typeof person) => {
    await makeRegistration(payload, activity, who, { attendance: 'present' })
    const [result] = await issueCertificates(
      await app.req(await makeStaff(payload, 'department', units.county)),
      { activity: activity.id },
      new Date(),
    )
    return result?.certificate ?? { id: '', number: '' }
  }
  const certificates = {
    mine: await certified(served, person),
    elsewhere: await certified(servedElsewhere, otherPerson),
    revoked: await certified(
      await makeActivity(payload, here, { ledger: 'service', startsAt: hoursFromNow(-9), endsAt: hoursFromNow(-8) }),
      person,
    ),
  }
  await revokeCertificate(await app.req(organiser), { id: certificates.revoked.id, reason: '时长有误' }, new Date())
  const templateOf = (unit: string) =>
    payload.create({
      collection: 'templates',
      data: { name: '模板', title: '走访', line: 'visiting', unit, place: '一号楼', duration: 60, ledger: 'service' },
      depth: 0,
      overrideAccess: true,
    })
  const doorOf = async (activityId: string) => {
    const asMaker = await app.req(organiser)
    const { id, address } = await makeDoorLink(asMaker, { activityId, label: '王阿姨' }, new Date())
    const token = new URL(address).hash.slice(1)
    const { session: secret } = await openDoor(asMaker, { token, session: null }, new Date())
    return { id, token, cookie: `xianfeng-door=${secret}` }
  }
  const templates = { own: await templateOf(here.id), elsewhere: await templateOf(there.id) }
  const [grid, gridElsewhere] = [await makeUnit(payload, 'grid', here), await makeUnit(payload, 'grid', there)]
  const neighbour = await makePerson(payload, { unit: here.id })
  const postOf = async (
    post: 'gridHead' | 'gridFull' | 'commissioner' | 'reportedMember',
    unit: string,
    holder: string,
    more: Pick<Partial<Appointment>, 'standing' | 'to' | 'awaiting'> & { holds?: string } = {},
  ) =>
    (
      await payload.create({
        collection: 'appointments',
        data: {
          post,
          unit,
          person: holder,
          standing: 'current',
          from: '2026-01-01',
          awaiting: false,
          holds: post === 'gridHead' ? `gridHead:${unit}:a` : `${post}:${unit}:${holder}`,
          ...more,
        },
        depth: 0,
        overrideAccess: true,
      })
    ).id
  const posts = {
    grid: grid.id,
    gridElsewhere: gridElsewhere.id,
    neighbour: neighbour.id,
    head: await postOf('gridHead', grid.id, neighbour.id),
    headElsewhere: await postOf('gridHead', gridElsewhere.id, otherPerson.id),
    member: await postOf('gridFull', grid.id, person.id),
    mine: await postOf('commissioner', here.id, person.id),
    others: await postOf('commissioner', here.id, otherPerson.id),
    ended: await postOf('gridFull', grid.id, neighbour.id, { standing: 'ended', to: '2026-02-01', holds: 'ended:bad' }),
    report: await postOf('reportedMember', here.id, otherPerson.id, { standing: 'planned', awaiting: true }),
  }
  const picture = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#0b6b57' } })
    .png()
    .toBuffer()
  await payload.db.updateOne({
    collection: 'activities',
    id: activities.open.id,
    data: { cover: await storeCover(activities.open.id, picture, '一张图片') },
    returning: false,
  })
  const isSqlite = payload.db.name === 'sqlite'
  const [uuid, objectId] = ['123e4567-e89b-42d3-a456-426614174000', '0123456789abcdef01234567']
  return {
    units,
    tokens,
    organiser,
    person,
    otherPerson,
    activities,
    registrations,
    corrections,
    certificates,
    templates,
    posts,
    picture: picture.toString('base64'),
    served,
    door: await doorOf(activities.open.id),
    ids: { unknown: isSqlite ? uuid : objectId, otherShape: isSqlite ? objectId : uuid },
  }
}

// What is expected of every refusal
// ------------------------------------------------------------------------------------

export function expectProblem(answer: Answer, status: number, code: ErrorCode): void {
  expect({ status: answer.status, body: answer.body }).toMatchObject({
    status,
    body: { status, code, title: code, type: `/about#error-${code}` },
  })
  expect(answer.type).toMatch(/^application\/problem\+json/)
  expect((answer.body as { detail: string }).detail).toMatch(/[\u4e00-\u9fff]/)
  expectNoInsides(answer)
}

export function expectNoInsides({ text }: Answer): void {
  expect(text).not.toMatch(/\.(ts|js|mjs):\d+|node_modules|\bat \w+.*\(|SQLITE|Mongo|Failed query|select "/)
}

export async function refused(call: Call, status: number, code: ErrorCode): Promise<void> {
  const answer = await ask(call)
  expectProblem(answer, status, code)
}

export let watched: Awaited<ReturnType<typeof watchRows>> | undefined
/** Inside a describe: nothing that its tests ask may write a row. */
export function nothingIsWritten(): void {
  beforeAll(async () => {
    // A try of a code and a refused log-in are counted.
    watched = await watchRows(payload, (table, rows) => (/^(codes|staff)/.test(table) ? rows.length : rows))
  })
  afterAll(() => watched?.stop())
  afterEach(async () => expect(await watched?.written()).toEqual([]))
}

// The calls, each as it would succeed, and what of its own can be wrong
// ---------------------------------------------------

export type Wrong = [name: string, call: () => Call, status: number, code: ErrorCode]

export interface Tried {
  /** A request with nothing wrong, as the one it is for; with `:id` in place of an id in the path. */
  right: () => Call
  /** The id that `right` goes with. */
  id?: () => string
  wrong: Wrong[]
}

export const invalid = (name: string, call: () => Call): Wrong => [name, call, 400, 'invalid-input']
export const long = (length: number): string => '长'.repeat(length)

export const query = (name: string, values: object, target: string, token?: () => string): Wrong =>
  invalid(name, () => ({ path: `${target}${queryOf(values)}`, token: token?.() }))
export const badActivityQueries: [string, object][] = [
  ['a line that is none', { line: 'nope' }],
  ['a theme that is none', { theme: '__proto__' }],
  ['a unit that is no id', { unit: "1' OR '1'='1" }],
  ['a day that does not exist [D20]', { from: '2026-02-30' }],
  ['a date that is none', { to: '2026-13-45' }],
  ['a time that is none', { from: '2026-01-01T99:99' }],
  ['open: maybe', { open: 'maybe' }],
  ['61 characters to search for', { q: long(61) }],
  ['a NUL to search for', { q: 'a\0b' }],
  ['sorting by what is not offered', { sort: 'counted' }],
  ['page 0', { page: 0 }],
  ['page -1', { page: -1 }],
  ['page 1.5', { page: 1.5 }],
  ['page abc', { page: 'abc' }],
  ['page 1e9', { page: '1e9' }],
  ['page Infinity', { page: 'Infinity' }],
  ['limit 0', { limit: 0 }],
  ['limit 101', { limit: 101 }],
  ['limit -5', { limit: -5 }],
]

export const badContacts: [string, unknown][] = [
  ['no contact', {}],
  ['two contacts', { phone: '15400000000', email: 'a@example.org' }],
  ['a phone too short', { phone: '1540000000' }],
  ['a phone too long', { phone: '154000000001' }],
  ['a landline', { phone: '07520000000' }],
  ['a phone in letters', { phone: 'call me now' }],
  ['a phone of 10,000 digits', { phone: '1'.repeat(10_000) }],
  ['a phone as a number', { phone: 15400000000 }],
  ['a phone by operator', { phone: { $gt: '' } }],
  ['no phone', { phone: null }],
  ['a phone in a list', { phone: ['15400000000'] }],
  ['an e-mail without a place', { email: 'someone' }],
  ['two e-mails', { email: 'a@example.org,b@example.org' }],
  ['an e-mail with a header', { email: 'a@example.org\r\nBcc: b@example.org' }],
  ['an e-mail too long', { email: `${'a'.repeat(250)}@example.org` }],
  ['an e-mail as an object', { email: { address: 'a@example.org' } }],
  ['a NUL', { email: 'a\0@example.org' }],
]

export const register = (body: unknown, activity: keyof (typeof world)['activities'] = 'open'): Call => ({
  method: 'POST',
  path: `/activities/${world.activities[activity].id}/registrations`,
  token: activity === 'open' ? world.tokens.other : world.tokens.person,
  body,
})
export const questionIds = (): string[] => (world.activities.asking.questions ?? []).map(({ id }) => String(id))
export const answering = (...answers: unknown[]): Call =>
  register({ answers: Object.fromEntries(answers.map((answer, index) => [questionIds()[index], answer])) }, 'asking')

export const item = (overrides: object = {}) => ({
  clientId: 'a',
  activity: world.activities.open.id,
  registration: world.registrations.mine.id,
  at: new Date().toISOString(),
  method: 'manual',
  ...overrides,
})
export const without = <T extends object>(value: T, name: keyof T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)) as Partial<T>
export const checkIns = (items: unknown): Call => ({
  method: 'POST',
  path: '/check-ins',
  token: world.tokens.staff,
  body: { items },
})
export const openDoorBy = (token: unknown): Call => ({ method: 'POST', path: '/door/session', body: { token } })
export const helperScan = (overrides: object = {}) => without(item(overrides), 'activity')
export const helperCheckIns = (items: unknown, by: unknown = world.door.id): Call => ({
  method: 'POST',
  path: '/door/check-ins',
  headers: { cookie: world.door.cookie },
  body: { by, items },
})
export const leaving = (overrides: object = {}) => without(item(overrides), 'method')
export const checkOuts = (items: unknown): Call => ({ ...checkIns(items), path: '/check-outs' })
export const walkIn = (overrides: object = {}, activity: keyof (typeof world)['activities'] = 'open'): Call => ({
  method: 'POST',
  path: `/activities/${world.activities[activity].id}/walk-ins`,
  token: world.tokens.staff,
  body: { name: '现场来客', phone: newPhone(), consent: true, ...overrides },
})
export const selfCheckIn = (code: unknown, activity: keyof (typeof world)['activities'] = 'selfService'): Call => ({
  method: 'POST',
  path: `/activities/${world.activities[activity].id}/self-check-ins`,
  token: world.tokens.person,
  body: { code },
})
export const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000)
export const correct = (body: object, registration: keyof (typeof world)['registrations'] = 'attended'): Call => ({
  method: 'POST',
  path: `/registrations/${world.registrations[registration].id}/corrections`,
  token: world.tokens.staff,
  body: { reason: '登记有误', ...body },
})
export const decide = (body: object, registration: keyof (typeof world)['registrations'] = 'pending'): Call => ({
  method: 'POST',
  path: `/registrations/${world.registrations[registration].id}/decision`,
  token: world.tokens.staff,
  body,
})
export const ofActivity = (
  what: string,
  body: object,
  activity: keyof (typeof world)['activities'] = 'open',
): Call => ({
  method: 'POST',
  path: `/activities/${world.activities[activity].id}/${what}`,
  token: world.tokens.staff,
  body,
})
export const evaluate = (body: object, activity: keyof (typeof world)['activities'] = 'ended'): Call => ({
  method: 'POST',
  path: `/activities/${world.activities[activity].id}/evaluations`,
  token: world.tokens.staff,
  body: { registrations: [world.registrations.attended.id], evaluation: 'good', ...body },
})
export const own = (
  what: 'feedback' | 'correction-requests',
  body: object,
  registration: keyof (typeof world)['registrations'] = 'attended',
): Call => ({
  method: 'POST',
  path: `/registrations/${world.registrations[registration].id}/${what}`,
  token: world.tokens.person,
  body,
})
export const issue = (body: object, token: string | undefined = world.tokens.staff): Call => ({
  method: 'POST',
  path: '/certificates/issue',
  token,
  body,
})
export const period = (body: object): Call =>
  issue({ unit: world.units.community.id, from: '2026-01-01', to: '2026-03-31', ...body })
export const revoke = (body: object, certificate: keyof (typeof world)['certificates'] = 'mine'): Call => ({
  method: 'POST',
  path: `/certificates/${world.certificates[certificate].id}/revocation`,
  token: world.tokens.staff,
  body,
})
export const verify = (body: object): Call => ({ method: 'POST', path: '/certificates/verification', body })
export const answerRequest = (body: object, correction: keyof (typeof world)['corrections'] = 'open'): Call => ({
  method: 'POST',
  path: `/corrections/${world.corrections[correction]}/answer`,
  token: world.tokens.staff,
  body: { decision: 'refused', answer: '核对无误', ...body },
})
export const changed = (body: object): Call => ({ method: 'PATCH', path: '/me', token: world.tokens.person, body })
export const session = (body: object): Call => ({
  method: 'POST',
  path: '/sessions',
  body: { phone: '15400000000', code: '000000', ...body },
})

const FOREIGN_TOKENS: [string, () => string | Promise<string>][] = [
  ['a token that is none', () => 'not.a.token'],
  ['half a token', () => world.tokens.person.split('.').slice(0, 2).join('.')],
  ['a token with another signature', () => `${world.tokens.person.slice(0, -4)}AAAA`],
  [
    'a token of another secret',
    () => signed({ id: world.person.id, collection: 'people' }, 'another-secret-another-secret-another'),
  ],
  [
    'a token without a signature',
    () => new UnsecuredJWT({ id: world.person.id, collection: 'people' }).setExpirationTime('1h').encode(),
  ],
  ['an expired token', () => signed({ id: world.person.id, collection: 'people' }, payload.secret, '-1h')],
  ['a token of a person who was erased', () => world.tokens.erased],
  ['a token of nobody', () => signed({ id: world.ids.unknown, collection: 'people' })],
  ['a token of somebody by operator', () => signed({ id: { $ne: null }, collection: 'people' })],
  [
    'a token of a collection that has no users',
    () => signed({ id: world.activities.open.id, collection: 'activities' }),
  ],
  ['a staff token without a session', () => signed({ id: world.organiser.id, collection: 'staff' })],
]

async function signed(claims: Record<string, unknown>, secret = payload.secret, expires = '1h'): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(secret))
}

/** The calls of the contract, by the file that tries them; badRest.int.test.ts proves that none is left. */
export const TRIED_IN = {
  badActivities: { ...activities, ...tallies },
  badSeats: seats,
  badAttendance: { ...attendance, ...door },
  badPeople: { ...identity, ...staff, ...people, ...certificates, ...records, ...desk },
  badAppointments: appointments,
  badMessages: messages,
  badImports: imports,
}

const at = (call: Call, id?: string): Call => ({ ...call, path: call.path.replace(':id', id ?? '') })

/** Tries each call of a file: what is wrong with it alone, and all that can be wrong with any. */
export function tryCalls<File extends keyof typeof TRIED_IN>(
  file: File,
  tried: Record<keyof (typeof TRIED_IN)[File], Tried>,
): void {
  const cases = tried as Record<string, Tried>
  const definitions = TRIED_IN[file] as Record<string, { method: string; who: string; body?: unknown }>

  test('every call of these has its cases here', () => {
    expect(Object.keys(cases).sort()).toEqual(Object.keys(definitions).sort())
  })

  describe.each(Object.entries(cases))('%s', (name, { right, id, wrong }) => {
    const { who, body, method } = definitions[name] ?? { who: '', method: '' }
    const rightly = (): Call => at(right(), id?.())
    nothingIsWritten()

    if (wrong.length > 0) {
      test.each(wrong)('%s', async (_name, call, status, code) => refused(call(), status, code))
    }

    if (body !== undefined) {
      const sent = (text: string | Uint8Array, headers: Record<string, string> = {}): Call => ({
        ...rightly(),
        body: text,
        headers,
      })
      const bodies: Wrong[] = [
        ['broken JSON', () => sent('{"a": '), 400, 'invalid-json'],
        ['JSON and more', () => sent('{} {}'), 400, 'invalid-json'],
        ['bytes that are no text', () => sent(new Uint8Array([0xff, 0xfe, 0x00])), 400, 'invalid-json'],
        ['NaN', () => sent('NaN'), 400, 'invalid-json'],
        invalid('null', () => sent('null')),
        invalid('a list', () => sent('[]')),
        invalid('text', () => sent('"text"')),
        invalid('a number', () => sent('1')),
        invalid('a field nobody knows', () => sent(JSON.stringify({ ...(rightly().body as object), unknown: 1 }))),
        invalid('__proto__', () => sent('{"__proto__": {"isAdmin": true}, "constructor": {"prototype": {}}}')),
        invalid('a NUL in a key', () => sent('{"a\\u0000b": 1}')),
        invalid('half a character', () => sent('{"name": "\\ud83d"}')),
        invalid('lists within lists, 100,000 deep', () => sent(`{"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`)),
        ['600,000 characters', () => sent(JSON.stringify({ filler: 'x'.repeat(600_000) })), 413, 'payload-too-large'],
        [
          'a form',
          () => sent('phone=15400000000&code=1', { 'content-type': 'application/x-www-form-urlencoded' }),
          415,
          'unsupported-media-type',
        ],
        [
          'JSON called plain text',
          () => sent(JSON.stringify(rightly().body ?? {}), { 'content-type': 'text/plain' }),
          415,
          'unsupported-media-type',
        ],
        [
          'a file',
          () =>
            sent('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n', {
              'content-type': 'multipart/form-data; boundary=x',
            }),
          415,
          'unsupported-media-type',
        ],
      ]
      test.each(bodies)('body: %s', async (_name, call, status, code) => refused(call(), status, code))

      // Signing up and cancelling need no body: the only calls of which an empty one says something.
      if (name !== 'registerCall' && name !== 'cancelCall') {
        test('body: none', async () => refused({ ...rightly(), body: undefined }, 400, 'invalid-input'))
        test('body: blanks', async () => refused({ ...rightly(), body: ' \n' }, 400, 'invalid-input'))
      }
    }

    if (method !== 'get') {
      test.each([
        ['empty', ''],
        ['256 characters', 'k'.repeat(256)],
        ['256 characters in quotes', `"${'k'.repeat(256)}"`],
        ['nothing in quotes', '""'],
        ['half a quote', '"key'],
        ['two at once', 'a, b'],
        ['not English', '\xe9\xe8'],
      ])('an Idempotency-Key that is none: %s', async (_name, key) =>
        refused({ ...rightly(), headers: { 'idempotency-key': key } }, 400, 'idempotency-key-invalid'),
      )
    }

    if (id !== undefined) {
      test.each([
        'x',
        '1',
        '-1',
        'null',
        'undefined',
        '[object Object]',
        "1' OR '1'='1",
        '{"$ne":null}',
        '123e4567e89b42d3a456426614174000',
        'g'.repeat(24),
        'a'.repeat(5000),
        '文',
        '\ud7ff',
      ])('an id that is none: %s', async (bad) => refused(at(right(), encodeURIComponent(bad)), 400, 'invalid-input'))
      test('an id with a NUL', async () => refused(at(right(), '%00'), 400, 'invalid-input'))
      test('an id that cannot be decoded', async () => refused(at(right(), '%E0%A4%A'), 404, 'not-found'))
      test('an id that is not there', async () => refused(at(right(), world.ids.unknown), 404, 'not-found'))
      test('an id of the other database’s kind', async () =>
        refused(at(right(), world.ids.otherShape), 404, 'not-found'))
    }

    if (who === 'helper') {
      test.each([
        ['nobody', () => ({})],
        ['somebody of the staff', () => ({ authorization: `JWT ${world.tokens.staff}` })],
        ['a person', () => ({ authorization: `JWT ${world.tokens.person}` })],
        ['another secret', () => ({ cookie: `xianfeng-door=${'A'.repeat(43)}` })],
        ['a cookie that a foreign page sends', () => ({ ...rightly().headers, origin: 'https://elsewhere.example' })],
      ] as [string, () => Record<string, string>][])('%s', async (_name, headers) =>
        refused({ ...rightly(), headers: headers() }, 401, 'not-logged-in'),
      )
    } else if (who !== 'anyone') {
      test('nobody logged in', async () => refused({ ...rightly(), token: undefined }, 401, 'not-logged-in'))
      if (who !== 'person or staff') {
        test('the other kind of user', async () =>
          refused(
            { ...rightly(), token: who === 'person' ? world.tokens.staff : world.tokens.person },
            403,
            'forbidden',
          ))
      }
      test.each(FOREIGN_TOKENS)('%s', async (_name, token) =>
        refused({ ...rightly(), token: await token() }, 401, 'not-logged-in'),
      )
      test('a token in a cookie that a foreign page sends', async () => {
        const { token, ...call } = rightly()
        await refused(
          {
            ...call,
            headers: {
              ...call.headers,
              cookie: `payload-token=${token}`,
              origin: 'https://elsewhere.example.org',
              'sec-fetch-site': 'cross-site',
            },
          },
          401,
          'not-logged-in',
        )
      })
    } else if (method === 'get') {
      test.each(FOREIGN_TOKENS)('%s changes nothing for a call that is open to all', async (_name, token) => {
        expect((await ask({ ...rightly(), token: await token() })).status).toBe(200)
      })
    }
  })
}
