import { createHash, randomBytes } from 'node:crypto'
import {
  AuthenticationError,
  type BasePayload,
  type CollectionAfterChangeHook,
  type CollectionAfterOperationHook,
  type CollectionBeforeChangeHook,
  type CollectionBeforeDeleteHook,
  type CollectionBeforeLoginHook,
  type CollectionBeforeOperationHook,
  type CollectionBeforeValidateHook,
  type PayloadRequest,
  type Where,
} from 'payload'
import { staffAccount } from '../../access/staffUser.ts'
import { beforeWrite, noteEdit } from '../../database/beforeWrite.ts'
import { holdRecords } from '../../database/holdRecords.ts'
import { endDepartment } from '../../database/lastDepartment.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { isInUse } from '../../domain/identity/vocabulary.ts'
import { requireOwnPassword } from '../../operations/identity/ownAccount.ts'
import { proveSecondFactor } from '../../operations/identity/secondFactor.ts'
import { HASH_MARK, isPassword, requireSoundPassword } from '../../operations/identity/soundPassword.ts'
import { writeAudit } from '../../operations/shared/writeAudit.ts'
import type { Staff } from '../../payload-types.ts'
import { asApiError } from '../shared/asApiError.ts'
import { uncountLogIn } from './limitLogIns.ts'

type Account = Pick<Staff, 'id' | 'name' | 'email' | 'status' | 'unit' | 'secondFactorSince'> & {
  hash?: string | null
  salt?: string | null
}

const find = (req: PayloadRequest, where: Where): Promise<Account | null> =>
  req.payload.db.findOne<Account>({ collection: 'staff', where, req })

/** A refusal of an operation, as a hook has to say it. */
const toApi = (error: unknown): never => {
  throw error instanceof AppError ? asApiError(error) : error
}

const refuse = (field: string, sentence: string): never => {
  throw asApiError(new AppError('invalid-input', sentence, { [field]: sentence }))
}

/** Whether an edit gives the account another address, as Payload stores it behind these hooks. */
const isMoved = (data: { email?: unknown } | undefined, originalDoc: { email?: unknown }): boolean =>
  typeof data?.email === 'string' && data.email.trim().toLowerCase() !== originalDoc.email

/** A password is sound, and who changes the own one, or the own address, knows the one until now (ASVS 5, 6.2). */
export const checkPassword: CollectionBeforeValidateHook = async ({ data, operation, originalDoc, req }) => {
  const chosen = typeof data?.password === 'string' ? data.password : null
  if (chosen !== null) await requireSoundPassword(req, chosen, { ...originalDoc, ...data }).catch(toApi)
  // A password that is set by the link in a mail comes without the account, and in nobody's name.
  if (operation !== 'update' || !originalDoc) return data
  if (chosen === null && staffAccount(req)?.mustChangePassword)
    throw asApiError(new AppError('password-change-required'))
  if (staffAccount(req)?.id !== originalDoc.id) return data
  if (chosen === null && !isMoved(data, originalDoc)) return data
  // As it was sent: tidied, it would be another.
  const current: unknown = req.data?.currentPassword ?? data?.currentPassword
  if (typeof current !== 'string' || current === '') return refuse('currentPassword', '请填写现在的密码。')
  await requireOwnPassword(req, current, new Date(), 'currentPassword').catch(toApi)
  if (current === chosen) refuse('password', '新密码要与现在的不同，请换一个。')
  return data
}

/** The same for a password that is set by the link in a mail. */
export const checkResetPassword: CollectionBeforeOperationHook = async ({ args, operation, req }) => {
  if (operation !== 'resetPassword') return
  const { password, token } = (args as { data: { password?: unknown; token?: unknown } }).data
  if (typeof password !== 'string' || typeof token !== 'string') return refuse('password', '请填写新的密码。')
  const opened = async (): Promise<Account> => {
    const account = await find(req, {
      and: [
        { resetPasswordToken: { equals: token } },
        { resetPasswordExpiration: { greater_than: new Date().toISOString() } },
      ],
    })
    if (!account)
      throw asApiError(new AppError('link-invalid', '链接无效、已经用过或已过期，请在登录页点“忘记密码”，再要一个。'))
    if (!isInUse(account)) throw asApiError(new AppError('forbidden', '这个账号已停用，请联系组织部门。'))
    return account
  }
  const account = await opened()
  await requireSoundPassword(req, password, account).catch(toApi)
  // Before anything is written: the mailbox alone opens no account that has a second factor.
  await requireSecondFactor(req, account)
  // Ended, used, or the account disabled, at this very moment.
  beforeWrite(req, 'staff', account.id, async () => {
    await opened()
  })
}

