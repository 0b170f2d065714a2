import type { PayloadRequest } from 'payload'
import type { ActivityRow, TargetRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { swap } from '../../database/swap.ts'

/**
 * Sets a target's tally to the sum of what each activity remembers to have contributed. The target gets a new revision,
 * so that whoever was about to add to the old tally reads again.
 *
 * @returns whether it was another before
 */
export async function mendTally(req: PayloadRequest, id: string): Promise<boolean> {
  return runInTransaction(req, async () => {
    const target = await req.payload.db.findOne<TargetRow>({
      collection: 'targets',
      where: { id: { equals: id } },
      req,
    })
    if (!target) return false
    const { docs } = await req.payload.db.find<ActivityRow>({
      collection: 'activities',
      where: { counted: { exists: true } },
      select: { counted: true },
      pagination: false,
      limit: 0,
      req,
    })
    const sum = docs.reduce(
      (total, { counted }) => total + ((JSON.parse(counted ?? '{}') as Record<string, number | null>)[id] ?? 0),
      0,
    )
    if (target.tally === sum) return false
    const by = sum - (Number.isFinite(target.tally) ? target.tally : 0)
    // Added where that can be done, since others may add meanwhile; MongoDB adds to no value that is no number, and
    // there the transaction sees to it.
    const isAdded = Number.isFinite(target.tally) || req.payload.db.name === 'sqlite'
    return swap(req, [
      {
        collection: 'targets',
        id,
        revision: target.revision,
        set: isAdded ? {} : { tally: sum },
        ...(isAdded && { add: { tally: by } }),
      },
    ])
  })
}
