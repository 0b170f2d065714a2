import { describe, expect, it } from '@jest/globals'
import { checkActivityFacts, endFollowing, MAX_DURATION_HOURS, moveProblem, newProblems } from './activityRules.ts'

const good = {
  line: 'compounds' as const,
  unit: 'u1',
  startsAt: '2026-06-01T06:00:00Z',
  endsAt: '2026-06-01T08:00:00Z',
  registrationClosesAt: '2026-06-01T06:00:00Z',
}
const fieldsOf = (over: object) => Object.keys(checkActivityFacts({ ...good, ...over }))

describe('checkActivityFacts', () => {
  it('a plain activity: nothing to say', () => expect(checkActivityFacts(good)).toEqual({}))
  it('ends when it starts', () => expect(fieldsOf({ endsAt: good.startsAt })).toContain('endsAt'))
  it('as long as may be, and a minute more', () => {
    const start = Date.parse(good.startsAt)
    expect(fieldsOf({ endsAt: new Date(start + MAX_DURATION_HOURS * 3_600_000) })).toEqual([])
    expect(fieldsOf({ endsAt: new Date(start + MAX_DURATION_HOURS * 3_600_000 + 60_000) })).toEqual(['endsAt'])
  })
  it('more people at least than there are seats', () => {
    expect(fieldsOf({ capacity: 10, minimum: 10 })).toEqual([])
    expect(fieldsOf({ capacity: 10, minimum: 11 })).toEqual(['minimum'])
    expect(fieldsOf({ capacity: null, minimum: 11 })).toEqual([])
  })
  it('sign-up closes after the end', () =>
    expect(fieldsOf({ registrationClosesAt: '2026-06-01T08:00:01Z' })).toEqual(['registrationClosesAt']))
  it('sign-up that closes at the start is no mistake of who left it open [D5]', () => {
    expect(fieldsOf({ registrationClosesAt: null })).toEqual([])
    expect(fieldsOf({ registrationClosesAt: null, registrationOpensAt: good.startsAt })).toEqual([
      'registrationOpensAt',
    ])
  })
  it('sign-up opens when it closes', () =>
    expect(fieldsOf({ registrationOpensAt: good.registrationClosesAt })).toEqual(['registrationOpensAt']))
  it.each([
    ['riders', 'theme'],
    ['programmes', 'series'],
    ['pairing', 'partnerUnit'],
  ] as const)('%s needs its %s', (line, field) => expect(fieldsOf({ line })).toEqual([field]))
  it('pairs with itself', () => expect(fieldsOf({ line: 'pairing', partnerUnit: 'u1' })).toEqual(['partnerUnit']))
})

describe('newProblems', () => {
  const seriesGone = { ...good, status: 'published' as const, line: 'programmes' as const, series: null }
  const edited = (over: object) => Object.keys(newProblems(seriesGone, { ...seriesGone, ...over }))

  it('a new activity has all of its problems', () =>
    expect(Object.keys(newProblems(null, seriesGone))).toEqual(['series']))
  it('what was broken before is no matter of another field [D4]', () => expect(edited({ unit: 'u2' })).toEqual([]))
  it('what an edit breaks is told, without what was broken before [D4]', () =>
    expect(edited({ endsAt: good.startsAt })).toEqual(['endsAt']))
  it('what was broken in one way is not to be broken in another [D4]', () => {
    const tooLong = { ...good, status: 'published' as const, endsAt: '2026-06-20T08:00:00Z' }
    expect(Object.keys(newProblems(tooLong, { ...tooLong, series: 'other' }))).toEqual([])
    expect(Object.keys(newProblems(tooLong, { ...tooLong, endsAt: good.startsAt }))).toEqual(['endsAt'])
    expect(Object.keys(newProblems({ ...good, line: 'riders' }, { ...good, line: 'programmes' }))).toEqual(['series'])
  })
  it('what is published is judged as a whole', () =>
    expect(Object.keys(newProblems({ ...seriesGone, status: 'draft' }, seriesGone))).toEqual(['series']))
  it('a cancellation is stopped by nothing [D4]', () =>
    expect(edited({ status: 'cancelled', endsAt: good.startsAt })).toEqual([]))
})

describe('moveProblem', () => {
  it('asks for a reason as soon as one person is told, and says how many are', () => {
    expect(moveProblem(' 雨 ', 1)).toEqual({ changeReason: expect.stringContaining('将通知 1 人') })
    expect(moveProblem(undefined, 12)).toEqual({ changeReason: expect.stringContaining('将通知 12 人') })
  })
  it('is no essay', () => {
    expect(moveProblem('长'.repeat(201), 0)).toEqual({ changeReason: expect.stringContaining('200') })
    expect(moveProblem('长'.repeat(200), 3)).toEqual({})
  })
  it('asks for none where nobody is told, or it is given', () => {
    expect(moveProblem(null, 0)).toEqual({})
    expect(moveProblem('下雨', 12)).toEqual({})
  })
})

describe('endFollowing', () => {
  const [nine, eleven, one] = ['2026-06-01T01:00:00.000Z', '2026-06-01T03:00:00.000Z', '2026-06-01T05:00:00.000Z']
  const hour = 3_600_000
  const span = (start: string | null, end: string | null, duration = 2 * hour) => ({ start, end, duration })

  it('is two hours after a start that is set [m2]', () =>
    expect(endFollowing(span(null, null), span(nine, null))).toBe(eleven))
  it('moves with the start, and it lasts as long as before', () => {
    expect(endFollowing(span(nine, eleven), span(eleven, eleven))).toBe(one)
    expect(endFollowing(span(nine, one), span(eleven, one))).toBe('2026-06-01T07:00:00.000Z')
    expect(endFollowing(span(eleven, one), span(nine, one))).toBe(eleven)
  })
  it('leaves an end that is typed itself, and a start that stays or is taken away [m2]', () => {
    expect(endFollowing(span(nine, eleven), span(nine, one))).toBeNull()
    expect(endFollowing(span(nine, eleven), span(eleven, one))).toBeNull()
    expect(endFollowing(span(nine, eleven), span(nine, null))).toBeNull()
    expect(endFollowing(span(nine, eleven), span(null, eleven))).toBeNull()
    expect(endFollowing(span(null, one), span(nine, one))).toBeNull()
  })
  it('leaves an end that comes before the start: the start may be what was wrong [m3]', () =>
    expect(endFollowing(span(one, eleven), span(nine, eleven))).toBeNull())
  it('lasts as long as last time, once that is taken over, unless it was chosen', () => {
    expect(endFollowing(span(null, null, 2 * hour), span(nine, null, 4 * hour))).toBe(one)
    expect(endFollowing(span(nine, eleven, 2 * hour), span(nine, eleven, 4 * hour))).toBe(one)
    expect(endFollowing(span(nine, one, 2 * hour), span(nine, one, 4 * hour))).toBeNull()
  })
})
