import { describe, expect, it, test } from '@jest/globals'
import {
  dispatchOfBroadcast,
  isAddressed,
  isToldTo,
  requireTellable,
  smsParts,
  TELL_DAYS,
  waitsUntil,
  type Addressable,
} from './broadcasts.ts'
import { AUDIENCES, type Audience } from './vocabulary.ts'

/** Beijing time on a day of June 2026. */
const at = (clock: string, day = 1): Date => new Date(`2026-06-${String(day).padStart(2, '0')}T${clock}:00+08:00`)
const iso = (clock: string, day = 1): string => at(clock, day).toISOString()

describe('the parts of a text message', () => {
  it.each([
    [1, 1],
    [70, 1],
    [71, 2],
    [134, 2],
    [135, 3],
    [201, 3],
    [202, 4],
  ])('%i characters: %i', (length, parts) => expect(smsParts('长'.repeat(length))).toBe(parts))
  it('are counted in the units of UCS-2: an emoji is two', () =>
    expect([smsParts('🐝'.repeat(35)), smsParts('🐝'.repeat(36))]).toEqual([1, 2]))
})

describe('an audience', () => {
  const seated: Addressable = { status: 'confirmed', attendance: 'unknown', walkIn: false }
  it.each<[string, Partial<Addressable>, Audience[]]>([
    ['a person with a seat', {}, ['all', 'confirmed']],
    ['one who came', { attendance: 'present' }, ['all', 'confirmed', 'present']],
    ['one who stayed away', { attendance: 'absent' }, ['all', 'confirmed']],
    ['one who waits', { status: 'waitlisted' }, ['all', 'waiting']],
    ['one whose sign-up is to be approved', { status: 'pending' }, ['all']],
    ['one to whom a seat is offered', { status: 'offered' }, ['all']],
    ['a walk-in, who holds no seat', { walkIn: true, attendance: 'present' }, ['all', 'present']],
    ['one who cancelled', { status: 'cancelled' }, []],
    ['one who was refused', { status: 'refused' }, []],
  ])('%s', (_name, changes, expected) =>
    expect((Object.keys(AUDIENCES) as Audience[]).filter((one) => isAddressed(one, { ...seated, ...changes }))).toEqual(
      expected,
    ),
  )
})

describe('people may be written to', () => {
  const activity = { status: 'published' as const, startsAt: iso('14:00'), endsAt: iso('16:00') }
  const last = at('16:00', 1 + TELL_DAYS)
  it.each<[string, object, Date, string | null]>([
    ['not of a draft', { status: 'draft' }, at('10:00'), 'activity-draft'],
    ['before', {}, at('10:00'), null],
    ['meanwhile', {}, at('15:00'), null],
    ['for some days after', {}, new Date(last.getTime() - 1), null],
    ['and no longer', {}, last, 'activity-ended'],
    ['also of what was called off', { status: 'cancelled' }, at('10:00', 3), null],
    ['which ends as well', { status: 'cancelled' }, last, 'activity-ended'],
  ])('%s', (_name, changes, now, code) => {
    let refused: unknown = null
    try {
      requireTellable({ ...activity, ...changes }, now)
    } catch (error) {
      refused = (error as { code: string }).code
    }
    expect(refused).toBe(code)
  })
})

describe('when it leaves', () => {
  const schedule = (start: string, end: string, day = 2) => ({ startsAt: iso(start, day), endsAt: iso(end, day) })
  it.each<[string, ReturnType<typeof schedule>, Date, string | null]>([
    ['by day at once', schedule('14:00', '16:00'), at('12:00'), null],
    ['in the night in the morning', schedule('14:00', '16:00'), at('22:00'), iso('07:30', 2)],
    ['at once where it starts soon after that', schedule('09:00', '11:00'), at('22:00'), null],
    ['not yet soon', schedule('09:30', '11:00'), at('22:00'), iso('07:30', 2)],
    ['at once while it goes on', schedule('20:00', '23:00', 1), at('22:00'), null],
    ['in the morning when it is over', schedule('19:00', '21:00', 1), at('22:00'), iso('07:30', 2)],
  ])('%s', (_name, activity, now, until) => expect(waitsUntil(activity, now)?.toISOString() ?? null).toBe(until))
})

describe('how things stand when it leaves', () => {
  const facts = {
    broadcast: { audience: 'waiting' as Audience, createdAt: iso('09:00') },
    registration: { status: 'waitlisted' as const, attendance: 'unknown' as const, walkIn: false },
    activity: { status: 'published' as const, startsAt: iso('14:00'), endsAt: iso('16:00') },
    person: { erasedAt: null, optedOutAt: null, isReachable: true },
  }
  it.each<[string, object, Date, unknown]>([
    ['sent', {}, at('10:00'), { act: 'send' }],
    [
      'sent to people who want no reminders: it is needed to take part',
      { person: { ...facts.person, optedOutAt: iso('08:00') } },
      at('10:00'),
      { act: 'send' },
    ],
    [
      'not to people who do not wait any more',
      { registration: { ...facts.registration, status: 'confirmed' } },
      at('10:00'),
      { act: 'skip', why: 'superseded' },
    ],
    [
      'not to people who cancelled',
      { registration: { ...facts.registration, status: 'cancelled' } },
      at('10:00'),
      { act: 'skip', why: 'superseded' },
    ],
    [
      'not without an address',
      { person: { ...facts.person, isReachable: false } },
      at('10:00'),
      { act: 'skip', why: 'unreachable' },
    ],
    [
      'not to the erased',
      { person: { ...facts.person, erasedAt: iso('09:30') } },
      at('10:00'),
      { act: 'skip', why: 'erased' },
    ],
    ['not when it is over', {}, at('16:00'), { act: 'skip', why: 'expired' }],
    [
      'but when it was written after that',
      { broadcast: { ...facts.broadcast, createdAt: iso('17:00') } },
      at('17:00'),
      { act: 'send' },
    ],
    [
      'and of what was called off',
      { activity: { ...facts.activity, status: 'cancelled' } },
      at('17:00'),
      { act: 'send' },
    ],
    [
      'kept for the morning',
      { broadcast: { ...facts.broadcast, createdAt: iso('22:00') } },
      at('22:00'),
      { act: 'defer', until: at('07:30', 2) },
    ],
  ])('%s', (_name, changes, now, expected) =>
    expect(dispatchOfBroadcast({ ...facts, ...changes }, now)).toEqual(expected),
  )
})

test('people find on their own pages what they were told, or would have been with an address', () => {
  expect(
    [
      isToldTo({ state: 'waiting' }),
      isToldTo({ state: 'sent' }),
      isToldTo({ state: 'failed' }),
      isToldTo({ state: 'skipped', reason: 'unreachable' }),
      isToldTo({ state: 'skipped', reason: 'superseded' }),
      isToldTo({ state: 'skipped', reason: 'expired' }),
    ].map(Number),
  ).toEqual([1, 1, 1, 1, 0, 0])
})
