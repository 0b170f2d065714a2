import type { PayloadRequest } from 'payload'
import { isDepartment } from '../../access/staffUser.ts'
import { unitScope, type UnitScope } from '../../access/unitScope.ts'
import { addressOf, type ParticipationFilter } from '../../database/snapshot.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { dayOf, firstMoment, lastMoment } from '../../domain/shared/calendar.ts'
import { targetFilter, type Condition } from '../../domain/tallies/contributions.ts'
import { columnsAsked, type Columns } from '../../domain/records/columns.ts'
import { COLUMNS } from '../../domain/records/participationRecord.ts'
import { daysOfPeriod } from '../../domain/records/period.ts'
import type { ExportQuery } from '../../domain/records/requests.ts'
import { runExport } from './runExport.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { findTargets } from '../tallies/settleActivity.ts'
import { countedIn, within } from '../units/countedIn.ts'
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
 * member's subtree: those present, which are what the tallies count, so that each number can be proven row by row,
 * unless others are asked for.
 * `from` and `to` are days of the activity's start, both included; `target` leaves the activities that add to it.
 *
 * The audit trail names the export before its first byte leaves, with the rows counted at that moment: it stands also
 * when the client, or this process, goes away in the middle.
 *
 * @throws AppError not-logged-in; forbidden for people, for a unit outside the subtree, and for sensitive columns
 *   and the filter by identity outside the department; invalid-input; busy
 */
export async function exportParticipations(req: PayloadRequest, query: ExportQuery, now: Date): Promise<ExportedFile> {
  const { rows, body } = await open(req, query, query.format, now)
  return { name: `参与记录-${dayOf(now)}.${query.format}`, rows, body }
}

/**
 * The beginning of such a file, which the screen shows before it is made: the number of its rows, and the first of
 * them.
 */
export interface Preview {
  rows: number
  headings: string[]
  lines: string[][]
}

/** By the same rules, filters and rows as the file; it stands in the audit trail too. */
export async function previewParticipations(req: PayloadRequest, query: ExportQuery, now: Date): Promise<Preview> {
  const { rows, body } = await open(req, query, 'preview', now)
  return { rows, ...((await new Response(body).json()) as Omit<Preview, 'rows'>) }
}

async function open(req: PayloadRequest, query: ExportQuery, format: 'csv' | 'xlsx' | 'preview', now: Date) {
  requireStaff(req)
  const columns = allowedColumns(req, COLUMNS, query.fields)
  const filter = await filterOf(req, query, now)
  const task = { database: addressOf(req.payload), format, of: 'participations', filter, columns } as const
  return runExport(req, task, (rows) => {
    const { from, to, period, unit, line, theme, ledger, attendance, kind, target } = query
    const filters = { from, to, period, unit, line, theme, ledger, attendance, kind, target }
    return writeAudit(req, {
      action: format === 'preview' ? 'viewed' : 'exported',
      subjectCollection: 'registrations',
      details: { format, ...filters, fields: columns, rows },
    })
  })
}

/**
 * The columns asked for.
 *
 * @throws AppError invalid-input; forbidden for sensitive ones outside the department
 */
export function allowedColumns<Name extends string>(
  req: PayloadRequest,
  columns: Columns<Name, never>,
  fields: string | undefined,
): Name[] {
  const asked = columnsAsked(columns, fields)
  if (asked.some((name) => columns[name].isSensitive) && !isDepartment(req)) {
    throw new AppError('forbidden', '完整手机号、身份证件号码和身份只有组织部门可以导出，请去掉这些字段后重试。')
  }
  return asked
}

/**
 * The rows that a filter by identity leaves would tell who is a Party member.
 *
 * @throws AppError forbidden for that filter outside the department
 */
export function requireAllowedFilters(req: PayloadRequest, { kind }: Pick<ExportQuery, 'kind'>): void {
  if (kind !== undefined && !isDepartment(req)) throw new AppError('forbidden', '按身份筛选限组织部门，请去掉后重试。')
}

async function filterOf(req: PayloadRequest, query: ExportQuery, now: Date): Promise<ParticipationFilter> {
  const { unit, line, theme, ledger, attendance = 'present', kind, target, period } = query
  requireAllowedFilters(req, query)
  if (period !== undefined && (query.from ?? query.to) !== undefined)
    throw new AppError('invalid-input', '时段和起止日期只能选一种，请修改。', { period: '时段和起止日期只能选一种' })
  const { from, to } = period === undefined ? query : daysOfPeriod(period, now)
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
    ledger: ledger ?? null,
    attendance: attendance === 'all' ? null : attendance,
    kind: kind ?? null,
    from: start,
    to: end,
    anyOf: counted && counted.anyOf,
  }
}

async function countedBy(req: PayloadRequest, id: string): Promise<{ units: UnitScope; anyOf: Condition[][] }> {
  const target = (await findTargets(req)).find((one) => one.id === id)
  if (!target) throw new AppError('invalid-input', '没有这个目标，请刷新后重试。', { target: '没有这个目标' })
  return countedIn(req, targetFilter(target))
}

const listed = (scope: UnitScope): string[] | null => (scope === 'all' ? null : scope)
