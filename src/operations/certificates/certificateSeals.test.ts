import { expect, test } from '@jest/globals'
import { certificateNumber, NUMBER_ALPHABET, parseCertificateNumber } from '../../domain/certificates/certificates.ts'
import { newCertificateNumber, readCertificateNumber, readSeal, sealFile, sealOf } from './certificateSeals.ts'

test('a number that was drawn here is read back; with any other sixth of its signature it is none', () => {
  const number = newCertificateNumber()
  expect(readCertificateNumber(number.toLowerCase())).toBe(number)
  const { body, check } = parseCertificateNumber(number) ?? { body: '', check: '' }
  for (let place = 0; place < check.length; place += 1) {
    const others = [...NUMBER_ALPHABET]
      .filter((character) => character !== check[place])
      .map((character) => check.slice(0, place) + character + check.slice(place + 1))
    expect(others.filter((other) => readCertificateNumber(certificateNumber(body, other)) !== null)).toEqual([])
  }
})

test('a thousand numbers are a thousand', () =>
  expect(new Set(Array.from({ length: 1000 }, newCertificateNumber)).size).toBe(1000))

test('no bit of a sealed file can be turned', () => {
  const number = newCertificateNumber()
  const file = sealFile(number, Buffer.from('%PDF-1.7\nshort\n%%EOF\n'))
  expect(readSeal(file)).toBe(number)
  for (let bit = 0; bit < file.length * 8; bit += 1) {
    const changed = Buffer.from(file)
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    expect([bit, readSeal(changed)]).toEqual([bit, null])
  }
})

test('the seal of the public facts moves with each of them', () => {
  const facts = {
    number: 'XF',
    kind: 'activity' as const,
    issuer: '甲社区',
    issuedAt: 'a',
    from: 'b',
    to: 'c',
    minutes: 60,
  }
  const seals = [
    facts,
    { ...facts, number: 'XG' },
    { ...facts, kind: 'period' as const },
    { ...facts, issuer: '乙社区' },
    { ...facts, issuedAt: 'x' },
    { ...facts, from: 'x' },
    { ...facts, to: 'x' },
    { ...facts, minutes: 61 },
  ].map(sealOf)
  expect(new Set(seals).size).toBe(seals.length)
})
