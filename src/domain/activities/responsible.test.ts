import { describe, expect, it } from '@jest/globals'
import { answersFor, unfitness, type Colleague } from './responsible.ts'

const community = { id: 'community', ancestors: ['county', 'town'] }
const elsewhere = { id: 'elsewhere', ancestors: ['county', 'other town'] }
const organiser: Colleague = { role: 'organiser', unit: 'community', status: 'active' }
const town: Colleague = { role: 'town', unit: 'town', status: 'active' }
const department: Colleague = { role: 'department', unit: 'county', status: 'active' }

describe('somebody answers', () => {
  it('for the own unit and all below it, and the department for all', () => {
    expect([organiser, town, department].map((one) => answersFor(one, community))).toEqual([true, true, true])
    expect([organiser, town, department].map((one) => answersFor(one, elsewhere))).toEqual([false, false, true])
  })
  it('for no unit above the own one', () =>
    expect(answersFor(organiser, { id: 'town', ancestors: ['county'] })).toBe(false))
})

describe('somebody can be responsible', () => {
  it('for activities of units that they answer for, for each of them', () => {
    expect(unfitness(town, [community])).toBeNull()
    expect(unfitness(town, [community, elsewhere])).toContain('管理范围')
    expect(unfitness(department, [community, elsewhere])).toBeNull()
  })
  it.each(['disabled', 'invited'] as const)('not with an account that is %s', (status) =>
    expect(unfitness({ ...department, status }, [community])).toContain('不在用'),
  )
  it('not without an account', () => expect(unfitness(null, [])).toContain('不在用'))
})
