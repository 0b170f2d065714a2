import { SIGNED_UP } from '../../domain/messages/messages.ts'
import type { Publication } from '../../operations/activities/publishActivities.ts'
import { call, type Answer } from '../call.ts'

/** Sign-ups that hear of what becomes of the activity; null when the server does not answer. */
export async function countSignedUp(activity: string, signal: AbortSignal): Promise<number | null> {
  const query = new URLSearchParams({
    'where[and][0][activity][equals]': activity,
    'where[and][1][status][in]': SIGNED_UP.join(','),
  })
  try {
    const answer = await fetch(`/api/registrations/count?${query.toString()}`, { credentials: 'same-origin', signal })
    return answer.ok ? ((await answer.json()) as { totalDocs: number }).totalDocs : null
  } catch {
    return null
  }
}

export function publishActivities(activities: string[]): Promise<Answer<{ results: Publication[] }>> {
  return call('POST', '/api/activities/publications', { activities })
}
