import type { PayloadRequest } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { LOADED } from '../../domain/shared/changes.ts'
import type { MyProfile } from '../../domain/people/views.ts'
import type { OwnChanges } from '../../domain/people/requests.ts'
import { claimLimit } from '../shared/claimLimit.ts'
import { getMe } from './getMyData.ts'
import { requirePerson } from '../identity/requireUser.ts'
import { writeOwnRecord } from './writeOwnRecord.ts'

/**
 * People correct their own name and say of themselves what they want to, or take it back (个人信息保护法 第46条). Contacts are
 * changed by `confirmContact` alone. Certificates keep what was printed on them.
 *
 * @param loaded what the form showed when it was opened: what somebody else changed since is asked about
 * @throws AppError as writeOwnRecord; rate-limited
 */
export async function changeMe(
  req: PayloadRequest,
  changes: OwnChanges,
  now: Date,
  loaded?: Record<string, unknown>,
): Promise<MyProfile> {
  const { id } = requirePerson(req)
  await claimLimit(req, [{ limit: 'own-changes-by-person', of: id }], now)
  const { birthDate } = changes
  if (birthDate && birthDate > dayOf(now))
    throw new AppError('invalid-input', undefined, { birthDate: '出生日期不能晚于今天，请核对' })
  await writeOwnRecord(req, 'changeMe', { ...changes, ...(loaded && { [LOADED]: loaded }) })
  return getMe(req)
}
