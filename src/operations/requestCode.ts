import { randomInt } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { AppError } from '../domain/AppError.ts'
import { CODE_LIFETIME_MS, CODES_PER_ADDRESS, CODES_PER_CONTACT, RATE_WINDOW_MS, RESEND_AFTER_MS } from '../domain/codes.ts'
import { sendCodeByMail, sendCodeBySms } from '../email/codes.ts'
import { env } from '../env.ts'
import { keyedHash } from '../privacy/cipher.ts'

export type Contact = { email: string; phone?: undefined } | { phone: string; email?: undefined }

export function contactHash(contact: Contact): string {
  return contact.email === undefined ? keyedHash('phone', contact.phone) : keyedHash('email', contact.email)
}

/**
 * Sends a one-time code of six digits to a phone or an e-mail address. Does the same for known and unknown contacts: a
 * code is made and sent either way, so neither the answer nor its time tells who is registered.
 *
 * @param address the network address of the client, kept as a keyed hash for rate limits
 * @throws AppError rate-limited: one a minute and 5 an hour to a contact, 60 an hour from an address
 */
export async function requestCode(req: PayloadRequest, contact: Contact, address: string, now: Date): Promise<void> {
  const hashes = { contactHash: contactHash(contact), addressHash: keyedHash('address', address) }
  if (env.RATE_LIMITS === 'on') {
    const since = (ms: number) => ({ createdAt: { greater_than: new Date(now.getTime() - ms).toISOString() } })
    const count = async (where: Record<string, object>[]): Promise<number> => (await req.payload.db.count({ collection: 'codes', where: { and: where }, req })).totalDocs
    const ofContact = { contactHash: { equals: hashes.contactHash } }
    if ((await count([ofContact, since(RESEND_AFTER_MS)])) > 0) throw new AppError('rate-limited', '验证码刚刚发送过，请 1 分钟后再试。')
    if ((await count([ofContact, since(RATE_WINDOW_MS)])) >= CODES_PER_CONTACT) throw new AppError('rate-limited', '获取验证码次数过多，请 1 小时后再试。')
    if ((await count([{ addressHash: { equals: hashes.addressHash } }, since(RATE_WINDOW_MS)])) >= CODES_PER_ADDRESS) {
      throw new AppError('rate-limited', '当前网络获取验证码次数过多，请 1 小时后再试。')
    }
  }
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
  await req.payload.db.create({
    collection: 'codes',
    data: {
      ...hashes,
      codeHash: keyedHash('code', `${hashes.contactHash}:${code}`),
      expiresAt: new Date(now.getTime() + CODE_LIFETIME_MS).toISOString(),
      tries: 0,
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
    },
    req,
  })
  await (contact.email === undefined ? sendCodeBySms(contact.phone, code) : sendCodeByMail(req.payload, contact.email, code))
}
