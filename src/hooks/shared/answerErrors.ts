import {
  AuthenticationError,
  LockedAuth,
  ValidationError,
  type AfterErrorHook,
  type PayloadRequest,
  type SanitizedCollectionConfig,
} from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import { knownError } from '../../operations/shared/knownError.ts'

/**
 * Errors of Payload's REST as the admin reads them (`errors`, each with a sentence and the fields it belongs to), with
 * our stable codes and sentences, and without names of tables and of fields that nobody sees.
 */
export const answerErrors: AfterErrorHook = ({ collection, error, req, result }) => {
  // Payload's own sentences about a log-in.
  if (error instanceof AuthenticationError || error instanceof LockedAuth)
    return { response: { errors: [{ message: error.message, data: { code: 'login-failed', fields: {} } }] } }
  const { status, ...told } = toldOf(knownError(error, req) ?? new AppError('internal'), error, collection)
  return { response: { ...result, errors: [told] }, status }
}

/** The same of one record among several. */
export function toldError(
  error: unknown,
  req: PayloadRequest,
  collection: SanitizedCollectionConfig,
): { message: string; data: Record<string, unknown> } {
  const known = knownError(error, req)
  if (!known) req.payload.logger.error({ err: error, msg: 'A record among several could not be changed' })
  const { message, data } = toldOf(known ?? new AppError('internal'), error, collection)
  return { message, data }
}

function toldOf(
  known: AppError,
  error: unknown,
  collection: SanitizedCollectionConfig | undefined,
): { status: number; message: string; data: Record<string, unknown> } {
  const { code, status } = known
  const fields = error instanceof ValidationError ? shown(known.fields, collection) : known.fields
  const [first] = Object.values(fields)
  const message = error instanceof ValidationError && first !== undefined ? first : known.message
  const errors = Object.entries(fields).map(([path, sentence]) => ({ path, message: sentence }))
  return { status, message, data: { code, fields, ...(errors.length > 0 && { errors }) } }
}

/** A hash beside a contact says that somebody has the same contact: said of the contact, which people know. */
function shown(
  fields: Record<string, string>,
  collection: SanitizedCollectionConfig | undefined,
): Record<string, string> {
  const labelOf = (name: string): string => {
    const field = collection?.flattenedFields.find((candidate) => candidate.name === name)
    return field && 'label' in field && typeof field.label === 'string' ? field.label : name
  }
  return Object.fromEntries(
    Object.entries(fields).map(([path, sentence]) => {
      const plain = path.replace(/Hash$/, '')
      return plain === path
        ? [path, sentence]
        : [plain, `${labelOf(plain)}已有人登记，请核对；如是同一人，请打开已有的记录。`]
    }),
  )
}
