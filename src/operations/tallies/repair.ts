import type { PayloadRequest } from 'payload'
import { findRow, findRowsBy } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { swap } from '../../database/swap.ts'
import { type RowChange } from '../../database/types.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { NOTHING, registrationContribution, type RegistrationContribution } from '../../domain/tallies/contributions.ts'
import { timed } from '../../domain/attendance/hours.ts'
import { freeSeats } from '../../domain/seats/seats.ts'
import { mendTally } from './mendTally.ts'
import { recount, type Difference } from './recount.ts'
import { settleActivity } from './settleActivity.ts'
import { writeAudit } from '../shared/writeAudit.ts'

const MAX_TRIES = 20

/**
 * Mends every number that `recount` finds to differ from its records, from the registrations up, and writes each to the
 * audit trail. Safe beside running servers, and to be run again.
 *
 * @returns what differed before
 */
export async function repair(req: PayloadRequest): Promise<Difference[]> {
  const { differences } = await recount(req)
  const activities = new Set<string>()
  for (const { collection, id } of differences) {
    if (collection === 'activities') activities.add(id)
    else if (collection === 'registrations') activities.add((await findRow(req, 'registrations', id))?.activity ?? '')
  }
  for (const id of activities) await runInTransaction(req, () => mendActivity(req, id))
  const targets = differences.filter(({ collection }) => collection === 'targets')
  if (targets.length > 0) {
    const { docs } = await req.payload.db.find<{ id: string }>({
      collection: 'activities',
      pagination: false,
      limit: 0,
      select: { id: true },
      req,
    })
    for (const { id } of docs) await runInTransaction(req, () => settleActivity(req, id))
    for (const { id } of targets) await mendTally(req, id)
  }
  for (const { collection, id, field, stored, counted } of differences)
    await writeAudit(req, {
      action: 'corrected',
      subjectCollection: collection,
      subject: id,
      reason: '按记录重新计数并改正',
      details: { field, stored, counted },
    })
  return differences
}

/** Sets what each registration remembers to have contributed, and the counters above, to what the records say. */
async function mendActivity(req: PayloadRequest, id: string): Promise<void> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const activity = await findRow(req, 'activities', id)
    if (!activity) return
    const rows = await findRowsBy(req, 'registrations', { activity: id }, [
      'id',
      'revision',
      'status',
      'attendance',
      'walkIn',
      'size',
      'came',
      'sequence',
      'minutes',
      'minutesSource',
      'checkedInAt',
      'checkedOutAt',
      'method',
      'evaluation',
      'counted',
    ])
    const changes: RowChange[] = []
    const sum: RegistrationContribution = { ...NOTHING }
    for (const row of rows) {
      const { minutes, minutesSource } = timed(row, activity)
      const contribution = registrationContribution({ ...row, minutes })
      const counted = JSON.stringify(contribution)
      for (const name of Object.keys(sum) as (keyof RegistrationContribution)[]) sum[name] += contribution[name]
      if (row.counted !== counted || row.minutes !== minutes)
        changes.push({
          collection: 'registrations',
          id: row.id,
          revision: row.revision,
          set: { minutes, minutesSource, counted, unsettled: false },
        })
    }
    const lastSequence = Math.max(activity.lastSequence, ...rows.map(({ sequence }) => sequence ?? 0))
    const free = freeSeats({ capacity: activity.capacity ?? null, taken: sum.taken })
    changes.push({
      collection: 'activities',
      id,
      revision: activity.revision,
      set: { ...sum, free, lastSequence, unsettled: true },
    })
    if (await swap(req, changes)) return settleActivity(req, id)
  }
  throw new AppError('busy')
}
