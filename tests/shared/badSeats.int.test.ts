import { expect, test } from '@jest/globals'
import { makeActivity, newPhone } from '../support/fixtures.ts'
import { ask, queryOf, type Call } from '../support/http.ts'
import {
  type Wrong,
  answering,
  decide,
  invalid,
  long,
  ofActivity,
  payload,
  register,
  tryCalls,
  useWorld,
  world,
} from '../support/badRequests.ts'

useWorld()

const signUp = (overrides: object = {}, activity: keyof (typeof world)['activities'] = 'open'): Call => ({
  method: 'POST',
  path: `/activities/${world.activities[activity].id}/sign-ups`,
  token: world.tokens.staff,
  body: { name: '来电的人', phone: newPhone(), consent: true, ...overrides },
})
const chosen = (overrides: object): Call =>
  signUp({ name: undefined, phone: undefined, person: world.person.id, ...overrides })
const candidates = (asked: object, activity: keyof (typeof world)['activities'] = 'open'): Call => ({
  path: `/activities/${world.activities[activity].id}/candidates${queryOf(asked)}`,
  token: world.tokens.staff,
})

tryCalls('badSeats', {
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
  signUpForAnotherCall: {
    right: () => ({ ...signUp(), path: '/activities/:id/sign-ups' }),
    id: () => world.activities.open.id,
    wrong: [
      invalid('no consent', () => signUp({ consent: undefined })),
      invalid('consent refused', () => signUp({ consent: false })),
      invalid('consent in words', () => signUp({ consent: 'true' })),
      invalid('a time of consent', () => signUp({ spokenConsentAt: '2001-01-01T00:00:00.000Z' })),
      invalid('nobody', () => signUp({ name: undefined, phone: undefined })),
      invalid('no name', () => signUp({ name: undefined })),
      invalid('an empty name', () => signUp({ name: '　' })),
      invalid('a name too long', () => signUp({ name: long(41) })),
      invalid('a name as an object', () => signUp({ name: { first: '甲' } })),
      invalid('no phone', () => signUp({ phone: undefined })),
      ...['', 'none', '1540000000', 15400000000, { $gt: '' }].map((phone): Wrong =>
        invalid(`the phone ${JSON.stringify(phone)}`, () => signUp({ phone })),
      ),
      invalid('a person and a name', () => signUp({ person: world.person.id })),
      invalid('a person that is no id', () => chosen({ person: '../x' })),
      invalid('a person by operator', () => chosen({ person: { $ne: '' } })),
      invalid('a person and who', () => chosen({ who: 'known' })),
      invalid('who is neither', () => signUp({ who: 'both' })),
      invalid('an e-mail besides', () => signUp({ email: 'a@example.org' })),
      invalid('a seat of one’s own choice', () => signUp({ status: 'confirmed', sequence: 1 })),
      invalid('an answer as a number', () => signUp({ answers: { q: 1 } })),
      invalid('a required answer missing', () => signUp({}, 'asking')),
      ...[0, -1, 11, 1.5, '2', null].map((size): Wrong =>
        invalid(`a party of ${JSON.stringify(size)}`, () => signUp({ size })),
      ),
      invalid('a party where everybody signs up alone', () => signUp({ size: 2 }, 'notAsked')),
      ['a person who is nobody', () => chosen({ person: world.ids.unknown }), 404, 'not-found'],
      ['an activity of another unit', () => signUp({}, 'elsewhere'), 404, 'not-found'],
      ['a draft', () => signUp({}, 'draft'), 409, 'activity-draft'],
      ['cancelled', () => signUp({}, 'cancelled'), 409, 'activity-cancelled'],
      ['full', () => signUp({}, 'full'), 409, 'full'],
      ['closed', () => signUp({}, 'closed'), 409, 'registration-closed'],
      ['not yet open', () => signUp({}, 'notYetOpen'), 409, 'registration-closed'],
      ['ended', () => signUp({}, 'ended'), 409, 'activity-ended'],
    ],
  },
  candidatesCall: {
    right: () => ({ path: '/activities/:id/candidates?q=%E9%AA%91%E6%89%8B', token: world.tokens.staff }),
    id: () => world.activities.open.id,
    wrong: [
      invalid('nothing to look for', () => candidates({})),
      invalid('one character', () => candidates({ q: '李' })),
      invalid('blanks', () => candidates({ q: '　 　' })),
      invalid('41 characters', () => candidates({ q: long(41) })),
      invalid('a NUL', () => candidates({ q: 'a\0b' })),
      invalid('a filter of one’s own', () => candidates({ q: '骑手', limit: 500 })),
      ['an activity of another unit', () => candidates({ q: '骑手' }, 'elsewhere'), 404, 'not-found'],
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
  undoCancellationCall: {
    right: () => ({ method: 'POST', path: '/registrations/:id/undo', token: world.tokens.person }),
    id: () => world.registrations.mine.id,
    wrong: [
      [
        'another person’s',
        () => ({
          method: 'POST',
          path: `/registrations/${world.registrations.others.id}/undo`,
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
  cancelCall: {
    right: () => ({ method: 'DELETE', path: '/registrations/:id', token: world.tokens.person }),
    id: () => world.registrations.mine.id,
    wrong: [
      ...['yes', 1, null, {}].map((undoable): Wrong =>
        invalid(`undoable: ${JSON.stringify(undoable)}`, () => ({
          method: 'DELETE',
          path: `/registrations/${world.registrations.mine.id}`,
          token: world.tokens.person,
          body: { undoable },
        })),
      ),
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
  myRegistrationsCall: { right: () => ({ path: '/me/registrations', token: world.tokens.person }), wrong: [] },
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
