import type { PayloadRequest } from 'payload'
import type { ActivityRow } from '../database/rows.ts'
import { settleActivity } from './settleActivity.ts'

/**
 * After a target was made or its filter changed: lets every activity settle what it contributes now. Costs one read an
 * activity and one write for each whose contribution changed.
 */
export async function settleTarget(req: PayloadRequest): Promise<void> {
  const { docs } = await req.payload.db.find<ActivityRow>({ collection: 'activities', pagination: false, limit: 0, select: { title: true }, req })
  for (const { id } of docs) await settleActivity(req, id)
}
