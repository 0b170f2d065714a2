import type { PayloadRequest } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import { requirePerson } from '../identity/requireUser.ts'

/**
 * The person's own sign-up, by their own right to read it. @throws AppError not-logged-in, forbidden, not-found (also
 * others')
 */
export async function findOwnRegistration(
  req: PayloadRequest,
  id: string,
): Promise<{ id: string; activity: string; unit: string; person: string }> {
  const person = requirePerson(req)
  const found = await req.payload.findByID({
    collection: 'registrations',
    id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
    select: { activity: true, unit: true },
  })
  if (!found) throw new AppError('not-found')
  return { id, activity: String(found.activity), unit: String(found.unit), person: person.id }
}
