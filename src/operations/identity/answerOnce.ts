import { randomUUID } from 'node:crypto'
import { createLocalReq, ValidationError, type PayloadRequest } from 'payload'
import { isTransientConflict } from '../../database/runInTransaction.ts'
import { updateIf } from '../../database/updateIf.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { tokenBearer } from './tokenBearer.ts'

/** How long an answer is kept and its key remembered. */
const KEPT_MS = 24 * 3_600_000
/**
 * How long a request may be worked on, without a sign of life, before its process is taken for dead: so long a client
 * whose answer a crash took is told to come again. Live work renews it four times in that time.
 */
const LEASE_MS = 10_000
const MAX_TRIES = 20

/** An HTTP answer as it is stored, cookies and all. */
export interface StoredAnswer {
  status: number
  headers: [string, string][]
  body: string
}

export interface KeyedRequest {
  /** As the client sent it. */
  key: string
  /** The call, as `POST /codes`: the same key for another call is another key. */
  call: string
  /** The client's network address: whose the key is when nobody is logged in. */
  address: string
  /** All that the answer depends on: path parameters, query and body. */
  content: unknown
}

interface KeyRow {
  id: string
  requestHash: string
  answer: string | null
  leaseUntil: string
  expiresAt: string
  revision: string
}

type Claim = Pick<KeyRow, 'id' | 'revision' | 'answer'>

/**
 * Runs `work` once for a key, in however many processes and however often it is asked for; everyone else gets the
 * answer that was stored. Faults and rate limits (5xx, 429) are not stored: the same request may be tried again. After
 * a crash between the work and the storing the work runs again, which every use case bears (docs/decisions/011). An
 * answer that holds a secret does not come here.
 *
 * @throws AppError idempotency-key-reused (with other content), idempotency-key-in-use (still being worked on), busy
 */
export async function answerOnce(
  req: PayloadRequest,
  request: KeyedRequest,
  now: Date,
  work: () => Promise<StoredAnswer>,
): Promise<{ answer: StoredAnswer; isReplayed: boolean }> {
  const claimed = await claim(req, request, now)
  if (claimed.answer) return { answer: JSON.parse(claimed.answer) as StoredAnswer, isReplayed: true }
  const held = hold(await createLocalReq({}, req.payload), claimed)
  const answer = await work().finally(held.end)
  const isFinal = answer.status < 500 && answer.status !== 429
  // Refused when the lease ran out and another took over: then theirs is the answer that is stored.
  await write(req, held.claim(), isFinal ? { answer: JSON.stringify(answer) } : { leaseUntil: now.toISOString() })
  return { answer, isReplayed: false }
}

/** The key's row: with the stored answer, or as this request's own to work on. */
async function claim(req: PayloadRequest, request: KeyedRequest, now: Date): Promise<Claim> {
  // Keyed: the content may hold a phone and a code of six digits, which a plain hash would not hide.
  const keyHash = keyedHash(
    'idempotency',
    JSON.stringify([await ownerOf(req, request.address), request.call, request.key]),
  )
  const requestHash = keyedHash('idempotency', JSON.stringify(request.content))
  const after = (ms: number): string => new Date(now.getTime() + ms).toISOString()
  const fresh = { requestHash, answer: null, leaseUntil: after(LEASE_MS), expiresAt: after(KEPT_MS) }
  const found = async (): Promise<KeyRow | null> =>
    req.payload.db.findOne<KeyRow>({ collection: 'idempotency-keys', where: { keyHash: { equals: keyHash } }, req })

  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    try {
      const data = { keyHash, ...fresh, revision: randomUUID(), createdAt: after(0), updatedAt: after(0) }
      return await req.payload.db.create({ collection: 'idempotency-keys', data, req })
    } catch (error) {
      if (!(error instanceof ValidationError) && !isTransientConflict(error)) throw error
    }
    const row = await found()
    if (!row) continue
    if (Date.parse(row.expiresAt) > now.getTime()) {
      if (row.requestHash !== requestHash) throw new AppError('idempotency-key-reused')
      if (row.answer) return row
      if (Date.parse(row.leaseUntil) > now.getTime()) throw new AppError('idempotency-key-in-use')
    }
    const taken = await write(req, row, fresh)
    if (taken) return taken
  }
  throw new AppError('busy')
}

/**
 * Renews the lease while the work goes on, however long that takes. `req` is its own, since the work may be in a
 * transaction.
 */
function hold(req: PayloadRequest, claimed: Claim): { claim: () => Claim; end: () => Promise<void> } {
  let own = claimed
  let renewing: Promise<unknown> = Promise.resolve()
  const renew = async (): Promise<void> => {
    own = (await write(req, own, { leaseUntil: new Date(Date.now() + LEASE_MS).toISOString() })) ?? own
  }
  const timer = setInterval(() => {
    renewing = renewing
      .then(renew)
      .catch((error: unknown) =>
        req.payload.logger.warn({ err: error }, 'the lease of an idempotency key could not be renewed'),
      )
  }, LEASE_MS / 4)
  timer.unref()
  return {
    claim: () => own,
    end: async () => {
      clearInterval(timer)
      await renewing
    },
  }
}

/** A person who was erased by this very request is still its owner when it is asked for again. */
async function ownerOf(req: PayloadRequest, address: string): Promise<string> {
  if (req.user) return `${req.user.collection}:${req.user.id}`
  const person = (await tokenBearer(req.headers, req.payload, 'people'))?.id ?? null
  return person === null ? `address:${address}` : `people:${person}`
}

/** Writes if nobody else has since; null if somebody has. */
async function write(req: PayloadRequest, { id, revision }: Claim, data: Partial<KeyRow>): Promise<Claim | null> {
  try {
    return await updateIf<Claim>(
      req,
      'idempotency-keys',
      { and: [{ id: { equals: id } }, { revision: { equals: revision } }] },
      { ...data, revision: randomUUID() },
    )
  } catch (error) {
    if (isTransientConflict(error)) return null
    throw error
  }
}
