import { createLocalReq, type PayloadRequest, type Where } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { holdRecords } from '../../database/holdRecords.ts'
import { findRowsBy, newId, type ActivityRow, type MessageRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { isDuplicate, swap } from '../../database/swap.ts'
import type { NewRow } from '../../database/types.ts'
import { newsUpTo, type ToldNews, type TaskNews, type TasksAbout, type WaitingKind } from '../../domain/desk/news.ts'
import { newsOfTasks, quietUntil, staffRefusal } from '../../domain/messages/messages.ts'
import { isOverdue } from '../../domain/shared/workdays.ts'
import type { Staff } from '../../payload-types.ts'
import { findFull, findTooFew, findUnrecorded } from '../desk/listStaffTasks.ts'
import { atOnce } from '../shared/paced.ts'
import { piecesOf } from '../shared/piecesOf.ts'

type Reader = Staff & { unit: string }

/** The tasks that came up about an activity. */
interface News {
  /** As it was read before anything was decided: so nothing is told that another process has told meanwhile. */
  activity: Pick<ActivityRow, 'id' | 'unit' | 'toldNews' | 'revision'>
  tasks: TaskNews[]
}

/** From one round to the next: nobody gets more than twelve such mails an hour. */
const BETWEEN_MS = 5 * 60_000
/** Activities that are told of in one write, and in one mail. */
const TOGETHER = 200

/**
 * Tells staff who chose so, a few minutes after it came up, what waits for them (docs/messages.md): one row of
 * `messages` each, and what was told of is noted on the activities in the same swap. So this may die at any point and
 * run in many processes. By night it waits for the morning.
 */
export async function planNews(req: PayloadRequest, now: Date, paced = atOnce): Promise<void> {
  if (quietUntil(now) !== null) return
  const { docs } = await req.payload.db.find<Reader>({ collection: 'staff', pagination: false, limit: 0, req })
  const readers = docs.filter((account) => staffRefusal(account, 'atOnce') === null)
  // The county's lists are read as the department reads them: by an account that may read.
  const department = docs.find((account) => account.role === 'department' && isAble(account))
  if (readers.length === 0 || !department || (await hasToldSince(req, now))) return
  const news = await findNews(await asReader(req, department), now)
  for (const piece of piecesOf(news, TOGETHER)) await paced(() => tell(req, readers, piece, now))
}

const isAble = (account: Reader): boolean => staffRefusal(account, 'atOnce') !== 'unable'

const asReader = ({ payload }: PayloadRequest, account: Reader): Promise<PayloadRequest> =>
  createLocalReq({ user: { ...account, collection: 'staff' } }, payload)

async function hasToldSince(req: PayloadRequest, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - BETWEEN_MS).toISOString()
  const where: Where = { and: [{ kind: { equals: 'news' } }, { createdAt: { greater_than: since } }] }
  return (await req.payload.db.findOne<MessageRow>({ collection: 'messages', where, req })) !== null
}

/** The tasks that people ask for, told of together; and those that how an activity stands brings, told of once each. */
const ASKED = ['pending', 'corrections'] as const
const FOUND = ['overdue', 'unrecorded', 'tooFew', 'full'] as const

