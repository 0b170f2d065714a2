import type { PayloadRequest } from 'payload'
import { findRowsBy, type ImportRecord } from '../../database/rows.ts'
import { undoRecords } from './undoRecords.ts'

const BATCH = 100

/**
 * Takes back the next units that the import made, those first below which it made none that is still there: whatever
 * stays keeps those above it.
 *
 * @returns false when nothing is left
 */
export async function undoUnits(req: PayloadRequest, source: ImportRecord, now: Date): Promise<boolean> {
  const rows = await findRowsBy(req, 'import_rows', { import: source.id, outcome: 'written' }, ['id', 'wrote'])
  const wroteAt = new Map(rows.map(({ wrote }) => [wrote?.unit, wrote?.at]))
  const ids = rows.flatMap(({ wrote }) => wrote?.unit ?? [])
  const units = await findRowsBy(req, 'units', { id: ids }, ['id', 'parent', 'updatedAt'])
  const above = new Set(units.map(({ parent }) => parent))
  const lowest = rows.filter(({ wrote }) => !above.has(wrote?.unit ?? '')).slice(0, BATCH)
  if (lowest.length === 0) return false
  const changed = units.filter(({ id, updatedAt }) => updatedAt !== wroteAt.get(id))
  await undoRecords(req, 'units', lowest, new Set(changed.map(({ id }) => id)), now)
  return true
}
