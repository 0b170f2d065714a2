import { timingSafeEqual } from 'node:crypto'
import type { PayloadRequest, Where } from 'payload'
import type { z } from 'zod'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { updateIf } from '../../database/updateIf.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { CODE_TRIES, CODE_TRIES_ELSEWHERE } from '../../domain/identity/codes.ts'
import type { sessionRequestSchema } from '../../domain/identity/requests.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { claimLimit, networkOfClient } from '../shared/claimLimit.ts'
import { startSession } from './personSessions.ts'
import { contactHash, type Contact } from './requestCode.ts'

interface CodeRow {
  id: string
  addressHash: string
  codeHash: string
}

export interface Session {
  token: string
  person: { id: string; name: string }
}

/**
 * Exchanges a one-time code for a session; makes the person on the first time, with name and consent. A code works
 * once: it is used up when the session opens, not while the name or the consent is still missing.
 *
 * @throws AppError code-invalid (wrong, expired, used, too many tries), profile-required, rate-limited (too many wrong
 * ones from a network)
 */
export async function openSession(
  req: PayloadRequest,
  input: z.infer<typeof sessionRequestSchema>,
  now: Date,
): Promise<Session> {
  const contact = (input.email === undefined ? { phone: input.phone } : { email: input.email }) as Contact
  const hash = contactHash(contact)
  const isNoGuess = await claimLimit(req, [{ limit: 'wrong-codes-from-network', of: networkOfClient(req) }], now)
  const code = await tryCode(req, hash, input.code, now)
  await isNoGuess()

  const byContact: Where = { [contact.email === undefined ? 'phoneHash' : 'emailHash']: { equals: hash } }
  const known = await req.payload.db.findOne<{ id: string; name: string }>({
    collection: 'people',
    where: byContact,
    req,
  })
  if (!known && (input.name === undefined || input.consent !== true)) {
    throw new AppError('profile-required', undefined, {
      ...(input.name === undefined && { name: '请填写姓名' }),
      ...(input.consent !== true && { consent: '请阅读并勾选同意' }),
    })
  }
  await useUp(req, code.id, now)
  const person = known ?? (await createPerson(req, contact, input.name ?? '', now))
  const token = await startSession(req, person.id, now)
  return { token, person: { id: person.id, name: person.name } }
}

/**
 * Counts the try and compares in constant time. Each statement is atomic, so tries cannot be raced. A request from
 * another network than the one that asked for the code tries that same code on an account of its own: strangers can
 * neither use up the tries of the person who waits for it, nor put a newer code in its place.
 */
export async function tryCode(req: PayloadRequest, hash: string, code: string, now: Date): Promise<CodeRow> {
  const { docs } = await req.payload.db.find<CodeRow>({
    collection: 'codes',
    where: {
      and: [
        { contactHash: { equals: hash } },
        { usedAt: { exists: false } },
        { expiresAt: { greater_than: now.toISOString() } },
      ],
    },
    sort: '-createdAt',
    pagination: false,
    limit: 0,
    req,
  })
  const addressHash = keyedHash('address', networkOfClient(req))
  const own = docs.find((row) => row.addressHash === addressHash)
  const latest = own ?? docs[0]
  if (!latest) throw new AppError('code-invalid')
  const [tries, most] = own ? ['tries', CODE_TRIES] : ['triesElsewhere', CODE_TRIES_ELSEWHERE]
  const counted = await updateIf<CodeRow>(
    req,
    'codes',
    { and: [{ id: { equals: latest.id } }, { [tries]: { less_than: most } }] },
    { [tries]: { $inc: 1 } },
  )
  if (!counted) throw new AppError('code-invalid', '验证码输错次数过多，请重新获取。')
  const given = Buffer.from(keyedHash('code', `${hash}:${code}`))
  const expected = Buffer.from(counted.codeHash)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new AppError('code-invalid')
  return counted
}

/** Of two requests with the same right code, one gets through. */
export async function useUp(req: PayloadRequest, id: string, now: Date): Promise<void> {
  const used = await updateIf(
    req,
    'codes',
    { and: [{ id: { equals: id } }, { usedAt: { exists: false } }] },
    { usedAt: now.toISOString() },
  )
  if (!used) throw new AppError('code-invalid')
}

async function createPerson(
  req: PayloadRequest,
  contact: Contact,
  name: string,
  now: Date,
): Promise<{ id: string; name: string }> {
  req.context.useCase = 'openSession'
  return runInTransaction(req, () =>
    req.payload.create({
      collection: 'people',
      data: { name, phone: contact.phone ?? null, email: contact.email ?? null, consentAt: now.toISOString() },
      depth: 0,
      overrideAccess: false,
      req,
      select: { name: true },
    }),
  )
}
