import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { env } from '../env.ts'

/**
 * Personal fields at rest: AES-256-GCM under DATA_KEY, found again by a keyed hash (HMAC-SHA-256). Each use has
 * a key of its own, derived by HKDF, so that a hash never shares a key with a cipher or a signature.
 */
const derive = (purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(env.DATA_KEY, 'hex'), Buffer.alloc(0), `xianfeng/${purpose}`, 32))

const fieldKey = derive('field')
const hashKey = derive('hash')
const ticketKey = derive('ticket')
const messageSettingsKey = derive('message settings')
const selfCheckInKey = derive('self check-in')
const certificateKeys = {
  number: derive('certificate number'),
  facts: derive('certificate facts'),
  file: derive('certificate file'),
}

const PREFIX = 'v1:'
/** Its least: a nonce, a tag and nothing between them. */
export const CIPHERTEXT = /^v1:[A-Za-z0-9+/]{38,}={0,2}$/

export function encryptField(plain: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', fieldKey, iv)
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return PREFIX + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')
}

/**
 * The plain text, or null for what was not encrypted by us: whether it was is told by its tag, and not by how it
 * begins. A text that was changed afterwards, or written under another key, is not ours either.
 */
export function decryptField(stored: string): string | null {
  if (!isCiphertext(stored)) return null
  const bytes = Buffer.from(stored.slice(PREFIX.length), 'base64')
  const decipher = createDecipheriv('aes-256-gcm', fieldKey, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

/** Whether it has the form of what encryptField makes; decryptField knows whether it is. */
export function isCiphertext(value: unknown): value is string {
  return typeof value === 'string' && CIPHERTEXT.test(value)
}

/** The same text and purpose give the same hash; it cannot be turned back without DATA_KEY. */
export function keyedHash(
  purpose:
    | 'phone'
    | 'email'
    | 'name part'
    | 'code'
    | 'address'
    | 'idempotency'
    | 'limit'
    | 'broadcast'
    | 'import'
    | 'link'
    | 'recovery code',
  value: string,
): string {
  return createHmac('sha256', hashKey).update(`${purpose}\0${value}`).digest('hex')
}

/** A ticket code: the registration's id and a signature, no personal data. */
export function signTicket(registrationId: string): string {
  return `XF1.${registrationId}.${ticketSignature(registrationId)}`
}

/** The registration's id, or null when the code is not one of ours. */
export function readTicket(ticket: string): string | null {
  const match = /^XF1\.([0-9a-f-]{24,36})\.([\w-]{22})$/i.exec(ticket.trim())
  if (!match?.[1] || !match[2]) return null
  return isSame(match[2], ticketSignature(match[1])) ? match[1] : null
}

/** The token in a link to a person's message settings: nobody has to log in to be left alone. */
export function signMessageSettings(personId: string): string {
  return `${personId}.${messageSettingsSignature(personId)}`
}

/** The person's id, or null when the token is not one of ours. */
export function readMessageSettings(token: string): string | null {
  const match = /^([0-9a-f-]{24,36})\.([\w-]{22})$/i.exec(token)
  if (!match?.[1] || !match[2]) return null
  return isSame(match[2], messageSettingsSignature(match[1])) ? match[1] : null
}

function messageSettingsSignature(personId: string): string {
  return createHmac('sha256', messageSettingsKey).update(personId).digest().subarray(0, 16).toString('base64url')
}

function ticketSignature(registrationId: string): string {
  return createHmac('sha256', ticketKey).update(registrationId).digest().subarray(0, 16).toString('base64url')
}

/** How long one code stands on the organiser's screen, in milliseconds. */
export const SELF_CHECK_IN_STEP_MS = 30_000
/** A person who scanned in time has this long to log in. */
const PASS_MS = 10 * 60_000

/** The six digits on the organiser's screen at `now`: they belong to this activity and these 30 seconds. */
export function selfCheckInCode(activityId: string, now: Date): string {
  return digitsOf(activityId, stepOf(now))
}

/**
 * Six digits and when they were read, in a form that stands for ten minutes: whoever has to log in first is not
 * punished for a slow mail. It does not tell whether the digits are right, and holds none but those that were given:
 * nobody can use it to guess.
 */
export function selfCheckInPass(activityId: string, digits: string, now: Date): string {
  const step = stepOf(now)
  return `${step}.${digits}.${passSignature(activityId, step, digits)}`
}

/**
 * Whether the digits are those of this or the last 30 seconds, or were so when a pass, not ten minutes old, was given
 * for them.
 */
export function isSelfCheckInCode(activityId: string, code: string, now: Date): boolean {
  const step = stepOf(now)
  const [, passStep, digits, signature] = /^(\d{1,12})\.(\d{6})\.([\w-]{22})$/.exec(code) ?? []
  if (passStep === undefined || digits === undefined || signature === undefined) return wasShown(activityId, code, step)
  const age = (step - Number(passStep)) * SELF_CHECK_IN_STEP_MS
  return (
    age >= 0 &&
    age <= PASS_MS &&
    isSame(signature, passSignature(activityId, Number(passStep), digits)) &&
    wasShown(activityId, digits, Number(passStep))
  )
}

const wasShown = (activityId: string, digits: string, step: number): boolean =>
  isSame(digits, digitsOf(activityId, step)) || isSame(digits, digitsOf(activityId, step - 1))

const stepOf = (now: Date): number => Math.floor(now.getTime() / SELF_CHECK_IN_STEP_MS)

function digitsOf(activityId: string, step: number): string {
  const number =
    createHmac('sha256', selfCheckInKey).update(`code\0${activityId}\0${step}`).digest().readUInt32BE(0) % 1_000_000
  return String(number).padStart(6, '0')
}

function passSignature(activityId: string, step: number, digits: string): string {
  return createHmac('sha256', selfCheckInKey)
    .update(`pass\0${activityId}\0${step}\0${digits}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url')
}

/**
 * Signs a certificate's number, its public facts, or the bytes of its file: nobody without DATA_KEY can make one up.
 */
export function certificateSignature(part: keyof typeof certificateKeys, content: string | Uint8Array): Buffer {
  return createHmac('sha256', certificateKeys[part]).update(content).digest()
}

/** Compares without telling by the time it takes how much is right. */
export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
