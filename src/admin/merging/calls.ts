import type { Person } from '../../payload-types.ts'
import { call, type Answer } from '../call.ts'

/** The person with this volunteer number, whom the staff member may read; null when there is none. */
export async function findByNumber(number: string): Promise<Answer<Person | null>> {
  const answer = await call<{ docs: Person[] }>(
    'GET',
    `/api/people?depth=0&limit=1&where[volunteerNumber][equals]=${encodeURIComponent(number)}`,
  )
  return answer.ok ? { ...answer, body: answer.body.docs[0] ?? null } : answer
}

export function mergeInto(id: string, from: string, reason: string): Promise<Answer<{ id: string }>> {
  return call('POST', `/api/people/${id}/merge`, { from, reason })
}
