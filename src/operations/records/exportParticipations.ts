import type { PayloadRequest, Where } from 'payload'
import { isDepartment } from '../../access/staffUser.ts'
import { unitScope } from '../../access/unitScope.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { dayOf, firstMoment, lastMoment } from '../../domain/shared/calendar.ts'
import { contributingTo, targetFilter } from '../../domain/tallies/contributions.ts'
import {
  COLUMNS,
  columnsOf,
  isSensitiveColumn,
  type Column,
  type ColumnName,
} from '../../domain/records/participationRecord.ts'
import type { ExportQuery } from '../../domain/records/requests.ts'
import { csvStream } from './csvStream.ts'
import { countParticipations, participationRecords } from './participationRecords.ts'
import { xlsxStream } from './xlsxStream.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { findTargets } from '../tallies/settleActivity.ts'
import { subtreeOf } from '../units/subtreeOf.ts'
import { writeAudit } from '../shared/writeAudit.ts'

export interface ExportedFile {
  name: string
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
 * outside
 *   the department; invalid-input
 */
export async function exportParticipations(req: PayloadRequest, query: ExportQuery, now: Date): Promise<ExportedFile> {
  requireStaff(req)
  const columns = allowedColumns(req, query.fields)
  const filters = await activityFilters(req, query)
  const rows = await countParticipations(req, filters)
  const { format, from, to, unit, line, theme, target } = query
  await writeAudit(req, {
    action: 'exported',
    subjectCollection: 'registrations',
    details: { format, from, to, unit, line, theme, target, fields: columns, rows },
  })
  const records = logged(req, participationRecords(req, filters))
  const asked = columns.map((name): Column => COLUMNS[name])
  return {
    name: `参与记录-${dayOf(now)}.${format}`,
    body: format === 'csv' ? csvStream(records, asked) : xlsxStream('参与记录', records, asked),
  }
}

function allowedColumns(req: PayloadRequest, fields: string | undefined): ColumnName[] {
  const columns = columnsOf(fields)
  if (columns.some(isSensitiveColumn) && !isDepartment(req)) {
    throw new AppError('forbidden', '完整手机号和身份证件号码只有组织部门可以导出，请去掉这些字段后重试。')
  }
  return columns
}

async function activityFilters(
  req: PayloadRequest,
  { from, to, unit, line, theme, target }: ExportQuery,
): Promise<Where[]> {
  const [start, end] = [from === undefined ? null : firstMoment(from), to === undefined ? null : lastMoment(to)]
  if (start && end && start > end) {
    throw new AppError('invalid-input', '开始日期不能晚于结束日期，请核对。', { from: '开始日期不能晚于结束日期' })
  }
  const units = await unitsOf(req, unit)
  return [
    { status: { equals: 'published' } },
    ...(units === 'all' ? [] : [{ unit: { in: units } }]),
    ...(line ? [{ line: { equals: line } }] : []),
    ...(theme ? [{ theme: { equals: theme } }] : []),
    ...(start ? [{ startsAt: { greater_than_equal: start } }] : []),
    ...(end ? [{ startsAt: { less_than_equal: end } }] : []),
    ...(target ? [await whereContributing(req, target)] : []),
  ]
}

async function whereContributing(req: PayloadRequest, id: string): Promise<Where> {
  const target = (await findTargets(req)).find((one) => one.id === id)
  if (!target) throw new AppError('invalid-input', '没有这个目标，请刷新后重试。', { target: '没有这个目标' })
  return {
    or: contributingTo(targetFilter(target)).map((conditions) => ({
      and: conditions.map(([path, operator, value]) => ({ [path]: { [operator]: value } })),
    })),
  }
}

/**
 * Published activities can be read by anyone, so the subtree has to narrow them: it is whose registrations may be read.
 */
async function unitsOf(req: PayloadRequest, unit: string | undefined): Promise<'all' | string[]> {
  const scope = await unitScope(req)
  const asked = unit === undefined ? 'all' : await subtreeOf(req, unit)
  const units = scope === 'all' ? asked : asked === 'all' ? scope : asked.filter((id) => scope.includes(id))
  if (units.length === 0) throw new AppError('forbidden', '该单位不在您的管理范围内，不能导出。')
  return units
}

/** Once the first byte has left, an error can only cut the file short: the operator learns of it from the log. */
export async function* logged<Row>(req: PayloadRequest, records: AsyncGenerator<Row>): AsyncGenerator<Row> {
  try {
    yield* records
  } catch (error) {
    req.payload.logger.error({ err: error, requestId: req.headers.get('x-request-id') }, 'export broken off')
    throw error
  }
}
