import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLocalReq, type PayloadRequest } from 'payload'
import { countRowsBy, findRow, findRowsBy, type ImportRecord } from '../../database/rows.ts'
import { swap } from '../../database/swap.ts'
import { syncedOnce } from '../../database/syncedOnce.ts'
import { AT_WORK, ROW_OUTCOMES, type ImportState, type RowOutcome } from '../../domain/imports/vocabulary.ts'
import type { Staff } from '../../payload-types.ts'
import { eachAlone } from '../shared/eachAlone.ts'
import { atOnce, type Paced } from '../shared/paced.ts'
import { checkRows } from './checkRows.ts'
import { KINDS, type Batch } from './kinds.ts'

/** How long one piece of work goes on, in milliseconds; the job rests after it. */
const PIECE_MS = 3000
/** Within a piece, others have their turn after each batch for a fifth of the time that it took, at most this. */
const BREATH = 1 / 5
const LONGEST_BREATH_MS = 150

const BATCHES: Partial<Record<ImportState, { batch: Batch; then: ImportState }>> = {
  checking: { batch: checkRows, then: 'checked' },
  running: { batch: (req, source, now) => KINDS[source.kind].write(req, source, now), then: 'done' },
  undoing: { batch: (req, source, now) => KINDS[source.kind].undo(req, source, now), then: 'undone' },
}

/**
 * Goes on with every import that is being checked, run or undone (docs/imports.md). Each batch is one atomic write with
 * its own note of the rows that it dealt with: so this may be killed at any point, and run in many processes. A piece
 * of work reaches the disk at its end: a power cut takes no more than that piece back, in whole batches.
 */
export async function workOnImports(req: PayloadRequest, _now: Date, paced: Paced = atOnce): Promise<void> {
  const found = await findRowsBy(req, 'imports', { state: AT_WORK }, ['id', 'createdAt'])
  found.sort((a, b) => a.createdAt.localeCompare(b.createdAt))
  await eachAlone(req, found, async ({ id }) => {
    while (await paced(() => syncedOnce(req, () => workOn(req, id)))) continue
  })
}

/** @returns whether there is more to do */
async function workOn(req: PayloadRequest, id: string): Promise<boolean> {
  const until = performance.now() + PIECE_MS
  while (performance.now() < until) {
    const source = await findRow(req, 'imports', id)
    const step = source && BATCHES[source.state]
    if (!source || !step) return false
    const started = performance.now()
    const now = new Date()
    if (!(await step.batch(await onBehalfOf(req, source), source, now))) await end(req, source, step.then, now)
    await sleep(Math.min((performance.now() - started) * BREATH, LONGEST_BREATH_MS))
  }
  return true
}

/**
 * With the rights that who imports has at this moment: rows are refused that lie outside them by now, all of them for
 * an account that was switched off.
 */
async function onBehalfOf(req: PayloadRequest, { importedBy }: ImportRecord): Promise<PayloadRequest> {
  const staff = await req.payload.db.findOne<Staff>({ collection: 'staff', where: { id: { equals: importedBy } }, req })
  return createLocalReq(staff ? { user: { ...staff, collection: 'staff' } } : {}, req.payload)
}

async function end(req: PayloadRequest, source: ImportRecord, state: ImportState, now: Date): Promise<void> {
  const at = now.toISOString()
  const set: Partial<ImportRecord> = {
    state,
    updatedAt: at,
    ...(state !== 'checked' && { totals: await countOutcomes(req, source.id), finishedAt: at }),
    // The same file may be brought in again.
    ...(state === 'undone' && { claim: randomUUID() }),
  }
  await swap(req, [{ collection: 'imports', id: source.id, revision: source.revision, set }])
}

/** How many rows ended how; outcomes of no row are left out. */
export async function countOutcomes(req: PayloadRequest, id: string): Promise<Partial<Record<RowOutcome, number>>> {
  const counts: Partial<Record<RowOutcome, number>> = {}
  for (const outcome of Object.keys(ROW_OUTCOMES) as RowOutcome[]) {
    const count = await countRowsBy(req, 'import_rows', { import: id, outcome })
    if (count > 0) counts[outcome] = count
  }
  return counts
}
