import type { IssueOutcome, IssueResult } from '../../operations/issueCertificates.ts'
import { call, type Answer } from '../call.ts'

export async function issueCertificates(request: { activity: string; registrations: string[] } | { unit: string; from: string; to: string }): Promise<Answer<IssueOutcome[]>> {
  const answer = await call<{ results: IssueResult[] }>('POST', '/api/certificates/issue', request)
  return answer.ok ? { ...answer, body: answer.body.results.map(({ outcome }) => outcome) } : answer
}

export function revokeCertificate(id: string, reason: string): Promise<Answer<{ id: string }>> {
  return call('POST', `/api/certificates/${id}/revocation`, { reason })
}
