import { describe, expect, it } from '@jest/globals'
import { decryptField, encryptField, isEncrypted, keyedHash, readTicket, signTicket } from './cipher.ts'

describe('fields', () => {
  it('come back as they were, and never look the same twice', () => {
    const [one, two] = [encryptField('张三'), encryptField('张三')]
    expect(one).not.toBe(two)
    expect(isEncrypted(one)).toBe(true)
    expect([decryptField(one), decryptField(two)]).toEqual(['张三', '张三'])
  })
  it('refuse a changed byte', () => {
    const sealed = encryptField('13800001000')
    const bytes = Buffer.from(sealed.slice(3), 'base64')
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    expect(() => decryptField(`v1:${bytes.toString('base64')}`)).toThrow()
  })
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
  it('refuse another id under the same signature', () => expect(readTicket(signTicket(id).replace('0f8f', '1f8f'))).toBeNull())
  it.each(['', 'XF1', 'XF1..', `XF1.${id}.`, 'javascript:alert(1)'])('refuse %p', (code) => expect(readTicket(code)).toBeNull())
})
