import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { admissionFor, canPromote, freeSeats, hasFreeSeat, type Seats } from './seats.ts'

const seats = (over: Partial<Seats> = {}): Seats => ({ capacity: 10, taken: 0, waiting: 0, lastSequence: 0, waitingList: true, ...over })

describe('freeSeats', () => {
  it('null capacity: null, never a number', () => expect(freeSeats(seats({ capacity: null, taken: 400 }))).toBeNull())
  it('lowered capacity: says by how many it is over', () => expect(freeSeats(seats({ capacity: 10, taken: 13 }))).toBe(-3))
})

describe('hasFreeSeat', () => {
  it('last seat: yes', () => expect(hasFreeSeat(seats({ taken: 9 }))).toBe(true))
  it('no seat left: no', () => expect(hasFreeSeat(seats({ taken: 10 }))).toBe(false))
  it('over a lowered capacity: no', () => expect(hasFreeSeat(seats({ taken: 11 }))).toBe(false))
  it('unlimited: always', () => expect(hasFreeSeat(seats({ capacity: null, taken: 1e6 }))).toBe(true))
})

describe('admissionFor', () => {
  it('free seat, nobody waits: confirmed', () => expect(admissionFor(seats({ taken: 9 }))).toBe('confirmed'))
  it('free seat, somebody waits: behind them', () => expect(admissionFor(seats({ taken: 9, waiting: 1 }))).toBe('waitlisted'))
  it('full with waiting list: waitlisted', () => expect(admissionFor(seats({ taken: 10 }))).toBe('waitlisted'))
  it('full without waiting list: full', () => expect(admissionFor(seats({ taken: 10, waitingList: false }))).toBe('full'))
  it('unlimited: confirmed', () => expect(admissionFor(seats({ capacity: null, taken: 5000 }))).toBe('confirmed'))
})

describe('canPromote', () => {
  it('nobody waits: no', () => expect(canPromote(seats({ taken: 3 }))).toBe(false))
  it('free seat and somebody waits: yes', () => expect(canPromote(seats({ taken: 9, waiting: 2 }))).toBe(true))
  it('capacity lowered under what is taken: no', () => expect(canPromote(seats({ capacity: 5, taken: 9, waiting: 2 }))).toBe(false))
})

describe('any sequence of sign-ups and cancellations', () => {
  it('never sells more than the capacity, serves in order, leaves no seat empty while people wait', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(fc.oneof(fc.constant('join' as const), fc.nat({ max: 20 })), { maxLength: 60 }), (capacity, steps) => {
        let state = seats({ capacity })
        let holders: number[] = []
        let line: number[] = []
        for (const step of steps) {
          if (step === 'join') {
            const sequence = state.lastSequence + 1
            const isSeated = admissionFor(state) === 'confirmed'
            if (isSeated) holders.push(sequence)
            else line.push(sequence)
            state = { ...state, lastSequence: sequence }
          } else if (holders.length > 0) {
            holders = holders.filter((_, index) => index !== step % holders.length)
          }
          state = { ...state, taken: holders.length, waiting: line.length }
          while (canPromote(state)) {
            holders.push(line[0] as number)
            line = line.slice(1)
            state = { ...state, taken: holders.length, waiting: line.length }
          }
          expect(holders.length).toBeLessThanOrEqual(capacity)
          expect(line.length === 0 || holders.length === capacity).toBe(true)
          expect([...line].sort((a, b) => a - b)).toEqual(line)
          expect(Math.max(0, ...holders) < (line[0] ?? Infinity)).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
