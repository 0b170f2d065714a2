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

const PREFIX = 'v1:'

export function encryptField(plain: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', fieldKey, iv)
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return PREFIX + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')
}

/** Throws when the text was changed or written under another key. */
export function decryptField(stored: string): string {
  const bytes = Buffer.from(stored.slice(PREFIX.length), 'base64')
  const decipher = createDecipheriv('aes-256-gcm', fieldKey, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

export function isEncrypted(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(PREFIX)
}

/** The same text and purpose give the same hash; it cannot be turned back without DATA_KEY. */
export function keyedHash(purpose: 'phone' | 'email' | 'code' | 'address' | 'idempotency', value: string): string {
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
  const expected = Buffer.from(ticketSignature(match[1]))
  const given = Buffer.from(match[2])
  return expected.length === given.length && timingSafeEqual(expected, given) ? match[1] : null
}

function ticketSignature(registrationId: string): string {
  return createHmac('sha256', ticketKey).update(registrationId).digest().subarray(0, 16).toString('base64url')
}
