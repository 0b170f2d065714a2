import { APIError } from 'payload'
import type { AppError } from '../../domain/shared/AppError.ts'

/**
 * Inside a Payload hook only an APIError keeps its status and its sentence on the way out. The admin's forms look for
 * `errors`, and put each beside its field.
 */
export function asApiError(error: AppError): APIError {
  const errors = Object.entries(error.fields).map(([path, message]) => ({ path, message }))
  return new APIError(
    error.message,
    error.status,
    { code: error.code, fields: error.fields, retryAfter: error.retryAfter, errors },
    true,
  )
}
