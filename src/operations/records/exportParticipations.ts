import type { PayloadRequest } from 'payload'
import { isDepartment } from '../../access/staffUser.ts'
import { unitScope, type UnitScope } from '../../access/unitScope.ts'
import { addressOf, type ParticipationFilter } from '../../database/snapshot.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { dayOf, firstMoment, lastMoment } from '../../domain/shared/calendar.ts'
import { contributingTo, targetFilter, type Condition } from '../../domain/tallies/contributions.ts'
import { columnsOf, isSensitiveColumn, type ColumnName } from '../../domain/records/participationRecord.ts'
import type { ExportQuery } from '../../domain/records/requests.ts'
import { runExport } from './runExport.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { findTargets } from '../tallies/settleActivity.ts'
import { subtreeOf } from '../units/subtreeOf.ts'
import { writeAudit } from '../shared/writeAudit.ts'

export interface ExportedFile {
  name: string
  /** As many as it will have, the heading left out. */
  rows: number
  body: ReadableStream<Uint8Array>
}

/**
 * A file with one row for each participation in the published activities that meet the filters, within the staff
 * member's subtree: those present, which are what the tallies count, so that each number can be proven row by row.
 * `from` and `to` are days of the activity's start, both included; `target` leaves the activities that add to it.
 *
 * The audit trail names the export before its first byte leaves, with the rows counted at that moment: it stands also
 * when the client, or this process, goes away in the middle.
 *
 * @throws AppError not-logged-in; forbidden for people, for a unit outside the subtree, and for sensitive columns
 *   outside the department; invalid-input; busy
 */
export async function exportParticipations(req: PayloadRequest, query: ExportQuery, now: Date): Promise<ExportedFile> {
  requireStaff(req)
  const columns = allowedColumns(req, query.fields)
  const filter = await filterOf(req, query)
  const { format, from, to, unit, line, theme, target } = query
  const task = { database: addressOf(req.payload), format, of: 'participations', filter, columns } as const
  const { rows, body } = await runExport(req, task, (rows) =>
    writeAudit(req, {
      action: 'exported',
      subjectCollection: 'registrations',
      details: { format, from, to, unit, line, theme, target, fields: columns, rows },
    }),
  )
  return { name: `参与记录-${dayOf(now)}.${format}`, rows, body }
}

function allowedColumns(req: PayloadRequest, fields: string | undefined): ColumnName[] {
  const columns = columnsOf(fields)
  if (columns.some(isSensitiveColumn) && !isDepartment(req)) {
    throw new AppError('forbidden', '完整手机号和身份证件号码只有组织部门可以导出，请去掉这些字段后重试。')
  }
  return columns
}

async function filterOf(
  req: PayloadRequest,
  { from, to, unit, line, theme, target }: ExportQuery,
): Promise<ParticipationFilter> {
  const [start, end] = [from === undefined ? null : firstMoment(from), to === undefined ? null : lastMoment(to)]
  if (start && end && start > end) {
    throw new AppError('invalid-input', '开始日期不能晚于结束日期，请核对。', { from: '开始日期不能晚于结束日期' })
  }
  const scope = await unitScope(req)
  const asked = unit === undefined ? 'all' : await subtreeOf(req, unit)
  const units = within(scope, asked)
  if (units.length === 0) throw new AppError('forbidden', '该单位不在您的管理范围内，不能导出。')
  const counted = target === undefined ? null : await countedBy(req, target)
  return {
    units: listed(counted ? within(units, counted.units) : units),
    scope: listed(scope),
    line: line ?? null,
    theme: theme ?? null,
    from: start,
    to: end,
    anyOf: counted && counted.anyOf,
  }
}

/** The facts of an activity that make it add to the target. */
async function countedBy(req: PayloadRequest, id: string): Promise<{ units: UnitScope; anyOf: Condition[][] }> {
  const target = (await findTargets(req)).find((one) => one.id === id)
  if (!target) throw new AppError('invalid-input', '没有这个目标，请刷新后重试。', { target: '没有这个目标' })
  const filter = targetFilter(target)
  const units = filter.unitIds.length === 0 ? 'all' : await subtreeOf(req, ...filter.unitIds)
  return { units, anyOf: contributingTo({ ...filter, unitIds: [] }) }
}

/**
 * Published activities can be read by anyone, so the subtree has to narrow them: it is whose registrations may be read.
 */
function within(scope: UnitScope, asked: UnitScope): UnitScope {
  if (scope === 'all' || asked === 'all') return scope === 'all' ? asked : scope
  const own = new Set(scope)
  return asked.filter((id) => own.has(id))
}

const listed = (scope: UnitScope): string[] | null => (scope === 'all' ? null : scope)
