import type { Endpoint } from 'payload'
import { AppError } from '../domain/shared/AppError.ts'
import { problemResponse } from './endpoint.ts'

/**
 * Payload's own way to the first account asks nobody for anything. Ours is a link that only the operator of the server
 * sees (operations/identity/firstAccount.ts).
 */
export const noFirstUserEndpoint: Endpoint = {
  method: 'post',
  path: '/first-register',
  handler: () => problemResponse(new AppError('forbidden')),
}