/**
 * No session without the code of the second factor, where the account has one, whichever way it is opened: by the
 * screen, by REST, by a new password from the link in a mail.
 */
export const askSecondFactor: CollectionBeforeLoginHook = async ({ req, user }) => {
  await requireSecondFactor(req, user as Account)
  return user as never
}

async function requireSecondFactor(req: PayloadRequest, { id, secondFactorSince }: Account): Promise<void> {
  if (!secondFactorSince || req.context.secondFactorOf === id) return
  const code: unknown = req.data?.code
  if (typeof code !== 'string' || code.trim() === '') {
    // The password was right, which is no guess.
    await uncountLogIn(req)
    throw asApiError(new AppError('second-factor-required'))
  }
  await proveSecondFactor(req, id, code, new Date()).catch(toApi)
  req.context.secondFactorOf = id
}

/** The person who opened the mail's link chose the password, and nobody else knows it. */
export const keepResetPassword: CollectionAfterOperationHook = async ({ operation, req, result }) => {
  const id = operation === 'resetPassword' ? (result as { user?: { id?: string } }).user?.id : undefined
  if (id === undefined) return result
  noteEdit(req, 'staff', id)
  await req.payload.db.updateOne({
    collection: 'staff',
    id,
    data: { mustChangePassword: false },
    req,
    returning: false,
  })
  return result
}

/** A person who has no account, or a disabled one, waits as long as for a wrong password and reads the same. */
export const hideWhoHasAnAccount: CollectionBeforeOperationHook = async ({ args, operation, req }) => {
  if (operation !== 'login') return
  const { email, password } = (args as { data: { email?: unknown; password?: unknown } }).data
  // Payload itself tells of missing input.
  if (typeof email !== 'string' || email.trim() === '' || typeof password !== 'string' || password.trim() === '') return
  const account = await find(req, { email: { equals: email.toLowerCase().trim() } })
  if (account?.hash && isInUse(account)) {
    if (!account.secondFactorSince) return
    // Before Payload opens a session and takes it back, with which it would write over those of others.
    if (!(await isPassword(account, password))) throw new AuthenticationError(req.t)
    return requireSecondFactor(req, account)
  }
  await isPassword(
    { hash: `${HASH_MARK}${createHash('sha256').digest('hex')}`, salt: randomBytes(32).toString('hex') },
    password,
  )
  throw new AuthenticationError(req.t)
}

/** Payload looks for the account by itself on every request: it finds none that was disabled. */
export function refuseDisabled(payload: BasePayload): void {
  payload.authStrategies = payload.authStrategies.map((strategy) => ({
    ...strategy,
    authenticate: async (asked) => {
      const found = await strategy.authenticate(asked)
      return found.user?.collection === 'staff' && !isInUse(found.user) ? { ...found, user: null } : found
    },
  }))
}

/** An account that is made without a password is invited: a mail has the link by which its owner sets one. */
export const inviteWithoutPassword: CollectionBeforeOperationHook = ({ args, operation }) => {
  if (operation !== 'create') return
  const { data } = args as { data?: Record<string, unknown> }
  if (!data) return
  if (data.password === undefined || data.password === null || data.password === '') {
    data.password = randomBytes(32).toString('base64url')
    data.status = 'invited'
  } else if (data.status === 'invited') data.status = 'active'
}

/** An invited account comes into use by a password of its own, and in no other way; none becomes invited again. */
export const keepInvitation: CollectionBeforeChangeHook = ({ data, operation, originalDoc }) => {
  const { status, password } = data as { status?: string; password?: string }
  const was = (originalDoc as Account | undefined)?.status
  if (operation === 'create') return status === 'invited' ? { ...data, inviteDueAt: new Date().toISOString() } : data
  if (status === 'invited' && was !== 'invited')
    refuse('status', '只有新建的账号才是“未接受邀请”，请选“在用”或“停用”。')
  if (was !== 'invited') return data
  if (password) return { ...data, status: status === 'disabled' ? status : 'active', inviteDueAt: null }
  if (isInUse({ status }))
    refuse('status', '对方打开邀请邮件里的链接、设好密码后，会自动变为“在用”；可以再发一次邀请。')
  return data
}

