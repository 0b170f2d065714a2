import { invalid, long, ofActivity, tryCalls, useWorld, world, type Wrong } from '../support/badRequests.ts'

useWorld()

const WORDS = { audience: 'all', text: '活动室改到二楼，请带雨具' }

const wrongOf = (what: 'broadcasts' | 'broadcast-previews'): Wrong[] => [
  ...[undefined, null, 'everyone', '', ['all'], { $ne: null }, 1].map((audience): Wrong =>
    invalid(`the audience ${JSON.stringify(audience)}`, () => ofActivity(what, { ...WORDS, audience })),
  ),
  ...[undefined, null, '', ' \n ', '\u200b\u200b', '雨', 7, ['带伞'], { $gt: '' }].map((text): Wrong =>
    invalid(`the words ${JSON.stringify(text)}`, () => ofActivity(what, { ...WORDS, text })),
  ),
  invalid('words of 301 characters', () => ofActivity(what, { ...WORDS, text: long(301) })),
  invalid('words with a NUL', () => ofActivity(what, { ...WORDS, text: '带\0伞' })),
  invalid('words with half a character', () => ofActivity(what, { ...WORDS, text: '带伞\ud83d' })),
  invalid('people of one’s own choice', () =>
    ofActivity(what, { ...WORDS, recipients: [world.registrations.mine.id] }),
  ),
  ['an activity of another unit', () => ofActivity(what, WORDS, 'elsewhere'), 404, 'not-found'],
  ['a draft', () => ofActivity(what, WORDS, 'draft'), 409, 'activity-draft'],
]

tryCalls('badMessages', {
  previewBroadcastCall: {
    right: () => ({ ...ofActivity('broadcast-previews', WORDS), path: '/activities/:id/broadcast-previews' }),
    id: () => world.activities.open.id,
    wrong: wrongOf('broadcast-previews'),
  },
  calendarEntryCall: {
    right: () => ({ path: '/registrations/:id/calendar', token: world.tokens.person }),
    id: () => world.registrations.mine.id,
    wrong: [
      [
        'another person’s',
        () => ({ path: `/registrations/${world.registrations.others.id}/calendar`, token: world.tokens.person }),
        404,
        'not-found',
      ],
      [
        'one without a seat',
        () => ({ path: `/registrations/${world.registrations.waiting.id}/calendar`, token: world.tokens.person }),
        404,
        'not-found',
      ],
    ],
  },
  sendBroadcastCall: {
    right: () => ({ ...ofActivity('broadcasts', WORDS), path: '/activities/:id/broadcasts' }),
    id: () => world.activities.open.id,
    wrong: [
      ...wrongOf('broadcasts'),
      ['nobody there', () => ofActivity('broadcasts', { ...WORDS, audience: 'waiting' }), 409, 'nobody-to-tell'],
    ],
  },
})
