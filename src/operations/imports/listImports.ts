import type { PayloadRequest } from 'payload'
import { findRows } from '../../database/rows.ts'
import type { ImportSummary } from '../../domain/imports/views.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { summariesOf } from './viewImport.ts'

/** So many of the newest. */
const SHOWN = 20

/** The newest imports of the own subtree. @throws AppError not-logged-in, forbidden */
export async function listImports(req: PayloadRequest): Promise<ImportSummary[]> {
  requireStaff(req)
  const { docs } = await req.payload.find({
    collection: 'imports',
    where: { state: { not_equals: 'reading' } },
    select: { kind: true },
    sort: '-createdAt',
    limit: SHOWN,
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const rows = await findRows(
    req,
    'imports',
    docs.map(({ id }) => id),
  )
  return summariesOf(
    req,
    rows.sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
  )
}
