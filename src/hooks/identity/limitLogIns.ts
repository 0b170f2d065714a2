import type { CollectionAfterLoginHook, CollectionBeforeOperationHook, PayloadRequest } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import { claimLimit, networkOfClient, type Claim } from '../../operations/shared/claimLimit.ts'
import { asApiError } from '../shared/asApiError.ts'

/**
 * A password is guessed at an account from a network: so many tries there, and who tries from elsewhere goes on, so
 * that strangers cannot lock a colleague out. Counts tries of a password and mails about one where Payload does them,
 * whatever the address was written like. Before anything is looked up: known and unknown accounts are counted alike.
 */
export const limitLogIns: CollectionBeforeOperationHook = async ({ args, operation, req }) => {
  if ((operation !== 'login' && operation !== 'forgotPassword') || req.context.isCounted === true) return
  const network = networkOfClient(req)
  const email = String((args as { data?: { email?: unknown } }).data?.email ?? '')
    .trim()
    .toLowerCase()
  const claims: Claim[] =
    operation === 'login'
      ? [
          { limit: 'log-ins-to-account', of: `${email}\0${network}` },
          { limit: 'log-ins-from-network', of: network },
        ]
      : [
          { limit: 'password-mails-for-account', of: email },
          { limit: 'password-mails-from-network', of: network },
        ]
  try {
    req.context.isNoGuess = await claimLimit(req, claims, new Date())
  } catch (error) {
    throw error instanceof AppError ? asApiError(error) : error
  }
}

/** A right password was no guess. */
export const forgetRightLogIn: CollectionAfterLoginHook = ({ req }) => uncountLogIn(req)

/** Nor is a try that another transaction stopped, which is run again. */
export async function uncountLogIn({ context }: PayloadRequest): Promise<void> {
  if (typeof context.isNoGuess === 'function') await (context.isNoGuess as () => Promise<void>)()
}
