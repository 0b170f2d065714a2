import { expect, it } from '@jest/globals'
import { answerColumns, standardAnswerColumns } from './answerRow.ts'

it('has a column for each question, and time of service in the service ledger alone', () => {
  const columns = (ledger: 'service' | 'participation') =>
    answerColumns([{ id: 'q1', label: '带几份', kind: 'number' }], ledger)
  expect(Object.keys(columns('service'))).toEqual(expect.arrayContaining(['minutes', 'q:q1']))
  expect(Object.keys(columns('participation'))).not.toContain('minutes')
  expect(standardAnswerColumns(columns('participation'))).toEqual([
    ...['sequence', 'name', 'phone', 'status', 'size', 'attendance', 'registeredAt', 'q:q1'],
  ])
})
