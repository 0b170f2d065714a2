import type { PayloadRequest } from 'payload'
import type { Person, Staff } from '../payload-types.ts'

/** The logged-in staff member, or null. */
export function staffUser(req: Pick<PayloadRequest, 'user'>): Staff | null {
  return req.user?.collection === 'staff' ? req.user : null
}

/** The logged-in person, or null. */
export function personUser(req: Pick<PayloadRequest, 'user'>): Person | null {
  return req.user?.collection === 'people' ? req.user : null
}

export function isDepartment(req: Pick<PayloadRequest, 'user'>): boolean {
  return staffUser(req)?.role === 'department'
}
