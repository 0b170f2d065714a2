/** One-time codes: six digits, valid this long, dead after this many wrong tries. */
export const CODE_LIFETIME_MS = 5 * 60_000
export const CODE_TRIES = 5
/** Another code to the same contact after this long; so many in a window to a contact, and from a network address. */
export const RESEND_AFTER_MS = 60_000
export const RATE_WINDOW_MS = 3_600_000
export const CODES_PER_CONTACT = 5
export const CODES_PER_ADDRESS = 60
/** A session of a person lasts this long, in seconds: 30 days. */
export const SESSION_SECONDS = 30 * 86_400
/** The version of the notice that people consent to. */
export const CONSENT_VERSION = '2026-11'
