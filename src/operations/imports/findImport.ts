import type { PayloadRequest } from 'payload'
import { findRow, type ImportRecord } from '../../database/rows.ts'
import { swap } from '../../database/swap.ts'
import type { NewRow } from '../../database/types.ts'
import type { ImportState } from '../../domain/imports/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { requireStaff } from '../identity/requireUser.ts'

/** @throws AppError not-logged-in, forbidden, not-found (also out of scope) */
export async function findImport(req: PayloadRequest, id: string): Promise<ImportRecord> {
  requireStaff(req)
  const { docs } = await req.payload.find({
    collection: 'imports',
    where: { id: { equals: id } },
    select: { kind: true },
    depth: 0,
    limit: 1,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const found = docs[0] ? await findRow(req, 'imports', id) : null
  if (!found) throw new AppError('not-found')
  return found
}

/** One step of an import's states. @throws AppError import-busy where it stands in another state, or does by now */
export async function moveImport(
  req: PayloadRequest,
  { id, state, revision }: ImportRecord,
  from: ImportState[],
  set: Partial<ImportRecord> & { state: ImportState },
  now: Date,
  lines: NewRow<'audit'>[] = [],
): Promise<void> {
  if (!from.includes(state)) throw new AppError('import-busy')
  const change = { collection: 'imports' as const, id, revision, set: { ...set, updatedAt: now.toISOString() } }
  if (!(await swap(req, [change], lines))) throw new AppError('import-busy')
}
