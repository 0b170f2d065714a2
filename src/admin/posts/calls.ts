import type { AppointmentRequest, HandoverRequest } from '../../domain/appointments/requests.ts'
import { HOLDING_KINDS, type Standing } from '../../domain/appointments/vocabulary.ts'
import { call, callPayload, type Answer } from '../call.ts'

type Written = Promise<Answer<{ id: string; standing: Standing }>>

export const appoint = (unit: string, request: AppointmentRequest): Written =>
  call('POST', `/api/units/${unit}/appointments`, request)

export const handOver = (id: string, request: HandoverRequest): Written =>
  call('POST', `/api/appointments/${id}/handover`, request)

export const endAppointment = (id: string, request: { lastDay?: string; reason: string }): Written =>
  call('POST', `/api/appointments/${id}/end`, request)

export const answerReport = (id: string, answer: { decision: 'confirmed' | 'refused'; reason?: string }): Written =>
  call('POST', `/api/appointments/${id}/confirmation`, answer)

/** Organisations of the whole county: one holds posts in units of any town. */
export function findOrganisations(
  typed: string,
): Promise<Answer<{ totalDocs: number; docs: { id: string; name: string }[] }>> {
  const query = new URLSearchParams([
    ['depth', '0'],
    ['limit', '8'],
    ['sort', 'name'],
    ['where[name][like]', typed],
    ...HOLDING_KINDS.map((kind, index) => [`where[kind][in][${index}]`, kind]),
  ] as [string, string][])
  return callPayload('GET', `/api/units?${query.toString()}`)
}
