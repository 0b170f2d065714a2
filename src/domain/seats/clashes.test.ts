import { describe, expect, it } from '@jest/globals'
import { clashesWith } from './clashes.ts'
import type { RegistrationStatus } from '../shared/vocabulary.ts'

const at = (hour: number): string => new Date(Date.UTC(2026, 10, 28, hour)).toISOString()
const session = (id: string, from: number, to: number, cancelled = false) => ({
  id,
  title: id,
  startsAt: at(from),
  endsAt: at(to),
  cancelled,
})
const signUp = (activity: ReturnType<typeof session>, status: RegistrationStatus = 'confirmed') => ({
  status,
  activity,
})

describe('clashesWith', () => {
  const wanted = session('wanted', 10, 12)
  const ids = (...signUps: ReturnType<typeof signUp>[]): string =>
    clashesWith(wanted, signUps)
      .map(({ id }) => id)
      .join()

  it('names what overlaps at either end, within and around, the earliest first', () =>
    expect(
      ids(
        signUp(session('late', 11, 13)),
        signUp(session('within', 10, 11)),
        signUp(session('around', 8, 14)),
        signUp(session('early', 9, 11)),
      ),
    ).toBe('around,early,within,late'))
  it('lets one begin when the other ends', () =>
    expect(ids(signUp(session('before', 8, 10)), signUp(session('after', 12, 13)))).toBe(''))
  it('does not clash with itself', () => expect(ids(signUp(wanted))).toBe(''))
  it.each<[RegistrationStatus, string]>([
    ['waitlisted', 'x'],
    ['offered', 'x'],
    ['pending', 'x'],
    ['cancelled', ''],
    ['refused', ''],
  ])('counts %s as %j', (status, expected) => expect(ids(signUp(session('x', 10, 12), status))).toBe(expected))
  it('leaves out what was called off', () => expect(ids(signUp(session('off', 10, 12, true)))).toBe(''))
})
