import { describe, expect, it, test } from '@jest/globals'
import {
  decisionBetween,
  DECISIONS,
  isCorrected,
  reasonFor,
  withDecision,
  type Decision,
  type DecisionKind,
} from './history.ts'
import type { RegistrationStatus } from '../shared/vocabulary.ts'

const decision = (what: DecisionKind) => ({ at: '2026-06-01T06:00:00.000Z', what, reason: '因为', by: 'system' })

test('decisions are numbered on, also when the oldest are dropped', () => {
  let history: Decision[] = []
  for (let made = 0; made < 100; made += 1) history = withDecision(history, decision('passed'))
  expect(history.length).toBe(40)
  expect(history.map(({ n }) => n)).toEqual(Array.from({ length: 40 }, (_, index) => 61 + index))
})

test.each<[DecisionKind[], boolean]>([
  [[], false],
  [['confirmed', 'accepted'], false],
  [['confirmed', 'corrected'], true],
  [['confirmed', 'corrected', 'corrected', 'passed'], true],
  [['confirmed', 'corrected', 'cancelled', 'waitlisted'], false],
  [['confirmed', 'cancelled', 'corrected'], true],
  [['confirmed', 'cancelled', 'corrected', 'confirmed'], false],
  [['requested', 'corrected', 'confirmed'], true],
  [['confirmed', 'corrected', 'cancelled', 'confirmed', 'corrected'], true],
])('%j is corrected: %s', (kinds, corrected) => {
  expect(isCorrected(kinds.reduce<Decision[]>((history, what) => withDecision(history, decision(what)), []))).toBe(
    corrected,
  )
})

describe('decisionBetween', () => {
  const standing = (status: RegistrationStatus, walkIn = false) => ({ status, walkIn })
  it.each<[RegistrationStatus | null, RegistrationStatus, DecisionKind | null]>([
    [null, 'pending', 'requested'],
    [null, 'confirmed', 'confirmed'],
    [null, 'waitlisted', 'waitlisted'],
    ['pending', 'confirmed', 'confirmed'],
    ['pending', 'refused', 'refused'],
    ['waitlisted', 'offered', 'offered'],
    ['offered', 'confirmed', 'accepted'],
    ['confirmed', 'cancelled', 'cancelled'],
    ['cancelled', 'waitlisted', 'waitlisted'],
    ['confirmed', 'confirmed', null],
  ])('%s → %s: %s', (before, after, what) =>
    expect(decisionBetween(before && standing(before), standing(after))).toBe(what),
  )
  it('who comes without a seat is a walk-in, once', () => {
    expect(decisionBetween(standing('waitlisted'), standing('confirmed', true))).toBe('walkIn')
    expect(decisionBetween(standing('confirmed', true), standing('confirmed', true))).toBeNull()
  })
})

test.each(Object.keys(DECISIONS) as DecisionKind[])('%s has a reason in words', (what) => {
  const reason = reasonFor(what, { capacity: 10, taken: 9, waiting: 2, size: 3, sequence: 12, by: 'person' })
  expect(reason).toMatch(/[\u4e00-\u9fff]/)
  expect(reason).not.toMatch(/null|undefined/)
})
