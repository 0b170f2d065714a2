import type { PayloadRequest } from 'payload'
import { staffAccount } from '../../access/staffUser.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { Staff } from '../../payload-types.ts'
import { claimLimit, networkOfClient } from '../shared/claimLimit.ts'
import { requireStaff } from './requireUser.ts'
import { isPassword } from './soundPassword.ts'

/** As it is stored, with what nobody reads. */
export type StoredAccount = Omit<Staff, 'unit' | 'sessions'> & {
  unit: string
  hash?: string | null
  salt?: string | null
  totpSecret?: string | null
  totpStep?: number | null
  recoveryCodes?: string | null
  sessions?: { id: string; createdAt?: string | null; expiresAt: string }[] | null
}

/**
 * The account that is meant: one's own, or for the department anybody's.
 *
 * @throws AppError not-logged-in, forbidden, not-found
 */
export async function requireAccount(
  req: PayloadRequest,
  id: string,
): Promise<{ asker: Staff; account: StoredAccount }> {
  const asker = requireStaff(req)
  const account = await storedAccount(req, id)
  if (asker.id !== id && asker.role !== 'department') throw new AppError('forbidden')
  return { asker, account }
}

/** @throws AppError not-logged-in, forbidden (somebody else's), not-found */
export async function requireOwnAccount(req: PayloadRequest, id: string): Promise<StoredAccount> {
  const asker = requireStaff(req)
  const account = await storedAccount(req, id)
  if (asker.id !== id) throw new AppError('forbidden', '两步验证只能由本人开启。')
  return account
}

/** @throws AppError not-found */
export async function storedAccount(req: PayloadRequest, id: string): Promise<StoredAccount> {
  const account = await req.payload.db.findOne<StoredAccount>({
    collection: 'staff',
    where: { id: { equals: id } },
    req,
  })
  if (!account) throw new AppError('not-found')
  return account
}

/**
 * The person at an open screen proves to be its owner. Counted together with log-ins; a right one is no guess.
 *
 * @param field where it was typed
 * @throws AppError not-logged-in, invalid-input, rate-limited
 */
export async function requireOwnPassword(
  req: PayloadRequest,
  password: string,
  now: Date,
  field: 'password' | 'currentPassword' = 'password',
): Promise<void> {
  const asker = staffAccount(req)
  if (!asker) throw new AppError('not-logged-in')
  const account = await storedAccount(req, asker.id)
  const giveBack = await claimLimit(
    req,
    [{ limit: 'log-ins-to-account', of: `${account.email}\0${networkOfClient(req)}` }],
    now,
  )
  if (!(await isPassword(account, password))) {
    const sentence = `${field === 'password' ? '密码' : '现在的密码'}不正确，请核对后重试。`
    throw new AppError('invalid-input', sentence, { [field]: sentence })
  }
  await giveBack()
}
