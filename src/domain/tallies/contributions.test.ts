import { describe, expect, it } from '@jest/globals'
import {
  activityContribution,
  addsNothing,
  isHeld,
  meetsFilter,
  NOTHING,
  registrationContribution,
  type ActivityFacts,
  type RegistrationFacts,
  type TargetFilter,
} from './contributions.ts'

const registration = (over: Partial<RegistrationFacts> = {}): RegistrationFacts => ({
  status: 'confirmed',
  attendance: 'unknown',
  minutes: null,
  walkIn: false,
  ...over,
})
const activity = (over: Partial<ActivityFacts> = {}): ActivityFacts => ({
  status: 'published',
  line: 'riders',
  theme: 'warm',
  ledger: 'participation',
  unitIds: ['community', 'town', 'county'],
  startsAt: '2026-06-01T06:00:00.000Z',
  present: 12,
  minutes: 720,
  visits: 3,
  settledMatters: 2,
  ...over,
})
const target = (over: Partial<TargetFilter> = {}): TargetFilter => ({
  measure: 'personTimes',
  lines: [],
  themes: [],
  unitIds: [],
  from: null,
  to: null,
  ...over,
})

describe('registrationContribution', () => {
  it('confirmed: holds a seat', () =>
    expect(registrationContribution(registration())).toEqual({ ...NOTHING, taken: 1 }))
  it('offered: holds a seat', () =>
    expect(registrationContribution(registration({ status: 'offered' }))).toEqual({ ...NOTHING, taken: 1 }))
  it('waitlisted: waits', () =>
    expect(registrationContribution(registration({ status: 'waitlisted' }))).toEqual({ ...NOTHING, waiting: 1 }))
  it('cancelled: nothing, whatever else it says', () =>
    expect(registrationContribution(registration({ status: 'cancelled', attendance: 'present', minutes: 60 }))).toEqual(
      NOTHING,
    ))
  it('present: counts with its minutes', () =>
    expect(registrationContribution(registration({ attendance: 'present', minutes: 60 }))).toEqual({
      taken: 1,
      waiting: 0,
      present: 1,
      minutes: 60,
    }))
  it('absent: minutes do not count', () =>
    expect(registrationContribution(registration({ attendance: 'absent', minutes: 60 }))).toEqual({
      ...NOTHING,
      taken: 1,
    }))
  it('walk-in: present without a seat', () =>
    expect(registrationContribution(registration({ attendance: 'present', walkIn: true }))).toEqual({
      ...NOTHING,
      present: 1,
    }))
})

const MEASURES = ['personTimes', 'serviceHours', 'sessions', 'visits', 'matters'] as const

describe('activityContribution', () => {
  it('person-times count in both ledgers', () => {
    expect(activityContribution(activity(), target())).toBe(12)
    expect(activityContribution(activity({ ledger: 'service' }), target())).toBe(12)
  })
  it('service time counts in the service ledger only', () => {
    expect(activityContribution(activity(), target({ measure: 'serviceHours' }))).toBe(0)
    expect(activityContribution(activity({ ledger: 'service' }), target({ measure: 'serviceHours' }))).toBe(720)
  })
  it.each([
    ['visits', 3],
    ['matters', 2],
    ['sessions', 1],
  ] as const)('%s: %d', (measure, amount) => expect(activityContribution(activity(), target({ measure }))).toBe(amount))
  it.each(MEASURES)('%s: an activity that adds nothing adds nothing to any target', (measure) => {
    for (const status of ['draft', 'published', 'cancelled'] as const) {
      for (const ledger of ['participation', 'service'] as const) {
        for (let bits = 0; bits < 16; bits += 1) {
          const [present = 0, minutes = 0, visits = 0, settledMatters = 0] = [1, 2, 4, 8].map((bit) =>
            bits & bit ? 3 : 0,
          )
          const facts = activity({ status, ledger, present, minutes, visits, settledMatters })
          if (addsNothing(facts))
            expect({ facts, amount: activityContribution(facts, target({ measure })) }).toEqual({ facts, amount: 0 })
        }
      }
    }
    expect(addsNothing(activity())).toBe(false)
  })
  it('cancelled or draft: nothing', () => {
    expect(activityContribution(activity({ status: 'cancelled' }), target())).toBe(0)
    expect(activityContribution(activity({ status: 'draft' }), target({ measure: 'sessions' }))).toBe(0)
  })
})

describe('isHeld', () => {
  it('published with nothing recorded: not yet', () =>
    expect(isHeld(activity({ present: 0, visits: 0, settledMatters: 0 }))).toBe(false))
  it('one matter settled: held', () =>
    expect(isHeld(activity({ present: 0, visits: 0, settledMatters: 1 }))).toBe(true))
})

describe('meetsFilter', () => {
  it('empty filter: everything published', () => expect(meetsFilter(activity(), target())).toBe(true))
  it('other line: no', () => expect(meetsFilter(activity(), target({ lines: ['pairing'] }))).toBe(false))
  it('no theme where one is asked: no', () =>
    expect(meetsFilter(activity({ theme: null }), target({ themes: ['warm'] }))).toBe(false))
  it('unit above: yes; unit beside: no', () => {
    expect(meetsFilter(activity(), target({ unitIds: ['town'] }))).toBe(true)
    expect(meetsFilter(activity(), target({ unitIds: ['other'] }))).toBe(false)
  })
  it('first and last day are in, each from its first to its last moment in the county [D1]', () => {
    const days = target({ from: '2026-11-20', to: '2026-11-21' })
    const at = (startsAt: string) => meetsFilter(activity({ startsAt }), days)
    expect(
      [
        '2026-11-19T16:00:00.000Z',
        '2026-11-20T01:00:00.000Z',
        '2026-11-20T12:30:00.000Z',
        '2026-11-21T01:00:00.000Z',
        '2026-11-21T15:59:59.999Z',
      ].map(at),
    ).toEqual([true, true, true, true, true])
    expect(['2026-11-19T15:59:59.999Z', '2026-11-21T16:00:00.000Z'].map(at)).toEqual([false, false])
  })
})
