import type { PayloadRequest } from 'payload'
import { sendContactNotice } from '../../email/contactNotice.ts'
import { encryptField } from '../../privacy/cipher.ts'
import { writeAudit } from '../shared/writeAudit.ts'

/** A contact that staff typed, and for whom. */
export interface TypedContact {
  field: 'phone' | 'email'
  from: string | null
  to: string
}

/**
 * A contact that staff typed: the trail has both ends, sealed, and the holder is told by the contacts that stand.
 * Whether that arrives is not the writer's matter.
 */
export async function noteTypedContact(
  req: PayloadRequest,
  personId: string,
  { field, from, to }: TypedContact,
  standing: { phone: string | null; email: string | null },
): Promise<void> {
  await writeAudit(req, {
    action: 'changed',
    subjectCollection: 'people',
    subject: personId,
    details: { field, from: from === null ? null : encryptField(from), to: encryptField(to) },
  })
  sendContactNotice(req.payload, standing, field, 'typed').catch((error: unknown) =>
    req.payload.logger.error({ err: error }, 'contact notice could not be sent'),
  )
}
