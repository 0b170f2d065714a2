import type { CollectionBeforeValidateHook } from 'payload'
import { staffUser, unitOf } from '../../access/staffUser.ts'
import { isUnitInScope } from '../../access/unitScope.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { asApiError } from './asApiError.ts'

/**
 * A create rule can only say yes or no before the data is known (a Where would allow everything), so the unit that a
 * staff member writes into a record is checked here: it must lie in the own subtree.
 */
export const requireUnitInScope: CollectionBeforeValidateHook = async ({
  data,
  operation,
  originalDoc,
  req,
  collection,
}) => {
  const staff = staffUser(req)
  if (!staff || !data) return data
  const unit: unknown = operation === 'create' ? data.unit : 'unit' in data ? data.unit : originalDoc?.unit
  const unitId = typeof unit === 'object' && unit !== null && 'id' in unit ? unit.id : unit
  if (typeof unitId !== 'string' || unitId === '') {
    return staff.role === 'department' || collection.slug !== 'people' ? data : { ...data, unit: unitOf(staff) }
  }
  if (!(await isUnitInScope(req, unitId))) {
    throw asApiError(new AppError('forbidden', '所选单位不在您的管理范围内，请选择本单位或下级单位。'))
  }
  return data
}
