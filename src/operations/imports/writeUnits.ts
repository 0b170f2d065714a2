import type { PayloadRequest } from 'payload'
import { holdRecords } from '../../database/holdRecords.ts'
import { isMissingReference } from '../../database/references.ts'
import { findRowsInOrder, newId, type ImportRecord } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { swap } from '../../database/swap.ts'
import type { NewRow, RowChange } from '../../database/types.ts'
import type { UnitFacts } from '../../domain/imports/unitRow.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { auditLine } from '../shared/writeAudit.ts'
import { judgeUnits, type UnitVerdict } from './judgeUnits.ts'
import { judged } from './verdict.ts'

const BATCH = 100
const MAX_TRIES = 20

/**
 * Writes the next units, those above before those below them, each once: with the rows that say so, or not at all.
 *
 * @returns false when nothing is left
 */
export async function writeUnits(req: PayloadRequest, source: ImportRecord, now: Date): Promise<boolean> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    try {
      const result = await runInTransaction(req, () => writeNext(req, source, now))
      if (result !== 'again') return result === 'written'
    } catch (error) {
      // A parent was deleted at this moment: the row is judged anew.
      if (!isMissingReference(error)) throw error
    }
  }
  throw new AppError('busy')
}

async function writeNext(
  req: PayloadRequest,
  source: ImportRecord,
  now: Date,
): Promise<'written' | 'again' | 'nothing left'> {
  const rows = await findRowsInOrder(req, 'import_rows', { import: source.id, outcome: 'ready' }, 'number')
  if (rows.length === 0) return 'nothing left'
  const verdicts = await judgeUnits(req, source, rows)
  const next = rows
    .map((row, index) => ({ row, verdict: verdicts[index] as UnitVerdict }))
    .sort((a, b) => levelOf(a.verdict) - levelOf(b.verdict))
    .slice(0, BATCH)
  const parents = [...new Set(next.flatMap(({ verdict }) => parentThere(verdict) ?? []))]
  const isHeld = await holdRecords(req, 'units', parents)
  const lines = await linesOf(req, parents)
  if (!isHeld || lines.size < parents.length) return 'again'
  const added: NewRow[] = []
  const changes = next.map(({ row, verdict }): RowChange => {
    if (!verdict.made) return judged(row, verdict, now)
    const { facts, place } = verdict.made
    const line = lines.get(place.parent.is === 'known' ? place.parent.unit.id : place.parent.key)
    if (!line) throw new Error(`No parent for the unit of row ${row.number}`)
    const unit = newUnit(newId(req.payload), facts, line, now)
    lines.set(place.key, [...line, unit.id])
    const reason = '由导入新增'
    added.push(unit, auditLine(req, { action: 'created', subjectCollection: 'units', subject: unit.id, reason }, now))
    const at = now.toISOString()
    const set = { outcome: 'written' as const, wrote: { at, unit: unit.id }, updatedAt: at }
    return { collection: 'import_rows', id: row.id, revision: row.revision, set }
  })
  return (await swap(req, changes, added)) ? 'written' : 'again'
}

/** Rows that are no units any more come first, then each level of the tree. */
const levelOf = ({ made }: UnitVerdict): number => made?.place.level ?? 0

function parentThere({ made }: UnitVerdict): string | null {
  return made?.place.parent.is === 'known' ? made.place.parent.unit.id : null
}

/** By a unit's id, its ancestors and itself, root first. */
async function linesOf(req: PayloadRequest, ids: string[]): Promise<Map<string, string[]>> {
  const { docs } = await req.payload.db.find<{ id: string; ancestors?: string[] | null }>({
    collection: 'units',
    where: { id: { in: ids } },
    pagination: false,
    limit: 0,
    select: { ancestors: true },
    req,
  })
  return new Map(docs.map(({ id, ancestors }) => [id, [...(ancestors ?? []), id]]))
}

/** As src/collections/Units.ts has them made by hand. */
function newUnit(id: string, facts: UnitFacts, ancestors: string[], now: Date): NewRow<'units'> {
  const at = now.toISOString()
  return {
    collection: 'units',
    id,
    insert: { ...facts, parent: ancestors.at(-1) ?? null, recount: null, createdAt: at, updatedAt: at },
    lists: { ancestors },
  }
}
