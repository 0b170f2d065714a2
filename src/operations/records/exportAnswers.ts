import type { PayloadRequest } from 'payload'
import { unitScope } from '../../access/unitScope.ts'
import { addressOf } from '../../database/snapshot.ts'
import { answerColumns, standardAnswerColumns } from '../../domain/records/answerRow.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import type { AnswersExportQuery } from '../../domain/records/requests.ts'
import { allowedColumns, type ExportedFile } from './exportParticipations.ts'
import { runExport } from './runExport.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { writeAudit } from '../shared/writeAudit.ts'

/**
 * One activity's list of sign-ups with what was answered, a column per question: for shirts to order and tables to lay.
 * In the order of the line as it stood at one moment, all of it or what the screen's filters show. The audit trail
 * names it before its first byte leaves.
 *
 * @throws AppError not-logged-in; forbidden, also for sensitive columns outside the department; not-found (also out of
 *   scope); invalid-input; busy
 */
export async function exportAnswers(
  req: PayloadRequest,
  { activityId, format, show, name = '', fields }: AnswersExportQuery & { activityId: string },
  now: Date,
): Promise<ExportedFile> {
  requireStaff(req)
  const activity = await req.payload.findByID({
    collection: 'activities',
    id: activityId,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const scope = await unitScope(req)
  if (!activity || !(scope === 'all' || scope.includes(String(activity.unit)))) throw new AppError('not-found')
  const questions = (activity.questions ?? []).map(({ id, label, kind }) => ({ id: id ?? null, label, kind }))
  const { ledger } = activity
  const all = answerColumns(questions, ledger)
  const columns = allowedColumns(req, all, fields ?? standardAnswerColumns(all).join(','))
  const filter = { activity: activityId, scope: scope === 'all' ? null : scope }
  const list = { of: 'answers', filter, show: show ?? null, name, questions, ledger, columns } as const
  const task = { database: addressOf(req.payload), format, ...list } as const
  const { rows, body } = await runExport(req, task, (rows) =>
    writeAudit(req, {
      action: 'exported',
      subjectCollection: 'activities',
      subject: activityId,
      details: {
        format,
        show,
        fields: columns.filter((column) => !column.startsWith('q:')),
        questions: columns.filter((column) => column.startsWith('q:')).length,
        rows,
      },
    }),
  )
  return { name: `报名名单-${activity.title}-${dayOf(now)}.${format}`, rows, body }
}
