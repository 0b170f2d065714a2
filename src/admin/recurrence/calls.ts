import type { FollowingPart, RecurrenceRule } from '../../domain/activities/vocabulary.ts'
import type { RecurrenceSession, SessionOutcome } from '../../operations/activities/createRecurrence.ts'
import { call, type Answer } from '../call.ts'

export type Outcomes<Outcome extends string> = { sessions: SessionOutcome<Outcome>[] }

export function listRecurrence(activity: string): Promise<Answer<{ sessions: RecurrenceSession[] }>> {
  return call('GET', `/api/activities/${activity}/series`)
}

/** `day` as an input of the kind datetime-local has it, by the county's clock. */
export function copyActivity(activity: string, day: string): Promise<Answer<{ id: string }>> {
  return call('POST', `/api/activities/${activity}/copies`, { startsAt: `${day}:00+08:00` })
}

export function createRecurrence(
  activity: string,
  recurrence: { rule: RecurrenceRule; count: number | string; publish: boolean },
): Promise<Answer<Outcomes<'created' | 'exists'>>> {
  return call('POST', `/api/activities/${activity}/series`, recurrence)
}

export function editFollowing(
  activity: string,
  parts: FollowingPart[],
  reason: string,
): Promise<Answer<Outcomes<'changed' | 'unchanged'>>> {
  return call('POST', `/api/activities/${activity}/following`, { parts, ...(reason !== '' && { reason }) })
}
