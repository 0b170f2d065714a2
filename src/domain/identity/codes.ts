/**
 * One-time codes: six digits, valid this long, dead after this many wrong tries from the network they were asked for
 * from.
 */
export const CODE_LIFETIME_MS = 5 * 60_000
export const CODE_TRIES = 5
/**
 * All other networks together have this many tries of their own, so that strangers cannot use up those of the person
 * who waits for the code.
 */
export const CODE_TRIES_ELSEWHERE = 20
/** The version of the notice that people consent to. */
export const CONSENT_VERSION = '2026-11'
