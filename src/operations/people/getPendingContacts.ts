import type { PayloadRequest } from 'payload'
import { readOwnRecord } from './getMyData.ts'

/**
 * What staff typed as a person's new contacts, until the person takes them over by a code. @throws AppError
 * not-logged-in
 */
export async function getPendingContacts(req: PayloadRequest): Promise<{ phone: string | null; email: string | null }> {
  const { pendingPhone, pendingEmail } = await readOwnRecord(req)
  return { phone: pendingPhone ?? null, email: pendingEmail ?? null }
}
