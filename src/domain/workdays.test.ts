import { describe, expect, it } from '@jest/globals'
import { recordingDueOn, shanghaiDate, workdaysLeft } from './workdays.ts'

describe('recordingDueOn', () => {
  it('two plain weeks: ten working days later', () => expect(recordingDueOn(new Date('2026-06-01T08:00:00Z'))).toBe('2026-06-15'))
  it('the week of the National Day 2025 and its make-up days', () => {
    // Ended Tuesday 30 September; 1–8 October off, Saturday 11 October worked.
    expect(recordingDueOn(new Date('2025-09-30T08:00:00Z'))).toBe('2025-10-21')
  })
  it('ended after midnight in Shanghai: the day is the one there', () => {
    expect(shanghaiDate(new Date('2026-06-01T16:30:00Z'))).toBe('2026-06-02')
    expect(recordingDueOn(new Date('2026-06-01T16:30:00Z'))).toBe('2026-06-16')
  })
})

describe('workdaysLeft', () => {
  const ended = new Date('2026-06-01T08:00:00Z')
  it('the day after: all ten', () => expect(workdaysLeft(ended, new Date('2026-06-02T02:00:00Z'))).toBe(10))
  it('on the due day: one', () => expect(workdaysLeft(ended, new Date('2026-06-15T10:00:00Z'))).toBe(1))
  it('the day after it: none', () => expect(workdaysLeft(ended, new Date('2026-06-16T02:00:00Z'))).toBe(0))
})
