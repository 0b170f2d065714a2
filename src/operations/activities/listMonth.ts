import type { PayloadRequest } from 'payload'
import { unitScope } from '../../access/unitScope.ts'
import { findRowsBy } from '../../database/rows.ts'
import { between } from '../../domain/shared/calendar.ts'
import { firstDayOf, lastDayOf } from '../../domain/shared/months.ts'
import type { ActivityStatus } from '../../domain/shared/vocabulary.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { subtreeOf } from '../units/subtreeOf.ts'

export interface MonthActivity {
  id: string
  title: string
  unit: string
  startsAt: string
  endsAt: string
  status: ActivityStatus
}

/**
 * The activities of the own subtree that begin in a month of the county, of whichever status; with a unit, those of
 * this one and all below it. A unit that is not in the own subtree has none.
 *
 * @param month as `2026-01`
 * @throws AppError not-logged-in, forbidden
 */
export async function listMonth(
  req: PayloadRequest,
  { month, unit }: { month: string; unit?: string | undefined },
): Promise<MonthActivity[]> {
  requireStaff(req)
  const scope = await unitScope(req)
  const wanted = unit === undefined ? scope : (await subtreeOf(req, unit)).filter((id) => isIn(scope, id))
  const rows = await findRowsBy(
    req,
    'activities',
    { startsAt: between(firstDayOf(month), lastDayOf(month)), ...(wanted !== 'all' && { unit: wanted }) },
    ['id', 'title', 'unit', 'startsAt', 'endsAt', 'status'],
  )
  const units = await findRowsBy(req, 'units', { id: [...new Set(rows.map((row) => String(row.unit)))] }, [
    'id',
    'name',
  ])
  const nameOf = new Map(units.map(({ id, name }) => [String(id), name]))
  return rows.map(({ id, title, unit: of, startsAt, endsAt, status }) => ({
    id: String(id),
    title,
    unit: nameOf.get(String(of)) ?? '',
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    status,
  }))
}

const isIn = (scope: 'all' | string[], unit: string): boolean => scope === 'all' || scope.includes(unit)
