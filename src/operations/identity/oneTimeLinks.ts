import { randomBytes } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { isDuplicate } from '../../database/swap.ts'
import { updateIf } from '../../database/updateIf.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { keyedHash } from '../../privacy/cipher.ts'

interface LinkRow {
  id: string
  purpose: string
  expiresAt: string
}

/** Of a link that was used: long ago also for a request that came in before. */
const USED = new Date(0).toISOString()

/** The secret of a link, or of the browser that opened one: 32 random bytes, stored nowhere but as a keyed hash. */
export const newSecret = (): string => randomBytes(32).toString('base64url')
export const hashOf = (secret: string): string => keyedHash('link', secret)

/**
 * A new token for this purpose; one that was made before opens nothing any more. It is stored nowhere but in the link.
 * Not to be called inside a transaction.
 */
export async function makeLink(req: PayloadRequest, purpose: string, until: Date): Promise<string> {
  const token = newSecret()
  const data = { tokenHash: hashOf(token), expiresAt: until.toISOString() }
  const replace = () => updateIf(req, 'one-time-links', { purpose: { equals: purpose } }, data)
  if (await replace()) return token
  try {
    await req.payload.db.create({ collection: 'one-time-links', data: { purpose, ...data }, req })
  } catch (error) {
    // Another process was faster.
    if (!isDuplicate(error)) throw error
    await replace()
  }
  return token
}

/**
 * @param now null: whether the link is used or expired does not matter
 * @throws AppError link-invalid
 */
export async function findLink(req: PayloadRequest, token: string, now: Date | null): Promise<LinkRow> {
  const row = await req.payload.db.findOne<LinkRow>({
    collection: 'one-time-links',
    where: { tokenHash: { equals: hashOf(token) } },
    req,
  })
  if (!row || (now !== null && Date.parse(row.expiresAt) <= now.getTime())) throw new AppError('link-invalid')
  return row
}

/**
 * Does what the link is for, once: of several who come at once, in however many processes, one gets through. When the
 * work fails, the link is good again.
 *
 * @throws AppError link-invalid
 */
export async function useLink<T>(req: PayloadRequest, token: string, now: Date, work: () => Promise<T>): Promise<T> {
  const { id, expiresAt } = await findLink(req, token, now)
  const [open, used] = [{ expiresAt }, { expiresAt: USED }]
  const set = (from: typeof open, to: typeof open) =>
    updateIf(
      req,
      'one-time-links',
      {
        and: [
          { id: { equals: id } },
          { tokenHash: { equals: hashOf(token) } },
          { expiresAt: { equals: from.expiresAt } },
        ],
      },
      to,
    )
  if (!(await set(open, used))) throw new AppError('link-invalid')
  try {
    return await work()
  } catch (error) {
    await set(used, open)
    throw error
  }
}
