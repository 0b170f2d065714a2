import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { dayOf } from '../../src/domain/shared/calendar.ts'
import { CODE_TRIES } from '../../src/domain/identity/codes.ts'
import { LIMITS } from '../../src/domain/shared/limits.ts'
import { env } from '../../src/env.ts'
import { makePerson, newPhone } from '../support/fixtures.ts'
import { ask, type Answer } from '../support/http.ts'
import {
  type Wrong,
  badContacts,
  changed,
  expectProblem,
  invalid,
  issue,
  long,
  payload,
  period,
  query,
  revoke,
  session,
  tryCalls,
  useWorld,
  verify,
  world,
} from '../support/badRequests.ts'

useWorld()

const TOKEN = 'A'.repeat(43)
const SOUND = 'seven windows of the hive'
const firstAccount = (body: object) => ({
  method: 'POST',
  path: '/first-account',
  body: { token: TOKEN, name: '范彩霞', email: 'first@example.org', password: SOUND, unit: '县委社会工作部', ...body },
})
const invitation = (what: string, body: object) => ({
  method: 'POST',
  path: `/invitations/${what}`,
  body: { token: TOKEN, ...body },
})
const ofStaff = (what: string, body?: object, token = world.tokens.staff, method = 'POST') => ({
  method,
  path: `/staff/:id/${what}`,
  token,
  body,
})
const mine = (...asked: Parameters<typeof ofStaff>) => {
  const call = ofStaff(...asked)
  return { ...call, path: call.path.replace(':id', world.organiser.id) }
}

