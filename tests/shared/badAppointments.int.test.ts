import type { Call } from '../support/http.ts'
import { invalid, long, tryCalls, useWorld, world, type Wrong } from '../support/badRequests.ts'

useWorld()

const appoint = (body: object, unit: 'grid' | 'gridElsewhere' = 'grid') => ({
  method: 'POST',
  path: `/units/${world.posts[unit]}/appointments`,
  token: world.tokens.staff,
  body: { post: 'gridPart', person: world.posts.neighbour, ...body },
})
const ofPost = (
  what: 'handover' | 'end' | 'confirmation',
  body: object,
  appointment: keyof (typeof world)['posts'] = 'head',
  token = world.tokens.staff,
) => ({ method: 'POST', path: `/appointments/${world.posts[appointment]}/${what}`, token, body })
const handOver = (body: object, appointment: keyof (typeof world)['posts'] = 'head') =>
  ofPost('handover', { person: world.person.id, ...body }, appointment)
const report = (body: unknown) => ({ method: 'POST', path: '/me/appointments', token: world.tokens.person, body })
const showName = (body: unknown, appointment: keyof (typeof world)['posts'] = 'mine') => ({
  method: 'POST',
  path: `/me/appointments/${world.posts[appointment]}/name`,
  token: world.tokens.person,
  body,
})

/** Of a holder and a term, however they are sent. */
const wrongTerms = (call: (body: object) => Call): Wrong[] => [
  invalid('nobody', () => call({ person: undefined })),
  invalid('a person and an organisation', () => call({ organisation: world.units.firm.id })),
  invalid('a person that is no id', () => call({ person: "1' OR '1'='1" })),
  invalid('a person by operator', () => call({ person: { $ne: null } })),
  invalid('people in a list', () => call({ person: [world.posts.neighbour] })),
  invalid('a first day that does not exist', () => call({ from: '2026-02-30' })),
  invalid('a first day with a time', () => call({ from: '2026-01-01T08:00' })),
  invalid('a last day before the first', () => call({ from: '2030-05-02', to: '2030-05-01' })),
  invalid('a last day that is over', () => call({ from: '2026-03-01', to: '2026-03-31' })),
  invalid('a document number of 61 characters', () => call({ source: long(61) })),
  invalid('a document number with a NUL', () => call({ source: '任字\0号' })),
  invalid('a standing of one’s own choice', () => call({ standing: 'current' })),
  invalid('a key of one’s own choice', () => call({ holds: 'free' })),
]

