import { randomUUID } from 'node:crypto'
import { ValidationError, type CollectionSlug, type Payload, type PayloadRequest } from 'payload'
import { sealed } from './sealed.ts'
import { swapInMongo } from './swapInMongo.ts'
import { swapInSqlite } from './swapInSqlite.ts'
import type { NewRow, RowChange } from './types.ts'

/**
 * Compare-and-swap over several rows: writes all changes, and new rows if there are any, at once if every row still has
 * the revision that was read and the record of every person in `open` stands, otherwise nothing. It runs no hooks and
 * knows no access rules.
 *
 * @returns whether the changes were written; on false the caller reads again and decides anew
 * @throws an error for which `isDuplicate` holds when a new row is there already; an error for a number that is none,
 * with nothing written
 */
export async function swap(
  req: PayloadRequest,
  changes: RowChange[],
  added: NewRow[] = [],
  open: string[] = [],
): Promise<boolean> {
  // A number that is none would stay in every sum that it goes into.
  const written = [
    ...changes.flatMap(({ set = {}, add = {} }) => [...Object.entries(set), ...Object.entries(add)]),
    ...added.flatMap(({ insert }) => Object.entries(insert)),
  ]
  const torn = written.find(([, value]) => typeof value === 'number' && !Number.isFinite(value))
  if (torn) throw new Error(`${torn[0]} would be written as ${String(torn[1])}`)
  const asked = {
    changes: changes.map((change) =>
      change.set
        ? ({
            ...change,
            set: { revision: randomUUID(), ...sealed(req.payload, change.collection, change.set) },
          } as RowChange)
        : change,
    ),
    added: added.map(
      (row) =>
        ({
          ...row,
          insert: {
            ...sealed(req.payload, row.collection, row.insert),
            ...(hasRevision(req.payload, row.collection) && { revision: randomUUID() }),
          },
        }) as NewRow,
    ),
    open: [...new Set(open)],
  }
  return req.payload.db.name === 'sqlite' ? swapInSqlite(req, asked) : swapInMongo(req, asked)
}

/** Of collections whose rows a swap writes over; a line of the audit trail, say, is never written again. */
const hasRevision = ({ collections }: Payload, slug: CollectionSlug): boolean =>
  collections[slug].config.flattenedFields.some(({ name }) => name === 'revision')

/** Whether a unique index refused a write. */
export function isDuplicate(error: unknown): boolean {
  return (
    error instanceof ValidationError ||
    (error as { code?: unknown } | null)?.code === 11000 ||
    (error as { extendedCode?: unknown } | null)?.extendedCode === 'SQLITE_CONSTRAINT_UNIQUE' ||
    (error as { code?: unknown } | null)?.code === 'SQLITE_CONSTRAINT_UNIQUE'
  )
}
