import type { CollectionBeforeValidateHook, PayloadRequest } from 'payload'
import { isDepartment, staffUser } from '../../access/staffUser.ts'
import { isUnitInScope } from '../../access/unitScope.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { asApiError } from './asApiError.ts'

/**
 * Staff add records to people whose own record they may open: a record shows who it is of. The person of a record never
 * changes.
 */
export const requirePersonInScope: CollectionBeforeValidateHook = async ({ data, operation, originalDoc, req }) => {
  if (operation === 'update') return { ...data, person: originalDoc?.person }
  if (staffUser(req) && !(await isPersonInScope(req, data?.person)))
    throw asApiError(new AppError('forbidden', '此人不在您的管理范围内，请另选。'))
  return data
}

export async function isPersonInScope(req: PayloadRequest, id: unknown): Promise<boolean> {
  if (isDepartment(req)) return true
  const person = await req.payload.db.findOne<{ id: string; unit?: string | null }>({
    collection: 'people',
    where: { id: { equals: id } },
    req,
  })
  return typeof person?.unit === 'string' && (await isUnitInScope(req, person.unit))
}
