import { describe, expect, test } from '@jest/globals'
import { checkActivityFacts } from '../domain/activities/activityRules.ts'
import { isHeld, registrationContribution } from '../domain/tallies/contributions.ts'
import { joinableAt } from '../domain/seats/joinable.ts'
import { phoneSchema } from '../domain/shared/requests.ts'
import { freeSeats } from '../domain/seats/seats.ts'
import type { ActivityPlan } from './plan/activities.ts'
import { planCounty } from './plan/county.ts'
import { FIGURES } from './data/figures.ts'
import { DEMO_COMMUNITY, DEMO_MEMBER, DEMO_RIDER } from './data/logins.ts'
import { TOWNS } from './data/units.ts'
import { planBlock } from './plan/planBlock.ts'
import { apportion, randomFrom } from './random.ts'

const NOW = new Date('2026-08-12T02:00:00.000Z')
const county = planCounty()
const block = planBlock(county, 0, NOW)

const sumsOf = ({ registrations }: ActivityPlan) =>
  registrations.map(registrationContribution).reduce((sum, one) => ({
    taken: sum.taken + one.taken,
    waiting: sum.waiting + one.waiting,
    present: sum.present + one.present,
    minutes: sum.minutes + one.minutes,
  }))
const presentAt = (activity: ActivityPlan): number =>
  activity.registrations.length === 0 ? 0 : sumsOf(activity).present
const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0)
const heldOn = (activities: ActivityPlan[], line: ActivityPlan['line']): ActivityPlan[] =>
  activities.filter((activity) => activity.line === line && isHeld({ ...activity, present: presentAt(activity) }))

describe('the plan of the county', () => {
  test('has the towns, communities and organisations of the source, under names of their own', () => {
    const kinds = county.units.map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'town')).toHaveLength(FIGURES.towns)
    expect(kinds.filter((kind) => kind === 'community')).toHaveLength(FIGURES.villageLevel)
    expect(TOWNS.flatMap(({ communities }) => communities)).toHaveLength(FIGURES.communities)
    expect(kinds.filter((kind) => kind === 'organisation')).toHaveLength(FIGURES.organisations)
    expect(new Set(county.units.map(({ name }) => name)).size).toBe(county.units.length)
  })

  test('is the same every time, and another for another block', () => {
    expect(planCounty()).toEqual(county)
    // As text: a deep comparison of 14,000 sign-ups takes seconds.
    expect(JSON.stringify(planBlock(county, 0, NOW)) === JSON.stringify(block)).toBe(true)
    expect(JSON.stringify(planBlock(county, 1, NOW)) === JSON.stringify(block)).toBe(false)
  })

  test.each([
    '2026-01-01T03:00:00.000Z',
    '2026-04-20T16:30:00.000Z',
    '2026-12-31T15:00:00.000Z',
    '2028-02-29T11:00:00.000Z',
  ])('keeps every figure when it is made at %s', (moment) => {
    const { people, activities } = planBlock(county, 0, new Date(moment))
    expect(figuresOf(people.filter(({ kinds }) => kinds.includes('partyMember')).length, activities)).toEqual(EXPECTED)
  })

  test('keeps every figure in each block of a larger scale, and repeats no contact', () => {
    const second = planBlock(county, 1, NOW)
    expect(
      figuresOf(second.people.filter(({ kinds }) => kinds.includes('partyMember')).length, second.activities),
    ).toEqual(EXPECTED)
    const everyone = [...block.people, ...second.people]
    for (const field of ['phone', 'volunteerNumber'] as const)
      expect(new Set(everyone.map((person) => person[field])).size).toBe(everyone.length)
  })

  test('gives nobody a contact that could be somebody’s', () => {
    const isNobodys = (phone: string, email: string | null): boolean =>
      phoneSchema.safeParse(phone).success && phone.startsWith('154') && (email === null || email.endsWith('.invalid'))
    expect(block.people.filter(({ phone, email }) => !isNobodys(phone, email))).toEqual([])
  })
})

interface Figures {
  members: number
  pairingEvents: number
  visits: number
  settledMatters: number
  riderSessions: number
  riderPersonTimes: number
}

const EXPECTED: Figures = {
  members: FIGURES.members,
  pairingEvents: FIGURES.pairingEvents,
  visits: FIGURES.visits,
  settledMatters: FIGURES.settledMatters,
  riderSessions: FIGURES.riderSessions,
  riderPersonTimes: FIGURES.riderPersonTimes,
}

function figuresOf(members: number, activities: ActivityPlan[]): Figures {
  return {
    members,
    pairingEvents: heldOn(activities, 'pairing').length,
    visits: sum(activities.map(({ visits }) => visits)),
    settledMatters: sum(activities.map(({ settledMatters }) => settledMatters)),
    riderSessions: heldOn(activities, 'riders').length,
    riderPersonTimes: sum(heldOn(activities, 'riders').map(presentAt)),
  }
}

