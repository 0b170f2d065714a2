import type { CheckInList, CheckInResult, DoorOutcome } from '../../../../domain/attendance/checkInViews.ts'
import type { HelperList, HelperView } from '../../../../domain/attendance/doorLinks.ts'
import { Refused, type Entry } from '../../../../domain/attendance/scanQueue.ts'

/** The session is over: what waits stays where it is until somebody has logged in again. */
export class NeedsLogin extends Error {
  override readonly name = 'NeedsLogin'
}

/** A helper's link has ended: the server takes nothing of it any more, and the sentence says why. */
export class DoorClosed extends Error {
  override readonly name = 'DoorClosed'
}

/** A helper's link shows and takes nothing at the moment, and may again: what waits stays. The sentence says why. */
export class DoorPaused extends Error {
  override readonly name = 'DoorPaused'
}

/** The server was reached and can do nothing now; its sentence says so, where it has one. */
export class Busy extends Error {
  override readonly name = 'Busy'
}

/** The calls of a door: of staff who are logged in, or of a helper by their link. */
export interface DoorServer {
  fetchList(activity: string): Promise<CheckInList & Partial<HelperList>>
  sendEntries(entries: Entry[]): Promise<CheckInResult<DoorOutcome>[]>
}

/** @throws NeedsLogin, DoorClosed, DoorPaused, Refused, Busy; anything else means: not reached, try again later */
async function call<T>(path: string, body?: object): Promise<T> {
  const answer = await fetch(path, {
    ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    // A network that answers nothing is no network.
    signal: AbortSignal.timeout(20_000),
  })
  if (answer.ok) return (await answer.json()) as T
  const isHelpers = path.startsWith(HELPERS)
  if (!isHelpers && (answer.status === 401 || answer.status === 403)) throw new NeedsLogin()
  if (answer.status >= 500 || answer.status === 429)
    throw new Busy(((await answer.json().catch(() => ({}))) as { detail?: string }).detail)
  const { detail, code } = (await answer.json()) as { detail: string; code: string }
  if (isHelpers && (answer.status === 401 || answer.status === 410)) throw new DoorClosed(detail)
  if (code === 'door-paused' || code === 'door-not-open') throw new DoorPaused(detail)
  throw new Refused(detail, code)
}

/** The browser sends the helper's cookie there alone. */
const HELPERS = '/api/door/'

export const staffServer: DoorServer = {
  fetchList: (activity) => call(`/api/activities/${activity}/check-in-list`),
  sendEntries,
}

export const helperServer: DoorServer = {
  fetchList: () => call(`${HELPERS}check-in-list`),
  sendEntries: async (entries) => {
    const items = itemsOf(entries).map(({ activity: _activity, ...item }) => item)
    const body = { by: entries[0]?.by, items }
    return (await call<{ results: CheckInResult<DoorOutcome>[] }>(`${HELPERS}check-ins`, body)).results
  },
}

/** @throws as the calls of a door; Refused and DoorClosed say why the link does not open */
export const openDoor = (token: string): Promise<HelperView> => call(`${HELPERS}session`, { token })

/**
 * The helper is done.
 *
 * @throws where the server was not reached, or could not do it: the link goes on
 */
export async function leaveDoor(): Promise<void> {
  const { ok } = await fetch(`${HELPERS}session`, { method: 'DELETE', signal: AbortSignal.timeout(10_000) })
  if (!ok) throw new Busy()
}

/** Scans in one call; a walk-in, always alone, in its own. */
async function sendEntries(entries: Entry[]): Promise<CheckInResult[]> {
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
  return (
    await call<{ results: CheckInResult[] }>('/api/check-ins', {
      items: itemsOf(entries),
      ...(first?.by !== undefined && { by: first.by }),
    })
  ).results
}

/** As scans are sent. */
function itemsOf(entries: Entry[]) {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'scan') return []
    const { kind: _kind, by: _by, name: _name, ...item } = entry
    return [item]
  })
}
