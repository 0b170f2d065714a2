import { expect, it } from '@jest/globals'
import { Refused, type Entry } from '../../../../domain/attendance/scanQueue.ts'
import { Busy, DoorClosed, DoorPaused, helperServer, leaveDoor, NeedsLogin, staffServer } from './server.ts'

let sent: unknown
/** The server answers this, as a problem with a code. */
function answers(status: number, code = '', detail = '说明'): void {
  globalThis.fetch = (async (_path: string, { body }: RequestInit = {}) => {
    sent = typeof body === 'string' ? JSON.parse(body) : null
    return { ok: status < 400, status, json: () => Promise.resolve(status < 400 ? { results: [] } : { code, detail }) }
  }) as typeof fetch
}
const entry: Entry = {
  kind: 'scan',
  clientId: 's',
  by: 'l1',
  activity: 'a',
  registration: 'r',
  at: '2026-12-05T01:00:00.000Z',
  method: 'manual',
  name: '刘小梅',
}

it('sends no name', async () => {
  answers(200)
  const item = { clientId: 's', registration: 'r', at: entry.at, method: 'manual' }
  await helperServer.sendEntries([entry])
  expect(sent).toEqual({ by: 'l1', items: [item] })
  await staffServer.sendEntries([entry])
  expect(sent).toEqual({ by: 'l1', items: [{ ...item, activity: 'a' }] })
})

it.each([
  [401, 'not-logged-in', DoorClosed],
  [410, 'door-closed', DoorClosed],
  [409, 'door-paused', DoorPaused],
  [409, 'door-not-open', DoorPaused],
  [400, 'invalid-input', Refused],
  [429, 'rate-limited', Busy],
  [503, 'busy', Busy],
])('tells a helper’s %i %s apart, with its sentence', async (status, code, error) => {
  answers(status, code)
  const refused = helperServer.fetchList('a')
  await expect(refused).rejects.toBeInstanceOf(error)
  await expect(refused).rejects.toHaveProperty('message', '说明')
})

it('asks staff to log in', async () => {
  answers(401, 'not-logged-in')
  await expect(staffServer.fetchList('a')).rejects.toBeInstanceOf(NeedsLogin)
})

it('does not leave where the server could not do it', async () => {
  answers(503, 'busy')
  await expect(leaveDoor()).rejects.toBeInstanceOf(Busy)
})
