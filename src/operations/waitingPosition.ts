import type { PayloadRequest } from 'payload'
import type { RegistrationRow } from '../database/rows.ts'

/** How many are served first, plus one; null when the row is not on the waiting list. */
export async function waitingPosition(req: PayloadRequest, row: Pick<RegistrationRow, 'activity' | 'status' | 'sequence'>): Promise<number | null> {
  if (row.status !== 'waitlisted' || row.sequence === null) return null
  const { totalDocs } = await req.payload.db.count({
    collection: 'registrations',
    where: { and: [{ activity: { equals: row.activity } }, { status: { equals: 'waitlisted' } }, { sequence: { less_than: row.sequence } }] },
    req,
  })
  return totalDocs + 1
}