tryCalls('badPeople', {
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
  firstAccountCall: {
    right: () => firstAccount({}),
    wrong: [
      ['a link that is none', () => firstAccount({}), 410, 'link-invalid'],
      invalid('no token', () => firstAccount({ token: undefined })),
      invalid('a token of a few characters', () => firstAccount({ token: 'abc' })),
      invalid('a token by operator', () => firstAccount({ token: { $ne: null } })),
      invalid('no name', () => firstAccount({ name: ' ' })),
      invalid('an address that is none', () => firstAccount({ email: 'someone' })),
      invalid('a password of 129 characters', () => firstAccount({ password: 'x'.repeat(129) })),
      invalid('a role of one’s own choice', () => firstAccount({ role: 'department' })),
    ],
  },
  invitationCall: {
    right: () => invitation('details', {}),
    wrong: [
      ['a link that is none', () => invitation('details', {}), 410, 'link-invalid'],
      invalid('no token', () => invitation('details', { token: null })),
      invalid('a token with a NUL', () => invitation('details', { token: `${TOKEN}\0` })),
    ],
  },
  acceptInvitationCall: {
    right: () => invitation('acceptance', { password: SOUND }),
    wrong: [
      ['a link that is none', () => invitation('acceptance', { password: SOUND }), 410, 'link-invalid'],
      invalid('no password', () => invitation('acceptance', {})),
      invalid('a password in a list', () => invitation('acceptance', { password: [SOUND] })),
      invalid('another account', () => invitation('acceptance', { password: SOUND, id: world.organiser.id })),
    ],
  },
  inviteAgainCall: {
    right: () => ofStaff('invitation', undefined, world.tokens.department),
    id: () => world.organiser.id,
    wrong: [
      ['who has a password already', () => mine('invitation', undefined, world.tokens.department), 409, 'not-invited'],
      ['by an organiser', () => mine('invitation'), 403, 'forbidden'],
    ],
  },
  beginSecondFactorCall: {
    right: () => ofStaff('second-factor', { password: SOUND }),
    id: () => world.organiser.id,
    wrong: [
      invalid('no password', () => mine('second-factor', {})),
      invalid('a password by operator', () => mine('second-factor', { password: { $ne: '' } })),
      ['for a colleague', () => mine('second-factor', { password: SOUND }, world.tokens.department), 403, 'forbidden'],
    ],
  },
  confirmSecondFactorCall: {
    right: () => ofStaff('second-factor/confirmation', { code: '000000' }),
    id: () => world.organiser.id,
    wrong: [
      invalid('a code of five digits', () => mine('second-factor/confirmation', { code: '12345' })),
      invalid('a code as a number', () => mine('second-factor/confirmation', { code: 123456 })),
      ['before it was begun', () => mine('second-factor/confirmation', { code: '000000' }), 409, 'second-factor-off'],
    ],
  },
  renewRecoveryCodesCall: {
    right: () => ofStaff('second-factor/recovery-codes', { password: SOUND }),
    id: () => world.organiser.id,
    wrong: [
      invalid('no password', () => mine('second-factor/recovery-codes', { password: null })),
      [
        'where there is no second factor',
        () => mine('second-factor/recovery-codes', { password: SOUND }),
        409,
        'second-factor-off',
      ],
    ],
  },
  endSecondFactorCall: {
    right: () => ofStaff('second-factor/removal', { password: SOUND }),
    id: () => world.organiser.id,
    wrong: [
      invalid('no password', () => mine('second-factor/removal', {})),
      ['where there is none', () => mine('second-factor/removal', { password: SOUND }), 409, 'second-factor-off'],
    ],
  },
  securityCall: {
    right: () => ofStaff('security', undefined, world.tokens.staff, 'GET'),
    id: () => world.organiser.id,
    wrong: [],
  },
  endSessionsCall: {
    right: () => ofStaff('sessions/end', { session: null }),
    id: () => world.organiser.id,
    wrong: [
      invalid('nothing said', () => mine('sessions/end', {})),
      invalid('a session by operator', () => mine('sessions/end', { session: { $ne: '' } })),
      ['a session that is none', () => mine('sessions/end', { session: 'abc' }), 404, 'not-found'],
    ],
  },
  colleaguesCall: {
    right: () => ({ path: '/units/:id/staff', token: world.tokens.staff }),
    id: () => world.units.community.id,
    wrong: [
      [
        'of a unit elsewhere',
        () => ({ path: `/units/${world.units.otherCommunity.id}/staff`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
    ],
  },
  handoverCall: {
    right: () => ofStaff('handover', undefined, world.tokens.staff, 'GET'),
    id: () => world.organiser.id,
    wrong: [],
  },
  handOverCall: {
    right: () => ofStaff('handover', { successor: world.ids.unknown }, world.tokens.department),
    id: () => world.organiser.id,
    wrong: [
      invalid('to nobody', () => mine('handover', {})),
      invalid('to an id that is none', () => mine('handover', { successor: 'x' })),
      invalid('to whom an operator finds', () => mine('handover', { successor: { $ne: null } })),
      invalid('switched off in words', () => mine('handover', { successor: world.ids.unknown, switchOff: 'yes' })),
      ['to oneself', () => mine('handover', { successor: world.organiser.id }), 409, 'responsible-unfit'],
      [
        'where there is nothing to hand over',
        () => mine('handover', { successor: world.ids.unknown }),
        409,
        'nothing-to-hand-over',
      ],
      [
        'with switching off, by an organiser',
        () => mine('handover', { successor: world.ids.unknown, switchOff: true }),
        403,
        'forbidden',
      ],
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
      invalid('a station that is no id', () => changed({ station: '../x' })),
      invalid('a station that is not there', () => changed({ station: world.registrations.mine.id })),
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
  myDataCall: { right: () => ({ path: '/me/data', token: world.tokens.person }), wrong: [] },
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
  eraseMeCall: { right: () => ({ method: 'DELETE', path: '/me', token: world.tokens.person }), wrong: [] },
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
  searchDeskCall: {
    right: () => ({ path: '/desk/search?q=甲一', token: world.tokens.staff }),
    wrong: [
      ...(
        [
          ['no word', {}],
          ['a blank', { q: ' ' }],
          ['a single character', { q: '甲' }],
          ['a character and one that nobody sees', { q: '甲\u200b' }],
          ['a word of 101 characters', { q: long(101) }],
          ['two words', { q: ['甲一', '甲二'] }],
          ['a parameter nobody knows', { q: '甲一', limit: 1 }],
        ] as [string, object][]
      ).map(([name, values]) => query(name, values, '/desk/search', () => world.tokens.staff)),
      ['by nobody', () => ({ path: '/desk/search?q=甲一' }), 401, 'not-logged-in'],
      ['by a person', () => ({ path: '/desk/search?q=甲一', token: world.tokens.person }), 403, 'forbidden'],
    ],
  },
  exportStatisticsCall: {
    right: () => ({ path: '/desk/statistics?figure=sessions', token: world.tokens.staff }),
    wrong: [
      ...(
        [
          ['a format that is none', { format: 'pdf' }],
          ['a figure that is none', { figure: 'steps' }],
          ['a month that is none', { from: '2026-13' }],
          ['a day', { to: '2026-01-01' }],
          ['the end before the start', { from: '2026-02', to: '2026-01' }],
          ['more than 24 months', { from: '2024-01', to: '2026-01' }],
          ['two months at once', { from: ['2026-01', '2026-02'] }],
          ['a unit that is no id', { unit: '*' }],
          ['a parameter nobody knows', { limit: 1 }],
        ] as [string, object][]
      ).map(([name, values]) => query(name, values, '/desk/statistics', () => world.tokens.staff)),
      ['by nobody', () => ({ path: '/desk/statistics' }), 401, 'not-logged-in'],
      ['by a person', () => ({ path: '/desk/statistics', token: world.tokens.person }), 403, 'forbidden'],
      ...(
        [
          ['a unit of another subtree', () => world.units.otherTown.id],
          ['the unit above', () => world.units.town.id],
          ['a unit that is not there', () => world.ids.unknown],
          ['a unit of the other database’s kind', () => world.ids.otherShape],
        ] as const
      ).map(([name, unit]): Wrong => [
        name,
        () => ({ path: `/desk/statistics?unit=${unit()}`, token: world.tokens.staff }),
        404,
        'not-found',
      ]),
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
  previewParticipationsCall: {
    right: () => ({ path: '/exports/participations/preview?fields=title', token: world.tokens.staff }),
    wrong: [
      ...(
        [
          ['a format, which it has none of', { format: 'csv' }],
          ['a period that is none', { period: 'tomorrow' }],
          ['a period and days', { period: 'lastMonth', from: '2026-01-01' }],
          ['an attendance that is none', { attendance: 'late' }],
          ['a ledger that is none', { ledger: 'both' }],
        ] as [string, object][]
      ).map(([name, values]) => query(name, values, '/exports/participations/preview', () => world.tokens.staff)),
      [
        'what people are, by an organiser',
        () => ({ path: '/exports/participations/preview?kind=partyMember', token: world.tokens.staff }),
        403,
        'forbidden',
      ],
    ],
  },
  exportAuditCall: {
    right: () => ({ path: '/exports/audit?fields=at', token: world.tokens.department }),
    wrong: [
      ...(
        [
          ['a day that is none', { from: '2026-02-30' }],
          ['the end before the start', { from: '2026-02-01', to: '2026-01-01' }],
          ['a deed that is none', { action: 'burnt' }],
          ['a record that is none', { about: 'activities:1' }],
          ['a column that is none', { fields: 'actor' }],
          ['a page, which a file has not', { page: 2 }],
        ] as [string, object][]
      ).map(([name, values]) => query(name, values, '/exports/audit', () => world.tokens.department)),
      ['by an organiser', () => ({ path: '/exports/audit', token: world.tokens.staff }), 403, 'forbidden'],
    ],
  },
  exportCertificatesCall: {
    right: () => ({
      path: `/exports/certificates?activity=${world.served.id}`,
      token: world.tokens.staff,
    }),
    wrong: [
      ...(
        [
          ['nothing that says which', {}],
          ['a format that is none', { format: 'docx', activity: 'a'.repeat(24) }],
          ['an activity that is no id', { activity: '*' }],
          ['a unit without days', { unit: 'a'.repeat(24) }],
          ['an activity with days', { activity: 'a'.repeat(24), from: '2026-01-01', to: '2026-01-02' }],
        ] as [string, object][]
      ).map(([name, values]) => query(name, values, '/exports/certificates', () => world.tokens.staff)),
      [
        'an activity of another unit',
        () => ({ path: `/exports/certificates?activity=${world.activities.elsewhere.id}`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
      [
        'an activity without certificates',
        () => ({ path: `/exports/certificates?activity=${world.activities.open.id}`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
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
