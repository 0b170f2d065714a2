import { randomUUID } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { findRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { swap } from '../../database/swap.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { writeAudit } from '../shared/writeAudit.ts'

/**
 * Staff revoke a certificate with a reason that the person reads. From then on the number verifies as revoked, the file
 * is not given out, and another can be issued for the same service. A certificate that was revoked before stays as it
 * is.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), busy
 */
export async function revokeCertificate(
  req: PayloadRequest,
  input: { id: string; reason: string },
  now: Date,
): Promise<{ id: string; number: string; revokedAt: string }> {
  const staff = requireStaff(req)
  const visible = await req.payload.findByID({
    collection: 'certificates',
    id: input.id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
    select: { number: true },
  })
  if (!visible) throw new AppError('not-found')
  return runInTransaction(req, async () => {
    const row = await findRow(req, 'certificates', input.id)
    if (!row) throw new AppError('not-found')
    const { id, number, revision } = row
    if (row.revokedAt) return { id, number, revokedAt: new Date(row.revokedAt).toISOString() }
    // Read after the certificate, which an erasure writes after it has marked the person.
    const person = await findRow(req, 'people', row.person)
    const revokedAt = now.toISOString()
    const set = {
      revokedAt,
      revokedBy: staff.id,
      revocationReason: person?.erasedAt ? null : input.reason,
      claim: `revoked:${randomUUID()}`,
      updatedAt: revokedAt,
    }
    if (!(await swap(req, [{ collection: 'certificates', id, revision, set }]))) throw new AppError('busy')
    await writeAudit(req, { action: 'revoked', subjectCollection: 'certificates', subject: id })
    return { id, number, revokedAt }
  })
}