/** With another address, the links that were mailed to the one before open nothing, and an invitation goes out anew. */
export const endLinksToOldAddress: CollectionBeforeChangeHook = ({ data, operation, originalDoc }) =>
  operation === 'update' && isMoved(data, originalDoc)
    ? {
        ...data,
        resetPasswordToken: null,
        resetPasswordExpiration: null,
        ...(data.status === 'invited' && { inviteDueAt: new Date().toISOString() }),
      }
    : data

/** A disabled account has no sessions, and gets none back when it is enabled again. */
export const endSessionsOfDisabled: CollectionBeforeChangeHook = ({ data, operation }) =>
  operation === 'update' && data.status === 'disabled' ? { ...data, sessions: [] } : data

const isDepartment = (account: { role?: unknown; status?: unknown }): boolean =>
  account.role === 'department' && isInUse(account)
const OTHERS = (id: unknown): Where => ({
  and: [
    { id: { not_equals: id } },
    { role: { equals: 'department' } },
    { or: [{ status: { equals: 'active' } }, { status: { exists: false } }] },
  ],
})

/** Somebody of the department is always left who can log in: also when two end each other at the same moment. */
export const keepLastDepartment: CollectionBeforeChangeHook = async ({ data, operation, originalDoc, req }) => {
  if (operation !== 'update' || !isDepartment(originalDoc)) return data
  const next = { ...originalDoc, ...data }
  const unitOf = ({ unit }: { unit?: string | { id: string } }): string | undefined =>
    typeof unit === 'object' ? unit.id : unit
  if (isDepartment(next) && unitOf(next) === unitOf(originalDoc)) return data
  await holdOthers(req, String(originalDoc.id))
  // MongoDB's transaction has the others by now; on SQLite the write itself looks once more.
  if (req.payload.db.name === 'sqlite') {
    beforeWrite(req, 'staff', originalDoc.id, () => {
      if (
        !endDepartment(req.payload, {
          id: String(originalDoc.id),
          role: next.role,
          status: next.status,
          unit: unitOf(next) ?? null,
        })
      )
        throw asApiError(new AppError('last-department'))
      return Promise.resolve()
    })
  }
  return data
}

export const keepLastDepartmentOnDelete: CollectionBeforeDeleteHook = async ({ id, req }) => {
  const account = await req.payload.db.findOne<Staff>({ collection: 'staff', where: { id: { equals: id } }, req })
  if (account && isDepartment(account)) await holdOthers(req, String(id))
}

async function holdOthers(req: PayloadRequest, id: string): Promise<void> {
  const { docs } = await req.payload.db.find<{ id: string }>({
    collection: 'staff',
    where: OTHERS(id),
    pagination: false,
    limit: 0,
    req,
  })
  if (
    docs.length === 0 ||
    !(await holdRecords(
      req,
      'staff',
      docs.map((other) => other.id),
    ))
  )
    throw asApiError(new AppError('last-department'))
}

/** The trail names everybody who sets a password, also somebody else's. */
export const auditPassword: CollectionAfterChangeHook = async ({ context, doc, operation, req }) => {
  if (operation === 'update' && context.passwordOf === doc.id && staffAccount(req))
    await writeAudit(req, {
      action: 'changed',
      subjectCollection: 'staff',
      subject: String(doc.id),
      details: { fields: ['password'] },
    })
}

/**
 * Payload takes the password out of the record before that. One that somebody else set is known to two: its owner
 * changes it at the first log-in. A password that the system sets says so itself (the command, the demo).
 */
export const notePassword: CollectionBeforeChangeHook = ({ context, data, operation, originalDoc, req }) => {
  if (typeof data.password !== 'string' || data.password === '') return data
  context.passwordOf = originalDoc?.id
  const by = staffAccount(req)
  // Of whom was invited nobody knows it, until they set one by the link.
  if (data.status === 'invited' && operation === 'create') return { ...data, mustChangePassword: false }
  return by ? { ...data, mustChangePassword: by.id !== originalDoc?.id } : data
}

/**
 * An edit by hand writes what it changes; Payload's own writes of log-in write nothing else
 * (src/database/beforeWrite.ts).
 */
export const noteEditOfAccount: CollectionBeforeChangeHook = ({ collection, data, operation, originalDoc, req }) => {
  if (operation === 'update') noteEdit(req, collection.slug, originalDoc.id)
  return data
}
