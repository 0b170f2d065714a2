import { describe, expect, it, test } from '@jest/globals'
import type { Decision, DecisionKind } from '../seats/history.ts'
import {
  dispatchAt,
  dispatchOfHandover,
  isReminded,
  isTold,
  kindFor,
  lastStanding,
  MAX_ATTEMPTS,
  noticeOf,
  quietUntil,
  reminderStateAt,
  retryAt,
  type Notice,
} from './messages.ts'
import type { MessageKind } from './vocabulary.ts'

/** Beijing time on 1 or 2 June 2026. */
const at = (clock: string, day = 1): Date => new Date(`2026-06-${String(day).padStart(2, '0')}T${clock}:00+08:00`)
const iso = (clock: string, day = 1): string => at(clock, day).toISOString()
const history = (...kinds: DecisionKind[]): Decision[] =>
  kinds.map((what, index) => ({ n: index + 1, at: iso('08:00'), what, reason: '因为', by: 'system' }))

describe('the last decision that changed the standing', () => {
  it.each<[DecisionKind[], DecisionKind | undefined]>([
    [['waitlisted', 'passed', 'passed'], 'waitlisted'],
    [['waitlisted', 'promoted'], 'promoted'],
    [['passed'], undefined],
    [[], undefined],
  ])('%j: %s', (kinds, what) => expect(lastStanding(history(...kinds))?.what).toBe(what))
  it.each<[DecisionKind, MessageKind | null]>([
    ['accepted', 'confirmed'],
    ['walkIn', null],
    ['full', null],
    ['passed', null],
    ['lapsed', 'lapsed'],
  ])('%s is told as %s', (what, kind) => expect(kindFor({ what })).toBe(kind))
})

describe('quiet hours, 21:30–07:30 in Beijing', () => {
  it.each([
    ['21:29', null],
    ['21:30', iso('07:30', 2)],
    ['23:59', iso('07:30', 2)],
    ['00:00', iso('07:30')],
    ['07:29', iso('07:30')],
    ['07:30', null],
    ['12:00', null],
  ])('at %s until %s', (clock, until) => expect(quietUntil(at(clock))?.toISOString() ?? null).toBe(until))
})

test('tries come 30 s after the first and then further apart, never more than an hour and a quarter', () => {
  const pause = (attempts: number, dice = 0): number =>
    retryAt(attempts, dice, at('12:00')).getTime() - at('12:00').getTime()
  expect([1, 2, 3, 8, 30].map((attempts) => pause(attempts) / 1000)).toEqual([30, 60, 120, 3600, 3600])
  expect(pause(1, 1) / 1000).toBe(37.5)
  const total = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => pause(index + 1)).reduce(
    (sum, one) => sum + one,
    0,
  )
  expect(total).toBeGreaterThan(7 * 3_600_000)
})

