import type { PayloadRequest } from 'payload'
import type { Person, Staff } from '../payload-types.ts'

/** The logged-in staff member, or null; also for an account that was disabled meanwhile. */
export function staffUser(req: Pick<PayloadRequest, 'user'>): Staff | null {
  return req.user?.collection === 'staff' && req.user.status !== 'disabled' ? req.user : null
}

/** The logged-in person, or null. */
export function personUser(req: Pick<PayloadRequest, 'user'>): (Person & { _sid?: string }) | null {
  return req.user?.collection === 'people' ? req.user : null
}

export function isDepartment(req: Pick<PayloadRequest, 'user'>): boolean {
  return staffUser(req)?.role === 'department'
}
