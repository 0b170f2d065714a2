import { addDataAndFileToRequest, type Endpoint } from 'payload'
import { AppError } from '../domain/shared/AppError.ts'
import { requestPasswordReset } from '../operations/identity/requestPasswordReset.ts'
import { asAppError, json, problemResponse } from './endpoint.ts'

/**
 * In place of Payload's own: the answer is there before anything is looked up, and so the same for everybody, in the
 * same time.
 */
export const passwordResetEndpoint: Endpoint = {
  method: 'post',
  path: '/forgot-password',
  handler: async (req) => {
    try {
      await addDataAndFileToRequest(req)
      const email: unknown = req.data?.email
      if (typeof email !== 'string' || email.trim() === '')
        throw new AppError('invalid-input', '请填写邮箱。', { email: '请填写邮箱' })
      await requestPasswordReset(req, email.trim().toLowerCase(), new Date())
      return json({ message: req.t('general:success') })
    } catch (error) {
      return problemResponse(asAppError(error, req))
    }
  },
}
