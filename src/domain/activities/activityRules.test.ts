import { describe, expect, it } from '@jest/globals'
import { checkActivityFacts, endFollowing, MAX_DURATION_HOURS, newProblems } from './activityRules.ts'

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

describe('endFollowing', () => {
  const [nine, eleven, one] = ['2026-06-01T01:00:00.000Z', '2026-06-01T03:00:00.000Z', '2026-06-01T05:00:00.000Z']

  it('is two hours after a start that is set, or moved with an end that was so [m2]', () => {
    expect(endFollowing({ before: null, start: nine, end: null })).toBe(eleven)
    expect(endFollowing({ before: nine, start: eleven, end: eleven })).toBe(one)
    expect(endFollowing({ before: nine, start: eleven, end: null })).toBe(one)
  })
  it('leaves an end that was chosen, and a start that stays [m2]', () => {
    expect(endFollowing({ before: nine, start: eleven, end: one })).toBeNull()
    expect(endFollowing({ before: nine, start: nine, end: null })).toBeNull()
    expect(endFollowing({ before: nine, start: null, end: eleven })).toBeNull()
    expect(endFollowing({ before: null, start: nine, end: one })).toBeNull()
  })
})
