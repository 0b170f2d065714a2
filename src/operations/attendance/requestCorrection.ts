import { ValidationError, type PayloadRequest } from 'payload'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { findOwnRegistration } from '../seats/findOwnRegistration.ts'

/**
 * The person asks for their record to be put right, in a sentence. One request is open per registration at a time, kept
 * by a unique index.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also others' sign-ups), correction-open
 */
export async function requestCorrection(
  req: PayloadRequest,
  input: { id: string; wish: string },
): Promise<{ id: string; status: 'open' }> {
  const { activity, unit, person } = await findOwnRegistration(req, input.id)
  try {
    return await runInTransaction(req, async () => {
      req.context.useCase = 'requestCorrection'
      const { id } = await req.payload.create({
        collection: 'corrections',
        data: { registration: input.id, activity, unit, person, wish: input.wish, status: 'open', openFor: input.id },
        depth: 0,
        overrideAccess: false,
        req,
        user: req.user,
      })
      return { id, status: 'open' as const }
    })
  } catch (error) {
    if (error instanceof ValidationError) throw new AppError('correction-open')
    throw error
  }
}
