import { describe, expect, test } from '@jest/globals'
import { saidOf, standsHigher, takenFrom, type MergeablePerson, type MergeableSignUp, type Said } from './merging.ts'

const signUp = (over: Partial<MergeableSignUp>): MergeableSignUp => ({
  status: 'confirmed',
  attendance: 'unknown',
  sequence: 1,
  ...over,
})

describe('which of two sign-ups of one person is kept', () => {
  const order: MergeableSignUp[] = [
    signUp({ attendance: 'present', sequence: 9 }),
    signUp({ sequence: 8 }),
    signUp({ status: 'offered', sequence: 7 }),
    signUp({ status: 'waitlisted', sequence: 3 }),
    signUp({ status: 'waitlisted', sequence: 4 }),
    signUp({ status: 'pending', sequence: null }),
    signUp({ status: 'refused', sequence: null }),
    signUp({ status: 'cancelled', sequence: 1 }),
  ]

  test('each stands higher than all that follow, whichever record it is under', () => {
    order.forEach((higher, place) => {
      for (const lower of order.slice(place + 1))
        expect([standsHigher(higher, lower), standsHigher(lower, higher)]).toEqual([true, false])
    })
  })

  test('of two that stand alike the one of the record that stays is kept', () => {
    for (const one of order) expect(standsHigher(one, { ...one })).toBe(false)
    expect(standsHigher(signUp({ sequence: 1 }), signUp({ sequence: 2 }))).toBe(false)
  })
})

describe('what is taken', () => {
  const said = {
    evaluation: null,
    evaluationNote: null,
    evaluatedAt: null,
    evaluatedBy: null,
    rating: null,
    feedback: null,
    feedbackAt: null,
    note: null,
  } as Said

  test('words that only the other one has', () => {
    const given = { ...said, evaluation: 'good', evaluationNote: '好', rating: 5, feedback: '谢谢', note: '带水' }
    expect(saidOf<Said>({ ...said, rating: 2 }, given)).toEqual({
      evaluation: 'good',
      evaluationNote: '好',
      evaluatedAt: null,
      evaluatedBy: null,
      note: '带水',
    })
  })

  test('notes are put together once, and stay as short as a note may be', () => {
    expect(saidOf({ ...said, note: '带水' }, { ...said, note: '带水' }).note).toBe('带水')
    expect(saidOf({ ...said, note: '甲' }, { ...said, note: '乙' }).note).toBe('甲\n乙')
    expect(saidOf({ ...said, note: '甲'.repeat(400) }, { ...said, note: '乙'.repeat(400) }).note).toHaveLength(500)
  })

  test('contacts that are lacking, with their hashes; own ones stay', () => {
    const nobody: MergeablePerson & { area: string | null } = {
      phone: null,
      phoneHash: 'none:1',
      email: null,
      emailHash: 'none:2',
      area: null,
    }
    const ending = { ...nobody, phone: 'p', phoneHash: 'hp', email: 'e', emailHash: 'he', area: '甲镇' }
    expect(takenFrom(ending, { ...nobody, email: 'own', emailHash: 'ho' })).toEqual({
      phone: 'p',
      phoneHash: 'hp',
      area: '甲镇',
    })
    expect(takenFrom(nobody, ending)).toEqual({})
  })
})
