import type { HandedOver, HandoverView } from '../../operations/activities/handOver.ts'
import type { ColleagueChoice } from '../../operations/activities/responsible.ts'
import type { SecurityView } from '../../operations/identity/staffLogins.ts'
import { call, callPayload, type Answer } from '../call.ts'

const path = (id: string, what: string): string => `/api/staff/${id}/${what}`

export interface Invite {
  name: string
  email: string
  role: string
  unit: string
}

/** An account without a password is invited. */
export const invite = (account: Invite): Promise<Answer<{ doc: { id: string } }>> =>
  callPayload('POST', '/api/staff?depth=0', account)

export const inviteAgain = (id: string): Promise<Answer<object>> => call('POST', path(id, 'invitation'))

export const getSecurity = (id: string): Promise<Answer<SecurityView>> => call('GET', path(id, 'security'))

export const beginSecondFactor = (id: string, password: string): Promise<Answer<{ secret: string; picture: string }>> =>
  call('POST', path(id, 'second-factor'), { password })

export const confirmSecondFactor = (id: string, code: string): Promise<Answer<{ recoveryCodes: string[] }>> =>
  call('POST', path(id, 'second-factor/confirmation'), { code })

export const renewRecoveryCodes = (id: string, password: string): Promise<Answer<{ recoveryCodes: string[] }>> =>
  call('POST', path(id, 'second-factor/recovery-codes'), { password })

export const endSecondFactor = (id: string, password: string): Promise<Answer<object>> =>
  call('POST', path(id, 'second-factor/removal'), { password })

/** @param session null: all but this one */
export const endSessions = (id: string, session: string | null): Promise<Answer<{ ended: number }>> =>
  call('POST', path(id, 'sessions/end'), { session })

/** The staff who may be responsible for activities of a unit. */
export const listColleagues = (unit: string): Promise<Answer<{ staff: ColleagueChoice[] }>> =>
  call('GET', `/api/units/${unit}/staff`)

export const getHandover = (id: string): Promise<Answer<HandoverView>> => call('GET', path(id, 'handover'))

export const handOver = (id: string, to: { successor: string; switchOff: boolean }): Promise<Answer<HandedOver>> =>
  call('POST', path(id, 'handover'), to)
