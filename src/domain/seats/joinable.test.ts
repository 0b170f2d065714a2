import { describe, expect, it } from '@jest/globals'
import { joinableAt } from './joinable.ts'

const OPENS = '2026-06-01T00:00:00.000Z'
const CLOSES = '2026-06-10T00:00:00.000Z'
const STARTS = '2026-06-10T01:00:00.000Z'
const ENDS = '2026-06-10T02:00:00.000Z'
const activity = {
  cancelled: false,
  registrationOpensAt: OPENS,
  registrationClosesAt: CLOSES,
  startsAt: STARTS,
  endsAt: ENDS,
  capacity: 2,
  taken: 0,
  waiting: 0,
  lastSequence: 0,
  waitingList: true,
}
const at = (iso: string, over: Partial<typeof activity> = {}) => joinableAt({ ...activity, ...over }, new Date(iso))

describe('joinableAt', () => {
  it('a millisecond before opening: not yet', () => expect(at('2026-05-31T23:59:59.999Z')).toBe('not-yet-open'))
  it('at opening: open', () => expect(at(OPENS)).toBe('open'))
  it('a millisecond before closing: open', () => expect(at('2026-06-09T23:59:59.999Z')).toBe('open'))
  it('at closing: closed', () => expect(at(CLOSES)).toBe('closed'))
  it('at the end: ended', () => expect(at(ENDS)).toBe('ended'))
  it('full: waiting list, or full without one', () => {
    expect(at(OPENS, { taken: 2 })).toBe('waiting-list')
    expect(at(OPENS, { taken: 2, waitingList: false })).toBe('full')
  })
  it('after the start a free seat is for whoever comes, and nobody begins to wait [D26]', () => {
    const late = { registrationClosesAt: ENDS, waiting: 3 }
    expect(at('2026-06-10T00:59:59.999Z', { ...late, taken: 1 })).toBe('waiting-list')
    expect(at(STARTS, { ...late, taken: 1 })).toBe('open')
    expect(at(STARTS, { ...late, taken: 2 })).toBe('full')
  })
  it('cancelled goes before everything', () => expect(at(ENDS, { cancelled: true })).toBe('cancelled'))
})
