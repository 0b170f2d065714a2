import { describe, expect, it } from '@jest/globals'
import { checkAnswers } from './answers.ts'
import { AppError } from './AppError.ts'

const questions = [
  { id: 'q1', label: '车型', kind: 'select' as const, options: ['电动车', '汽车'], required: true },
  { id: 'q2', label: '备注', kind: 'text' as const },
]
const refused = (answers: Record<string, string>): Record<string, string> => {
  try {
    checkAnswers(questions, answers)
  } catch (error) {
    if (error instanceof AppError) return error.fields
    throw error
  }
  return {}
}

describe('checkAnswers', () => {
  it('keeps what was asked, drops what was not', () => expect(checkAnswers(questions, { q1: '汽车', q2: '', other: 'x' })).toEqual({ q1: '汽车' }))
  it('names the required question that is missing', () => expect(Object.keys(refused({ q2: '有' }))).toEqual(['answers.q1']))
  it('refuses an option that is not offered', () => expect(Object.keys(refused({ q1: '飞机' }))).toEqual(['answers.q1']))
})
