import type { CollectionSlug, PayloadRequest } from 'payload'
import { idsIn, referencesTo } from '../../database/references.ts'
import { findRows, findRowsBy, type ImportedRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { swap } from '../../database/swap.ts'
import type { NewRow, RowChange } from '../../database/types.ts'
import type { RowProblem } from '../../domain/imports/vocabulary.ts'
import { auditLine } from '../shared/writeAudit.ts'

/**
 * Takes back the person, or the unit, that each of these rows made; those that were changed since, or that something
 * refers to, stay, and their rows say so.
 *
 * @param changed ids of those that were changed since
 */
export async function undoRecords(
  req: PayloadRequest,
  collection: 'people' | 'units',
  rows: Pick<ImportedRow, 'id' | 'wrote'>[],
  changed: Set<string>,
  now: Date,
): Promise<void> {
  const madeBy = ({ wrote }: Pick<ImportedRow, 'wrote'>): string => wrote?.person ?? wrote?.unit ?? ''
  const removable = rows.map(madeBy).filter((id) => id !== '' && !changed.has(id))
  await removeUnused(req, collection, removable)
  const kept = new Set((await findRows(req, collection, removable)).map(({ id }) => id))
  // Read again: the removal has taken the person out of them.
  const fresh = await findRows(
    req,
    'import_rows',
    rows.map(({ id }) => id),
  )
  const lines: NewRow[] = []
  await swap(
    req,
    fresh.map((row): RowChange => {
      if (!row.wrote) return left(row, 'gone', now)
      if (changed.has(madeBy(row))) return left(row, 'changed-since', now)
      if (kept.has(madeBy(row))) return left(row, 'in-use', now)
      // The trail has a line for each unit that was made.
      if (row.wrote.unit) lines.push(removalOf(req, row.wrote.unit, now))
      const set = {
        outcome: 'undone' as const,
        wrote: { at: row.wrote.at },
        person: null,
        updatedAt: now.toISOString(),
      }
      return { collection: 'import_rows', id: row.id, revision: row.revision, set }
    }),
    lines,
  )
}

const removalOf = (req: PayloadRequest, unit: string, now: Date): NewRow =>
  auditLine(req, { action: 'deleted', subjectCollection: 'units', subject: unit, reason: '撤销导入时删除' }, now)

export const left = (
  { id, revision }: Pick<ImportedRow, 'id' | 'revision'>,
  code: RowProblem,
  now: Date,
): RowChange<'import_rows'> => ({
  collection: 'import_rows',
  id,
  revision,
  set: { outcome: 'left', problems: [{ code }], updatedAt: now.toISOString() },
})

/**
 * Removes those of these records that nothing refers to but rows of imports, which forget them. On SQLite the deleting
 * statement itself looks for references (src/database/guardDeletes.ts), on MongoDB the transactions meet.
 */
export async function removeUnused(
  req: PayloadRequest,
  collection: 'people' | 'registrations' | 'units',
  ids: string[],
): Promise<void> {
  if (ids.length === 0) return
  await runInTransaction(req, async () => {
    const used = await usedOf(req, collection, ids)
    const unused = ids.filter((id) => !used.has(id))
    if (collection === 'people') await takeOutOfRows(req, unused)
    await req.payload.db.deleteMany({ collection, where: { id: { in: unused } }, req })
    await req.payload.db.deleteMany({
      collection: 'payload-locked-documents',
      where: { 'document.value': { in: unused } },
      req,
    })
  })
}

/** Rows that are written in one step: a file may name the same person any number of times. */
const ROWS = 500

/** The rows of whichever import that name these people name nobody. */
async function takeOutOfRows(req: PayloadRequest, people: string[]): Promise<void> {
  for (;;) {
    const rows = await findRowsBy(req, 'import_rows', { person: people }, ['id', 'revision'], { limit: ROWS })
    if (rows.length === 0) return
    await swap(
      req,
      rows.map((row) => ({ collection: 'import_rows', ...row, set: { person: null } })),
    )
  }
}

/** Those of these records that others refer to. */
export async function usedOf(req: PayloadRequest, collection: CollectionSlug, ids: string[]): Promise<Set<string>> {
  const used = new Set<string>()
  for (const reference of referencesTo(req.payload.config, collection).filter(({ isOwned }) => !isOwned)) {
    // One may be used a hundred thousand times: each look reads no more rows than there are ids in doubt.
    for (;;) {
      const inDoubt = ids.filter((id) => !used.has(id))
      if (inDoubt.length === 0) return used
      const known = used.size
      const { docs } = await req.payload.db.find({
        collection: reference.from,
        where: { [reference.path.join('.')]: { in: inDoubt.map((id) => `${reference.prefix}${id}`) } },
        pagination: false,
        limit: inDoubt.length,
        select: { [reference.path[0] ?? '']: true },
        req,
      })
      for (const doc of docs) for (const id of idsIn(reference, doc)) used.add(id)
      if (used.size === known) break
    }
  }
  return used
}
