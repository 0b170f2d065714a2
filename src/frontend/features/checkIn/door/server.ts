import type { CheckInList, CheckInResult } from '../../../../domain/attendance/checkInViews.ts'
import { Refused, type Entry } from '../../../../domain/attendance/scanQueue.ts'

/** The session is over: what waits stays where it is until somebody has logged in again. */
export class NeedsLogin extends Error {
  override readonly name = 'NeedsLogin'
}

/** @throws NeedsLogin, Refused; anything else means: not reached, try again later */
async function call<T>(path: string, body?: object): Promise<T> {
  const answer = await fetch(path, {
    ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    // A network that answers nothing is no network.
    signal: AbortSignal.timeout(20_000),
  })
  if (answer.ok) return (await answer.json()) as T
  if (answer.status === 401 || answer.status === 403) throw new NeedsLogin()
  if (answer.status >= 500 || answer.status === 429) throw new Error(`The server answered ${answer.status}`)
  throw new Refused(((await answer.json()) as { detail: string }).detail)
}

export function fetchList(activity: string): Promise<CheckInList> {
  return call(`/api/activities/${activity}/check-in-list`)
}

/** Scans in one call; a walk-in, always alone, in its own. */
export async function sendEntries(entries: Entry[]): Promise<CheckInResult[]> {
  const [first] = entries
  if (first?.kind === 'walk-in') {
    const { clientId, by, activity, name, phone, who, at } = first
    const { id } = await call<{ id: string }>(`/api/activities/${activity}/walk-ins`, {
      name,
      phone,
      consent: true,
      at,
      ...(who && { who }),
      ...(by !== undefined && { by }),
    })
    return [{ clientId, outcome: 'recorded', registration: id }]
  }
  const items = entries.flatMap((entry) => {
    if (entry.kind !== 'scan') return []
    const { kind: _kind, by: _by, ...item } = entry
    return [item]
  })
  return (
    await call<{ results: CheckInResult[] }>('/api/check-ins', {
      items,
      ...(first?.by !== undefined && { by: first.by }),
    })
  ).results
}
