import { describe, expect, it } from '@jest/globals'
import {
  ACTIVITY_STATES,
  DEEDS,
  deedsOfEdit,
  refusalOf,
  requireEdit,
  stateAt,
  type ActivityState,
  type Deed,
  type EditableFacts,
} from './activityStates.ts'
import { ledgerOf } from './vocabulary.ts'

const at = (hour: number): string => new Date(Date.UTC(2026, 5, 10, hour)).toISOString()
const activity = {
  status: 'published' as const,
  startsAt: at(10),
  endsAt: at(12),
  registrationOpensAt: at(2),
  registrationClosesAt: at(8),
}
const state = (iso: string, over: object = {}): ActivityState => stateAt({ ...activity, ...over }, new Date(iso))

describe('stateAt', () => {
  it.each<[string, string, object, ActivityState]>([
    ['before sign-up opens', at(1), {}, 'notYetOpen'],
    ['at its opening', at(2), {}, 'open'],
    ['at its end', at(8), {}, 'closed'],
    ['at the start', at(10), {}, 'running'],
    ['at the start, with sign-up going on', at(10), { registrationClosesAt: at(11) }, 'runningOpen'],
    [
      'at the start, with sign-up opening later',
      at(10),
      { registrationOpensAt: at(11), registrationClosesAt: at(12) },
      'running',
    ],
    ['at the end', at(12), { registrationClosesAt: at(12) }, 'ended'],
    [
      'with no times of its own sign-up ends at the start',
      at(9),
      { registrationOpensAt: null, registrationClosesAt: null },
      'open',
    ],
    ['a draft, whatever its times', at(20), { status: 'draft' }, 'draft'],
    ['cancelled, whatever its times', at(20), { status: 'cancelled' }, 'cancelled'],
  ])('%s', (_name, now, over, expected) => expect(state(now, over)).toBe(expected))
})

describe('the table', () => {
  const deeds = Object.keys(DEEDS) as Deed[]
  const states = Object.keys(ACTIVITY_STATES) as ActivityState[]

  it.each(deeds)('has an answer for %s in every state, with a reason in Chinese for each no', (deed) => {
    for (const one of states) {
      const refusal = refusalOf(deed, one, { hasSignUps: true, hasRecords: true })
      if (refusal)
        expect([one, refusal.status >= 400 && refusal.status < 500, /[\u4e00-\u9fff]/.test(refusal.message)]).toEqual([
          one,
          true,
          true,
        ])
    }
  })

  it('takes sign-ups only while sign-up is open', () => {
    expect(states.filter((one) => !refusalOf('signUp', one))).toEqual(['open', 'runningOpen'])
  })

  it('lets staff sign somebody up exactly while people can by themselves, and says more of why not', () => {
    expect(states.filter((one) => !refusalOf('signUpForAnother', one))).toEqual(['open', 'runningOpen'])
    expect(refusalOf('signUpForAnother', 'draft')?.code).toBe('activity-draft')
    expect(refusalOf('signUpForAnother', 'ended')?.code).toBe('activity-ended')
  })

  it('lets nobody go back to draft, or be deleted, over sign-ups [D6]', () => {
    const past = { hasSignUps: true, hasRecords: false }
    for (const one of states) {
      if (one !== 'draft') expect([one, refusalOf('withdraw', one, past)?.code]).toEqual([one, 'in-use'])
      expect(refusalOf('delete', one, past)?.code).toBe('in-use')
      expect(refusalOf('withdraw', one)).toBeNull()
    }
  })
})

describe('the ledger', () => {
  it('goes with the line unless somebody says otherwise [F16]', () => {
    expect([ledgerOf('visiting'), ledgerOf('riders'), ledgerOf(undefined)]).toEqual([
      'service',
      'participation',
      'participation',
    ])
  })
})

describe('an edit', () => {
  const before: EditableFacts = { ...activity, ledger: 'participation', outcome: { visits: 0, matters: null } }
  const nobody = { hasSignUps: false, hasRecords: false }

  it('is told by what it changes', () => {
    expect(deedsOfEdit(before, { ...before, outcome: { visits: null, matters: 0 } })).toEqual(['editFacts'])
    expect(deedsOfEdit(before, { ...before, status: 'cancelled', ledger: 'service', outcome: { visits: 3 } })).toEqual([
      'cancel',
      'editLedger',
      'editOutcome',
      'editFacts',
    ])
  })

  it('of the ledger is refused once anybody was recorded [F5]', () => {
    expect(() =>
      requireEdit(before, { ...before, ledger: 'service' }, { hasSignUps: true, hasRecords: true }, new Date(at(20))),
    ).toThrow(/记录方式不能再改/)
    expect(() =>
      requireEdit(before, { ...before, ledger: 'service' }, { hasSignUps: true, hasRecords: false }, new Date(at(20))),
    ).not.toThrow()
  })

  it('tells of nothing that happened in an activity that was called off', () => {
    const after = { ...before, outcome: { visits: 5 } }
    expect(() => requireEdit(before, after, nobody, new Date(at(13)))).not.toThrow()
    expect(() => requireEdit(before, { ...after, status: 'cancelled' }, nobody, new Date(at(9)))).toThrow(/已取消/)
  })
})