describe('a notice to everyone signed up', () => {
  const before = { status: 'published' as const, startsAt: iso('14:00'), endsAt: iso('16:00'), place: '一号楼' }
  const notice = (change: object, from: Parameters<typeof noticeOf>[0] = before) =>
    noticeOf(from, { ...before, ...change }, 'x', at('09:00'))
  it.each([
    ['nothing', {}, undefined],
    ['another time', { startsAt: iso('15:00') }, 'changed'],
    ['another place', { place: '二号楼' }, 'changed'],
    ['cancelled', { status: 'cancelled' }, 'cancelled'],
    ['the same moment written otherwise', { startsAt: '2026-06-01T14:00:00+08:00' }, undefined],
  ])('%s', (_name, change, kind) => expect(notice(change)?.kind).toBe(kind))
  it('is not given of what is over', () =>
    expect(noticeOf(before, { ...before, place: '二号楼' }, 'x', at('16:00'))).toBeNull())
  it('is given of what comes back', () => expect(notice({}, { ...before, status: 'cancelled' })?.kind).toBe('resumed'))
  it('counts on, and keeps what people know until they are told', () => {
    const first = notice({ place: '二号楼' }) as Notice
    const unplanned = noticeOf(
      { ...before, place: '二号楼', notice: first, untold: 'x' },
      { ...before, place: '三号楼' },
      'y',
      at('09:00'),
    )
    const planned = noticeOf(
      { ...before, place: '二号楼', notice: first, untold: null },
      { ...before, place: '三号楼' },
      'y',
      at('09:00'),
    )
    expect([unplanned?.number, unplanned?.before.place, planned?.before.place]).toEqual([2, '一号楼', '二号楼'])
  })
  it('keeps it while the activity is called off, too', () => {
    const off = { ...before, status: 'cancelled' as const }
    const called = noticeOf(before, off, 'x', at('09:00')) as Notice
    const moved = { ...off, place: '二号楼', notice: called, untold: null }
    const resumed = noticeOf(moved, { ...moved, status: 'published' }, 'y', at('09:00')) as Notice
    expect(resumed.before.place).toBe('一号楼')
    const again = { ...before, place: '二号楼', notice: resumed, untold: 'y' }
    expect(noticeOf(again, { ...again, place: '三号楼' }, 'z', at('09:00'))).toMatchObject({
      kind: 'resumed',
      before: { place: '一号楼' },
    })
    expect(noticeOf({ ...again, untold: null }, { ...again, place: '三号楼' }, 'z', at('09:00'))).toMatchObject({
      kind: 'changed',
      before: { place: '二号楼' },
    })
  })
  const given = { id: 'x', number: 1, kind: 'changed' as const, at: iso('09:00'), before }
  const decided = (what: DecisionKind, clock: string): Decision[] => [
    { n: 1, at: iso(clock), what, reason: '', by: 'system' },
  ]
  it.each([
    ['signed up before', 'confirmed' as const, decided('confirmed', '08:00'), true],
    ['signed up after', 'confirmed' as const, decided('confirmed', '09:01'), false],
    [
      'promoted after, waiting before',
      'confirmed' as const,
      [...decided('waitlisted', '08:00'), { ...decided('promoted', '09:01')[0], n: 2 } as Decision],
      true,
    ],
    [
      'came back after a cancellation',
      'confirmed' as const,
      [...decided('cancelled', '08:00'), { ...decided('confirmed', '09:01')[0], n: 2 } as Decision],
      false,
    ],
    ['cancelled since', 'cancelled' as const, decided('confirmed', '08:00'), false],
    ['imported, without a history', 'confirmed' as const, null, true],
  ])('%s', (_name, status, kept, told) =>
    expect(isTold({ status, history: kept, createdAt: iso('07:00') }, given)).toBe(told),
  )
})

describe('reminders', () => {
  const activity = { startsAt: iso('14:00', 2), notice: null }
  it.each([
    ['13:59', 1, 'early', 'early'],
    ['14:00', 1, 'due', 'early'],
    ['11:59', 2, 'due', 'early'],
    ['12:00', 2, 'missed', 'due'],
    ['14:00', 2, 'missed', 'missed'],
  ])('%s on day %i', (clock, day, first, second) => {
    expect([
      reminderStateAt('reminder24h', activity, at(clock, day)),
      reminderStateAt('reminder2h', activity, at(clock, day)),
    ]).toEqual([first, second])
  })
  it('are left out where the new time was told since', () => {
    const moved = { ...activity, notice: { at: iso('15:00') } as Notice }
    expect([
      reminderStateAt('reminder24h', moved, at('15:01')),
      reminderStateAt('reminder2h', moved, at('12:00', 2)),
    ]).toEqual(['missed', 'due'])
  })
  it.each([
    ['confirmed in time', 'confirmed' as const, '13:59', true],
    ['confirmed since', 'confirmed' as const, '14:01', false],
    ['waiting', 'waitlisted' as const, '13:59', false],
  ])('%s', (_name, status, clock, reminded) => {
    const decisions: Decision[] = [{ n: 1, at: iso(clock), what: 'confirmed', reason: '', by: 'system' }]
    expect(isReminded({ status, history: decisions, createdAt: iso('07:00') }, 'reminder24h', activity.startsAt)).toBe(
      reminded,
    )
  })
})

