import { describe, expect, test } from '@jest/globals'
import { hoursFromNow } from '../support/fixtures.ts'
import { ask, queryOf } from '../support/http.ts'
import {
  type Wrong,
  badActivityQueries,
  invalid,
  nothingIsWritten,
  ofActivity,
  query,
  tryCalls,
  useWorld,
  world,
} from '../support/badRequests.ts'

useWorld()

const publication = (activities: unknown) => ({
  method: 'POST' as const,
  path: '/activities/publications',
  token: world.tokens.staff,
  body: { activities },
})
const fromTemplate = (body: object, template = world.templates.own.id) => ({
  method: 'POST' as const,
  path: `/templates/${template}/activities`,
  token: world.tokens.staff,
  body,
})

tryCalls('badActivities', {
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
  posterCall: {
    right: () => ({ path: '/activities/:id/poster', token: world.tokens.staff }),
    id: () => world.activities.open.id,
    wrong: [
      [
        'an activity of another unit',
        () => ({ path: `/activities/${world.activities.elsewhere.id}/poster`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
      [
        'a draft',
        () => ({ path: `/activities/${world.activities.draft.id}/poster`, token: world.tokens.staff }),
        409,
        'activity-draft',
      ],
      [
        'cancelled',
        () => ({ path: `/activities/${world.activities.cancelled.id}/poster`, token: world.tokens.staff }),
        409,
        'activity-cancelled',
      ],
    ],
  },
  publishActivitiesCall: {
    right: () => ({ ...publication([world.activities.draft.id]), path: '/activities/publications' }),
    wrong: [
      ...[undefined, null, 'x', [], ['x'], [null], [{}], { $in: [] }].map((ids): Wrong =>
        invalid(`activities ${JSON.stringify(ids)}`, () => publication(ids)),
      ),
      invalid('more than a page', () => publication(Array(101).fill(world.activities.draft.id))),
      invalid('a status of one’s own choice', () => ({
        ...publication([]),
        body: { activities: [world.activities.draft.id], status: 'cancelled' },
      })),
    ],
  },
  saveTemplateCall: {
    right: () => ({ ...ofActivity('templates', { name: '模板甲' }), path: '/activities/:id/templates' }),
    id: () => world.activities.open.id,
    wrong: [
      ...[undefined, null, 5, '', ' 甲 ', '长'.repeat(61), { $gt: '' }].map((name): Wrong =>
        invalid(`a name of ${JSON.stringify(name)?.slice(0, 20)}`, () => ofActivity('templates', { name })),
      ),
      invalid('a unit of one’s own choice', () => ofActivity('templates', { name: '模板甲', unit: 'x' })),
      ['an activity of another unit', () => ofActivity('templates', { name: '模板甲' }, 'elsewhere'), 404, 'not-found'],
    ],
  },
  createFromTemplateCall: {
    right: () => ({ ...fromTemplate({ startsAt: hoursFromNow(100) }), path: '/templates/:id/activities' }),
    id: () => world.templates.own.id,
    wrong: [
      ...['tomorrow', '2026-99-99T10:00:00Z', 5, null, undefined, { $gt: '' }].map((startsAt): Wrong =>
        invalid(`a start of ${JSON.stringify(startsAt)}`, () => fromTemplate({ startsAt })),
      ),
      ...[null, 5, '', '甲', '长'.repeat(61)].map((title): Wrong =>
        invalid(`a title of ${JSON.stringify(title).slice(0, 20)}`, () =>
          fromTemplate({ startsAt: hoursFromNow(100), title }),
        ),
      ),
      invalid('published in the past', () => fromTemplate({ startsAt: hoursFromNow(-1), publish: true })),
      invalid('a unit of one’s own choice', () =>
        fromTemplate({ startsAt: hoursFromNow(100), unit: world.units.otherCommunity.id }),
      ),
      [
        'a template of another unit',
        () => fromTemplate({ startsAt: hoursFromNow(100) }, world.templates.elsewhere.id),
        404,
        'not-found',
      ],
    ],
  },
  coverCall: {
    right: () => ({ path: '/activities/:id/cover?width=480' }),
    id: () => world.activities.open.id,
    wrong: [
      query('no width', {}, `/activities/${'0'.repeat(24)}/cover`),
      [
        'an activity without a picture',
        () => ({ path: `/activities/${world.activities.asking.id}/cover?width=480` }),
        404,
        'not-found',
      ],
    ],
  },
  setCoverCall: {
    right: () => ({ ...ofActivity('cover', { file: world.picture, alt: '一张图片' }), path: '/activities/:id/cover' }),
    id: () => world.activities.open.id,
    wrong: [
      ...[undefined, null, '', '图', 5, { $gt: '' }].map((alt): Wrong =>
        invalid(`a description of ${JSON.stringify(alt)}`, () => ofActivity('cover', { file: world.picture, alt })),
      ),
      ...[undefined, null, '', '不是', 5, {}].map((file): Wrong =>
        invalid(`a file of ${JSON.stringify(file)}`, () => ofActivity('cover', { file, alt: '一张图片' })),
      ),
      ['no picture', () => ofActivity('cover', { file: 'AAAA', alt: '一张图片' }), 400, 'picture-unusable'],
      [
        'an activity of another unit',
        () => ofActivity('cover', { file: world.picture, alt: '一张图片' }, 'elsewhere'),
        404,
        'not-found',
      ],
    ],
  },
  takeCoverAwayCall: {
    right: () => ({
      method: 'DELETE',
      path: '/activities/:id/cover',
      token: world.tokens.staff,
    }),
    id: () => world.activities.open.id,
    wrong: [
      [
        'an activity of another unit',
        () => ({
          method: 'DELETE',
          path: `/activities/${world.activities.elsewhere.id}/cover`,
          token: world.tokens.staff,
        }),
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
  listTargetsCall: { right: () => ({ path: '/public/targets' }), wrong: [] },
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
