import type { PayloadRequest } from 'payload'
import { personUser, staffUser } from '../../access/staffUser.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { Staff } from '../../payload-types.ts'

/** For screens: they send on accounts that may see nothing of them yet, and know whose unit is the own one. */
export { staffAccount, unitOf } from '../../access/staffUser.ts'

/** @throws AppError not-logged-in; forbidden for staff, who sign up with their own contact like everyone */
export function requirePerson(req: PayloadRequest): { id: string; _sid?: string } {
  const person = personUser(req)
  if (person) return person
  throw staffUser(req)
    ? new AppError('forbidden', '工作人员账号不能报名，请退出后用本人手机号或邮箱登录。')
    : new AppError('not-logged-in')
}

/**
 * A person's own record may have gone to another of theirs since it was found, by a merge that ended the session.
 *
 * @throws AppError not-logged-in
 */
export function requireOwn(req: PayloadRequest, { person }: { person: string }): void {
  const own = personUser(req)
  if (own && own.id !== person) throw new AppError('not-logged-in')
}

/**
 * @param by who says to have noted what is sent: on a phone that several share, somebody else may have logged in since
 * @throws AppError not-logged-in, forbidden for people
 */
export function requireStaff(req: PayloadRequest, by?: string): Staff {
  const staff = staffUser(req)
  if (staff && by !== undefined && by !== staff.id)
    throw new AppError('not-logged-in', '现在登录的是另一位工作人员：这些记录由登记的人登录后再发送。')
  if (staff) return staff
  throw new AppError(req.user ? 'forbidden' : 'not-logged-in')
}