/** All that came up in the county and nobody was told of. */
async function findNews(req: PayloadRequest, now: Date): Promise<News[]> {
  const asked: Record<(typeof ASKED)[number], { activity: string; at: string }[]> = {
    pending: (await findRowsBy(req, 'registrations', { status: 'pending' }, ['activity', 'history', 'createdAt'])).map(
      ({ activity, history, createdAt }) => ({
        activity,
        at: history?.findLast(({ what }) => what === 'requested')?.at ?? createdAt,
      }),
    ),
    corrections: (await findRowsBy(req, 'corrections', { status: 'open' }, ['activity', 'createdAt'])).map(
      ({ activity, createdAt }) => ({ activity, at: createdAt }),
    ),
  }
  const unrecorded = await findUnrecorded(req, now)
  const found: Record<(typeof FOUND)[number], { id: string; mark: string }[]> = {
    overdue: unrecorded.filter(({ countdown }) => isOverdue(countdown)).map(({ id, endsAt }) => ({ id, mark: endsAt })),
    unrecorded: unrecorded
      .filter(({ countdown }) => !isOverdue(countdown))
      .map(({ id, endsAt }) => ({ id, mark: endsAt })),
    tooFew: (await findTooFew(req, now)).map(({ id, startsAt }) => ({ id, mark: startsAt })),
    full: (await findFull(req, now)).map(({ id, startsAt }) => ({ id, mark: startsAt })),
  }
  const ids = new Set([
    ...[...asked.pending, ...asked.corrections].map(({ activity }) => activity),
    ...Object.values(found).flatMap((tasks) => tasks.map(({ id }) => id)),
  ])
  const timesOf = { pending: timesByActivity(asked.pending), corrections: timesByActivity(asked.corrections) }
  const marksOf = Object.fromEntries(
    FOUND.map((kind) => [kind, new Map(found[kind].map(({ id, mark }) => [id, mark]))]),
  ) as Record<(typeof FOUND)[number], Map<string, string>>
  const news: News[] = []
  for (const piece of piecesOf([...ids], TOGETHER))
    for (const activity of await findRowsBy(req, 'activities', { id: piece }, ['id', 'unit', 'toldNews', 'revision'])) {
      const told = (kind: WaitingKind): string | undefined => activity.toldNews?.[kind]
      const tasks = [
        ...ASKED.map((kind) => {
          const times = timesOf[kind].get(activity.id) ?? []
          return { kind, mark: newsUpTo(times, told(kind), now) }
        }),
        ...FOUND.map((kind) => {
          const mark = marksOf[kind].get(activity.id) ?? null
          return { kind, mark: mark === told(kind) ? null : mark }
        }),
      ].flatMap(({ kind, mark }) => (mark === null ? [] : [{ kind, activity: activity.id, mark }]))
      if (tasks.length > 0) news.push({ activity, tasks })
    }
  return news
}

function timesByActivity(asked: { activity: string; at: string }[]): Map<string, string[]> {
  const times = new Map<string, string[]>()
  for (const { activity, at } of asked) times.set(activity, [...(times.get(activity) ?? []), at])
  return times
}

/** Refused when one of the activities has changed since: then all is looked at again in the next round. */
async function tell(req: PayloadRequest, readers: Reader[], news: News[], now: Date): Promise<void> {
  const messages: NewRow<'messages'>[] = []
  for (const reader of readers) {
    const own = await asReader(req, reader)
    const about: TaskNews[] = []
    for (const { activity, tasks } of news) if (await isUnitInScope(own, activity.unit)) about.push(...tasks)
    const [first] = about
    if (first) messages.push(rowFor(req, reader, first, about, now))
  }
  const changes = news.map(({ activity: { id, revision, toldNews }, tasks }) => ({
    collection: 'activities' as const,
    id,
    revision,
    set: { toldNews: tasks.reduce<ToldNews>((all, { kind, mark }) => ({ ...all, [kind]: mark }), toldNews ?? {}) },
  }))
  try {
    await runInTransaction(req, async () => {
      const told = messages.flatMap(({ insert }) => insert.staff ?? [])
      // Nothing refers to an account that is deleted at this moment.
      if (await holdRecords(req, 'staff', told)) await swap(req, changes, messages)
    })
  } catch (error) {
    // Another process was faster.
    if (!isDuplicate(error)) throw error
  }
}

function rowFor(
  { payload }: PayloadRequest,
  { id, unit }: Reader,
  first: TaskNews,
  tasks: TaskNews[],
  now: Date,
): NewRow<'messages'> {
  const about = tasks.reduce<TasksAbout>(
    (all, { kind, activity }) => ({ ...all, [kind]: [...(all[kind] ?? []), activity] }),
    {},
  )
  const at = now.toISOString()
  const insert = {
    ...newsOfTasks(id, first, about),
    staff: id,
    unit,
    state: 'waiting' as const,
    dueAt: at,
    attempts: 0,
    doubts: 0,
    createdAt: at,
    updatedAt: at,
  }
  return { collection: 'messages', id: newId(payload), insert }
}
