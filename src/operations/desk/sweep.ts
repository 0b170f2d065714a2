import type { PayloadRequest, Where } from 'payload'
import { sealStored } from '../../database/sealStored.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { upgradeMongo } from '../../database/upgradeMongo.ts'
import { eachAlone } from '../shared/eachAlone.ts'
import { endOffers } from '../seats/endOffers.ts'
import { resumeErasures } from '../people/eraseMe.ts'
import { fillFreeSeats } from '../seats/fillFreeSeats.ts'
import { finishMerges } from '../people/mergePeople.ts'
import { moveRegistrations } from '../seats/moveRegistrations.ts'
import { settleActivity } from '../tallies/settleActivity.ts'
import { settleRegistration } from '../seats/settleRegistration.ts'
import { settleServiceTimes } from '../attendance/settleServiceTimes.ts'

export interface Swept {
  /** Personal values from before their field was encrypted. */
  sealed: number
  registrations: number
  merges: number
  activities: number
  waiting: number
}

/**
 * Repairs what a process that died between two writes left behind (docs/seats.md): settles rows marked unsettled,
 * finishes merges and fills seats that were free while people waited. First of all it encrypts what is personal and
 * lies in the clear from earlier days. Safe beside other running processes; costs nothing when all is well.
 */
export async function sweep(req: PayloadRequest, now: Date): Promise<Swept> {
  await upgradeMongo(req.payload)
  const sealed = await sealStored(req.payload)
  const { registrations, activities } = await settleMarked(req, now, {})
  const merges = await finishMerges(req, now)
  await resumeErasures(req, now)
  const waiting = await idsOf(req, 'activities', {
    waiting: { greater_than: 0 },
    status: { equals: 'published' },
    startsAt: { greater_than: now.toISOString() },
  })
  await eachAlone(req, waiting, (id) => runInTransaction(req, () => fillFreeSeats(req, id, now)))
  return { sealed, registrations, merges, activities, waiting: waiting.length }
}

/** An edit that is still unsettled after so long was left by a process that died, or gave up. */
const PATIENCE_MS = 30_000

/** The same for what others leave while this process runs. */
export async function settleLeftovers(req: PayloadRequest, now: Date): Promise<void> {
  await settleMarked(req, now, { updatedAt: { less_than: new Date(now.getTime() - PATIENCE_MS).toISOString() } })
}

async function settleMarked(
  req: PayloadRequest,
  now: Date,
  where: Where,
): Promise<Pick<Swept, 'registrations' | 'activities'>> {
  const registrations = await idsOf(req, 'registrations', { unsettled: { equals: true }, ...where })
  await eachAlone(req, registrations, (id) => runInTransaction(req, () => settleRegistration(req, id, now)))
  const activities = await idsOf(req, 'activities', { unsettled: { equals: true }, ...where })
  await eachAlone(req, activities, (id) => runInTransaction(req, () => settleEdited(req, id, now)))
  return { registrations: registrations.length, activities: activities.length }
}

/** The steps that follow from an edit of an activity, in the order in which a crash leaves the mark standing. */
export async function settleEdited(req: PayloadRequest, id: string, now: Date): Promise<void> {
  await moveRegistrations(req, id)
  await settleServiceTimes(req, id, now)
  await endOffers(req, id, now)
  await settleActivity(req, id)
}

async function idsOf(req: PayloadRequest, collection: 'registrations' | 'activities', where: Where): Promise<string[]> {
  const { docs } = await req.payload.db.find<{ id: string }>({
    collection,
    where: { and: [where] },
    pagination: false,
    limit: 0,
    sort: 'createdAt',
    select: { createdAt: true },
    req,
  })
  return docs.map(({ id }) => id)
}
