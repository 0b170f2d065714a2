import type { PayloadRequest } from 'payload'
import { countRowsBy, findRowsInOrder, type BroadcastRow } from '../../database/rows.ts'
import { requireTellable } from '../../domain/messages/broadcasts.ts'
import { AUDIENCES, type Audience, type MessageState } from '../../domain/messages/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { staffOnRecords } from '../identity/namesOnRecords.ts'
import { audiencesOf, findAddressedActivity } from './broadcastAudience.ts'

/** The states of messages that are counted together. */
export const COUNTED = {
  sent: ['sent'],
  waiting: ['waiting', 'sending'],
  skipped: ['skipped'],
  failed: ['failed'],
} as const satisfies Record<string, readonly MessageState[]>
export type Counted = keyof typeof COUNTED

export interface BroadcastDesk {
  activity: { id: string; title: string }
  /** Why no message can be sent now; null when one can. */
  refusal: string | null
  /** How many people each audience has now. */
  audiences: Record<Audience, number>
  /** The newest first. */
  broadcasts: {
    id: string
    sentAt: string
    sentBy: string
    audience: Audience
    /** Null where it was cleared, with the data of the one person who was told. */
    text: string | null
    /** Rows of messages, by their states. */
    counts: Record<Counted, number>
    /** Sign-ups that have no row yet: the jobs make one for each within seconds. */
    unplanned: number
  }[]
}

/**
 * The messages that were sent to the people of an activity, and to whom one can be sent now.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope)
 */
export async function listBroadcasts(req: PayloadRequest, activityId: string, now: Date): Promise<BroadcastDesk> {
  const activity = await findAddressedActivity(req, activityId)
  const those = await audiencesOf(req, activityId)
  const rows = (await findRowsInOrder(req, 'broadcasts', { activity: activityId }, 'createdAt')).reverse()
  const names = await staffOnRecords(req, [...new Set(rows.map(({ sentBy }) => sentBy))])
  return {
    activity: { id: activityId, title: activity.title },
    refusal: refusalOf(() => requireTellable(activity, now)),
    audiences: Object.fromEntries(
      (Object.keys(AUDIENCES) as Audience[]).map((audience) => [audience, those(audience).length]),
    ) as Record<Audience, number>,
    broadcasts: await Promise.all(
      rows.map(async (row) => {
        const counts = await countsOf(req, row)
        const made = Object.values(counts).reduce((sum, count) => sum + count, 0)
        return {
          id: row.id,
          sentAt: row.createdAt,
          sentBy: names.get(row.sentBy) ?? '',
          audience: row.audience,
          text: row.text ?? null,
          counts,
          unplanned: Math.max(0, (row.recipients?.length ?? 0) - made),
        }
      }),
    ),
  }
}

async function countsOf(req: PayloadRequest, { id }: BroadcastRow): Promise<Record<Counted, number>> {
  const counts = (Object.keys(COUNTED) as Counted[]).map(async (name) => [
    name,
    await countRowsBy(req, 'messages', { broadcast: id, state: [...COUNTED[name]] }),
  ])
  return Object.fromEntries(await Promise.all(counts)) as Record<Counted, number>
}

function refusalOf(require: () => void): string | null {
  try {
    require()
    return null
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}
