import type { PayloadRequest } from 'payload'
import { findRow } from '../../database/rows.ts'
import { swap } from '../../database/swap.ts'
import { AppError } from '../../domain/shared/AppError.ts'

const MAX_TRIES = 200

/**
 * New records of people are written by a swap that holds these people's records open: so that of a merge, or an
 * erasure, that ends a person's record and the new one, the later notices the earlier (docs/merging.md). When it is
 * refused, this says whether it was for that.
 *
 * @throws AppError not-found, person-merged, person-erased
 */
export async function requireOpenPerson(req: PayloadRequest, id: string): Promise<void> {
  const person = await findRow(req, 'people', id)
  if (!person) throw new AppError('not-found')
  if (person.mergedInto) throw new AppError('person-merged')
  if (person.erasedAt) throw new AppError('person-erased')
}

/**
 * Where the new record is written by Payload: the person's row is written in the same transaction. SQLite has none, so
 * that there it is only looked at, and once more when the record is there.
 *
 * @throws as requireOpenPerson; busy
 */
export async function holdPerson(req: PayloadRequest, id: string): Promise<void> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    await requireOpenPerson(req, id)
    if (req.payload.db.name === 'sqlite' || (await swap(req, [], [], [id]))) return
  }
  throw new AppError('busy')
}
