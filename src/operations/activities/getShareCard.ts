import { createHash } from 'node:crypto'
import { Mutex } from 'async-mutex'
import { LRUCache } from 'lru-cache'
import type { PayloadRequest } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import type { ActivitySummary } from '../../domain/activities/views.ts'
import { drawShareCard, type ShareCard, type ShareCardFacts } from '../../pdf/drawShareCard.ts'
import { readCover } from './coverFiles.ts'
import { getPublicActivity } from './getPublicActivity.ts'

/** In bytes: some four hundred drawn ones, or a hundred with a photo. */
const MAX_SIZE = 16 * 1024 * 1024
/** Pictures that wait for their drawing; a crowd asks for few at once, and nobody may ask for thousands. */
const MAX_WAITING = 20

/** One after the other: a picture takes a core for a moment, and sign-ups come first. */
const oneByOne = new Mutex()
let waiting = 0

/** By the facts they show: each is drawn once, however many ask and however often the activity changes elsewhere. */
const drawn = new LRUCache<string, ShareCard, ShareCardFacts>({
  maxSize: MAX_SIZE,
  sizeCalculation: ({ bytes }) => bytes.length,
  fetchMethod: async (_key, _stale, { context: facts }) => {
    if (waiting >= MAX_WAITING) throw new AppError('busy')
    waiting += 1
    try {
      return await oneByOne.runExclusive(async () => drawShareCard(facts, await coverIn(facts)))
    } finally {
      waiting -= 1
    }
  },
})

const factsOf = ({ title, line, startsAt, endsAt, place, cancelled, cover }: ActivitySummary): ShareCardFacts => ({
  title,
  line,
  startsAt,
  endsAt,
  place,
  cancelled,
  cover: cover?.name ?? null,
})

const keyOf = (facts: ShareCardFacts): string =>
  createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 12)

/** Changes with what the picture shows: services that keep pictures by their address ask for the new one. */
export const shareCardVersion = (activity: ActivitySummary): string => keyOf(factsOf(activity))

const coverIn = ({ cover }: ShareCardFacts): Promise<Buffer | null> =>
  cover === null ? Promise.resolve(null) : readCover({ name: cover }, 960)

/** The picture that goes with a link to the activity. @throws AppError not-found, also for drafts; busy */
export async function getShareCard(req: PayloadRequest, activityId: string, now: Date): Promise<ShareCard> {
  const facts = factsOf(await getPublicActivity(req, activityId, now))
  return drawn.forceFetch(keyOf(facts), { context: facts })
}
