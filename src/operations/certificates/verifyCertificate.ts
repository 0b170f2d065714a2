import type { PayloadRequest } from 'payload'
import type { CertificateRow } from '../../database/rows.ts'
import { publicFacts, type PublicCertificate, type Verification } from '../../domain/certificates/certificates.ts'
import { isSame } from '../../privacy/cipher.ts'
import { claimLimit, networkOfClient } from '../shared/claimLimit.ts'
import { readCertificateNumber, readSeal, sealOf } from './certificateSeals.ts'

/**
 * Anybody verifies a number, or a file to its last byte. The answer is what the paper's holder could read aloud anyway,
 * without the person: kind, issuer, day, period and time served.
 *
 * @throws AppError rate-limited
 */
export async function verifyCertificate(
  req: PayloadRequest,
  asked: { number: string } | { file: Buffer },
  now: Date,
): Promise<Verification> {
  await claimLimit(
    req,
    [{ limit: 'file' in asked ? 'uploads-from-network' : 'verifications-from-network', of: networkOfClient(req) }],
    now,
  )
  const number = 'file' in asked ? readSeal(asked.file) : readCertificateNumber(asked.number)
  if (number === null) return { outcome: 'file' in asked ? 'altered' : 'unknown' }
  const row = await req.payload.db.findOne<CertificateRow>({
    collection: 'certificates',
    where: { number: { equals: number } },
    req,
  })
  if (!row) return { outcome: 'unknown' }
  const certificate = certificateOf(row)
  // A row that was written past this program proves nothing.
  if (!isSame(row.seal, sealOf(certificate))) return { outcome: 'unknown' }
  return row.revokedAt
    ? { outcome: 'revoked', certificate, revokedAt: asIso(row.revokedAt) }
    : { outcome: 'valid', certificate }
}

/** The public facts of a stored row. */
export function certificateOf(row: CertificateRow): PublicCertificate {
  return publicFacts({ ...row, issuedAt: asIso(row.issuedAt), from: asIso(row.from), to: asIso(row.to) })
}

const asIso = (date: string): string => new Date(date).toISOString()
