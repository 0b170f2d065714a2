import type { PayloadRequest } from 'payload'
import { factsOf } from '../../domain/appointments/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { requirePerson } from '../identity/requireUser.ts'
import { claimLimit } from '../shared/claimLimit.ts'
import { changeAppointment } from './changeAppointment.ts'
import { findAppointment } from './findAppointment.ts'

/**
 * Holders of a public post agree that their name stands beside it, or take that back (个人信息保护法 第25条). Nobody does so
 * for them.
 *
 * @throws AppError not-logged-in, forbidden, not-found, invalid-input, rate-limited, busy
 */
export async function showOwnName(
  req: PayloadRequest,
  { id, shown }: { id: string; shown: boolean },
  now: Date,
): Promise<{ id: string; shown: boolean }> {
  const person = requirePerson(req)
  const { post } = await findAppointment(req, id)
  if (!factsOf(post).isPublic)
    throw new AppError('invalid-input', '这个岗位不对外公布，不用选择是否公开姓名。', { shown: '这个岗位不对外公布' })
  await claimLimit(req, [{ limit: 'own-changes-by-person', of: person.id }], now)
  const entry = { action: 'changed' as const, details: { fields: ['nameShownAt'] } }
  await changeAppointment(req, id, now, entry, (row) =>
    Boolean(row.nameShownAt) === shown ? null : { set: { nameShownAt: shown ? now.toISOString() : null } },
  )
  return { id, shown }
}
