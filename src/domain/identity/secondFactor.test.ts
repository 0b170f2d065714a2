import { expect, test } from '@jest/globals'
import { Secret, TOTP } from 'otpauth'
import { authenticatorUri, newSecret, plainCode, shownCode, stepOf } from './secondFactor.ts'

const secret = newSecret()
const now = new Date('2026-11-30T08:00:15Z')
const codeAt = (seconds: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now.getTime() + seconds * 1000 })

test.each([
  ['the one shown', 0, 0],
  ['the one before', -30, -1],
  ['the one after', 30, 1],
])('%s counts, and its step is told', (_, seconds, steps) => {
  expect(stepOf(secret, codeAt(seconds), now)).toBe(Math.floor(now.getTime() / 30_000) + steps)
})

test.each([-90, -60, 60, 90])('a code of %s seconds away does not count', (seconds) => {
  expect(stepOf(secret, codeAt(seconds), now)).toBeNull()
})

test('the authenticator is told whose account it is', () => {
  expect(decodeURIComponent(authenticatorUri(secret, 'a@example.org'))).toMatch(
    new RegExp(`^otpauth://totp/先蜂:a@example.org\\?issuer=先蜂&secret=${secret}`),
  )
})

test('a recovery code is the same however it is typed', () => {
  expect(plainCode(` ${shownCode('abcde23456').toUpperCase()} `)).toBe('abcde23456')
})
