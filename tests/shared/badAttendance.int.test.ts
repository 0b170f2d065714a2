import { describe, expect, test } from '@jest/globals'
import { selfCheckInCode, selfCheckInPass, signTicket } from '../../src/privacy/cipher.ts'
import { hoursFromNow } from '../support/fixtures.ts'
import { ask } from '../support/http.ts'
import {
  type Wrong,
  answerRequest,
  checkIns,
  checkOuts,
  correct,
  evaluate,
  helperCheckIns,
  helperScan,
  invalid,
  item,
  leaving,
  long,
  minutesAgo,
  nothingIsWritten,
  ofActivity,
  openDoorBy,
  own,
  selfCheckIn,
  tryCalls,
  useWorld,
  walkIn,
  without,
  world,
} from '../support/badRequests.ts'

useWorld()

tryCalls('badAttendance', {
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
  doorLinksCall: {
    right: () => ({ path: '/activities/:id/door-links', token: world.tokens.staff }),
    id: () => world.activities.open.id,
    wrong: [
      [
        'an activity of another unit',
        () => ({ path: `/activities/${world.activities.elsewhere.id}/door-links`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
    ],
  },
  makeDoorLinkCall: {
    right: () => ({
      method: 'POST',
      path: '/activities/:id/door-links',
      token: world.tokens.staff,
      body: { label: '王阿姨' },
    }),
    id: () => world.activities.open.id,
    wrong: [
      invalid('nobody it is for', () => ofActivity('door-links', {})),
      invalid('blanks', () => ofActivity('door-links', { label: ' \u3000 ' })),
      invalid('21 characters', () => ofActivity('door-links', { label: long(21) })),
      invalid('a tag', () => ofActivity('door-links', { label: '<b>王</b>' })),
      invalid('a list', () => ofActivity('door-links', { label: ['王阿姨'] })),
      invalid('an end of one’s own', () => ofActivity('door-links', { label: '王阿姨', until: hoursFromNow(900) })),
      ['elsewhere', () => ofActivity('door-links', { label: '王阿姨' }, 'elsewhere'), 404, 'not-found'],
      ['a draft', () => ofActivity('door-links', { label: '王阿姨' }, 'draft'), 404, 'not-found'],
      ['cancelled', () => ofActivity('door-links', { label: '王阿姨' }, 'cancelled'), 409, 'activity-cancelled'],
    ],
  },
  revokeDoorLinkCall: {
    right: () => ({ method: 'POST', path: '/door-links/:id/revocation', token: world.tokens.staff }),
    id: () => world.door.id,
    wrong: [],
  },
  openDoorCall: {
    right: () => openDoorBy(world.door.token),
    wrong: [
      invalid('half a token', () => openDoorBy(world.door.token.slice(1))),
      invalid('a token and more', () => openDoorBy(`${world.door.token}A`)),
      invalid('a token by operator', () => openDoorBy({ $ne: '' })),
      ['a token that nobody made', () => openDoorBy('A'.repeat(43)), 410, 'link-invalid'],
    ],
  },
  leaveDoorCall: { right: () => ({ method: 'DELETE', path: '/door/session' }), wrong: [] },
  helpersListCall: {
    right: () => ({ path: '/door/check-in-list', headers: { cookie: world.door.cookie } }),
    wrong: [],
  },
  helperCheckInCall: {
    right: () => helperCheckIns([helperScan()]),
    wrong: [
      invalid('no items', () => helperCheckIns(undefined)),
      invalid('an empty batch', () => helperCheckIns([])),
      invalid('501 items', () => helperCheckIns(Array.from({ length: 501 }, () => helperScan()))),
      invalid('an activity', () => helperCheckIns([item()])),
      invalid('absent', () => helperCheckIns([helperScan({ attendance: 'absent' })])),
      invalid('neither ticket nor registration', () => helperCheckIns([without(helperScan(), 'registration')])),
      invalid('a time in words', () => helperCheckIns([helperScan({ at: 'now' })])),
      invalid('nobody who noted it', () => helperCheckIns([helperScan()], null)),
      ['noted by another link', () => helperCheckIns([helperScan()], world.ids.unknown), 401, 'not-logged-in'],
    ],
  },
  signInSheetCall: {
    right: () => ({ path: '/activities/:id/sign-in-sheet', token: world.tokens.staff }),
    id: () => world.activities.open.id,
    wrong: [
      [
        'an activity of another unit',
        () => ({ path: `/activities/${world.activities.elsewhere.id}/sign-in-sheet`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
      [
        'a draft',
        () => ({ path: `/activities/${world.activities.draft.id}/sign-in-sheet`, token: world.tokens.staff }),
        409,
        'activity-draft',
      ],
      [
        'cancelled',
        () => ({ path: `/activities/${world.activities.cancelled.id}/sign-in-sheet`, token: world.tokens.staff }),
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
