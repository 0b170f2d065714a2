import { call, callPayload, type Answer } from '../call.ts'
import { PATHS } from '../paths.ts'

type Refusal = Partial<Record<'currentPassword' | 'password' | 'form', string>>

/** Null when it is done; else the code of the refusal, and the sentence to show. */
export type Refused = { code: string; detail: string } | null

const refusedBy = (answer: Answer<unknown>): Refused => (answer.ok ? null : answer)

/** @param code of the second factor, where the log-in asked for one */
export const logIn = async (email: string, password: string, code?: string): Promise<Refused> =>
  refusedBy(await callPayload('POST', '/api/staff/login', { email, password, ...(code !== undefined && { code }) }))

/** By the token of the link in a mail; also logs in. */
export const resetPassword = async (token: string, password: string, code?: string): Promise<Refused> =>
  refusedBy(
    await callPayload('POST', '/api/staff/reset-password', { token, password, ...(code !== undefined && { code }) }),
  )

export interface Invitation {
  name: string
  email: string
  unit: string
}

export const getInvitation = (token: string): Promise<Answer<Invitation>> =>
  call('POST', '/api/invitations/details', { token })

export const acceptInvitation = (token: string, password: string): Promise<Answer<{ email: string }>> =>
  call('POST', '/api/invitations/acceptance', { token, password })

export const makeFirstAccount = (account: object): Promise<Answer<{ email: string }>> =>
  call('POST', '/api/first-account', account)

/** Changes the own password; null when it is done, or what is wrong, by the field. */
export async function changePassword(id: string, currentPassword: string, password: string): Promise<Refusal | null> {
  const answer = await callPayload('PATCH', PATHS.ownAccount(id), { currentPassword, password })
  if (answer.ok) return null
  const { fields, detail } = answer
  return 'currentPassword' in fields || 'password' in fields ? fields : { form: detail }
}
