import type { PayloadRequest, Where } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { findRows, findRowsBy } from '../../database/rows.ts'
import type { CertificateFacts } from '../../domain/certificates/certificates.ts'
import { MAX_IN_FILE, type BatchQuery } from '../../domain/certificates/requests.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { startOfDay } from '../../domain/shared/calendar.ts'
import { factsOf, isToldTo } from '../certificates/getCertificateFile.ts'
import { knownOfEach } from '../identity/acquaintances.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { writeAudit } from '../shared/writeAudit.ts'
import type { ExportedFile } from './exportParticipations.ts'
import { runExport } from './runExport.ts'

export interface CertificateBatch extends ExportedFile {
  /** Certificates that stand but are not in it: they say more than this member of staff may know. */
  leftOut: number
}

/**
 * The certificates of one activity, or those that a unit issued for one period, as a ZIP of their files or as one PDF
 * to be printed; by name. Those revoked and those of people who erased their data are not among them.
 *
 * @throws AppError not-logged-in; forbidden, also where all of them say more than one may know; not-found (also out of
 *   scope, and where none was issued); invalid-input for too many; busy
 */
export async function exportCertificates(req: PayloadRequest, query: BatchQuery, now: Date): Promise<CertificateBatch> {
  requireStaff(req)
  const batch = await batchOf(req, query)
  const { docs } = await req.payload.find({
    collection: 'certificates',
    where: { and: [...batch.where, { revokedAt: { exists: false } }] },
    select: { number: true },
    limit: MAX_IN_FILE + 1,
    pagination: false,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  if (docs.length > MAX_IN_FILE)
    throw new AppError('invalid-input', `一次最多 ${MAX_IN_FILE} 份，请按下级单位或较短的时段分批。`)
  const { certificates, leftOut } = await readable(
    req,
    docs.map(({ id }) => id),
  )
  if (certificates.length === 0)
    throw leftOut > 0
      ? new AppError('forbidden', '这些证明上有您无权查看的个人信息，请由本人登录后下载，或请组织部门办理。')
      : new AppError('not-found', '还没有有效的证明，请先出具。')
  const { format, from, to } = query
  const site = String(req.payload.config.serverURL)
  const task = { of: 'certificates', format, site, at: now.toISOString(), certificates } as const
  const { rows, body } = await runExport(req, task, () =>
    writeAudit(req, {
      action: 'exported',
      subjectCollection: 'certificates',
      subject: batch.subject,
      details: { for: batch.of, format, from, to, numbers: certificates.map(({ number }) => number) },
    }),
  )
  return { name: `志愿服务证明-${batch.title}-${rows} 份.${format}`, rows, body, leftOut }
}

interface Batch {
  of: 'activities' | 'units'
  subject: string
  title: string
  where: Where[]
}

async function batchOf(req: PayloadRequest, { activity, unit, from, to }: BatchQuery): Promise<Batch> {
  const own = { depth: 0, disableErrors: true, overrideAccess: false, req, user: req.user } as const
  if (activity !== undefined) {
    const found = await req.payload.findByID({ collection: 'activities', id: activity, ...own })
    if (!found || !(await isUnitInScope(req, String(found.unit)))) throw new AppError('not-found')
    return { of: 'activities', subject: activity, title: found.title, where: [{ activity: { equals: activity } }] }
  }
  const found =
    unit !== undefined && (await isUnitInScope(req, unit))
      ? await req.payload.findByID({ collection: 'units', id: unit, ...own })
      : null
  if (!found || from === undefined || to === undefined) throw new AppError('not-found')
  return {
    of: 'units',
    subject: found.id,
    title: found.name,
    where: [
      { unit: { equals: found.id } },
      { kind: { equals: 'period' } },
      { from: { equals: startOfDay(from).toISOString() } },
      { to: { equals: startOfDay(to).toISOString() } },
    ],
  }
}

const byName = new Intl.Collator('zh')

/** The facts of those that say no more than the asker may know. */
async function readable(
  req: PayloadRequest,
  ids: string[],
): Promise<{ certificates: CertificateFacts[]; leftOut: number }> {
  const rows = (await findRows(req, 'certificates', ids)).filter(({ facts, revokedAt }) => facts && !revokedAt)
  const people = await findRowsBy(req, 'people', { id: [...new Set(rows.map(({ person }) => person))] }, ['id', 'unit'])
  const known = await knownOfEach(req, people)
  const certificates = rows
    .map((row) => ({ facts: factsOf(row), known: known.get(row.person) ?? 'familyName' }))
    .filter(({ facts, known }) => isToldTo(known, facts))
    .map(({ facts }) => facts)
    .sort((a, b) => byName.compare(a.name, b.name) || (a.number < b.number ? -1 : 1))
  return { certificates, leftOut: rows.length - certificates.length }
}
