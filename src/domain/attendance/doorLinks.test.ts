import { describe, expect, it } from '@jest/globals'
import { closesAt, doorPhase, mayHelpAtDoor, mayMove } from './doorLinks.ts'

const activity = {
  startsAt: '2026-12-05T01:00:00.000Z',
  endsAt: '2026-12-05T03:00:00.000Z',
  status: 'published' as const,
}
const MADE = '2026-12-01T08:00:00.000Z'
const at = (iso: string): Date => new Date(iso)
const phaseAt = (iso: string) => doorPhase(activity, MADE, at(iso))

describe('a link to the door', () => {
  it('shows the list from six hours before the start until two hours after the end', () => {
    expect(phaseAt('2026-12-04T18:59:59.999Z')).toBe('early')
    expect(phaseAt('2026-12-04T19:00:00.000Z')).toBe('open')
    expect(phaseAt('2026-12-05T04:59:59.999Z')).toBe('open')
    expect(phaseAt('2026-12-05T05:00:00.000Z')).toBe('late')
  })

  it('takes what was noted before for twelve hours more', () => {
    expect(phaseAt('2026-12-05T16:59:59.999Z')).toBe('late')
    expect(phaseAt('2026-12-05T17:00:00.000Z')).toBe('over')
  })

  it('goes with an activity that is moved', () => {
    const moved = { ...activity, startsAt: '2026-12-12T01:00:00.000Z', endsAt: '2026-12-12T03:00:00.000Z' }
    expect(doorPhase(moved, MADE, at('2026-12-12T02:00:00.000Z'))).toBe('open')
  })

  it('closes three days after the start, or after it was made, however long the activity is', () => {
    const long = { ...activity, endsAt: '2027-03-01T03:00:00.000Z' }
    expect(closesAt(long, MADE)).toBe(Date.parse('2026-12-08T01:00:00.000Z'))
    expect(closesAt(long, '2027-01-01T00:00:00.000Z')).toBe(Date.parse('2027-01-04T00:00:00.000Z'))
  })

  it('moves to another browser for ten minutes after the list was asked for first', () => {
    expect(mayMove(null, at('2026-12-05T01:00:00.000Z'))).toBe(true)
    expect(mayMove('2026-12-05T01:00:00.000Z', at('2026-12-05T01:09:59.999Z'))).toBe(true)
    expect(mayMove('2026-12-05T01:00:00.000Z', at('2026-12-05T01:10:00.000Z'))).toBe(false)
  })

  it('is made until the door closes, and for nothing that is no draft and not called off', () => {
    expect(mayHelpAtDoor(activity, at('2026-12-05T04:59:59.999Z'))).toBe(true)
    expect(mayHelpAtDoor(activity, at('2026-12-05T05:00:00.000Z'))).toBe(false)
    expect(mayHelpAtDoor({ ...activity, status: 'cancelled' }, at('2026-12-05T01:00:00.000Z'))).toBe(false)
    expect(mayHelpAtDoor({ ...activity, status: 'draft' }, at('2026-12-05T01:00:00.000Z'))).toBe(false)
  })
})
