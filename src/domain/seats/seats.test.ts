import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  admissionFor,
  CLOSE_TO_START_MS,
  freeSeats,
  hasRoom,
  isCloseToStart,
  nextInQueue,
  offerDeadline,
  type Seats,
} from './seats.ts'

const seats = (over: Partial<Seats> = {}): Seats => ({
  capacity: 10,
  taken: 0,
  waiting: 0,
  lastSequence: 0,
  waitingList: true,
  ...over,
})

describe('freeSeats', () => {
  it('null capacity: null, never a number', () => expect(freeSeats(seats({ capacity: null, taken: 400 }))).toBeNull())
  it('lowered capacity: says by how many it is over', () =>
    expect(freeSeats(seats({ capacity: 10, taken: 13 }))).toBe(-3))
})

describe('hasRoom', () => {
  it('last seat: yes', () => expect(hasRoom(seats({ taken: 9 }))).toBe(true))
  it('no seat left: no', () => expect(hasRoom(seats({ taken: 10 }))).toBe(false))
  it('over a lowered capacity: no', () => expect(hasRoom(seats({ taken: 11 }))).toBe(false))
  it('two seats for three: no', () => expect(hasRoom(seats({ taken: 8 }), 3)).toBe(false))
  it('two seats for two: yes', () => expect(hasRoom(seats({ taken: 8 }), 2)).toBe(true))
  it('unlimited: always', () => expect(hasRoom(seats({ capacity: null, taken: 1e6 }), 10)).toBe(true))
})

describe('admissionFor', () => {
  it('free seat, nobody waits: confirmed', () => expect(admissionFor(seats({ taken: 9 }))).toBe('confirmed'))
  it('free seat, somebody waits: behind them', () =>
    expect(admissionFor(seats({ taken: 9, waiting: 1 }))).toBe('waitlisted'))
  it('full with waiting list: waitlisted', () => expect(admissionFor(seats({ taken: 10 }))).toBe('waitlisted'))
  it('full without waiting list: full', () =>
    expect(admissionFor(seats({ taken: 10, waitingList: false }))).toBe('full'))
  it('a party gets all its seats or none', () =>
    expect([8, 9].map((taken) => admissionFor(seats({ taken }), 2))).toEqual(['confirmed', 'waitlisted']))
  it('a party for which there are not enough seats at all: full, not waiting for ever', () =>
    expect([10, 11].map((size) => admissionFor(seats({ taken: 5 }), size))).toEqual(['waitlisted', 'full']))
  it('unlimited: confirmed', () => expect(admissionFor(seats({ capacity: null, taken: 5000 }))).toBe('confirmed'))
})

describe('nextInQueue', () => {
  const queue = (...sizes: [size: number, passes?: number][]) =>
    sizes.map(([size, passes = 0], index) => ({ size, passes, index }))
  const pick = (parties: ReturnType<typeof queue>, free: number, isClose = false) => {
    const choice = nextInQueue(parties, { capacity: 10, taken: 10 - free }, isClose)
    return choice && { next: choice.next.index, passed: choice.passed.map(({ index }) => index) }
  }
  it('nobody waits: nobody', () => expect(pick(queue(), 3)).toBeNull())
  it('no free seat: nobody', () => expect(pick(queue([1]), 0)).toBeNull())
  it('over a lowered capacity: nobody', () => expect(pick(queue([1]), -2)).toBeNull())
  it('the head, when it fits', () => expect(pick(queue([3], [1]), 3)).toEqual({ next: 0, passed: [] }))
  it('a party that does not fit is passed by who does', () =>
    expect(pick(queue([3], [4], [1]), 2)).toEqual({ next: 2, passed: [0, 1] }))
  it('once as many seats went past it as it needs, seats are saved up for it', () =>
    expect(pick(queue([3, 3], [1]), 2)).toBeNull())
  it('and it gets them when they are enough', () =>
    expect(pick(queue([3, 3], [1]), 3)).toEqual({ next: 0, passed: [] }))
  it('close to the start nothing is saved up', () =>
    expect(pick(queue([3, 3], [1]), 2, true)).toEqual({ next: 1, passed: [0] }))
  it('nothing is saved up for a party larger than the whole activity', () =>
    expect(pick(queue([11, 99], [1]), 2)).toEqual({ next: 1, passed: [0] }))
  it('nobody who waits fits: nobody', () => expect(pick(queue([3], [4]), 2)).toBeNull())
})

describe('close to the start', () => {
  const startsAt = '2026-06-01T06:00:00.000Z'
  const before = (minutes: number) => new Date(Date.parse(startsAt) - minutes * 60_000)
  it('begins two hours before', () => {
    expect(isCloseToStart(startsAt, before(CLOSE_TO_START_MS / 60_000))).toBe(true)
    expect(isCloseToStart(startsAt, before(CLOSE_TO_START_MS / 60_000 + 1))).toBe(false)
  })
  const kept = (minutes: number) =>
    (offerDeadline(startsAt, before(minutes)).getTime() - before(minutes).getTime()) / 60_000
  it.each([
    [120, 30],
    [60, 15],
    [30, 10],
    [6, 6],
  ])('%i minutes before, an offer stands for %i minutes', (left, minutes) => expect(kept(left)).toBe(minutes))
  it('the nearer the start, the shorter, and never beyond it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 120 }), (one, other) => {
        const [near, far] = [Math.min(one, other), Math.max(one, other)]
        expect(kept(near)).toBeLessThanOrEqual(kept(far))
        expect(kept(near)).toBeLessThanOrEqual(near)
      }),
    )
  })
})
