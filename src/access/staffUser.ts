import type { PayloadRequest } from 'payload'
import { isInUse } from '../domain/identity/vocabulary.ts'
import type { Person, Staff } from '../payload-types.ts'

/**
 * The logged-in staff member, or null; also for an account that was disabled meanwhile, or whose password somebody else
 * knows.
 */
export function staffUser(req: Pick<PayloadRequest, 'user'>): Staff | null {
  const account = staffAccount(req)
  return account?.mustChangePassword ? null : account
}

/** The account that logged in, whether or not it has to change its password before it may do anything else. */
export function staffAccount(req: Pick<PayloadRequest, 'user'>): Staff | null {
  return req.user?.collection === 'staff' && isInUse(req.user) ? req.user : null
}

export const unitOf = ({ unit }: Pick<Staff, 'unit'>): string => (typeof unit === 'string' ? unit : unit.id)

/** The logged-in person, or null. */
export function personUser(req: Pick<PayloadRequest, 'user'>): (Person & { _sid?: string }) | null {
  return req.user?.collection === 'people' ? req.user : null
}

export function isDepartment(req: Pick<PayloadRequest, 'user'>): boolean {
  return staffUser(req)?.role === 'department'
}

/**
 * The helper in whose hands a request of a member of staff is: they do, by a link and in that one's name, what the door
 * of one activity needs (src/operations/attendance/helpAtDoor.ts). Nothing that a client sends reaches `req.context`.
 */
export function helperOf({ context }: Pick<PayloadRequest, 'context'>): { label: string } | null {
  return (context.helper as { label: string } | undefined) ?? null
}