describe('the plan of activities', () => {
  test('breaks no rule for activities', () => {
    const problems = block.activities.flatMap(
      ({
        unit,
        partnerUnit,
        startsAt,
        endsAt,
        registrationOpensAt,
        registrationClosesAt,
        line,
        theme,
        series,
        title,
        place,
      }) => [
        ...Object.values(
          checkActivityFacts({
            unit,
            partnerUnit,
            startsAt,
            endsAt,
            registrationOpensAt,
            registrationClosesAt,
            line,
            theme,
            series,
          }),
        ),
        ...(/[{}]/.test(title + place) ? [`${title} at ${place}`] : []),
        ...([...title].length > 60 ? [title] : []),
      ],
    )
    expect(problems).toEqual([])
  })

  test('sells no seat twice, keeps none from the queue, takes nobody twice, and knows no sign-up from the future', () => {
    const isSound = (activity: ActivityPlan): boolean => {
      const { registrations, capacity } = activity
      if (registrations.length === 0) return true
      const { taken, waiting } = sumsOf(activity)
      const free = freeSeats({ capacity, taken })
      const numbers = registrations.flatMap(({ sequence }) => sequence ?? [])
      return (
        (free === null || free >= 0) &&
        (waiting === 0 || free === 0) &&
        numbers.every((number, index) => number === index + 1) &&
        new Set(registrations.map(({ person }) => person)).size === registrations.length &&
        registrations.every(({ createdAt }) => createdAt <= NOW)
      )
    }
    expect(block.activities.filter((activity) => !isSound(activity)).map(({ title }) => title)).toEqual([])
  })

  test('always has something to join in the coming weeks, and every other state to see', () => {
    const ahead = block.activities.filter(({ status, startsAt }) => status !== 'draft' && startsAt > NOW)
    const states = ahead.map((activity) => {
      const { taken, waiting } = activity.registrations.length === 0 ? { taken: 0, waiting: 0 } : sumsOf(activity)
      const { registrationOpensAt, registrationClosesAt, startsAt, endsAt } = activity
      const window = {
        cancelled: activity.status === 'cancelled',
        registrationOpensAt: registrationOpensAt?.toISOString() ?? null,
        registrationClosesAt: registrationClosesAt.toISOString(),
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
      }
      return joinableAt(
        { ...window, capacity: activity.capacity, taken, waiting, lastSequence: 0, waitingList: activity.waitingList },
        NOW,
      )
    })
    expect(new Set(states)).toEqual(new Set(['open', 'waiting-list', 'full', 'not-yet-open', 'closed', 'cancelled']))
    expect(states.filter((state) => state === 'open').length).toBeGreaterThanOrEqual(30)
    expect(new Set(ahead.map(({ line }) => line)).size).toBe(9)
    expect(ahead.some(({ questions }) => questions.length > 0)).toBe(true)
    expect(ahead.some(({ capacity }) => capacity === null)).toBe(true)
  })

  test('keeps riders’ activities out of the meal peaks', () => {
    const minuteOf = (at: Date): number => (at.getUTCHours() + 8) * 60 + at.getUTCMinutes()
    const isOutside = (from: number, to: number): boolean =>
      (to <= 11 * 60 || from >= 13 * 60) && (to <= 17 * 60 || from >= 19 * 60)
    const riders = block.activities.filter(({ line }) => line === 'riders')
    expect(riders.filter(({ startsAt, endsAt }) => !isOutside(minuteOf(startsAt), minuteOf(endsAt)))).toEqual([])
  })

  test('leaves the organiser something to do', () => {
    const unrecorded = block.activities.filter(
      ({ status, endsAt, registrations }) =>
        status === 'published' &&
        endsAt < NOW &&
        registrations.some((own) => own.status === 'confirmed' && own.attendance === 'unknown'),
    )
    expect(unrecorded).toHaveLength(5)
    expect(unrecorded.filter(({ unit }) => unit === DEMO_COMMUNITY)).toHaveLength(2)
    expect(block.activities.filter(({ status, unit }) => status === 'draft' && unit === DEMO_COMMUNITY)).toHaveLength(3)
  })

  test('gives the demo’s two people sign-ups of every kind ahead and records behind', () => {
    const statesOf = (email: string) => {
      const key = block.people.find((person) => person.email === email)?.key
      const own = block.activities.flatMap(({ startsAt, registrations }) =>
        registrations
          .filter(({ person }) => person === key)
          .map(({ status, attendance }) => ({ isAhead: startsAt > NOW, status, attendance })),
      )
      return {
        ahead: new Set(own.filter(({ isAhead }) => isAhead).map(({ status }) => status)),
        came: own.filter(({ attendance }) => attendance === 'present').length,
      }
    }
    expect(statesOf(DEMO_RIDER.email).ahead).toEqual(new Set(['confirmed', 'waitlisted', 'cancelled']))
    expect(statesOf(DEMO_RIDER.email).came).toBeGreaterThan(3)
    expect(statesOf(DEMO_MEMBER.email).ahead).toContain('confirmed')
    expect(statesOf(DEMO_MEMBER.email).came).toBeGreaterThan(3)
  })
})

test('a total is split without a rest', () => {
  const parts = apportion(randomFrom('parts'), 10_207, 186, 12)
  expect(sum(parts)).toBe(10_207)
  expect(Math.min(...parts)).toBeGreaterThanOrEqual(12)
})
