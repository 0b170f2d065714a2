import { randomUUID } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { findRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { swap } from '../../database/swap.ts'
import { type RowChange } from '../../database/types.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { CorrectionAnswer } from '../../domain/attendance/requests.ts'
import type { CorrectionStatus } from '../../domain/attendance/vocabulary.ts'
import { correctRegistration } from './correctRegistration.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { writeAudit } from '../shared/writeAudit.ts'

/**
 * Staff answer a request with a reason that the person reads. Accepting with a correction puts the record right in the
 * same atomic step, so that neither stands without the other.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), correction-answered, invalid-input, busy
 */
export async function answerCorrection(
  req: PayloadRequest,
  input: CorrectionAnswer & { id: string },
  now: Date,
): Promise<{ id: string; status: CorrectionStatus }> {
  const staff = requireStaff(req)
  const visible = await req.payload.findByID({
    collection: 'corrections',
    id: input.id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
    select: { registration: true },
  })
  if (!visible) throw new AppError('not-found')
  const { decision: status, answer, attendance, minutes } = input
  const answered = async (): Promise<RowChange> => {
    const row = await findRow(req, 'corrections', input.id)
    if (row?.status !== 'open') throw new AppError('correction-answered')
    const set = {
      status,
      answer,
      answeredBy: staff.id,
      answeredAt: now.toISOString(),
      openFor: `closed:${randomUUID()}`,
      unnotified: true,
      updatedAt: now.toISOString(),
    }
    return { collection: 'corrections', id: row.id, revision: row.revision, set }
  }
  return runInTransaction(req, async () => {
    const isCorrecting = status === 'accepted' && (attendance !== undefined || minutes !== undefined)
    if (isCorrecting)
      await correctRegistration(
        req,
        { id: String(visible.registration), attendance, minutes, reason: `本人申请更正（${input.id}）` },
        now,
        answered,
      )
    else if (!(await swap(req, [await answered()]))) throw new AppError('correction-answered')
    await writeAudit(req, {
      action: 'answered',
      subjectCollection: 'corrections',
      subject: input.id,
      details: { status },
    })
    return { id: input.id, status }
  })
}
