import type { PayloadRequest } from 'payload'
import { isDepartment, unitOf } from '../../access/staffUser.ts'
import { findRowsBy } from '../../database/rows.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { monthOf, monthsBetween } from '../../domain/shared/months.ts'
import type { StatisticsQuery } from '../../domain/desk/requests.ts'
import { unitTable, type UnitInTree, type UnitTable } from '../../domain/desk/statistics.ts'
import { requireStaff } from '../identity/requireUser.ts'

export interface StatisticsScope extends UnitTable {
  unit: UnitInTree
  /** By which the activities are asked for; null for all there are. */
  unitIds: string[] | null
  /** Of the county's calendar, one after the other. */
  months: [first: string, ...string[]]
}

const MAX_MONTHS = 24

/**
 * The units and months that a staff member asks for, within the own subtree: for the department the whole tree.
 *
 * @throws AppError not-logged-in, forbidden; invalid-input for no span of months, or one of over 24; not-found for a
 * unit outside the subtree
 */
export async function statisticsScope(
  req: PayloadRequest,
  { unit: asked, from, to }: Pick<StatisticsQuery, 'unit' | 'from' | 'to'>,
  now: Date,
): Promise<StatisticsScope> {
  const staff = requireStaff(req)
  const stored = await findRowsBy(req, 'units', {}, ['id', 'name', 'parent'])
  const known = new Map(stored.map((unit) => [unit.id, unit]))
  const topOf = (id: string): string => {
    const parent = known.get(id)?.parent
    return parent && known.has(parent) ? topOf(parent) : id
  }
  const top = isDepartment(req) ? topOf(unitOf(staff)) : unitOf(staff)
  // A unit that nobody put below another is the department's all the same.
  const units = stored.map(({ id, name, parent }) => ({
    id,
    name,
    parent: parent ?? (isDepartment(req) && id !== top ? top : null),
  }))
  const at = asked ?? top
  const table = unitTable(units, top, at)
  const unit = table?.path.at(-1)
  if (!table || !unit) throw new AppError('not-found', '没有这个单位，或它不在您的管理范围内。')
  return {
    ...table,
    unit,
    unitIds: isDepartment(req) && at === top ? null : [...table.rowOf.keys()],
    months: monthsOf(from, to ?? monthOf(now)),
  }
}

function monthsOf(asked: string | undefined, to: string): StatisticsScope['months'] {
  const from = asked ?? `${to.slice(0, 4)}-01`
  const [first, ...more] = monthsBetween(from, to)
  if (first === undefined || more.length >= MAX_MONTHS) {
    const sentence = first === undefined ? '起始月份不能晚于截止月份' : `一次最多统计 ${MAX_MONTHS} 个月`
    throw new AppError('invalid-input', `${sentence}，请修改。`, { from: sentence })
  }
  return [first, ...more]
}
