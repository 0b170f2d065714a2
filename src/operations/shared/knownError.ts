import { APIError, ValidationError, type PayloadRequest } from 'payload'
import { staffAccount, staffUser } from '../../access/staffUser.ts'
import { isLocked } from '../../database/patiently.ts'
import { isMissingReference } from '../../database/references.ts'
import { isTransientConflict } from '../../database/runInTransaction.ts'
import { AppError, ERRORS, type ErrorCode } from '../../domain/shared/AppError.ts'

const BY_STATUS: Record<number, ErrorCode> = { 401: 'not-logged-in', 403: 'forbidden', 404: 'not-found' }

/** Of two at once the index refuses the later, by a field that nobody sees. */
const CONTACTS: Partial<Record<string, [string, string]>> = {
  phoneHash: ['phone', '手机号已有人登记，请核对。'],
  emailHash: ['email', '邮箱已有人登记，请核对。'],
}

/** The thrown error, as an answer that a person can act on; null for what nobody foresaw. */
export function knownError(error: unknown, req: Pick<PayloadRequest, 'user'>): AppError | null {
  const known = asKnown(error)
  // Staff whose password somebody else set may do nothing but change it, and are told so wherever they are refused.
  const isHeld = known?.status === 403 && staffAccount(req) !== null && staffUser(req) === null
  return isHeld ? new AppError('password-change-required') : known
}

function asKnown(error: unknown): AppError | null {
  if (error instanceof AppError) return error
  // A record that this one was to refer to went in the same moment; nothing was written.
  if (isMissingReference(error)) return new AppError('invalid-input', '所选的内容已不存在，请刷新后重新选择。')
  if (isTransientConflict(error) || isLocked(error)) return new AppError('busy')
  if (error instanceof ValidationError) {
    const fields = Object.fromEntries(error.data.errors.map(({ path, message }) => CONTACTS[path] ?? [path, message]))
    return new AppError('invalid-input', Object.values(fields)[0], fields)
  }
  if (!(error instanceof APIError) || error.status >= 500) return null
  const { code, fields, retryAfter } = (error.data ?? {}) as {
    code?: ErrorCode
    fields?: Record<string, string>
    retryAfter?: number | null
  }
  return code && code in ERRORS
    ? new AppError(code, error.message, fields, retryAfter)
    : new AppError(BY_STATUS[error.status] ?? 'invalid-input')
}
