import type { PayloadRequest } from 'payload'
import { runInTransaction, TransientConflict } from '../../database/runInTransaction.ts'
import type { Person } from '../../payload-types.ts'
import { requirePerson } from '../identity/requireUser.ts'

const MAX_TRIES = 50

/**
 * Writes what people change of their own record, over what was read or not at all: an edit of the same moment is
 * not undone, this one reads again.
 *
 * @throws AppError not-logged-in, forbidden, person-merged, person-erased, invalid-input, changed-meanwhile
 */
export async function writeOwnRecord(
  req: PayloadRequest,
  useCase: 'changeMe' | 'confirmContact',
  data: Partial<Person>,
): Promise<void> {
  const { id } = requirePerson(req)
  for (let attempt = 1; ; attempt += 1) {
    req.context.useCase = useCase
    try {
      await runInTransaction(req, () =>
        req.payload.update({ collection: 'people', id, data, depth: 0, overrideAccess: false, req, user: req.user }),
      )
      return
    } catch (error) {
      // Of SQLite: on MongoDB the transaction has been tried again already.
      if (!(error instanceof TransientConflict) || attempt === MAX_TRIES) throw error
    }
  }
}