describe('what becomes of a message when its turn comes', () => {
  const standing = {
    message: { kind: 'confirmed' as MessageKind, reference: '1' },
    registration: {
      status: 'confirmed' as const,
      history: history('confirmed'),
      createdAt: iso('08:00'),
      attendance: 'unknown' as const,
      offerExpiresAt: null as string | null,
    },
    activity: {
      status: 'published' as 'published' | 'cancelled',
      startsAt: iso('14:00', 9),
      endsAt: iso('16:00', 9),
      place: '一号楼',
      notice: null as Notice | null,
    },
    person: { erasedAt: null as string | null, optedOutAt: null as string | null, isReachable: true },
  }
  type Standing = typeof standing
  const act = (change: { [K in keyof Standing]?: Partial<Standing[K]> }, now = at('12:00')) => {
    const dispatch = dispatchAt(
      {
        message: { ...standing.message, ...change.message },
        registration: { ...standing.registration, ...change.registration },
        activity: { ...standing.activity, ...change.activity },
        person: { ...standing.person, ...change.person },
      },
      now,
    )
    return dispatch.act === 'skip' ? dispatch.why : dispatch.act
  }
  const notice: Notice = {
    id: 'x',
    number: 1,
    kind: 'changed',
    at: iso('09:00'),
    before: { startsAt: iso('14:00', 9), endsAt: iso('16:00', 9), place: '二号楼' },
  }
  const reminder = { kind: 'reminder24h' as const, reference: iso('14:00', 9) }
  it('is sent while it holds', () => expect(act({})).toBe('send'))
  it('is superseded by a later decision', () =>
    expect(act({ registration: { history: history('confirmed', 'cancelled') } })).toBe('superseded'))
  it('is not superseded by a note', () =>
    expect(act({ registration: { history: history('waitlisted', 'passed') }, message: { kind: 'waitlisted' } })).toBe(
      'send',
    ))
  it('is superseded when the activity is cancelled', () =>
    expect(act({ activity: { status: 'cancelled' } })).toBe('superseded'))
  it('a cancellation of the sign-up is not', () => {
    expect(
      act({
        activity: { status: 'cancelled' },
        message: { kind: 'cancelled', reference: '2' },
        registration: { status: 'cancelled' as never, history: history('confirmed', 'cancelled') },
      }),
    ).toBe('send')
  })
  it('a change is superseded by the next', () => {
    expect(act({ message: { kind: 'activityChanged', reference: 'x' }, activity: { notice } })).toBe('send')
    expect(act({ message: { kind: 'activityChanged', reference: 'w' }, activity: { notice } })).toBe('superseded')
  })
  it('a reminder is superseded when the start moves', () => {
    expect(act({ message: reminder })).toBe('send')
    expect(act({ message: { ...reminder, reference: iso('15:00', 9) } })).toBe('superseded')
  })
  it('is worth nothing after the end', () => expect(act({}, at('16:00', 9))).toBe('expired'))
  it('an offer is worth nothing once it lapsed', () => {
    const offered = {
      message: { kind: 'offered' as const, reference: '1' },
      registration: { history: history('offered'), offerExpiresAt: iso('12:00') },
    }
    expect([act(offered, at('11:59')), act(offered, at('12:00'))]).toEqual(['send', 'expired'])
  })
  it('only what is not needed can be turned off', () => {
    const person = { optedOutAt: iso('08:00') }
    expect([act({ person }), act({ person, message: reminder })]).toEqual(['send', 'unsubscribed'])
  })
  it('nothing goes to who was erased or has no address', () => {
    expect([act({ person: { erasedAt: iso('08:00') } }), act({ person: { isReachable: false } })]).toEqual([
      'erased',
      'unreachable',
    ])
  })
  it('waits for the morning', () => expect(act({}, at('22:00'))).toBe('defer'))
  it('does not when the activity begins before people could act on it', () => {
    const early = { startsAt: iso('09:29', 2), endsAt: iso('11:00', 2) }
    expect([
      act({ activity: early }, at('22:00')),
      act({ activity: { ...early, startsAt: iso('09:30', 2) } }, at('22:00')),
    ]).toEqual(['send', 'defer'])
  })
  it('a change away from an early start is urgent as well', () => {
    const moved = { ...notice, before: { ...notice.before, startsAt: iso('06:00', 2) } }
    expect(
      act({ message: { kind: 'activityChanged', reference: 'x' }, activity: { notice: moved } }, at('22:00')),
    ).toBe('send')
  })
  it('a reminder never disturbs the night', () => {
    expect(
      act(
        {
          message: { kind: 'reminder2h', reference: iso('07:00', 2) },
          activity: { startsAt: iso('07:00', 2), endsAt: iso('09:00', 2) },
        },
        at('05:00', 2),
      ),
    ).toBe('defer')
  })
})

describe('a handing over is told', () => {
  it('by day, whatever task mails the account gets; by night in the morning', () => {
    expect(dispatchOfHandover({ status: 'active', taskMail: 'off' }, at('10:00'))).toEqual({ act: 'send' })
    expect(dispatchOfHandover({ status: 'active' }, at('22:00'))).toEqual({ act: 'defer', until: at('07:30', 2) })
  })
  it('to nobody who cannot open it', () => {
    const unable = { act: 'skip', why: 'unable' }
    expect(dispatchOfHandover({ status: 'disabled' }, at('10:00'))).toEqual(unable)
    expect(dispatchOfHandover({ status: 'active', mustChangePassword: true }, at('10:00'))).toEqual(unable)
  })
})
