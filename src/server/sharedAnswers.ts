import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Request, Response } from 'express'
import { LRUCache } from 'lru-cache'

/** No answer is older when it is sent: the data were read after it began to be made. */
const MAX_AGE_MS = 1000
/**
 * From this age on an answer is made anew while it is still given. In the long run each is made so often, and one more
 * time for a change that this process made.
 */
const EVERY_MS = 900
/** In bytes: some two hundred pages with their packed forms. */
const MAX_SIZE = 16 * 1024 * 1024

type Encoding = 'br' | 'gzip' | 'identity'
const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)]

/** An answer for all visitors of one kind; packed once, when somebody first asks for it so. */
export class SharedAnswer {
  private readonly packed = new Map<Encoding, Promise<Buffer>>()
  private readonly hash: string

  constructor(
    readonly type: string,
    private readonly body: Buffer,
  ) {
    this.hash = createHash('sha256').update(body).digest('base64url').slice(0, 22)
    this.packed.set('identity', Promise.resolve(body))
  }

  /** The body in three forms, at most. */
  get size(): number {
    return this.body.length * 2
  }

  etag(encoding: Encoding): string {
    return `"${this.hash}-${encoding}"`
  }

  in(encoding: Encoding): Promise<Buffer> {
    const known = this.packed.get(encoding)
    if (known) return known
    const packed =
      encoding === 'br'
        ? brotli(this.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
        : zip(this.body, { level: 6 })
    this.packed.set(encoding, packed)
    return packed
  }
}

interface Making {
  /** Null while it waits for its turn. */
  began: number | null
  /** When the next one may begin, a sudden change aside. */
  due: number
  /** The state of what the public sees when it began. */
  version: number
  answer: Promise<SharedAnswer | null>
}

interface Kept {
  began: number
  due: number
  version: number
  answer: SharedAnswer
}

/**
 * Public answers by address. However many ask, each is made about once a second, and once more for a change that this
 * process made. After that, those who ask wait for the next one: no reader is shown less than what was there when they
 * asked, and no crowd of readers takes the process from those who sign up.
 */
export class SharedAnswers {
  private readonly kept = new LRUCache<string, Kept>({
    maxSize: MAX_SIZE,
    sizeCalculation: ({ answer }, address) => answer.size + 2 * address.length + 200,
  })
  private readonly making = new Map<string, Making>()

  /** @param version another number after every change of this process that the public sees */
  constructor(private readonly version: () => number) {}

  /**
   * The answer that somebody else was given within the second, or one that is made now. An answer that is not to be
   * shared, as an error, belongs to the first who asked; the others make their own.
   *
   * @param address made of parsed parameters alone: unknown ones must not fill the memory
   */
  async answer<Own>(
    address: string,
    make: () => Promise<Own>,
    sharedOf: (made: Own) => SharedAnswer | null | Promise<SharedAnswer | null>,
  ): Promise<SharedAnswer | Own> {
    let own: Own | null = null
    const shared = await this.get(address, async () => sharedOf((own = await make())))
    return shared ?? own ?? make()
  }

  private async get(address: string, make: () => Promise<SharedAnswer | null>): Promise<SharedAnswer | null> {
    const kept = this.kept.get(address)
    if (kept && this.isGood(kept)) {
      if (performance.now() - kept.began > EVERY_MS && !this.making.has(address))
        void this.begin(address, make, kept.due)
      return kept.answer
    }
    const making = this.making.get(address)
    if (making && this.isGood(making)) return making.answer
    return this.begin(address, make, (making ?? kept)?.due)
  }

  private isGood({ began, version }: Pick<Making, 'began' | 'version'>): boolean {
    return began === null || (version === this.version() && performance.now() - began < MAX_AGE_MS)
  }

  private begin(address: string, make: () => Promise<SharedAnswer | null>, due = 0): Promise<SharedAnswer | null> {
    const making: Making = { began: null, due, version: 0, answer: Promise.resolve(null) }
    const work = async (): Promise<SharedAnswer | null> => {
      const wait = due - EVERY_MS - performance.now()
      if (wait > 0) await sleep(wait)
      const [began, version] = [performance.now(), this.version()]
      Object.assign(making, { began, version, due: Math.max(due, began) + EVERY_MS })
      const answer = await make()
      if (answer && (this.kept.peek(address)?.began ?? 0) < began)
        this.kept.set(address, { began, due: making.due, version, answer })
      return answer
    }
    this.making.set(address, making)
    making.answer = work()
      .catch(() => null)
      .finally(() => {
        if (this.making.get(address) === making) this.making.delete(address)
      })
    return making.answer
  }
}

/** Whether the answer depends on nothing that the request says of whoever sends it. */
export function isFromAnybody(req: Request): boolean {
  const { authorization, cookie } = req.headers
  return (
    (req.method === 'GET' || req.method === 'HEAD') &&
    authorization === undefined &&
    cookie?.includes('payload-token') !== true
  )
}

/** The headers that an answer at a shared address depends on, whether or not this one is shared. */
export const VARIES = 'Cookie, Authorization, Accept-Encoding'

export async function sendShared(req: Request, res: Response, answer: SharedAnswer): Promise<void> {
  // A picture is packed in itself.
  const accepted = ['png', 'jpeg'].includes(answer.type) ? [] : req.acceptsEncodings()
  const encoding = accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : 'identity'
  const body = await answer.in(encoding)
  res.vary(VARIES).set({ 'cache-control': 'no-cache, private', etag: answer.etag(encoding) })
  if (encoding !== 'identity' && !req.fresh) res.set('content-encoding', encoding)
  res.type(answer.type).send(body)
}
