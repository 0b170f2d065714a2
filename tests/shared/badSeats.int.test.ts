import { expect, test } from '@jest/globals'
import { makeActivity } from '../support/fixtures.ts'
import { ask } from '../support/http.ts'
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
