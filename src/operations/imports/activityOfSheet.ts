import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { findRow } from '../../database/rows.ts'

/** The activity of a sign-in sheet, for its screen; null out of scope. */
export async function activityOfSheet(req: PayloadRequest, id: string): Promise<{ id: string; title: string } | null> {
  const found = await findRow(req, 'activities', id)
  return found && (await isUnitInScope(req, found.unit)) ? { id, title: found.title } : null
}
