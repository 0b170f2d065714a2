import { APIError, ValidationError, type PayloadRequest } from 'payload'
import { exclusively } from '../../database/exclusively.ts'
import { countRowsBy, findRow, type ActivityRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { SIGNED_UP } from '../../domain/messages/messages.ts'
import { sessionStarts } from '../../domain/activities/recurrence.ts'
import type { ActivityStatus } from '../../domain/shared/vocabulary.ts'
import type { RecurrenceRule } from '../../domain/activities/vocabulary.ts'
import { createLike, findOwnActivity } from './copyActivity.ts'
import { oneByOne } from '../shared/oneByOne.ts'

export interface SessionOutcome<Outcome extends string> {
  /** Null when it could not be made. */
  id: string | null
  startsAt: string
  outcome: Outcome | 'refused'
  /** Why it was refused, in one sentence. */
  reason?: string
}

/**
 * Adds sessions to an activity, one by one; the activity itself is the first of the recurrence. A session of the
 * recurrence that starts at that time already is left as it is, so the same request twice adds nothing. Nothing is
 * skipped in silence: each start has its outcome.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), invalid-input
 */
export async function createRecurrence(
  req: PayloadRequest,
  input: { activityId: string; rule: RecurrenceRule; count: number; publish?: boolean | undefined },
  now: Date,
): Promise<{ sessions: SessionOutcome<'created' | 'exists'>[] }> {
  const { activityId, rule, count, publish = false } = input
  return exclusively(`recurrence:${activityId}`, async () => {
    const original = await findOwnActivity(req, activityId)
    requireAllowed('copy', original, now)
    const starts = sessionStarts(original.startsAt, rule, count)
    const [next] = starts
    if (publish && next !== undefined && Date.parse(next) < now.getTime()) {
      const sentence = '有场次的开始时间已过，不能直接发布；请先改本场的日期，或存为草稿。'
      throw new AppError('invalid-input', sentence, { publish: sentence })
    }
    const key = (await findRow(req, 'activities', activityId))?.seriesKey ?? activityId
    // src/hooks/activities/activities.ts writes it to all that is made or changed from here on.
    req.context.seriesKey = key
    try {
      const known = await sessionsOf(req, key)
      if (!known.some(({ id }) => id === activityId)) {
        await runInTransaction(req, async () =>
          req.payload.update({
            collection: 'activities',
            id: activityId,
            data: {},
            depth: 0,
            overrideAccess: false,
            req,
            user: req.user,
          }),
        )
      }
      const sessions = await oneByOne<string, SessionOutcome<'created' | 'exists'>>(req, starts, async (startsAt) => {
        const there = known.find((session) => Date.parse(session.startsAt) === Date.parse(startsAt))
        if (there) return { id: there.id, startsAt, outcome: 'exists' }
        return told(req, startsAt, async () => ({
          id: (await createLike(req, original, startsAt, publish ? 'published' : 'draft')).id,
          startsAt,
          outcome: 'created',
        }))
      })
      return { sessions }
    } finally {
      delete req.context.seriesKey
    }
  })
}

/** A failure is told of the one session, which is as it was; the others go on. */
export async function told<Outcome extends string>(
  req: PayloadRequest,
  startsAt: string,
  work: () => Promise<SessionOutcome<Outcome>>,
  id: string | null = null,
): Promise<SessionOutcome<Outcome>> {
  try {
    return await work()
  } catch (error) {
    return { id, startsAt, outcome: 'refused', reason: refusalInWords(req, error) }
  }
}

/** Why one of several activities was left as it is. An error that nobody foresaw is logged. */
export function refusalInWords(req: PayloadRequest, error: unknown): string {
  const isExpected = error instanceof AppError || (error instanceof APIError && error.status < 500)
  if (!isExpected) req.payload.logger.error({ err: error, msg: 'One of several activities failed' })
  if (!isExpected) return '系统出错，这一场未作改动，请稍后再试。'
  return error instanceof ValidationError ? (error.data.errors[0]?.message ?? error.message) : error.message
}

/** All sessions of a recurrence, the first first, whoever may change them. */
export async function sessionsOf(req: PayloadRequest, key: string): Promise<ActivityRow[]> {
  const { docs } = await req.payload.db.find<ActivityRow>({
    collection: 'activities',
    where: { seriesKey: { equals: key } },
    sort: 'startsAt',
    pagination: false,
    limit: 0,
    req,
  })
  return docs
}

export interface RecurrenceSession {
  id: string
  title: string
  startsAt: string
  status: ActivityStatus
  /** Sign-ups that hear of a change. */
  told: number
}

/**
 * The sessions of the recurrence that the activity is one of, the first first; none when it is alone. @throws AppError
 * not-logged-in, forbidden, not-found (also out of scope)
 */
export async function listRecurrence(
  req: PayloadRequest,
  activityId: string,
): Promise<{ sessions: RecurrenceSession[] }> {
  await findOwnActivity(req, activityId)
  const key = (await findRow(req, 'activities', activityId))?.seriesKey
  const sessions = key ? await sessionsOf(req, key) : []
  return { sessions: await Promise.all(sessions.map((session) => listed(req, session))) }
}

async function listed(req: PayloadRequest, session: ActivityRow): Promise<RecurrenceSession> {
  const id = String(session.id)
  return {
    id,
    title: session.title,
    startsAt: new Date(session.startsAt).toISOString(),
    status: session.status,
    told: await countRowsBy(req, 'registrations', { activity: id, status: [...SIGNED_UP] }),
  }
}
