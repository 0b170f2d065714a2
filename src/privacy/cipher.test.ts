import { describe, expect, it } from '@jest/globals'
import {
  decryptField,
  encryptField,
  isCiphertext,
  isSelfCheckInCode,
  keyedHash,
  readTicket,
  selfCheckInCode,
  selfCheckInPass,
  signTicket,
} from './cipher.ts'

describe('fields', () => {
  it('come back as they were, and never look the same twice', () => {
    const [one, two] = [encryptField('张三'), encryptField('张三')]
    expect(one).not.toBe(two)
    expect(isCiphertext(one)).toBe(true)
    expect([decryptField(one), decryptField(two)]).toEqual(['张三', '张三'])
  })
  it('refuse a changed byte', () => {
    const sealed = encryptField('13800001000')
    const bytes = Buffer.from(sealed.slice(3), 'base64')
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    expect(decryptField(`v1:${bytes.toString('base64')}`)).toBeNull()
  })
  it.each(['v1:张三', 'v1:', 'v1:AAAA', `v1:${'A'.repeat(60)}`, '张三', ''])(
    'are told from a text that only begins like one [D23]: %p',
    (text) => {
      expect(decryptField(text)).toBeNull()
      expect(decryptField(encryptField(text))).toBe(text)
    },
  )
})

describe('keyedHash', () => {
  it('is the same for the same text, another for another purpose', () => {
    expect(keyedHash('phone', '1')).toBe(keyedHash('phone', '1'))
    expect(keyedHash('phone', '1')).not.toBe(keyedHash('email', '1'))
  })
})

describe('tickets', () => {
  const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
  it('lead back to the registration', () => expect(readTicket(signTicket(id))).toBe(id))
  it('refuse another id under the same signature', () =>
    expect(readTicket(signTicket(id).replace('0f8f', '1f8f'))).toBeNull())
  it.each(['', 'XF1', 'XF1..', `XF1.${id}.`, 'javascript:alert(1)'])('refuse %p', (code) =>
    expect(readTicket(code)).toBeNull(),
  )
})

describe('self check-in', () => {
  const [id, other] = ['0f8fad5b-d9cb-469f-a165-70867728950e', '1f8fad5b-d9cb-469f-a165-70867728950e']
  const shown = new Date('2026-11-23T08:00:00Z')
  const after = (seconds: number) => new Date(shown.getTime() + seconds * 1000)
  const digits = selfCheckInCode(id, shown)

  it('shows six digits, others every 30 seconds and for every activity', () => {
    expect(selfCheckInCode(id, shown)).toMatch(/^\d{6}$/)
    expect(selfCheckInCode(id, after(29))).toBe(selfCheckInCode(id, shown))
    expect(selfCheckInCode(id, after(30))).not.toBe(selfCheckInCode(id, shown))
    expect(selfCheckInCode(other, shown)).not.toBe(selfCheckInCode(id, shown))
  })
  it.each([
    [0, true],
    [59, true],
    [60, false],
    [-1, false],
  ])('takes the digits after %d s: %p', (seconds, isTaken) =>
    expect(isSelfCheckInCode(id, selfCheckInCode(id, shown), after(seconds))).toBe(isTaken),
  )
  it.each([
    [0, true],
    [600, true],
    [630, false],
    [-30, false],
  ])('takes the pass after %d s: %p', (seconds, isTaken) =>
    expect(isSelfCheckInCode(id, selfCheckInPass(id, digits, shown), after(seconds))).toBe(isTaken),
  )
  it('gives a pass for wrong digits too, which is worth nothing then or later [S-M4]', () => {
    const wrong = String((Number(digits) + 1) % 1_000_000).padStart(6, '0')
    for (const seconds of [0, 60, 599])
      expect(isSelfCheckInCode(id, selfCheckInPass(id, wrong, shown), after(seconds))).toBe(false)
    const [step, , signature] = selfCheckInPass(id, wrong, shown).split('.')
    expect(isSelfCheckInCode(id, `${step}.${digits}.${signature}`, after(60))).toBe(false)
  })
  it('refuses what belongs to another activity or was made up', () => {
    expect(isSelfCheckInCode(other, selfCheckInPass(id, digits, shown), shown)).toBe(false)
    const [step, , signature] = selfCheckInPass(id, digits, shown).split('.')
    expect(isSelfCheckInCode(id, `${Number(step) + 1}.${digits}.${signature}`, after(30))).toBe(false)
    for (const code of ['', '0', 'abcdef', '.', '1.', `${step}.`, `${step}.${digits}`, `${step}.${signature}`])
      expect(isSelfCheckInCode(id, code, shown)).toBe(false)
  })
})
