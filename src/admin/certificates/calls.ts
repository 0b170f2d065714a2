import type { CertificateText } from '../../domain/certificates/certificates.ts'
import type { IssueOutcome, IssueResult } from '../../operations/certificates/issueCertificates.ts'
import { call, type Answer } from '../call.ts'

/** As it ended for one person; what cannot be printed is named. */
export type IssueEnd = Exclude<IssueOutcome, 'unprintable'> | `unprintable ${CertificateText}`

export async function issueCertificates(
  request: { activity: string; registrations: string[] } | { unit: string; from: string; to: string },
): Promise<Answer<IssueEnd[]>> {
  const answer = await call<{ results: IssueResult[] }>('POST', '/api/certificates/issue', request)
  return answer.ok
    ? {
        ...answer,
        body: answer.body.results.map(({ outcome, text = 'name' }): IssueEnd =>
          outcome === 'unprintable' ? `unprintable ${text}` : outcome,
        ),
      }
    : answer
}

export function revokeCertificate(id: string, reason: string): Promise<Answer<{ id: string }>> {
  return call('POST', `/api/certificates/${id}/revocation`, { reason })
}