tryCalls('badAppointments', {
  holdersCall: {
    right: () => ({ path: '/units/:id/holders' }),
    id: () => world.posts.grid,
    wrong: [],
  },
  appointCall: {
    right: () => ({ ...appoint({}), path: '/units/:id/appointments' }),
    id: () => world.posts.grid,
    wrong: [
      ...wrongTerms(appoint),
      ...[undefined, null, 'king', ['gridPart'], { $ne: null }, 1, '__proto__'].map((post): Wrong =>
        invalid(`the post ${JSON.stringify(post)}`, () => appoint({ post })),
      ),
      invalid('an organisation in a post of people', () =>
        appoint({ person: undefined, organisation: world.units.firm.id }),
      ),
      invalid('a post that the unit does not have', () => appoint({ post: 'laneChief' })),
      ['a unit of another town', () => appoint({}, 'gridElsewhere'), 403, 'forbidden'],
      ['somebody whose record one may not open', () => appoint({ person: world.otherPerson.id }), 404, 'not-found'],
      ['somebody who is not there', () => appoint({ person: world.ids.unknown }), 404, 'not-found'],
      ['a post that somebody holds', () => appoint({ post: 'gridHead' }), 409, 'post-held'],
    ],
  },
  handOverPostCall: {
    right: () => ({ ...handOver({}), path: '/appointments/:id/handover' }),
    id: () => world.posts.head,
    wrong: [
      ...wrongTerms((body) => handOver({ person: world.posts.neighbour, ...body })),
      invalid('an organisation in a post of people', () =>
        handOver({ person: undefined, organisation: world.units.firm.id }),
      ),
      invalid('a first day before the other’s', () =>
        handOver({ person: world.posts.neighbour, from: '2025-12-31' }, 'member'),
      ),
      ['to the same person', () => handOver({ person: world.posts.neighbour }), 409, 'already-appointed'],
      ['one that has ended', () => handOver({}, 'ended'), 409, 'appointment-ended'],
      ['one of another unit', () => handOver({}, 'headElsewhere'), 404, 'not-found'],
    ],
  },
  endAppointmentCall: {
    right: () => ({ ...ofPost('end', { reason: '调离' }), path: '/appointments/:id/end' }),
    id: () => world.posts.head,
    wrong: [
      ...[undefined, null, '', ' \n ', '走', ['调离'], { $gt: '' }].map((reason): Wrong =>
        invalid(`the reason ${JSON.stringify(reason)}`, () => ofPost('end', { reason })),
      ),
      invalid('a reason of 201 characters', () => ofPost('end', { reason: long(201) })),
      invalid('a last day that does not exist', () => ofPost('end', { reason: '调离', lastDay: '2026-02-30' })),
      invalid('a last day before the first', () => ofPost('end', { reason: '调离', lastDay: '2025-12-31' })),
      ['one of another unit', () => ofPost('end', { reason: '调离' }, 'headElsewhere'), 404, 'not-found'],
      [
        'another last day of what has ended',
        () => ofPost('end', { reason: '调离', lastDay: '2026-03-01' }, 'ended'),
        409,
        'appointment-ended',
      ],
      ['somebody else’s', () => ofPost('end', { reason: '不干了' }, 'others', world.tokens.person), 404, 'not-found'],
      [
        'one’s own that is no report',
        () => ofPost('end', { reason: '不干了' }, 'mine', world.tokens.person),
        403,
        'forbidden',
      ],
    ],
  },
  confirmReportCall: {
    right: () => ({ ...ofPost('confirmation', { decision: 'confirmed' }), path: '/appointments/:id/confirmation' }),
    id: () => world.posts.report,
    wrong: [
      ...[undefined, 'maybe', ['confirmed'], true].map((decision): Wrong =>
        invalid(`the decision ${JSON.stringify(decision)}`, () => ofPost('confirmation', { decision }, 'report')),
      ),
      invalid('a refusal without a reason', () => ofPost('confirmation', { decision: 'refused' }, 'report')),
      ['what is no report', () => ofPost('confirmation', { decision: 'confirmed' }), 409, 'report-answered'],
      [
        'one of another unit',
        () => ofPost('confirmation', { decision: 'confirmed' }, 'headElsewhere'),
        404,
        'not-found',
      ],
    ],
  },
  reportInCall: {
    right: () => report({ unit: world.units.community.id }),
    wrong: [
      ...[undefined, null, 'here', ['a'], { $ne: null }].map((unit): Wrong =>
        invalid(`the unit ${JSON.stringify(unit)}`, () => report({ unit })),
      ),
      invalid('a person of one’s own choice', () =>
        report({ unit: world.units.community.id, person: world.otherPerson.id }),
      ),
      ['a town', () => report({ unit: world.units.town.id }), 404, 'not-found'],
      ['a unit that is not there', () => report({ unit: world.ids.unknown }), 404, 'not-found'],
      ['who has not said to be a member', () => report({ unit: world.units.community.id }), 409, 'not-party-member'],
    ],
  },
  myAppointmentsCall: {
    right: () => ({ path: '/me/appointments', token: world.tokens.person }),
    wrong: [],
  },
  showOwnNameCall: {
    right: () => ({ ...showName({ shown: true }), path: '/me/appointments/:id/name' }),
    id: () => world.posts.mine,
    wrong: [
      ...[undefined, null, 'true', 1, [true]].map((shown): Wrong =>
        invalid(`shown: ${JSON.stringify(shown)}`, () => showName({ shown })),
      ),
      ['somebody else’s', () => showName({ shown: true }, 'others'), 404, 'not-found'],
      invalid('a post that is not public', () => showName({ shown: true }, 'member')),
    ],
  },
  vacanciesCall: {
    right: () => ({ path: '/desk/vacancies', token: world.tokens.staff }),
    wrong: [],
  },
})
