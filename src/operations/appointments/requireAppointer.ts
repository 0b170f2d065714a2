import type { PayloadRequest } from 'payload'
import { unitOf } from '../../access/staffUser.ts'
import { isUnitInScope } from '../../access/unitScope.ts'
import { findRow, type Rows } from '../../database/rows.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { UnitKind } from '../../domain/units/vocabulary.ts'
import type { Staff } from '../../payload-types.ts'
import { requireStaff } from '../identity/requireUser.ts'

/** Units whose organisers fill posts, in their own subtree. */
const APPOINTING: UnitKind[] = ['county', 'town', 'community']

/**
 * Staff of a community and above fill the posts of the units of their subtree.
 *
 * @throws AppError not-logged-in; not-found; forbidden out of scope, and for staff of a firm, a compound and the like
 */
export async function requireAppointer(
  req: PayloadRequest,
  unitId: string,
): Promise<{ staff: Staff; unit: Rows['units'] }> {
  const staff = requireStaff(req)
  const unit = await findRow(req, 'units', unitId)
  if (!unit) throw new AppError('not-found', '没有找到这个单位，请重新选择。')
  const own = await findRow(req, 'units', unitOf(staff))
  if (staff.role === 'organiser' && !(own && APPOINTING.includes(own.kind)))
    throw new AppError('forbidden', '任职由社区（村）及以上的单位办理，请联系所在社区。')
  if (!(await isUnitInScope(req, unitId))) throw new AppError('forbidden', '所选单位不在您的管理范围内。')
  return { staff, unit }
}
