import type { PayloadRequest } from 'payload'
import { readOwnRecord } from './getMyData.ts'

/**
 * The new contacts that staff typed for a person, until the person takes them over by a code. @throws AppError
 * not-logged-in
 */
export async function getPendingContacts(req: PayloadRequest): Promise<{ phone: string | null; email: string | null }> {
  const { pendingPhone, pendingEmail } = await readOwnRecord(req)
  return { phone: pendingPhone ?? null, email: pendingEmail ?? null }
}
