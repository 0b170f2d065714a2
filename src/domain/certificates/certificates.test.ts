import { describe, expect, test } from '@jest/globals'
import {
  BODY_LENGTH,
  canonical,
  certificateNumber,
  formatServiceTime,
  NUMBER_ALPHABET,
  numberCharacters,
  parseCertificateNumber,
  publicFacts,
} from './certificates.ts'

describe('a number', () => {
  const parts = { body: '7K3M9QWE4T2P', check: 'HJ6N8R' }
  test('is printed in groups of six', () =>
    expect(certificateNumber(parts.body, parts.check)).toBe('XF-7K3M9Q-WE4T2P-HJ6N8R'))
  test.each([
    'XF-7K3M9Q-WE4T2P-HJ6N8R',
    ' xf 7k3m9q we4t2p hj6n8r ',
    'XF7K3M9QWE4T2PHJ6N8R',
    'ＸＦ－7K3M9Q－WE4T2P－HJ6N8R',
  ])('is read as typed: %s', (typed) => expect(parseCertificateNumber(typed)).toEqual(parts))
  test('O is read as 0, I and L as 1', () =>
    expect(parseCertificateNumber('XF-OOOOOO-IIIIII-LLLLLL')).toEqual({ body: '000000111111', check: '111111' }))
  test.each([
    '',
    'XF',
    'XF-7K3M9Q-WE4T2P',
    'XF-7K3M9Q-WE4T2P-HJ6N8',
    'XF-7K3M9Q-WE4T2P-HJ6N8RR',
    'YF-7K3M9Q-WE4T2P-HJ6N8R',
    'XF-7K3M9U-WE4T2P-HJ6N8R',
  ])('of another form is none: %s', (typed) => expect(parseCertificateNumber(typed)).toBeNull())
  test('takes every bit of what was drawn', () => {
    expect(numberCharacters(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), BODY_LENGTH)).toBe(
      'Z'.repeat(BODY_LENGTH),
    )
    expect(numberCharacters(new Uint8Array([0b00001_000, 0b10_00011_0, 0b0100_0010, 0b1_0000000]), 5)).toBe(
      [1, 2, 3, 4, 5].map((value) => NUMBER_ALPHABET[value]).join(''),
    )
  })
})

test('facts have one spelling, however a database orders them', () => {
  expect(canonical({ b: [{ d: 1, c: null }], a: 'x' })).toBe(canonical({ a: 'x', b: [{ c: null, d: 1 }] }))
  expect(canonical({ a: [1, 2] })).not.toBe(canonical({ a: [2, 1] }))
})

test('the public facts name nobody', () => {
  const facts = {
    number: 'XF',
    kind: 'activity' as const,
    issuer: '甲社区',
    issuedAt: 'a',
    from: 'b',
    to: 'c',
    minutes: 5,
    name: '张三',
    volunteerNumber: 'BL1',
    handler: '李四',
  }
  expect(Object.keys(publicFacts(facts)).sort()).toEqual([
    'from',
    'issuedAt',
    'issuer',
    'kind',
    'minutes',
    'number',
    'to',
  ])
})

test.each([
  [0, '0 分钟'],
  [59, '59 分钟'],
  [60, '1 小时'],
  [61, '1 小时 1 分钟'],
  [160, '2 小时 40 分钟'],
])('%i minutes are %s', (minutes, text) => expect(formatServiceTime(minutes)).toBe(text))
