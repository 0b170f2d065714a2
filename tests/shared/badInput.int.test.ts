import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { SignJWT, UnsecuredJWT } from 'jose'
import type { CollectionSlug, Payload } from 'payload'
import type { ErrorCode } from '../../src/domain/shared/AppError.ts'
import { dayOf } from '../../src/domain/shared/calendar.ts'
import { CODE_TRIES } from '../../src/domain/identity/codes.ts'
import { LIMITS } from '../../src/domain/shared/limits.ts'
import * as calls from '../../src/endpoints/calls.ts'
import { env } from '../../src/env.ts'
import { selfCheckInCode, selfCheckInPass, signTicket } from '../../src/privacy/cipher.ts'
import { logIn } from '../support/accessWorld.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  newPhone,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask, queryOf, type Answer, type Call } from '../support/http.ts'
import { issueCertificates } from '../../src/operations/certificates/issueCertificates.ts'
import { revokeCertificate } from '../../src/operations/certificates/revokeCertificate.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { watchRows } from '../support/storedRows.ts'
import { tokenOf } from '../support/tokens.ts'

/**
 * Each call of the contract with everything that is wrong with a request. Every refusal is a problem (RFC 9457) with
 * the right status, a stable code and a Chinese sentence, and leaves every row of every collection as it was.
 */
let app: TestPayload
let payload: Payload
let world: Awaited<ReturnType<typeof makeWorld>>

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  world = await makeWorld()
})
afterAll(() => app.stop())

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
    served,
    ids: { unknown: isSqlite ? uuid : objectId, otherShape: isSqlite ? objectId : uuid },
  }
}

// What is expected of every refusal
// ------------------------------------------------------------------------------------

function expectProblem(answer: Answer, status: number, code: ErrorCode): void {
  expect({ status: answer.status, body: answer.body }).toMatchObject({
    status,
    body: { status, code, title: code, type: `/about#error-${code}` },
  })
  expect(answer.type).toMatch(/^application\/problem\+json/)
  expect((answer.body as { detail: string }).detail).toMatch(/[\u4e00-\u9fff]/)
  expectNoInsides(answer)
}

