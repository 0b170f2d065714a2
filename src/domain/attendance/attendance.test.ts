import { describe, expect, it } from '@jest/globals'
import { isOutranked } from './attendance.ts'

describe('isOutranked', () => {
  it('lets the first mark be recorded', () => {
    expect(isOutranked('present', 'unknown', false)).toBe(false)
    expect(isOutranked('absent', 'unknown', false)).toBe(false)
  })
  it('keeps the first “present”, and “present” against “absent” in either order', () => {
    expect(isOutranked('present', 'present', false)).toBe(true)
    expect(isOutranked('absent', 'present', false)).toBe(true)
    expect(isOutranked('present', 'absent', false)).toBe(false)
  })
  it('keeps what was corrected with a reason', () => {
    expect(isOutranked('present', 'absent', true)).toBe(true)
  })
  it('always clears', () => {
    expect(isOutranked('unknown', 'present', true)).toBe(false)
    expect(isOutranked('unknown', 'absent', false)).toBe(false)
  })
})
