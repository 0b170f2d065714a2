import { describe, expect, it } from '@jest/globals'
import { checkActivityFacts, MAX_DURATION_HOURS } from './activityRules.ts'

const good = { line: 'compounds' as const, unit: 'u1', startsAt: '2026-06-01T06:00:00Z', endsAt: '2026-06-01T08:00:00Z', registrationClosesAt: '2026-06-01T06:00:00Z' }
const fieldsOf = (over: object) => Object.keys(checkActivityFacts({ ...good, ...over }))

describe('checkActivityFacts', () => {
  it('a plain activity: nothing to say', () => expect(checkActivityFacts(good)).toEqual({}))
  it('ends when it starts', () => expect(fieldsOf({ endsAt: good.startsAt })).toContain('endsAt'))
  it('as long as may be, and a minute more', () => {
    const start = Date.parse(good.startsAt)
    expect(fieldsOf({ endsAt: new Date(start + MAX_DURATION_HOURS * 3_600_000) })).toEqual([])
    expect(fieldsOf({ endsAt: new Date(start + MAX_DURATION_HOURS * 3_600_000 + 60_000) })).toEqual(['endsAt'])
  })
  it('sign-up closes after the end', () => expect(fieldsOf({ registrationClosesAt: '2026-06-01T08:00:01Z' })).toEqual(['registrationClosesAt']))
  it('sign-up that closes at the start is no mistake of who left it open [D5]', () => {
    expect(fieldsOf({ registrationClosesAt: null })).toEqual([])
    expect(fieldsOf({ registrationClosesAt: null, registrationOpensAt: good.startsAt })).toEqual(['registrationOpensAt'])
  })
  it('sign-up opens when it closes', () => expect(fieldsOf({ registrationOpensAt: good.registrationClosesAt })).toEqual(['registrationOpensAt']))
  it.each([['riders', 'theme'], ['programmes', 'series'], ['pairing', 'partnerUnit']] as const)('%s needs its %s', (line, field) => expect(fieldsOf({ line })).toEqual([field]))
  it('pairs with itself', () => expect(fieldsOf({ line: 'pairing', partnerUnit: 'u1' })).toEqual(['partnerUnit']))
})
