import { APIError } from 'payload'
import type { AppError } from '../domain/AppError.ts'

/** Inside a Payload hook only an APIError keeps its status and its sentence on the way out. */
export function asApiError(error: AppError): APIError {
  return new APIError(error.message, error.status, { code: error.code, fields: error.fields, retryAfter: error.retryAfter }, true)
}
