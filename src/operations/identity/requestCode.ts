import { randomInt } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { CODE_LIFETIME_MS } from '../../domain/identity/codes.ts'
import { sendCodeByMail, sendCodeBySms } from '../../email/codes.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { claimLimit, networkOfClient } from '../shared/claimLimit.ts'

export type Contact = { email: string; phone?: undefined } | { phone: string; email?: undefined }

export function contactHash(contact: Contact): string {
  return contact.email === undefined ? keyedHash('phone', contact.phone) : keyedHash('email', contact.email)
}

/**
 * Sends a one-time code of six digits to a phone or an e-mail address. Does the same for known and unknown contacts: a
 * code is made and sent either way, so neither the answer nor its time tells who is registered.
 *
 * @throws AppError rate-limited: so many to a contact, and from a network (domain/shared/limits.ts)
 */
export async function requestCode(req: PayloadRequest, contact: Contact, now: Date): Promise<void> {
  const network = networkOfClient(req)
  const hashes = { contactHash: contactHash(contact), addressHash: keyedHash('address', network) }
  const claims = [
    { limit: 'code-again', of: hashes.contactHash },
    { limit: 'codes-for-contact', of: hashes.contactHash },
    { limit: 'codes-from-network', of: network },
  ] as const
  await claimLimit(req, [...claims], now)
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
  await req.payload.db.create({
    collection: 'codes',
    data: {
      ...hashes,
      codeHash: keyedHash('code', `${hashes.contactHash}:${code}`),
      expiresAt: new Date(now.getTime() + CODE_LIFETIME_MS).toISOString(),
      tries: 0,
      triesElsewhere: 0,
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
    },
    req,
  })
  await (contact.email === undefined
    ? sendCodeBySms(contact.phone, code)
    : sendCodeByMail(req.payload, contact.email, code))
}
