import { createHash, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import {
  AuthenticationError,
  type BasePayload,
  type CollectionAfterChangeHook,
  type CollectionAfterOperationHook,
  type CollectionBeforeChangeHook,
  type CollectionBeforeDeleteHook,
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
import { passwordProblem } from '../../domain/identity/passwords.ts'
import { writeAudit } from '../../operations/shared/writeAudit.ts'
import type { Staff } from '../../payload-types.ts'
import { asApiError } from '../shared/asApiError.ts'

type Account = Pick<Staff, 'id' | 'name' | 'email' | 'status'> & { hash?: string | null; salt?: string | null }

const find = (req: PayloadRequest, where: Where): Promise<Account | null> =>
  req.payload.db.findOne<Account>({ collection: 'staff', where, req })

const refuse = (field: string, sentence: string): never => {
  throw asApiError(new AppError('invalid-input', sentence, { [field]: sentence }))
}

/** A password is sound, and who changes the own one knows the one until now (ASVS 5, 6.2). */
export const checkPassword: CollectionBeforeValidateHook = async ({ data, operation, originalDoc, req }) => {
  if (typeof data?.password !== 'string') {
    if (operation === 'update' && staffAccount(req)?.mustChangePassword)
      throw asApiError(new AppError('password-change-required'))
    return data
  }
  const problem = passwordProblem(data.password, { ...originalDoc, ...data })
  if (problem !== null) refuse('password', problem)
  if (operation !== 'update' || staffAccount(req)?.id !== originalDoc?.id) return data
  const account = await find(req, { id: { equals: originalDoc.id } })
  // As it was sent: tidied, it would be another.
  const current: unknown = req.data?.currentPassword ?? data.currentPassword
  if (typeof current !== 'string' || current === '') refuse('currentPassword', '请填写现在的密码。')
  else if (!account || !(await isPassword(account, current)))
    refuse('currentPassword', '现在的密码不正确，请核对后重试。')
  else if (current === data.password) refuse('password', '新密码要与现在的不同，请换一个。')
  return data
}

/** The same for a password that is set by the link in a mail. */
export const checkResetPassword: CollectionBeforeOperationHook = async ({ args, operation, req }) => {
  if (operation !== 'resetPassword') return
  const { password, token } = (args as { data: { password?: unknown; token?: unknown } }).data
  if (typeof password !== 'string' || typeof token !== 'string') return refuse('password', '请填写新的密码。')
  const account = await find(req, { resetPasswordToken: { equals: token } })
  if (account?.status === 'disabled') throw asApiError(new AppError('forbidden', '这个账号已停用，请联系组织部门。'))
  const problem = passwordProblem(password, { name: account?.name ?? '', email: account?.email ?? '' })
  if (problem !== null) refuse('password', problem)
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

/** As Payload stores one (3.90): iterations by the mark before the hash. */
async function isPassword({ hash, salt }: Account, password: string): Promise<boolean> {
  if (!hash || !salt) return false
  const [plain, iterations, length] = hash.startsWith(MARK)
    ? [hash.slice(MARK.length), ITERATIONS, 32]
    : [hash, 25_000, 512]
  const [given, stored] = [
    await promisify(pbkdf2)(password, salt, iterations, length, 'sha256'),
    Buffer.from(plain, 'hex'),
  ]
  return given.length === stored.length && timingSafeEqual(given, stored)
}

const MARK = 'pbkdf2-sha256-v1:'
const ITERATIONS = 600_000

/** A person who has no account, or a disabled one, waits as long as for a wrong password and reads the same. */
export const hideWhoHasAnAccount: CollectionBeforeOperationHook = async ({ args, operation, req }) => {
  if (operation !== 'login') return
  const { email, password } = (args as { data: { email?: unknown; password?: unknown } }).data
  // Payload itself tells of missing input.
  if (typeof email !== 'string' || email.trim() === '' || typeof password !== 'string' || password.trim() === '') return
  const account = await find(req, { email: { equals: email.toLowerCase().trim() } })
  if (account?.hash && account.status !== 'disabled') return
  await isPassword(
    { hash: `${MARK}${createHash('sha256').digest('hex')}`, salt: randomBytes(32).toString('hex') } as Account,
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
      return found.user?.collection === 'staff' && (found.user as Pick<Staff, 'status'>).status === 'disabled'
        ? { ...found, user: null }
        : found
    },
  }))
}

/** A disabled account has no sessions, and gets none back when it is enabled again. */
export const endSessionsOfDisabled: CollectionBeforeChangeHook = ({ data, operation }) =>
  operation === 'update' && data.status === 'disabled' ? { ...data, sessions: [] } : data

const isDepartment = (account: { role?: unknown; status?: unknown }): boolean =>
  account.role === 'department' && account.status !== 'disabled'
const OTHERS = (id: unknown): Where => ({
  and: [
    { id: { not_equals: id } },
    { role: { equals: 'department' } },
    { or: [{ status: { not_equals: 'disabled' } }, { status: { exists: false } }] },
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
export const notePassword: CollectionBeforeChangeHook = ({ context, data, originalDoc, req }) => {
  if (typeof data.password !== 'string' || data.password === '') return data
  context.passwordOf = originalDoc?.id
  const by = staffAccount(req)
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
