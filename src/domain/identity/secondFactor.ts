import { Secret, TOTP } from 'otpauth'

/** Seconds that a code is shown. */
const PERIOD = 30
/** A code of the step before or after counts too: clocks differ, and typing takes time. */
const WINDOW = 1
export const RECOVERY_CODES = 10
/** Without those that look alike. */
export const RECOVERY_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
export const RECOVERY_LENGTH = 10

const totp = (secret: string, account = ''): TOTP =>
  new TOTP({ issuer: '先蜂', label: account, secret: Secret.fromBase32(secret), period: PERIOD, digits: 6 })

/** A secret of 160 bits, as RFC 4226 recommends; in Base32, to be typed where no camera reads the picture. */
export const newSecret = (): string => new Secret({ size: 20 }).base32

/** The text of the picture that the authenticator reads. */
export const authenticatorUri = (secret: string, account: string): string => totp(secret, account).toString()

/** The time step whose code this is, of those that count at `now`; null for none. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const delta = totp(secret).validate({ token: code, timestamp: now.getTime(), window: WINDOW })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD) + delta
}

/** As codes are compared, whatever stands between the characters. */
export const plainCode = (typed: string): string => typed.toLowerCase().replace(/[^a-z0-9]/g, '')

/** In two halves, to be read and typed. */
export const shownCode = (plain: string): string => `${plain.slice(0, 5)}-${plain.slice(5)}`
