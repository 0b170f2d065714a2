import { expect, it } from '@jest/globals'
import { erasedFields, withoutReasons } from './erasure.ts'

it('leaves what is said of each field, and nothing of the others', () => {
  expect(erasedFields({ name: '已注销', phone: null }, { name: '张三', phone: '1', size: 3 })).toEqual({
    name: '已注销',
    phone: null,
  })
})
it('keeps decisions and drops their words', () => {
  const history = [{ n: 1, at: '2026-11-20T00:00:00.000Z', what: 'refused', reason: '张三饮酒', by: 'staff:1' }]
  expect(erasedFields({ history: withoutReasons }, { history })).toEqual({ history: [{ ...history[0], reason: '' }] })
  const byHelper = [{ ...history[0], through: '王阿姨' }]
  expect(erasedFields({ history: withoutReasons }, { history: byHelper })).toEqual({
    history: [{ ...history[0], reason: '' }],
  })
  expect(erasedFields({ history: withoutReasons }, {})).toEqual({ history: null })
})
