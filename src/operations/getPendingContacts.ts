import type { PayloadRequest } from 'payload'
import { requirePerson } from './requireUser.ts'

/** What staff typed as a person's new contacts, until the person takes them over by a code. @throws AppError not-logged-in */
export async function getPendingContacts(req: PayloadRequest): Promise<{ phone: string | null; email: string | null }> {
  const { id } = requirePerson(req)
  req.context.useCase = 'getMyData'
  const { pendingPhone, pendingEmail } = await req.payload.findByID({ collection: 'people', id, depth: 0, overrideAccess: false, req, user: req.user })
  return { phone: pendingPhone ?? null, email: pendingEmail ?? null }
}
