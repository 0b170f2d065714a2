import type { BaseFilter, FilterOptions, PayloadRequest, Where } from 'payload'
import { staffUser, unitOf } from './staffUser.ts'
import { whereInScope } from './unitScope.ts'

/** No record, and neither database looks for one: with `exists: false` MongoDB reads all that the rest allows. */
const NONE: Where = { id: { in: [] } }

/** For lists of the admin: what may be read by all is still listed for the own subtree only. */
export const listOwnSubtree =
  (unitField = 'unit'): BaseFilter =>
  async ({ req }) => {
    const scope = await whereInScope(req, unitField)
    return scope === true ? null : scope || NONE
  }

/**
 * For relationship pickers: staff are offered, and may save, their own subtree only. Says nothing to others; access
 * rules do.
 */
export const pickFromOwnSubtree =
  (unitField = 'id'): FilterOptions =>
  ({ req }) =>
    staffUser(req) === null || whereInScope(req, unitField)

/** The value that a form begins with: an organiser nearly always means the own unit, the department seldom. */
export function ownUnit({ req }: { req: PayloadRequest }): string | undefined {
  const staff = staffUser(req)
  if (!staff || staff.role === 'department') return undefined
  return unitOf(staff)
}
