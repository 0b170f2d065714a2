import { setTimeout as sleep } from 'node:timers/promises'
import { createLocalReq, type PayloadRequest } from 'payload'
import { isTransientConflict, runInTransaction } from '../../database/runInTransaction.ts'
import { isDuplicate } from '../../database/swap.ts'
import { updateIf } from '../../database/updateIf.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { LIMITS, networkOf, waitText, type LimitName, type Rule } from '../../domain/shared/limits.ts'
import { env } from '../../env.ts'
import { keyedHash } from '../../privacy/cipher.ts'

interface LimitRow {
  id: string
  used: number
  expiresAt: string
}

export interface Claim {
  limit: LimitName
  /** The key that is counted: an id, a contact's hash, `networkOfClient(req)`. */
  of: string
  /** Called once in a window, when so many have been counted that it is unusual. */
  onUnusual?: () => Promise<void>
}

/** A request that changes the row in between is one that got it: so many tries are enough for any crowd. */
const MAX_TRIES = 50
/** A request waits no longer than this for a crowd to disperse. */
const PATIENCE_MS = 30_000

/**
 * Counts one more of each, or of none when one of them is used up. Each is one conditional statement on one row, so
 * that however many ask at once, in however many processes, no more get through than the limit says. Never part of the
 * caller's transaction: what is undone there was asked all the same.
 *
 * @returns gives the claims back, for what turned out not to count (a right code is no guess)
 * @throws AppError rate-limited, which says when it is worth another try
 */
export async function claimLimit(req: PayloadRequest, claims: Claim[], now: Date): Promise<() => Promise<void>> {
  if (env.RATE_LIMITS === 'off') return () => Promise.resolve()
  const own = await createLocalReq({}, req.payload)
  const claimed: LimitRow[] = []
  const giveBack = async (): Promise<void> => {
    // A window that has begun anew meanwhile is another one.
    for (const { id, expiresAt } of claimed.splice(0))
      await runInTransaction(own, () =>
        updateIf(
          own,
          'limits',
          { and: [{ id: { equals: id } }, { expiresAt: { equals: expiresAt } }, { used: { greater_than: 0 } }] },
          { used: { $inc: -1 } },
        ),
      )
  }
  try {
    for (const claim of claims) {
      const row = await claimOne(own, claim, now)
      claimed.push(row)
      const { unusualFrom }: Rule = LIMITS[claim.limit]
      if (row.used === unusualFrom) await claim.onUnusual?.()
    }
  } catch (error) {
    await giveBack()
    throw error
  }
  return giveBack
}

/**
 * The client's network, as the server saw it (src/server/index.ts); a header that the client made up does not get here.
 */
export function networkOfClient({ headers }: Pick<PayloadRequest, 'headers'>): string {
  return networkOf(headers.get('x-client-address') ?? 'unknown')
}

async function claimOne(req: PayloadRequest, { limit, of }: Claim, now: Date): Promise<LimitRow> {
  const { max, windowMs, reason } = LIMITS[limit]
  const keyHash = keyedHash('limit', `${limit}\0${of}`)
  const [at, expiresAt] = [now.toISOString(), new Date(now.getTime() + windowMs).toISOString()]
  const ofKey = { keyHash: { equals: keyHash } }
  const giveUpAt = performance.now() + PATIENCE_MS
  for (let attempt = 1; attempt <= MAX_TRIES && performance.now() < giveUpAt; attempt += 1) {
    try {
      const counted = await updateIf<LimitRow>(
        req,
        'limits',
        { and: [ofKey, { expiresAt: { greater_than: at } }, { used: { less_than: max } }] },
        { used: { $inc: 1 } },
      )
      if (counted) return counted
      const row = await req.payload.db.findOne<LimitRow>({ collection: 'limits', where: ofKey, req })
      if (!row)
        return await req.payload.db.create({
          collection: 'limits',
          data: { keyHash, used: 1, expiresAt, createdAt: at, updatedAt: at },
          req,
        })
      // The request that began the window may have come later than this one: nobody waits longer than the window is.
      const waitMs = Math.min(Date.parse(row.expiresAt) - now.getTime(), windowMs)
      if (waitMs > 0 && row.used >= max)
        throw new AppError('rate-limited', `${reason}，请 ${waitText(waitMs)}后再试。`, {}, Math.ceil(waitMs / 1000))
      if (waitMs > 0) continue
      const begun = await updateIf<LimitRow>(
        req,
        'limits',
        { and: [ofKey, { expiresAt: { less_than_equal: at } }] },
        { used: 1, expiresAt },
      )
      if (begun) return begun
    } catch (error) {
      if (isDuplicate(error)) continue
      if (!isTransientConflict(error)) throw error
      // A crowd that begins one window together would trip over itself again and again if all came back at once.
      await sleep(Math.random() * Math.min(100 * 2 ** attempt, 5_000))
    }
  }
  throw new AppError('busy')
}
