import type { PayloadRequest } from 'payload'
import { findRowsInOrder } from '../../database/rows.ts'
import { swap } from '../../database/swap.ts'
import { syncedOnce } from '../../database/syncedOnce.ts'
import { mappingProblem, type Mapping } from '../../domain/imports/columns.ts'
import { ROW_OUTCOMES, type RowOutcome } from '../../domain/imports/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { findImport, moveImport } from './findImport.ts'
import { breathing } from './removeImport.ts'

/**
 * Begins the dry run: the job says of each row what would become of it, and nothing is written. Again with another
 * mapping, until it is run.
 *
 * @throws AppError not-logged-in, forbidden, not-found, invalid-input, import-busy
 */
export async function checkImport(req: PayloadRequest, id: string, mapping: Mapping, now: Date): Promise<void> {
  const found = await findImport(req, id)
  const problem = mappingProblem(found.kind, mapping, found.headings?.length ?? 0)
  if (problem !== null) throw new AppError('invalid-input', problem, { mapping: problem })
  // In two steps: the job begins when no row says any more what was found by the mapping before.
  await moveImport(req, found, ['read', 'checked'], { state: 'read', mapping }, now)
  await syncedOnce(req, () => forgetVerdicts(req, id))
  await moveImport(req, await findImport(req, id), ['read'], { state: 'checking' }, now)
}

/** Rows that are reset in one step. */
const BATCH = 100

const JUDGED = (Object.keys(ROW_OUTCOMES) as RowOutcome[]).filter((outcome) => outcome !== 'waiting')

async function forgetVerdicts(req: PayloadRequest, id: string): Promise<void> {
  const none = { outcome: 'waiting', problems: null, person: null, key: null, session: null } as const
  for (const outcome of JUDGED)
    for (;;) {
      const rows = await findRowsInOrder(req, 'import_rows', { import: id, outcome }, 'number', BATCH)
      if (rows.length === 0) break
      // Another who was faster has reset them too.
      await breathing(() =>
        swap(
          req,
          rows.map(({ id: row, revision }) => ({ collection: 'import_rows', id: row, revision, set: none })),
        ),
      )
    }
}
