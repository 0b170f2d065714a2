import type { PayloadRequest } from 'payload'
import { staffUser } from '../../access/staffUser.ts'
import { findRow, type CertificateRow } from '../../database/rows.ts'
import type { Known } from '../../domain/attendance/walkIns.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { canonical, publicFacts, type CertificateFacts } from '../../domain/certificates/certificates.ts'
import { drawCertificate } from '../../pdf/drawCertificate.ts'
import { knownOf } from '../identity/acquaintances.ts'
import { sealFile } from './certificateSeals.ts'
import { certificateOf } from './verifyCertificate.ts'
import { writeAudit } from '../shared/writeAudit.ts'

/**
 * The certificate as a PDF, the same bytes each time, for its person and for staff in scope. Drawn from the facts of
 * the day of issue, never from what the records say today.
 *
 * @throws AppError not-logged-in, not-found (also others', and after erasure), certificate-revoked, forbidden (staff
 * who may not know what stands on it)
 */
export async function getCertificateFile(req: PayloadRequest, id: string): Promise<{ number: string; file: Buffer }> {
  if (!req.user) throw new AppError('not-logged-in')
  const visible = await req.payload.findByID({
    collection: 'certificates',
    id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
    select: { number: true },
  })
  const row = visible && (await findRow(req, 'certificates', id))
  if (!row) throw new AppError('not-found')
  if (row.revokedAt) throw new AppError('certificate-revoked')
  if (!row.facts) throw new AppError('not-found', '本人已注销，证明内容已清除；编号仍可在核验页核验。')
  const facts = factsOf(row)
  if (staffUser(req)) await requireKnown(req, row.person, facts)
  const file = sealFile(
    row.number,
    await drawCertificate(facts, `${req.payload.config.serverURL}/certificates/${row.number}`),
  )
  if (staffUser(req)) await writeAudit(req, { action: 'viewed', subjectCollection: 'certificates', subject: id })
  return { number: row.number, file }
}

/**
 * All that stands on it, of a row whose person has not erased it. @throws where the row was changed past the program
 */
export function factsOf(row: CertificateRow): CertificateFacts {
  const facts = JSON.parse(row.facts ?? '') as CertificateFacts
  if (canonical(publicFacts(facts)) !== canonical(certificateOf(row)))
    throw new Error(`Certificate ${row.number} was changed past this program`)
  return facts
}

/**
 * Issued by staff who may open the record, it may say of a stranger more than others are shown on theirs
 * (src/domain/attendance/walkIns.ts).
 */
export const isToldTo = (known: Known, { volunteerNumber }: CertificateFacts): boolean =>
  known === 'all' || (known === 'name' && volunteerNumber === null)

async function requireKnown(req: PayloadRequest, personId: string, facts: CertificateFacts): Promise<void> {
  const person = await findRow(req, 'people', personId)
  const known = await knownOf(req, { id: personId, unit: person?.unit ?? null })
  if (!isToldTo(known, facts))
    throw new AppError('forbidden', '证明上有您无权查看的个人信息；请由本人登录后下载，或请组织部门办理。')
}
