import type { Attendance } from '../../domain/shared/vocabulary.ts'
import type { Who } from '../../domain/shared/requests.ts'
import type { CheckInOutcome, CheckInResult } from '../../domain/attendance/checkInViews.ts'
import type { CheckOutOutcome } from '../../operations/attendance/checkOut.ts'
import type { DecisionOutcome } from '../../operations/seats/decideRegistrations.ts'
import type { EvaluationOutcome } from '../../operations/attendance/evaluateService.ts'
import { call, type Answer } from '../call.ts'

/** Notes that people left now. */
export async function recordCheckOut(activity: string, registrations: string[]): Promise<Answer<CheckOutOutcome[]>> {
  const at = new Date().toISOString()
  const items = registrations.map((registration) => ({ clientId: registration, activity, registration, at }))
  const answer = await call<{ results: { outcome: CheckOutOutcome }[] }>('POST', '/api/check-outs', { items })
  return answer.ok ? { ...answer, body: answer.body.results.map(({ outcome }) => outcome) } : answer
}

export async function evaluate(
  activity: string,
  registrations: string[],
  evaluation: string,
  note: string,
): Promise<Answer<EvaluationOutcome[]>> {
  const body = { registrations, evaluation, ...(note.trim() !== '' && { note }) }
  const answer = await call<{ results: { outcome: EvaluationOutcome }[] }>(
    'POST',
    `/api/activities/${activity}/evaluations`,
    body,
  )
  return answer.ok ? { ...answer, body: answer.body.results.map(({ outcome }) => outcome) } : answer
}

export async function decide(
  activity: string,
  registrations: string[],
  decision: 'approve' | 'refuse',
  reason: string,
): Promise<Answer<DecisionOutcome[]>> {
  const body = { registrations, decision, ...(reason.trim() !== '' && { reason }) }
  const answer = await call<{ results: { outcome: DecisionOutcome }[] }>(
    'POST',
    `/api/activities/${activity}/decisions`,
    body,
  )
  return answer.ok ? { ...answer, body: answer.body.results.map(({ outcome }) => outcome) } : answer
}

export function answerRequest(
  id: string,
  body: { decision: 'accepted' | 'refused'; answer: string; attendance?: Attendance; minutes?: number | string },
): Promise<Answer<{ id: string }>> {
  return call('POST', `/api/corrections/${id}/answer`, body)
}

/** Records one mark for many people; one batch holds 500, the most a page shows. */
export async function recordAttendance(
  activity: string,
  registrations: string[],
  attendance: Attendance,
): Promise<Answer<(CheckInOutcome | 'outranked')[]>> {
  const at = new Date().toISOString()
  const items = registrations.map((registration) => ({
    clientId: registration,
    activity,
    registration,
    at,
    method: 'manual',
    attendance,
  }))
  const answer = await call<{ results: CheckInResult[] }>('POST', '/api/check-ins', { items })
  return answer.ok
    ? {
        ...answer,
        body: answer.body.results.map(({ outcome, standing }) =>
          standing && standing.attendance !== attendance ? 'outranked' : outcome,
        ),
      }
    : answer
}

export function addWalkIn(
  activity: string,
  person: { name: string; phone: string; consent: boolean; who?: Who },
): Promise<Answer<{ id: string }>> {
  return call('POST', `/api/activities/${activity}/walk-ins`, person)
}

export function correctRegistration(
  id: string,
  correction: { attendance?: Attendance; minutes?: number | string; reason: string },
): Promise<Answer<{ id: string }>> {
  return call('POST', `/api/registrations/${id}/corrections`, correction)
}

export function cancelRegistration(id: string, reason: string): Promise<Answer<{ id: string }>> {
  return call('DELETE', `/api/registrations/${id}`, { reason })
}
