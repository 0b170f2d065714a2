import type { PayloadRequest } from 'payload'
import { findRow } from '../../database/rows.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { sendContactNotice } from '../../email/contactNotice.ts'
import { encryptField } from '../../privacy/cipher.ts'
import { claimLimit, networkOfClient } from '../shared/claimLimit.ts'
import { tryCode, useUp } from '../identity/openSession.ts'
import { endSessions } from '../identity/personSessions.ts'
import { contactHash, type Contact } from '../identity/requestCode.ts'
import { requirePerson } from '../identity/requireUser.ts'
import { writeAudit } from '../shared/writeAudit.ts'
import { writeOwnRecord } from './writeOwnRecord.ts'

/**
 * A phone or a mail becomes a person's own, typed by themselves or by staff, by the code that was sent to it. From
 * then on it logs in, the one before does not, and all other sessions end. That another record has it, only its
 * holder learns.
 *
 * @throws AppError not-logged-in, forbidden, code-invalid, contact-taken, person-merged, person-erased, rate-limited
 */
export async function confirmContact(
  req: PayloadRequest,
  { code, ...given }: { email?: string | undefined; phone?: string | undefined; code: string },
  now: Date,
): Promise<void> {
  const { id, _sid: sid } = requirePerson(req)
  const contact = (given.email === undefined ? { phone: given.phone } : { email: given.email }) as Contact
  const [field, pending] =
    contact.email === undefined ? (['phone', 'pendingPhone'] as const) : (['email', 'pendingEmail'] as const)
  const to = contact.email ?? contact.phone
  const hash = contactHash(contact)
  const isTaken = async (): Promise<boolean> => {
    const holder = await req.payload.db.findOne<{ id: string }>({
      collection: 'people',
      where: { [`${field}Hash`]: { equals: hash } },
      req,
    })
    return holder !== null && holder.id !== id
  }
  const isNoGuess = await claimLimit(req, [{ limit: 'wrong-codes-from-network', of: networkOfClient(req) }], now)
  const row = await tryCode(req, hash, code, now)
  await isNoGuess()
  if (await isTaken()) throw new AppError('contact-taken')
  await claimLimit(req, [{ limit: 'own-changes-by-person', of: id }], now)
  await useUp(req, row.id, now)
  const before = await findRow(req, 'people', id)
  if (!before || before[field] === to) return
  try {
    await writeOwnRecord(req, 'confirmContact', { [field]: to, [pending]: null })
  } catch (error) {
    // Of two people at the same moment the index refuses the later.
    throw (await isTaken()) ? new AppError('contact-taken') : error
  }
  await writeAudit(req, {
    action: 'changed',
    subjectCollection: 'people',
    subject: id,
    details: {
      field,
      from: before[field] === null ? null : encryptField(before[field]),
      to: encryptField(to),
      confirmed: true,
    },
  })
  sendContactNotice(req.payload, before, field, 'confirmed').catch((error: unknown) =>
    req.payload.logger.error({ err: error }, 'contact notice could not be sent'),
  )
  await endSessions(req, id, { except: sid ?? null })
}