function expectNoInsides({ text }: Answer): void {
  expect(text).not.toMatch(/\.(ts|js|mjs):\d+|node_modules|\bat \w+.*\(|SQLITE|Mongo|Failed query|select "/)
}

async function refused(call: Call, status: number, code: ErrorCode): Promise<void> {
  const answer = await ask(call)
  expectProblem(answer, status, code)
}

let watched: Awaited<ReturnType<typeof watchRows>> | undefined
/** Inside a describe: nothing that its tests ask may write a row. */
function nothingIsWritten(): void {
  beforeAll(async () => {
    // A try of a code and a refused log-in are counted.
    watched = await watchRows(payload, (table, rows) => (/^(codes|staff)/.test(table) ? rows.length : rows))
  })
  afterAll(() => watched?.stop())
  afterEach(async () => expect(await watched?.written()).toEqual([]))
}

// The calls, each as it would succeed, and what of its own can be wrong
// ---------------------------------------------------

type CallName = keyof typeof calls
type Wrong = [name: string, call: () => Call, status: number, code: ErrorCode]

interface Tried {
  /** A request with nothing wrong, as the one it is for; with `:id` in place of an id in the path. */
  right: () => Call
  /** The id that `right` goes with. */
  id?: () => string
  wrong: Wrong[]
}

const invalid = (name: string, call: () => Call): Wrong => [name, call, 400, 'invalid-input']
const long = (length: number): string => '长'.repeat(length)

const query = (name: string, values: object, target: string, token?: () => string): Wrong =>
  invalid(name, () => ({ path: `${target}${queryOf(values)}`, token: token?.() }))
const badActivityQueries: [string, object][] = [
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

const badContacts: [string, unknown][] = [
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

const register = (body: unknown, activity: keyof (typeof world)['activities'] = 'open'): Call => ({
  method: 'POST',
  path: `/activities/${world.activities[activity].id}/registrations`,
  token: activity === 'open' ? world.tokens.other : world.tokens.person,
  body,
})
const questionIds = (): string[] => (world.activities.asking.questions ?? []).map(({ id }) => String(id))
const answering = (...answers: unknown[]): Call =>
  register({ answers: Object.fromEntries(answers.map((answer, index) => [questionIds()[index], answer])) }, 'asking')

const item = (overrides: object = {}) => ({
  clientId: 'a',
  activity: world.activities.open.id,
  registration: world.registrations.mine.id,
  at: new Date().toISOString(),
  method: 'manual',
  ...overrides,
})
const without = <T extends object>(value: T, name: keyof T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)) as Partial<T>
const checkIns = (items: unknown): Call => ({
  method: 'POST',
  path: '/check-ins',
  token: world.tokens.staff,
  body: { items },
})
const leaving = (overrides: object = {}) => without(item(overrides), 'method')
const checkOuts = (items: unknown): Call => ({ ...checkIns(items), path: '/check-outs' })
const walkIn = (overrides: object = {}, activity: keyof (typeof world)['activities'] = 'open'): Call => ({
  method: 'POST',
  path: `/activities/${world.activities[activity].id}/walk-ins`,
  token: world.tokens.staff,
  body: { name: '现场来客', phone: newPhone(), consent: true, ...overrides },
})
const selfCheckIn = (code: unknown, activity: keyof (typeof world)['activities'] = 'selfService'): Call => ({
  method: 'POST',
  path: `/activities/${world.activities[activity].id}/self-check-ins`,
  token: world.tokens.person,
  body: { code },
})
const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000)
const correct = (body: object, registration: keyof (typeof world)['registrations'] = 'attended'): Call => ({
  method: 'POST',
  path: `/registrations/${world.registrations[registration].id}/corrections`,
  token: world.tokens.staff,
  body: { reason: '登记有误', ...body },
})
const decide = (body: object, registration: keyof (typeof world)['registrations'] = 'pending'): Call => ({
  method: 'POST',
  path: `/registrations/${world.registrations[registration].id}/decision`,
  token: world.tokens.staff,
  body,
})
const ofActivity = (what: string, body: object, activity: keyof (typeof world)['activities'] = 'open'): Call => ({
  method: 'POST',
  path: `/activities/${world.activities[activity].id}/${what}`,
  token: world.tokens.staff,
  body,
})
const evaluate = (body: object, activity: keyof (typeof world)['activities'] = 'ended'): Call => ({
  method: 'POST',
  path: `/activities/${world.activities[activity].id}/evaluations`,
  token: world.tokens.staff,
  body: { registrations: [world.registrations.attended.id], evaluation: 'good', ...body },
})
const own = (
  what: 'feedback' | 'correction-requests',
  body: object,
  registration: keyof (typeof world)['registrations'] = 'attended',
): Call => ({
  method: 'POST',
  path: `/registrations/${world.registrations[registration].id}/${what}`,
  token: world.tokens.person,
  body,
})
const issue = (body: object, token: string | undefined = world.tokens.staff): Call => ({
  method: 'POST',
  path: '/certificates/issue',
  token,
  body,
})
const period = (body: object): Call =>
  issue({ unit: world.units.community.id, from: '2026-01-01', to: '2026-03-31', ...body })
const revoke = (body: object, certificate: keyof (typeof world)['certificates'] = 'mine'): Call => ({
  method: 'POST',
  path: `/certificates/${world.certificates[certificate].id}/revocation`,
  token: world.tokens.staff,
  body,
})
const verify = (body: object): Call => ({ method: 'POST', path: '/certificates/verification', body })
const answerRequest = (body: object, correction: keyof (typeof world)['corrections'] = 'open'): Call => ({
  method: 'POST',
  path: `/corrections/${world.corrections[correction]}/answer`,
  token: world.tokens.staff,
  body: { decision: 'refused', answer: '核对无误', ...body },
})
const changed = (body: object): Call => ({ method: 'PATCH', path: '/me', token: world.tokens.person, body })
const session = (body: object): Call => ({
  method: 'POST',
  path: '/sessions',
  body: { phone: '15400000000', code: '000000', ...body },
})

const TRIED: Record<CallName, Tried> = {
  mergePeopleCall: {
    right: () => ({
      method: 'POST',
      path: '/people/:id/merge',
      token: world.tokens.department,
      body: { into: world.otherPerson.id, reason: '同一人登记了两次' },
    }),
    id: () => world.person.id,
    wrong: [
      ...(
        [
          ['neither from nor into', () => ({ reason: '同一人' })],
          ['both from and into', () => ({ from: world.otherPerson.id, into: world.otherPerson.id, reason: '同一人' })],
          ['no reason', () => ({ into: world.otherPerson.id })],
          ['a reason of one character', () => ({ into: world.otherPerson.id, reason: '同' })],
          ['a reason of 201 characters', () => ({ into: world.otherPerson.id, reason: long(201) })],
          ['an id that is none', () => ({ into: '1', reason: '同一人' })],
          ['an id by operator', () => ({ into: { equals: world.otherPerson.id }, reason: '同一人' })],
          ['itself', () => ({ into: world.person.id, reason: '同一人' })],
        ] as [string, () => object][]
      ).map(([name, body]) =>
        invalid(name, () => ({
          method: 'POST',
          path: `/people/${world.person.id}/merge`,
          token: world.tokens.department,
          body: body(),
        })),
      ),
      ...(['unknown', 'otherShape'] as const).map((kind): Wrong => [
        `an id that is ${kind}`,
        () => ({
          method: 'POST',
          path: `/people/${world.person.id}/merge`,
          token: world.tokens.department,
          body: { from: world.ids[kind], reason: '同一人' },
        }),
        404,
        'not-found',
      ]),
      [
        'by an organiser',
        () => ({
          method: 'POST',
          path: `/people/${world.person.id}/merge`,
          token: world.tokens.staff,
          body: { into: world.otherPerson.id, reason: '同一人' },
        }),
        403,
        'forbidden',
      ],
    ],
  },
  listActivitiesCall: {
    right: () => ({ path: '/public/activities' }),
    wrong: badActivityQueries.map(([name, values]) => query(name, values, '/public/activities')),
  },
  getActivityCall: {
    right: () => ({ path: '/public/activities/:id' }),
    id: () => world.activities.open.id,
    wrong: [
      [
        'a draft',
        () => ({ path: `/public/activities/${world.activities.draft.id}`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
    ],
  },
  listTargetsCall: { right: () => ({ path: '/public/targets' }), wrong: [] },
  requestCodeCall: {
    right: () => ({ method: 'POST', path: '/codes', body: { phone: newPhone() } }),
    wrong: badContacts.map(([name, body]) => invalid(name, () => ({ method: 'POST', path: '/codes', body }))),
  },
  openSessionCall: {
    right: () => session({}),
    wrong: [
      ...badContacts.map(([name, body]) =>
        invalid(name, () => ({ method: 'POST', path: '/sessions', body: { code: '000000', ...(body as object) } })),
      ),
      invalid('no code', () => ({ method: 'POST', path: '/sessions', body: { phone: '15400000000' } })),
      invalid('a code of five digits', () => session({ code: '12345' })),
      invalid('a code of seven digits', () => session({ code: '1234567' })),
      invalid('a code in letters', () => session({ code: 'abcdef' })),
      invalid('a code as a number', () => session({ code: 123456 })),
      invalid('a code by operator', () => session({ code: { $exists: true } })),
      invalid('a code in a list', () => session({ code: ['123456'] })),
      invalid('an empty name', () => session({ name: ' ' })),
      invalid('a name of 41 characters', () => session({ name: long(41) })),
      invalid('a name with a tag', () => session({ name: '<script>' })),
      [
        'a name with a line break is read with a blank: only the code is wrong',
        () => session({ name: '甲\n乙' }),
        400,
        'code-invalid',
      ],
      invalid('a name of half a character', () => session({ name: '甲\ud83d' })),
      invalid('consent in words', () => session({ consent: 'true' })),
      invalid('a role of one’s own choice', () => session({ role: 'department' })),
      ['no code was ever sent', () => session({}), 400, 'code-invalid'],
    ],
  },
  registerCall: {
    right: () => ({ method: 'POST', path: '/activities/:id/registrations', token: world.tokens.person }),
    id: () => world.activities.open.id,
    wrong: [
      invalid('answers as text', () => register({ answers: 'yes' })),
      invalid('answers as a list', () => register({ answers: ['yes'] })),
      invalid('an answer as a number', () => register({ answers: { q: 1 } })),
      invalid('an answer as an object', () => register({ answers: { q: { $ne: null } } })),
      invalid('an answer of 1,001 characters', () => register({ answers: { q: long(1001) } })),
      invalid('51 choices', () => register({ answers: { q: Array.from({ length: 51 }, () => 'a') } })),
      invalid('a question with a name too long', () => register({ answers: { [long(65)]: 'a' } })),
      invalid('an answer with a NUL', () => register({ answers: { q: 'a\0' } })),
      invalid('an answer of half a character', () => register({ answers: { q: '\ud83d' } })),
      invalid('a required answer missing', () => answering()),
      invalid('a required answer empty', () => answering('', '', 'true')),
      invalid('a required tick missing', () => answering('普通')),
      invalid('an option that was not offered', () => answering('素食', '', 'true')),
      invalid('options in place of one', () => answering(['清真', '普通'], '', 'true')),
      invalid('somebody else', () => register({ person: world.person.id })),
      invalid('a seat of one’s own choice', () => register({ status: 'confirmed', sequence: 1 })),
      ...[0, -1, 11, 1.5, '2', null, [2], { $gt: 0 }].map((size): Wrong =>
        invalid(`a party of ${JSON.stringify(size)}`, () => register({ size }, 'asking')),
      ),
      invalid('a party where everybody signs up alone', () => register({ size: 2 }, 'notAsked')),
      ['a draft', () => register(undefined, 'draft'), 404, 'not-found'],
      ['cancelled', () => register(undefined, 'cancelled'), 409, 'activity-cancelled'],
      ['full', () => register(undefined, 'full'), 409, 'full'],
      ['closed', () => register(undefined, 'closed'), 409, 'registration-closed'],
      ['not yet open', () => register(undefined, 'notYetOpen'), 409, 'registration-closed'],
    ],
  },
  cancelCall: {
    right: () => ({ method: 'DELETE', path: '/registrations/:id', token: world.tokens.person }),
    id: () => world.registrations.mine.id,
    wrong: [
      [
        'another person’s',
        () => ({
          method: 'DELETE',
          path: `/registrations/${world.registrations.others.id}`,
          token: world.tokens.person,
        }),
        404,
        'not-found',
      ],
      [
        'of another unit, by staff',
        () => ({
          method: 'DELETE',
          path: `/registrations/${world.registrations.elsewhere.id}`,
          token: world.tokens.staff,
        }),
        404,
        'not-found',
      ],
      [
        'after coming',
        () => ({
          method: 'DELETE',
          path: `/registrations/${world.registrations.attended.id}`,
          token: world.tokens.person,
        }),
        409,
        'attendance-recorded',
      ],
      [
        'after coming, by staff',
        () => ({
          method: 'DELETE',
          path: `/registrations/${world.registrations.attended.id}`,
          token: world.tokens.staff,
        }),
        409,
        'attendance-recorded',
      ],
    ],
  },
  acceptOfferCall: {
    right: () => ({ method: 'POST', path: '/registrations/:id/acceptance', token: world.tokens.person }),
    id: () => world.registrations.mine.id,
    wrong: [
      [
        'another person’s',
        () => ({
          method: 'POST',
          path: `/registrations/${world.registrations.others.id}/acceptance`,
          token: world.tokens.person,
        }),
        404,
        'not-found',
      ],
      [
        'where nothing is offered',
        () => ({
          method: 'POST',
          path: `/registrations/${world.registrations.waiting.id}/acceptance`,
          token: world.tokens.person,
        }),
        404,
        'not-found',
      ],
    ],
  },
  decideCall: {
    right: () => ({
      method: 'POST',
      path: '/registrations/:id/decision',
      token: world.tokens.staff,
      body: { decision: 'approve' },
    }),
    id: () => world.registrations.pending.id,
    wrong: [
      invalid('no decision', () => decide({})),
      invalid('a decision that is none', () => decide({ decision: 'maybe' })),
      invalid('refused without a reason', () => decide({ decision: 'refuse' })),
      invalid('refused for a reason of one character', () => decide({ decision: 'refuse', reason: '不' })),
      invalid('a reason of 201 characters', () => decide({ decision: 'refuse', reason: long(201) })),
      invalid('a seat of one’s own choice', () => decide({ decision: 'approve', status: 'confirmed' })),
      ['of another unit', () => decide({ decision: 'approve' }, 'elsewhere'), 404, 'not-found'],
      ['one that is not pending', () => decide({ decision: 'refuse', reason: '人数已够' }, 'mine'), 409, 'not-pending'],
    ],
  },
  meCall: { right: () => ({ path: '/me', token: world.tokens.person }), wrong: [] },
  changeMeCall: {
    right: () =>
      changed({
        name: '林秀兰',
        kinds: ['rider', 'partyMember'],
        unit: null,
        gender: null,
        birthDate: '1990-01-31',
        area: '龙溪',
        skills: null,
        serviceKinds: '',
      }),
    wrong: [
      invalid('a name of blanks', () => changed({ name: ' \u200b ' })),
      invalid('no name', () => changed({ name: null })),
      invalid('a name of 41 characters', () => changed({ name: long(41) })),
      invalid('a name with a tag', () => changed({ name: '<b>林</b>' })),
      invalid('a name with a NUL', () => changed({ name: '林\0' })),
      invalid('an identity that is none', () => changed({ kinds: ['chief'] })),
      invalid('an identity that is no list', () => changed({ kinds: 'rider' })),
      invalid('a unit that is no id', () => changed({ unit: '../x' })),
      invalid('a unit that is not there', () => changed({ unit: world.registrations.mine.id })),
      invalid('a gender that is none', () => changed({ gender: 'x' })),
      invalid('a day that does not exist', () => changed({ birthDate: '1990-02-30' })),
      invalid('born tomorrow', () => changed({ birthDate: dayOf(new Date(Date.now() + 86_400_000)) })),
      invalid('an area of 61 characters', () => changed({ area: long(61) })),
      invalid('skills of 201 characters', () => changed({ skills: long(201) })),
      invalid('kinds of service of 201 characters', () => changed({ serviceKinds: long(201) })),
      ...[
        'phone',
        'email',
        'idNumber',
        'volunteerNumber',
        'consentAt',
        'sessions',
        'phoneHash',
        'mergedInto',
        'loaded',
        'id',
      ].map((name) => invalid(`${name}, which is not for this call`, () => changed({ [name]: 'x' }))),
    ],
  },
  myRegistrationsCall: { right: () => ({ path: '/me/registrations', token: world.tokens.person }), wrong: [] },
  myDataCall: { right: () => ({ path: '/me/data', token: world.tokens.person }), wrong: [] },
  eraseMeCall: { right: () => ({ method: 'DELETE', path: '/me', token: world.tokens.person }), wrong: [] },
  confirmContactCall: {
    right: () => ({
      method: 'POST',
      path: '/me/contacts',
      token: world.tokens.person,
      body: { phone: '15400000000', code: '000000' },
    }),
    wrong: badContacts.map(([name, body]) =>
      invalid(name, () => ({
        method: 'POST',
        path: '/me/contacts',
        token: world.tokens.person,
        body: { code: '000000', ...(body as object) },
      })),
    ),
  },
  checkInCall: {
    right: () => checkIns([item()]),
    wrong: [
      invalid('no items', () => checkIns(undefined)),
      invalid('an empty batch', () => checkIns([])),
      invalid('501 items', () => checkIns(Array.from({ length: 501 }, () => item()))),
      invalid('items as an object', () => checkIns({ 0: item() })),
      invalid('an item that is none', () => checkIns([null])),
      invalid('an activity that is no id', () => checkIns([item({ activity: '../x' })])),
      invalid('an activity by operator', () => checkIns([item({ activity: { $ne: '' } })])),
      invalid('neither ticket nor registration', () => checkIns([without(item(), 'registration')])),
      invalid('ticket and registration', () => checkIns([item({ ticket: 'XF1.x.y' })])),
      invalid('a ticket too long', () => checkIns([{ ...without(item(), 'registration'), ticket: 'X'.repeat(301) }])),
      invalid('a ticket with a NUL', () => checkIns([{ ...without(item(), 'registration'), ticket: 'X\0' }])),
      invalid('no clientId', () => checkIns([item({ clientId: '' })])),
      invalid('a clientId too long', () => checkIns([item({ clientId: 'x'.repeat(65) })])),
      invalid('a time in words', () => checkIns([item({ at: 'now' })])),
      invalid('a time as a number', () => checkIns([item({ at: Date.now() })])),
      invalid('a method of one’s own', () => checkIns([item({ method: 'self' })])),
      invalid('an attendance that is none', () => checkIns([item({ attendance: 'late' })])),
      invalid('minutes', () => checkIns([item({ minutes: 600 })])),
      invalid('one bad item among good ones', () => checkIns([item(), item({ clientId: 5 })])),
    ],
  },
  checkOutCall: {
    right: () => checkOuts([leaving()]),
    wrong: [
      invalid('no items', () => checkOuts(undefined)),
      invalid('an empty batch', () => checkOuts([])),
      invalid('501 items', () => checkOuts(Array.from({ length: 501 }, () => leaving()))),
      invalid('an activity by operator', () => checkOuts([leaving({ activity: { $ne: '' } })])),
      invalid('neither ticket nor registration', () => checkOuts([without(leaving(), 'registration')])),
      invalid('ticket and registration', () => checkOuts([leaving({ ticket: 'XF1.x.y' })])),
      invalid('no clientId', () => checkOuts([leaving({ clientId: '' })])),
      invalid('a time in words', () => checkOuts([leaving({ at: 'now' })])),
      invalid('minutes', () => checkOuts([leaving({ minutes: 600 })])),
      invalid('an attendance', () => checkOuts([leaving({ attendance: 'present' })])),
    ],
  },
  walkInCall: {
    right: () => ({ ...walkIn(), path: '/activities/:id/walk-ins' }),
    id: () => world.activities.open.id,
    wrong: [
      invalid('no consent', () => walkIn({ consent: undefined })),
      invalid('consent refused', () => walkIn({ consent: false })),
      invalid('no name', () => walkIn({ name: undefined })),
      invalid('an empty name', () => walkIn({ name: '　' })),
      invalid('a name too long', () => walkIn({ name: long(41) })),
      invalid('a name as an object', () => walkIn({ name: { first: '甲' } })),
      invalid('no phone', () => walkIn({ phone: undefined })),
      invalid('a phone in words', () => walkIn({ phone: 'none' })),
      invalid('an e-mail besides', () => walkIn({ email: 'a@example.org' })),
      invalid('a time in words', () => walkIn({ at: 'now' })),
      invalid('a time ahead', () => walkIn({ at: hoursFromNow(1) })),
      invalid('a time long ago', () => walkIn({ at: hoursFromNow(-31 * 24) })),
      ['an activity of another unit', () => walkIn({}, 'elsewhere'), 404, 'not-found'],
      ['a draft', () => walkIn({}, 'draft'), 404, 'not-found'],
      ['cancelled', () => walkIn({}, 'cancelled'), 409, 'activity-cancelled'],
      ['too early', () => walkIn({}, 'tomorrow'), 409, 'registration-closed'],
    ],
  },
  checkInListCall: {
    right: () => ({ path: '/activities/:id/check-in-list', token: world.tokens.staff }),
    id: () => world.activities.open.id,
    wrong: [
      [
        'an activity of another unit',
        () => ({ path: `/activities/${world.activities.elsewhere.id}/check-in-list`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
      [
        'a draft',
        () => ({ path: `/activities/${world.activities.draft.id}/check-in-list`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
      [
        'cancelled',
        () => ({ path: `/activities/${world.activities.cancelled.id}/check-in-list`, token: world.tokens.staff }),
        409,
        'activity-cancelled',
      ],
    ],
  },
  selfCheckInCodeCall: {
    right: () => ({ path: '/activities/:id/self-check-in-code', token: world.tokens.staff }),
    id: () => world.activities.selfService.id,
    wrong: [
      [
        'an activity of another unit',
        () => ({
          path: `/activities/${world.activities.selfServiceElsewhere.id}/self-check-in-code`,
          token: world.tokens.staff,
        }),
        404,
        'not-found',
      ],
      [
        'an activity without self check-in',
        () => ({ path: `/activities/${world.activities.open.id}/self-check-in-code`, token: world.tokens.staff }),
        409,
        'check-in-closed',
      ],
      [
        'a draft of another unit',
        () => ({ path: `/activities/${world.activities.draft.id}/self-check-in-code`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
      [
        'cancelled',
        () => ({ path: `/activities/${world.activities.cancelled.id}/self-check-in-code`, token: world.tokens.staff }),
        409,
        'activity-cancelled',
      ],
    ],
  },
  selfCheckInCall: {
    right: () => ({
      ...selfCheckIn(selfCheckInCode(world.activities.selfService.id, new Date())),
      path: '/activities/:id/self-check-ins',
    }),
    id: () => world.activities.selfService.id,
    wrong: [
      invalid('no code', () => selfCheckIn(undefined)),
      invalid('a code as a number', () => selfCheckIn(123456)),
      invalid('five digits', () => selfCheckIn('12345')),
      invalid('seven digits', () => selfCheckIn('1234567')),
      invalid('a code by operator', () => selfCheckIn({ $gt: '' })),
      invalid('a place besides', () => ({ ...selfCheckIn('123456'), body: { code: '123456', latitude: 23.1 } })),
      [
        'a code of two minutes ago',
        () => selfCheckIn(selfCheckInCode(world.activities.selfService.id, minutesAgo(2))),
        400,
        'code-invalid',
      ],
      [
        'a code of another activity',
        () => selfCheckIn(selfCheckInCode(world.activities.open.id, new Date())),
        400,
        'code-invalid',
      ],
      [
        'a pass of a quarter of an hour ago',
        () =>
          selfCheckIn(
            selfCheckInPass(
              world.activities.selfService.id,
              selfCheckInCode(world.activities.selfService.id, minutesAgo(15)),
              minutesAgo(15),
            ),
          ),
        400,
        'code-invalid',
      ],
      [
        'a pass of another activity',
        () =>
          selfCheckIn(
            selfCheckInPass(
              world.activities.open.id,
              selfCheckInCode(world.activities.selfService.id, new Date()),
              new Date(),
            ),
          ),
        400,
        'code-invalid',
      ],
      [
        'a pass with a later time',
        () =>
          selfCheckIn(
            `99999999${selfCheckInPass(world.activities.selfService.id, selfCheckInCode(world.activities.selfService.id, new Date()), new Date()).slice(8)}`,
          ),
        400,
        'code-invalid',
      ],
      ['an activity without self check-in', () => selfCheckIn('123456', 'open'), 409, 'check-in-closed'],
      ['a draft', () => selfCheckIn('123456', 'draft'), 404, 'not-found'],
      ['cancelled', () => selfCheckIn('123456', 'cancelled'), 409, 'activity-cancelled'],
      ['too early', () => selfCheckIn('123456', 'selfServiceTomorrow'), 409, 'check-in-closed'],
      ['long after the end', () => selfCheckIn('123456', 'selfServiceEnded'), 409, 'check-in-closed'],
    ],
  },
  correctCall: {
    right: () => ({ ...correct({ attendance: 'absent' }), path: '/registrations/:id/corrections' }),
    id: () => world.registrations.attended.id,
    wrong: [
      invalid('no reason', () => correct({ reason: undefined })),
      invalid('a reason of one character', () => correct({ reason: '错' })),
      invalid('a reason of blanks', () => correct({ reason: '    ' })),
      invalid('a reason of 301 characters', () => correct({ reason: long(301) })),
      invalid('a reason with a NUL', () => correct({ reason: '有误\0' })),
      invalid('an attendance that is none', () => correct({ attendance: 'late' })),
      invalid('minutes below zero', () => correct({ minutes: -1 })),
      invalid('minutes beyond a day', () => correct({ minutes: 1441 })),
      invalid('half a minute', () => correct({ minutes: 0.5 })),
      invalid('minutes as text', () => correct({ minutes: '60' })),
      invalid('minutes where only taking part counts', () => correct({ minutes: 60 })),
      invalid('minutes of one who did not come', () => correct({ minutes: 60, attendance: 'absent' })),
      invalid('the status', () => correct({ status: 'cancelled' })),
      ['of another unit', () => correct({ attendance: 'present' }, 'elsewhere'), 404, 'not-found'],
    ],
  },
  evaluateCall: {
    right: () => ({ ...evaluate({}), path: '/activities/:id/evaluations' }),
    id: () => world.activities.ended.id,
    wrong: [
      invalid('nobody to evaluate', () => evaluate({ registrations: [] })),
      invalid('501 people', () =>
        evaluate({ registrations: Array.from({ length: 501 }, () => world.registrations.attended.id) }),
      ),
      invalid('a person that is no id', () => evaluate({ registrations: ['x'] })),
      invalid('people by operator', () => evaluate({ registrations: { $ne: null } })),
      invalid('an evaluation that is none', () => evaluate({ evaluation: 'bad' })),
      invalid('an evaluation in points', () => evaluate({ evaluation: 5 })),
      invalid('a note of blanks', () => evaluate({ note: '  ' })),
      invalid('a note of 201 characters', () => evaluate({ note: long(201) })),
      invalid('a date of one’s own choice', () => evaluate({ evaluatedAt: '2001-01-01T00:00:00.000Z' })),
      ['an activity of another unit', () => evaluate({}, 'elsewhere'), 404, 'not-found'],
    ],
  },
  feedbackCall: {
    right: () => ({ ...own('feedback', { rating: 5 }), path: '/registrations/:id/feedback' }),
    id: () => world.registrations.attended.id,
    wrong: [
      ...[undefined, 0, 6, -1, 4.5, '5', null, [5], { $gt: 0 }].map((rating): Wrong =>
        invalid(`a rating of ${JSON.stringify(rating)}`, () => own('feedback', { rating })),
      ),
      invalid('501 characters', () => own('feedback', { rating: 5, text: long(501) })),
      invalid('a NUL', () => own('feedback', { rating: 5, text: 'a\0' })),
      invalid('a name of one’s own choice', () => own('feedback', { rating: 5, person: world.otherPerson.id })),
      ['before coming', () => own('feedback', { rating: 5 }, 'mine'), 409, 'not-attended'],
      ['another person’s', () => own('feedback', { rating: 1 }, 'others'), 404, 'not-found'],
    ],
  },
  requestCorrectionCall: {
    right: () => ({
      ...own('correction-requests', { wish: '我那天到场了，请更正' }),
      path: '/registrations/:id/correction-requests',
    }),
    id: () => world.registrations.attended.id,
    wrong: [
      invalid('no wish', () => own('correction-requests', {})),
      invalid('a wish of four characters', () => own('correction-requests', { wish: '请更正吧' })),
      invalid('a wish of blanks', () => own('correction-requests', { wish: '        ' })),
      invalid('a wish of 501 characters', () => own('correction-requests', { wish: long(501) })),
      invalid('a wish by operator', () => own('correction-requests', { wish: { $ne: null } })),
      invalid('an answer of one’s own', () => own('correction-requests', { wish: '我那天到场了', status: 'accepted' })),
      ['another person’s', () => own('correction-requests', { wish: '我那天到场了' }, 'others'), 404, 'not-found'],
      ['while one is open', () => own('correction-requests', { wish: '我那天到场了' }, 'mine'), 409, 'correction-open'],
    ],
  },
  answerCorrectionCall: {
    right: () => ({ ...answerRequest({}), path: '/corrections/:id/answer' }),
    id: () => world.corrections.open,
    wrong: [
      invalid('no decision', () => answerRequest({ decision: undefined })),
      invalid('a decision that is none', () => answerRequest({ decision: 'open' })),
      invalid('no answer', () => answerRequest({ answer: undefined })),
      invalid('an answer of one character', () => answerRequest({ answer: '否' })),
      invalid('an answer of 501 characters', () => answerRequest({ answer: long(501) })),
      invalid('refused, and corrected all the same', () => answerRequest({ attendance: 'present' })),
      invalid('minutes where only taking part counts', () =>
        answerRequest({ decision: 'accepted', attendance: 'present', minutes: 60 }),
      ),
      invalid('minutes beyond a day', () => answerRequest({ decision: 'accepted', minutes: 1441 })),
      ['of another unit', () => answerRequest({}, 'elsewhere'), 404, 'not-found'],
      ['answered already', () => answerRequest({}, 'answered'), 409, 'correction-answered'],
    ],
  },
  issueCertificatesCall: {
    right: () => issue({ activity: world.served.id }),
    wrong: [
      invalid('nothing to issue for', () => issue({})),
      invalid('an activity and a unit', () => period({ activity: world.served.id })),
      invalid('a unit without a period', () => issue({ unit: world.units.community.id })),
      invalid('an activity by operator', () => issue({ activity: { $ne: null } })),
      invalid('no registrations', () => issue({ activity: world.served.id, registrations: [] })),
      invalid('501 registrations', () =>
        issue({ activity: world.served.id, registrations: Array.from({ length: 501 }, () => world.ids.unknown) }),
      ),
      invalid('registrations for a period', () => period({ registrations: [world.registrations.mine.id] })),
      invalid('people for an activity', () => issue({ activity: world.served.id, people: [world.person.id] })),
      invalid('the end before the start', () => period({ from: '2026-03-31', to: '2026-01-01' })),
      invalid('a date that is none', () => period({ from: '2026-02-31T99:99' })),
      invalid('a time for a date', () => period({ from: '2026-01-01T00:00:00Z' })),
      invalid('a period that has not ended', () => period({ to: '2999-01-01' })),
      invalid('a number of one’s own', () => issue({ activity: world.served.id, number: 'XF-1' })),
      ['while it goes on', () => issue({ activity: world.activities.open.id }), 409, 'not-certifiable'],
      ['where only taking part counts', () => issue({ activity: world.activities.ended.id }), 409, 'not-certifiable'],
      ['an activity of another unit', () => issue({ activity: world.activities.elsewhere.id }), 404, 'not-found'],
      ['an activity that is not there', () => issue({ activity: world.ids.unknown }), 404, 'not-found'],
      ['an activity of the other database’s kind', () => issue({ activity: world.ids.otherShape }), 404, 'not-found'],
      ['another unit', () => period({ unit: world.units.otherTown.id }), 404, 'not-found'],
      ['a unit that is not there', () => period({ unit: world.ids.unknown }), 404, 'not-found'],
    ],
  },
  revokeCertificateCall: {
    right: () => ({ ...revoke({ reason: '时长有误' }), path: '/certificates/:id/revocation' }),
    id: () => world.certificates.mine.id,
    wrong: [
      invalid('no reason', () => revoke({})),
      invalid('a reason of blanks', () => revoke({ reason: '    ' })),
      invalid('a reason of 201 characters', () => revoke({ reason: long(201) })),
      invalid('a day of one’s own', () => revoke({ reason: '时长有误', revokedAt: '2020-01-01' })),
      ['of another unit', () => revoke({ reason: '时长有误' }, 'elsewhere'), 404, 'not-found'],
    ],
  },
  certificateFileCall: {
    right: () => ({ path: '/certificates/:id/pdf', token: world.tokens.person }),
    id: () => world.certificates.mine.id,
    wrong: [
      [
        'another person’s',
        () => ({ path: `/certificates/${world.certificates.elsewhere.id}/pdf`, token: world.tokens.person }),
        404,
        'not-found',
      ],
      [
        'of another unit',
        () => ({ path: `/certificates/${world.certificates.elsewhere.id}/pdf`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
      [
        'a revoked one',
        () => ({ path: `/certificates/${world.certificates.revoked.id}/pdf`, token: world.tokens.person }),
        409,
        'certificate-revoked',
      ],
    ],
  },
  myCertificatesCall: { right: () => ({ path: '/me/certificates', token: world.tokens.person }), wrong: [] },
  verifyCertificateCall: {
    right: () => verify({ number: world.certificates.mine.number }),
    wrong: [
      invalid('nothing to verify', () => verify({})),
      invalid('a number and a file', () => verify({ number: 'XF', file: 'JVBERi0=' })),
      invalid('a number of blanks', () => verify({ number: '   ' })),
      invalid('a number of 61 characters', () => verify({ number: 'X'.repeat(61) })),
      invalid('a number by operator', () => verify({ number: { $ne: null } })),
      invalid('a NUL', () => verify({ number: 'XF\0' })),
      invalid('a file that is no Base64', () => verify({ file: '%PDF-1.7' })),
      invalid('an empty file', () => verify({ file: '' })),
    ],
  },
  decideManyCall: {
    right: () => ({
      ...ofActivity('decisions', { decision: 'approve', registrations: [world.registrations.pending.id] }),
      path: '/activities/:id/decisions',
    }),
    id: () => world.activities.approved.id,
    wrong: [
      ...[[], ['x'], 'x', null, { $ne: null }, [5]].map((registrations): Wrong =>
        invalid(`the sign-ups ${JSON.stringify(registrations)}`, () =>
          ofActivity('decisions', { decision: 'approve', registrations }, 'approved'),
        ),
      ),
      invalid('501 sign-ups', () =>
        ofActivity(
          'decisions',
          { decision: 'approve', registrations: Array.from({ length: 501 }, () => world.registrations.pending.id) },
          'approved',
        ),
      ),
      invalid('refused without a reason', () =>
        ofActivity('decisions', { decision: 'refuse', registrations: [world.registrations.pending.id] }, 'approved'),
      ),
      invalid('a decision that is none', () =>
        ofActivity('decisions', { decision: 'maybe', registrations: [world.registrations.pending.id] }, 'approved'),
      ),
      [
        'an activity of another unit',
        () =>
          ofActivity(
            'decisions',
            { decision: 'approve', registrations: [world.registrations.pending.id] },
            'elsewhere',
          ),
        404,
        'not-found',
      ],
    ],
  },
  copyActivityCall: {
    right: () => ({ ...ofActivity('copies', { startsAt: hoursFromNow(100) }), path: '/activities/:id/copies' }),
    id: () => world.activities.open.id,
    wrong: [
      ...['tomorrow', '2026-01-31', '2026-99-99T10:00:00Z', 5, null, { $gt: '' }].map((startsAt): Wrong =>
        invalid(`a start of ${JSON.stringify(startsAt)}`, () => ofActivity('copies', { startsAt })),
      ),
      invalid('a status of one’s own choice', () =>
        ofActivity('copies', { startsAt: hoursFromNow(100), status: 'published' }),
      ),
      [
        'an activity of another unit',
        () => ofActivity('copies', { startsAt: hoursFromNow(100) }, 'elsewhere'),
        404,
        'not-found',
      ],
    ],
  },
  createRecurrenceCall: {
    right: () => ({ ...ofActivity('series', { rule: 'weekly', count: 1 }), path: '/activities/:id/series' }),
    id: () => world.activities.open.id,
    wrong: [
      ...[0, -1, 53, 1.5, '2', null, [2], { $gt: 0 }].map((count): Wrong =>
        invalid(`${JSON.stringify(count)} sessions`, () => ofActivity('series', { rule: 'weekly', count })),
      ),
      ...['daily', '', null, 5, ['weekly']].map((rule): Wrong =>
        invalid(`the rule ${JSON.stringify(rule)}`, () => ofActivity('series', { rule, count: 1 })),
      ),
      invalid('published in words', () => ofActivity('series', { rule: 'weekly', count: 1, publish: 'true' })),
      invalid('a series of one’s own choice', () => ofActivity('series', { rule: 'weekly', count: 1, seriesKey: 'x' })),
      [
        'an activity of another unit',
        () => ofActivity('series', { rule: 'weekly', count: 1 }, 'elsewhere'),
        404,
        'not-found',
      ],
    ],
  },
  listRecurrenceCall: {
    right: () => ({ path: '/activities/:id/series', token: world.tokens.staff }),
    id: () => world.activities.open.id,
    wrong: [
      [
        'an activity of another unit',
        () => ({ path: `/activities/${world.activities.elsewhere.id}/series`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
    ],
  },
  editFollowingCall: {
    right: () => ({ ...ofActivity('following', { parts: ['title'] }), path: '/activities/:id/following' }),
    id: () => world.activities.open.id,
    wrong: [
      ...[[], 'title', null, ['status'], [5], [['title']], Array.from({ length: 21 }, () => 'title')].map(
        (parts): Wrong =>
          invalid(`the parts ${JSON.stringify(parts).slice(0, 20)}`, () => ofActivity('following', { parts })),
      ),
      invalid('a title of one’s own', () => ofActivity('following', { parts: ['title'], title: 'x' })),
      [
        'an activity of another unit',
        () => ofActivity('following', { parts: ['title'] }, 'elsewhere'),
        404,
        'not-found',
      ],
      ['an activity that stands alone', () => ofActivity('following', { parts: ['title'] }), 409, 'not-in-series'],
    ],
  },
  exportAnswersCall: {
    right: () => ({ path: '/activities/:id/answers', token: world.tokens.staff }),
    id: () => world.activities.asking.id,
    wrong: [
      query(
        'a format that is none',
        { format: 'pdf' },
        `/activities/${'a'.repeat(24)}/answers`,
        () => world.tokens.staff,
      ),
      query('a filter that is none', { unit: 'x' }, `/activities/${'a'.repeat(24)}/answers`, () => world.tokens.staff),
      [
        'an activity of another unit',
        () => ({ path: `/activities/${world.activities.elsewhere.id}/answers`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
    ],
  },
  exportParticipationsCall: {
    right: () => ({ path: '/exports/participations?fields=title', token: world.tokens.staff }),
    wrong: [
      ...(
        [
          ['a format that is none', { format: 'pdf' }],
          ['a date in words', { from: 'yesterday' }],
          ['a date that is none', { to: '2026-99-99' }],
          ['the end before the start', { from: '2026-02-01', to: '2026-01-01' }],
          ['a unit that is no id', { unit: '*' }],
          ['a line that is none', { line: 'nope' }],
          ['a theme that is none', { theme: 'cold' }],
          ['a field that is none', { fields: 'title,password' }],
          ['fields too long', { fields: 'title,'.repeat(200) }],
          ['a parameter nobody knows', { limit: 1 }],
        ] as [string, object][]
      ).map(([name, values]) => query(name, values, '/exports/participations', () => world.tokens.staff)),
      [
        'full phones, by an organiser',
        () => ({ path: '/exports/participations?fields=fullPhone', token: world.tokens.staff }),
        403,
        'forbidden',
      ],
      [
        'a unit of another subtree',
        () => ({ path: `/exports/participations?unit=${world.units.otherTown.id}`, token: world.tokens.staff }),
        403,
        'forbidden',
      ],
      [
        'a unit that is not there',
        () => ({ path: `/exports/participations?unit=${world.ids.unknown}`, token: world.tokens.staff }),
        403,
        'forbidden',
      ],
      [
        'a unit of the other database’s kind',
        () => ({ path: `/exports/participations?unit=${world.ids.otherShape}`, token: world.tokens.staff }),
        403,
        'forbidden',
      ],
    ],
  },
}

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

test('every call of the contract has its cases here', () => {
  expect(Object.keys(TRIED).sort()).toEqual(Object.keys(calls).sort())
})

const at = (call: Call, id?: string): Call => ({ ...call, path: call.path.replace(':id', id ?? '') })
const definitionOf = (name: CallName) =>
  calls[name] as { method: string; path: string; who: string; body?: unknown; query?: unknown }

describe.each(Object.keys(TRIED) as CallName[])('%s', (name) => {
  const { right, id, wrong } = TRIED[name]
  const { who, body, method } = definitionOf(name)
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
    test('an id of the other database’s kind', async () => refused(at(right(), world.ids.otherShape), 404, 'not-found'))
  }

  if (who !== 'anyone') {
    test('nobody logged in', async () => refused({ ...rightly(), token: undefined }, 401, 'not-logged-in'))
    if (who !== 'person or staff') {
      test('the other kind of user', async () =>
        refused({ ...rightly(), token: who === 'person' ? world.tokens.staff : world.tokens.person }, 403, 'forbidden'))
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

// Inputs that are odd and yet answered
// ---------------------------------------------------------------------------------

describe('odd words to search for find nothing and break nothing', () => {
  nothingIsWritten()
  test.each([
    "' OR 1=1 --",
    '"; DROP TABLE people; --',
    '{"$gt":""}',
    '.*',
    '(((',
    '[',
    '\\',
    '$where',
    'a^b',
    '<script>',
    '🐝',
    '\ud7ff',
    '０',
    'constructor',
    "'",
    '"',
  ])('%s', async (q) => {
    const { status, body } = await ask({ path: `/public/activities${queryOf({ q })}` })
    expect({ status, totalDocs: (body as { totalDocs: number }).totalDocs }).toEqual({ status: 200, totalDocs: 0 })
  })

  test.each(['unknown', 'otherShape'] as const)('a unit that is not there has no activities: %s', async (kind) => {
    expect((await ask({ path: `/public/activities?unit=${world.ids[kind]}` })).body).toMatchObject({
      docs: [],
      totalDocs: 0,
    })
  })

  test('a unit has the activities of its subtree', async () => {
    const of = async (unit: { id: string }) =>
      (
        (await ask({ path: `/public/activities?limit=100&unit=${unit.id}` })).body as { docs: { id: string }[] }
      ).docs.map(({ id }) => id)
    const [town, county] = [await of(world.units.town), await of(world.units.county)]
    expect(town).toContain(world.activities.open.id)
    expect(town).not.toContain(world.activities.elsewhere.id)
    expect(county).toEqual(expect.arrayContaining([world.activities.open.id, world.activities.elsewhere.id]))
  })

  test('a page beyond the last is empty', async () => {
    expect((await ask({ path: '/public/activities?page=9999' })).body).toMatchObject({ docs: [] })
  })
})

describe('check-ins that cannot be recorded say so one by one', () => {
  nothingIsWritten()
  const outcomes: [string, () => object, string][] = [
    ['an activity that is not there', () => ({ activity: world.ids.unknown }), 'unknown'],
    ['an activity of the other database’s kind', () => ({ activity: world.ids.otherShape }), 'unknown'],
    [
      'an activity of another unit',
      () => ({ activity: world.activities.elsewhere.id, registration: world.registrations.elsewhere.id }),
      'out-of-scope',
    ],
    ['a registration that is not there', () => ({ registration: world.ids.unknown }), 'unknown'],
    ['a registration of the other database’s kind', () => ({ registration: world.ids.otherShape }), 'unknown'],
    [
      'a registration for another activity',
      () => ({ registration: world.registrations.attended.id }),
      'wrong-activity',
    ],
    [
      'a registration of another unit under an own activity',
      () => ({ registration: world.registrations.elsewhere.id }),
      'wrong-activity',
    ],
    [
      'a ticket that was made up',
      () => ({ registration: undefined, ticket: `XF1.${world.registrations.mine.id}.AAAAAAAAAAAAAAAAAAAAAA` }),
      'unknown',
    ],
    [
      'a ticket for another activity',
      () => ({ registration: undefined, ticket: signTicket(world.registrations.attended.id) }),
      'wrong-activity',
    ],
    ['a time ahead', () => ({ at: hoursFromNow(1) }), 'invalid-time'],
    ['a time long ago', () => ({ at: hoursFromNow(-31 * 24) }), 'invalid-time'],
    ['too early', () => ({ activity: world.activities.tomorrow.id }), 'too-early'],
  ]
  test.each(outcomes)('%s', async (_name, overrides, outcome) => {
    const { status, body } = await ask(checkIns([item(overrides())]))
    expect({ status, body }).toEqual({ status: 200, body: { results: [{ clientId: 'a', outcome }] } })
  })
})

test('answers to questions that were not asked are not kept', async () => {
  const activity = await makeActivity(payload, world.units.community, {
    questions: [{ label: '饮食', kind: 'text', required: false }],
  })
  const body = '{"answers": {"not-asked": "x", "__proto__": "y", "constructor": "z"}}'
  const { status, body: made } = await ask({
    method: 'POST',
    path: `/activities/${activity.id}/registrations`,
    token: world.tokens.person,
    body,
  })
  expect(status).toBe(201)
  const { answers } = await payload.findByID({
    collection: 'registrations',
    id: (made as { id: string }).id,
    depth: 0,
    overrideAccess: true,
  })
  expect(answers).toEqual({})
})

// Codes
// ------------------------------------------------------------------------------------------------------------------

/** The newest code sent to a phone: without a gateway, messages land in the outbox. */
async function codeSentTo(phone: string): Promise<string> {
  const files = (await readdir(env.outboxDir)).filter((file) => file.endsWith('.json')).sort()
  for (const file of files.reverse()) {
    const message = JSON.parse(await readFile(path.join(env.outboxDir, file), 'utf8')) as {
      phone: string
      text: string
    }
    const code = /\d{6}/.exec(message.text)?.[0]
    if (message.phone === phone && code) return code
  }
  throw new Error(`No code was sent to ${phone}`)
}
const send = async (phone: string): Promise<string> => {
  expect((await ask({ method: 'POST', path: '/codes', body: { phone } })).status).toBe(202)
  return codeSentTo(phone)
}
const open = (body: object): Promise<Answer> =>
  ask({ method: 'POST', path: '/sessions', body: { name: '新骑手', consent: true, ...body } })
const another = (code: string): string => (code === '000000' ? '111111' : '000000')
const peopleNow = async (): Promise<number> =>
  (await payload.count({ collection: 'people', where: { id: { exists: true } }, overrideAccess: true })).totalDocs

describe('one-time codes', () => {
  test('opens one session, and no second one', async () => {
    const phone = newPhone()
    const code = await send(phone)
    expect((await open({ phone, code })).status).toBe(201)
    const people = await peopleNow()
    expectProblem(await open({ phone, code }), 400, 'code-invalid')
    expect(await peopleNow()).toBe(people)
  })

  test('of two at once with the same code, one gets in', async () => {
    const phone = newPhone()
    const code = await send(phone)
    const before = await peopleNow()
    const statuses = (await Promise.all([open({ phone, code }), open({ phone, code }), open({ phone, code })])).map(
      ({ status }) => status,
    )
    expect(statuses.sort()).toEqual([201, 400, 400])
    expect(await peopleNow()).toBe(before + 1)
  })

  test('is wrong for another contact', async () => {
    const [mine, theirs] = [newPhone(), newPhone()]
    const code = await send(mine)
    expectProblem(await open({ phone: theirs, code }), 400, 'code-invalid')
    await send(theirs)
    if ((await codeSentTo(theirs)) !== code) expectProblem(await open({ phone: theirs, code }), 400, 'code-invalid')
    expect((await open({ phone: mine, code })).status).toBe(201)
  })

  test('is dead after five wrong tries, even for the right code', async () => {
    const phone = newPhone()
    const code = await send(phone)
    for (let attempt = 1; attempt <= CODE_TRIES; attempt += 1)
      expectProblem(await open({ phone, code: another(code) }), 400, 'code-invalid')
    const people = await peopleNow()
    expectProblem(await open({ phone, code }), 400, 'code-invalid')
    expect(await peopleNow()).toBe(people)
  })

  test('a hundred guesses at once are five', async () => {
    const phone = newPhone()
    const code = await send(phone)
    await Promise.all(Array.from({ length: 100 }, () => open({ phone, code: another(code) })))
    const { docs } = await payload.find({
      collection: 'codes',
      sort: '-createdAt',
      limit: 1,
      where: { id: { exists: true } },
      overrideAccess: true,
    })
    expect(docs[0]?.tries).toBe(CODE_TRIES)
    expectProblem(await open({ phone, code }), 400, 'code-invalid')
  })

  test('is expired after five minutes', async () => {
    const phone = newPhone()
    const code = await send(phone)
    const { docs } = await payload.find({
      collection: 'codes',
      sort: '-createdAt',
      limit: 1,
      where: { id: { exists: true } },
      overrideAccess: true,
    })
    await payload.db.updateOne({
      collection: 'codes',
      id: docs[0]?.id ?? '',
      data: { expiresAt: new Date(Date.now() - 1000).toISOString() },
    })
    expectProblem(await open({ phone, code }), 400, 'code-invalid')
  })

  test('an older code is void once a newer one was sent', async () => {
    const phone = newPhone()
    const first = await send(phone)
    const second = await send(phone)
    if (first !== second) expectProblem(await open({ phone, code: first }), 400, 'code-invalid')
    expect((await open({ phone, code: second })).status).toBe(201)
  })

  test('somebody new without name or consent is asked for them, keeps the code, and is not made', async () => {
    const phone = newPhone()
    const code = await send(phone)
    const before = await peopleNow()
    for (const body of [
      { name: undefined },
      { consent: undefined },
      { consent: false },
      { name: undefined, consent: undefined },
    ]) {
      expectProblem(await open({ phone, code, ...body }), 400, 'profile-required')
    }
    expect(await peopleNow()).toBe(before)
    expect((await open({ phone, code })).status).toBe(201)
  })

  test('known and unknown contacts are answered alike', async () => {
    const known = newPhone()
    await makePerson(payload, { phone: known, email: 'known@example.org' })
    for (const [one, other] of [
      [{ phone: known }, { phone: newPhone() }],
      [{ email: 'known@example.org' }, { email: 'unknown@example.org' }],
    ]) {
      const [yes, no] = [
        await ask({ method: 'POST', path: '/codes', body: one }),
        await ask({ method: 'POST', path: '/codes', body: other }),
      ]
      expect([yes.status, yes.text, [...yes.headers.keys()]]).toEqual([no.status, no.text, [...no.headers.keys()]])
      expect(yes.status).toBe(202)
      const [wrongKnown, wrongUnknown] = [
        await open({ ...one, code: '000000' }),
        await open({ ...other, code: '000000' }),
      ]
      expect([wrongKnown.status, wrongKnown.text]).toEqual([wrongUnknown.status, wrongUnknown.text])
    }
  })
})

describe('rate limits of codes', () => {
  beforeAll(() => {
    env.RATE_LIMITS = 'on'
  })
  afterAll(() => {
    env.RATE_LIMITS = 'off'
  })
  const from = (address: string, contact: object): Promise<Answer> =>
    ask({ method: 'POST', path: '/codes', body: contact, headers: { 'x-client-address': address } })
  const age = async (minutes: number): Promise<void> => {
    const { docs } = await payload.db.find<{ id: string; expiresAt: string }>({
      collection: 'limits',
      where: { id: { exists: true } },
      pagination: false,
      limit: 0,
    })
    for (const { id, expiresAt } of docs)
      await payload.db.updateOne({
        collection: 'limits',
        id,
        data: { expiresAt: new Date(Date.parse(expiresAt) - minutes * 60_000).toISOString() },
      })
  }

  test('a contact: one a minute, five an hour, however it is written', async () => {
    const phone = newPhone()
    for (let sent = 1; sent <= LIMITS['codes-for-contact'].max; sent += 1) {
      expect((await from(`10.0.0.${sent}`, { phone })).status).toBe(202)
      expectProblem(
        await from('10.0.0.99', { phone: `+86 ${phone.slice(0, 3)}-${phone.slice(3)}` }),
        429,
        'rate-limited',
      )
      await age(2)
    }
    expectProblem(await from('10.0.1.1', { phone }), 429, 'rate-limited')
  })
})

// Addresses and methods
// ---------------------------------------------------------------------------------------------------

describe('methods that a call does not have', () => {
  nothingIsWritten()
  const byPath = new Map<string, string[]>()
  for (const { method, path: where } of Object.values(calls))
    byPath.set(where, [...(byPath.get(where) ?? []), method.toUpperCase()])
  // GET and PATCH of a registration are Payload's, for the admin.
  byPath.delete('/registrations/:id')
  const cases = [...byPath].flatMap(([where, methods]) =>
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE']
      .filter((method) => !methods.includes(method))
      .map((method): [string, string, string[]] => [method, where, methods]),
  )

  test.each(cases)('%s %s', async (method, where, methods) => {
    const answer = await ask({
      method,
      path: where.replace(':id', world.activities.open.id),
      token: world.tokens.person,
    })
    expectProblem(answer, 405, 'method-not-allowed')
    expect(answer.headers.get('allow')).toBe(methods.join(', '))
  })
})

describe('addresses that are none', () => {
  nothingIsWritten()
  test.each([
    '/nope',
    '/public',
    '/public/nope',
    '/public/activities/a/b',
    '/me/nope',
    '/sessions/x',
    '/activities/a/b/c',
    '/exports',
    '/exports/people',
    '/graphql',
    '/globals/x',
    '/staff/a/b/c',
    '/activities/versions',
    '/activities/versions/x',
    '/staff/verify/x',
    '/payload-migrations',
    '/%E0%A4%A',
    '/%00',
    '',
    '/',
    '/..%2f..%2fetc%2fpasswd',
  ])('%s', async (where) => {
    for (const method of ['GET', 'POST', 'DELETE'])
      await refused({ method, path: where, token: world.tokens.person }, 404, 'not-found')
  })

  test('a method that overrides another breaks nothing', async () => {
    for (const header of ['x-http-method-override', 'x-payload-http-method-override']) {
      await refused(
        { method: 'POST', path: '/activities', body: '{broken', headers: { [header]: 'GET' } },
        400,
        'invalid-json',
      )
    }
  })
})

// Payload's own REST, which keeps its own form of errors
// --------------------------------------------------------------------

describe("garbage for Payload's REST is the client's mistake", () => {
  nothingIsWritten()
  const filters: [string, string][] = [
    ...[
      'nonsense',
      '{bad',
      '[',
      '"x"',
      '1',
      'null',
      '[]',
      '{"and":1}',
      '{"and":[1]}',
      '{"or":{"0":{}}}',
      '{"title":1}',
      '{"title":{"equals":{"$ne":1}}}',
      '{"title":{"like":{"a":1}}}',
      '{"title":{"in":[{"a":1}]}}',
      `${'{"and":['.repeat(500)}{}${']}'.repeat(500)}`,
    ].map((where): [string, string] => [where.slice(0, 40), `where=${encodeURIComponent(where)}`]),
    ...[
      'where=x&where=y',
      'where[nope][equals]=1',
      'where[title][nope]=1',
      'where[title]=1',
      'where[or]=1',
      'where[or][0]=1',
      'where[and][x][title][equals]=1',
      'where[startsAt][greater_than]=garbage',
      'where[startsAt][equals]=%00',
      'where[unit.createdAt][less_than]=garbage',
      'where[taken][equals]=abc',
      'where[taken][greater_than]=',
      'where[taken][in]=1,b',
      'where[waitingList][equals]=perhaps',
      'where[id][equals]=abc',
      'where[id][in][]=abc',
      'where[id][like]=abc',
      'where[id][greater_than]=abc',
      'where[id][not_in][]=123e4567-e89b-42d3-a456-426614174000&where[id][not_in][]=0123456789abcdef01234567',
      'where[unit][in][]=abc',
      'where[unit.id][in][]=abc',
      'where[series.order][equals]=abc',
      'where[unit][equals]=abc',
      'where[unit][like]=abc',
      'where[unit][exists]=abc',
      'where[unit.id][equals]=abc',
      'where[status][equals]=nope',
      'where[status][greater_than]=nope',
      'where[questions.label][equals]=x',
      'where[questions][equals]=x',
      'where[outcome.visits][equals]=x',
      'where[title][near]=1,2,3',
      'where[title][within]=x',
      'where[title][like]=(((',
      'where[title][like]=%00',
      'where[title][contains][$regex]=.*',
      'where[title][equals][$ne]=1',
      'where[$where][equals]=1',
      'where[$or][0][title][equals]=1',
      'where[__proto__][equals]=1',
      'where[constructor][prototype][equals]=1',
      'where[station.unit.name][equals]=x',
      'where[station.unit.contact][equals]=x',
      'where[unit.parent.parent.parent.contact][like]=x',
      'sort=nope',
      'sort=-',
      'sort=.',
      'sort[a]=b',
      'sort=title;drop',
      'sort=unit.contact',
      'sort=questions.label',
      'depth=abc',
      'depth=-1',
      'depth=1e99',
      'limit=-1',
      'limit=abc',
      'limit=1.5',
      'limit=1e300',
      'limit[]=1',
      'page=-1',
      'page=abc',
      'page=1.5&limit=3',
      'page=1e300',
      'page=999999',
      'select=abc',
      'select[nope]=true',
      'select[title][x]=true',
      'select[__proto__]=true',
      'populate=abc&depth=2',
      'populate[units]=abc&depth=2',
      'populate[nope][x]=true&depth=2',
      'joins=abc',
      'joins[x][limit]=abc',
      'locale=zz',
      'fallback-locale=zz',
      'trash=maybe&draft=maybe&pagination=maybe',
      `${'a'.repeat(3000)}=1`,
      'a[b][c][d][e][f][g][h][i][j][k][l][m]=1',
    ].map((text): [string, string] => [text, text]),
  ]

  async function expectNoFault(call: Call): Promise<Answer> {
    const answer = await ask(call)
    expect(answer.status).toBeLessThan(500)
    expectNoInsides(answer)
    return answer
  }

  test.each(filters)('?%s', async (_name, text) => {
    for (const token of [undefined, world.tokens.staff]) {
      for (const where of [
        '/activities',
        '/activities/count',
        `/activities/${world.activities.open.id}`,
        '/registrations',
        '/people',
      ])
        await expectNoFault({ path: `${where}?${text}`, token })
    }
    await expectNoFault({
      method: 'POST',
      path: '/activities',
      body: text,
      headers: { 'x-http-method-override': 'GET', 'content-type': 'application/x-www-form-urlencoded' },
    })
  })

  test.each([
    'x',
    '0',
    '-1',
    '%00',
    'a-b',
    "1'",
    '%7B%22$ne%22:1%7D',
    '123e4567-e89b-42d3-a456-426614174000',
    '0123456789abcdef01234567',
    'a'.repeat(3000),
  ])('the id %s', async (id) => {
    const department = await departmentToken()
    for (const collection of [
      'activities',
      'people',
      'registrations',
      'corrections',
      'certificates',
      'trainings',
      'awards',
      'targets',
      'stations',
      'programmes',
      'units',
      'staff',
      'audit',
      'codes',
      'payload-locked-documents',
    ]) {
      for (const [method, tail, body] of [
        ['GET', '', undefined],
        ['PATCH', '', { title: '改' }],
        ['POST', '/duplicate', {}],
      ] as const) {
        const { status } = await expectNoFault({ method, path: `/${collection}/${id}${tail}`, token: department, body })
        expect([400, 403, 404, 405]).toContain(status)
      }
      await expectNoFault({ method: 'DELETE', path: `/${collection}/${id}`, token: department })
      await expectNoFault({ method: 'POST', path: `/${collection}/access/${id}`, token: department, body: {} })
    }
  })

  const BODIES = (
    [
      ['null', 'null'],
      ['a list', '[]'],
      ['a list of records', '[{"title":"x"}]'],
      ['text', '"x"'],
      ['a number', '1'],
      ['nothing', undefined],
      ['broken', '{'],
      ['plain text', 'x', 'text/plain'],
      ['a form', 'title=x', 'application/x-www-form-urlencoded'],
      ['half a multipart', '{', 'multipart/form-data'],
      ['a multipart without its end', '--x\r\nfoo', 'multipart/form-data; boundary=x'],
      [
        'a multipart with broken JSON',
        '--x\r\nContent-Disposition: form-data; name="_payload"\r\n\r\n{\r\n--x--\r\n',
        'multipart/form-data; boundary=x',
      ],
      [
        'a multipart without a record',
        '--x\r\nContent-Disposition: form-data; name="other"\r\n\r\n{}\r\n--x--\r\n',
        'multipart/form-data; boundary=x',
      ],
      ['a NUL', { title: 'a\0b' }],
      ['half a character', { title: '\ud83d' }],
      [
        'wrong types',
        {
          title: { a: 1 },
          line: [],
          unit: { x: 1 },
          startsAt: 'garbage',
          endsAt: 5,
          place: {},
          questions: 'x',
          outcome: 'x',
          capacity: 'x',
          status: {},
          name: 5,
          kind: {},
          goal: 'x',
          kinds: 'x',
          email: {},
          role: [],
          parent: 5,
        },
      ],
      [
        'wrong types within',
        {
          questions: [1, null, 'x'],
          outcome: [],
          units: [{}],
          lines: [{}],
          facilities: [{}],
          kinds: [1],
          ancestors: 'x',
          parent: { id: 1 },
        },
      ],
      ['references in lists', { unit: ['x'], activity: ['x'], person: ['x'], parent: ['x'] }],
      [
        'references by operator',
        { unit: { $ne: null }, activity: { $ne: null }, person: { $ne: null }, parent: { $gt: '' } },
      ],
      [
        'references to nothing',
        {
          unit: '123e4567-e89b-42d3-a456-426614174000',
          activity: '0123456789abcdef01234567',
          person: 'x',
          parent: 'x',
        },
      ],
      ['__proto__', '{"__proto__": {"role": "department"}, "constructor": {"prototype": {"x": 1}}, "toString": 1}'],
      ['a long text', { title: 'x'.repeat(400_000), name: 'x'.repeat(400_000), place: 'x'.repeat(400_000) }],
      ['lists 20,000 deep', `{"questions": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ] as [string, unknown, string?][]
  ).map(([name, body, type]) => ({ name, body, headers: { ...(type !== undefined && { 'content-type': type }) } }))
  const PATCHABLE = [
    'activities',
    'registrations',
    'people',
    'targets',
    'stations',
    'programmes',
    'units',
    'staff',
    'payload-locked-documents',
  ] as const

  test.each(BODIES)('a record made from $name', async ({ body, headers }) => {
    const department = await departmentToken()
    for (const collection of [...PATCHABLE, 'audit', 'codes']) {
      const { status } = await expectNoFault({
        method: 'POST',
        path: `/${collection}`,
        token: department,
        body,
        headers,
      })
      expect([400, 403, 404, 413, 415]).toContain(status)
    }
  })

  test.each(BODIES)('a change made of $name, for records that are not there', async ({ body, headers }) => {
    const department = await departmentToken()
    for (const collection of PATCHABLE as readonly CollectionSlug[]) {
      for (const target of [
        `/${world.ids.unknown}`,
        `?where[id][equals]=${world.ids.unknown}`,
        '',
        '?where={}',
        '?where[]=',
      ]) {
        await expectNoFault({ method: 'PATCH', path: `/${collection}${target}`, token: department, body, headers })
      }
    }
  })

  test('a change or a removal of many without a filter, or with an empty one, is of none', async () => {
    const department = await departmentToken()
    for (const method of ['PATCH', 'DELETE']) {
      for (const filter of [
        '',
        '?where=',
        '?where={}',
        '?where[]=',
        '?where[and]=',
        '?where[and][]=',
        '?where={"and":[]}',
        '?where={"or":[{}]}',
        '?where={"and":[{"or":[]}]}',
        '?where={"title":{}}',
      ]) {
        for (const collection of ['stations', 'units', 'activities', 'programmes']) {
          const { status } = await expectNoFault({
            method,
            path: `/${collection}${filter}`,
            token: department,
            body: method === 'PATCH' ? { name: '改', title: '改' } : undefined,
          })
          expect(status).toBe(400)
        }
      }
    }
  })

  test.each([
    ['login', 'null'],
    ['login', '[]'],
    ['login', '{'],
    ['login', { email: { $gt: '' }, password: { $gt: '' } }],
    ['login', { email: 'nobody@example.org', password: 'wrong' }],
    ['login', { email: 'a\0@example.org', password: '\0' }],
    ['login', { email: 'x'.repeat(100_000), password: 'x'.repeat(100_000) }],
    ['login', undefined],
    ['forgot-password', { email: { $ne: '' } }],
    ['forgot-password', undefined],
    ['reset-password', { token: { $ne: '' }, password: 'long enough' }],
    ['reset-password', { token: '', password: 'long enough' }],
    ['reset-password', { token: null, password: null }],
    ['reset-password', undefined],
    ['unlock', { email: 'nobody@example.org' }],
    ['logout', undefined],
    ['refresh-token', undefined],
    ['first-register', undefined],
  ])('staff %s with %j', async (call, body) => {
    const { status } = await expectNoFault({ method: 'POST', path: `/staff/${call}`, body })
    expect([400, 401, 403]).toContain(status)
  })

  let department: string | undefined
  async function departmentToken(): Promise<string> {
    if (department === undefined) {
      department = await logIn(await makeStaff(payload, 'department', world.units.county))
      await watched?.written()
    }
    return department
  }
})
