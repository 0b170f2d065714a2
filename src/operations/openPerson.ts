import type { PayloadRequest } from 'payload'
import type { PersonRow } from '../database/rows.ts'
import { swap, type RowChange } from '../database/swap.ts'
import { AppError } from '../domain/AppError.ts'

const MAX_TRIES = 200

/**
 * The person's row, to be written together with a new record of theirs: so that of a merge that ends the person's record and
 * the new one, the later notices the earlier (docs/merging.md).
 *
 * @throws AppError not-found, person-merged
 */
export async function openPerson(req: PayloadRequest, id: string): Promise<RowChange> {
  const person = await req.payload.db.findOne<Pick<PersonRow, 'id' | 'mergedInto' | 'revision'>>({ collection: 'people', where: { id: { equals: id } }, select: { mergedInto: true, revision: true }, req })
  if (!person) throw new AppError('not-found')
  if (person.mergedInto) throw new AppError('person-merged')
  return { collection: 'people', id, revision: person.revision ?? null, set: {} }
}

/**
 * Where the new record is written by Payload: the person's row is written in the same transaction. SQLite has none, so that there it is
 * only looked at, and once more when the record is there.
 *
 * @throws as openPerson; busy
 */
export async function holdPerson(req: PayloadRequest, id: string): Promise<void> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const change = await openPerson(req, id)
    if (req.payload.db.name === 'sqlite' || (await swap(req, [change]))) return
  }
  throw new AppError('busy')
}
