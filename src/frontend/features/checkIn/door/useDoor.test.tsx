import { beforeEach, expect, it, jest } from '@jest/globals'
import { act, fireEvent, renderHook, waitFor } from '@testing-library/react'
import type { HelperList } from '../../../../domain/attendance/doorLinks.ts'
import type { Entry } from '../../../../domain/attendance/scanQueue.ts'
import { PhoneDisk } from '../../../../../tests/support/phoneDisk.ts'
import { Device } from './device.ts'
import { TEXT } from './texts.ts'
import { useDoor } from './useDoor.ts'

/** The door of a helper between a phone's disk and a server, both held in this file. */
const ID = '0f8fad5b-d9cb-469f-a165-70867728950e'
const TICKET = `XF1.${ID}.${'A'.repeat(22)}`
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

let disk: PhoneDisk
type Says = 'yes' | 'door-paused' | 'door-closed'
let [listSays, scansSay]: [Says, Says] = ['yes', 'yes']
let until: string
let sent: string[]
/** Holds back the next list until it is called. */
let release: (() => void) | null
const refusals = { 'door-paused': 409, 'door-closed': 410 }
async function answer(path: string, body: string | undefined): Promise<Response> {
  const says = body === undefined ? listSays : scansSay
  const problem = says !== 'yes' && { status: refusals[says], content: { code: says, detail: says } }
  const items = body === undefined ? [] : (JSON.parse(body) as { items: { clientId: string }[] }).items
  if (says === 'yes') sent.push(...items.map((item) => `${path} ${Object.keys(item).join()}`))
  const list: HelperList = {
    activity: { id: 'a', title: '义诊', place: '一楼', startsAt: inHours(-1), endsAt: inHours(5), selfCheckIn: false },
    asOf: new Date().toISOString(),
    rows: [
      {
        id: ID,
        name: '刘小梅',
        phoneTail: '0001',
        size: 1,
        status: 'confirmed',
        attendance: 'unknown',
        checkedInAt: null,
        recordedBy: null,
      },
    ],
    until,
  }
  const results = items.map(({ clientId }) => ({ clientId, outcome: 'recorded', registration: ID }))
  const { status, content } = problem || { status: 200, content: body === undefined ? list : { results } }
  if (body === undefined && release) await new Promise<void>((resolve) => (release = resolve))
  return { ok: status < 400, status, json: () => Promise.resolve(content) } as Response
}

beforeEach(() => {
  ;[disk, sent, release] = [new PhoneDisk(), [], null]
  ;[listSays, scansSay] = ['yes', 'yes']
  until = inHours(7)
  window.fetch = ((path: string, { body }: RequestInit = {}) =>
    answer(path, body as string | undefined)) as typeof fetch
  jest.spyOn(Device, 'open').mockResolvedValue(disk.asDevice())
})

const onList = jest.fn()
async function atTheDoor() {
  const props = {
    activity: { id: 'a', title: '义诊', place: '一楼', startsAt: inHours(-1), endsAt: inHours(5), selfCheckIn: false },
    staff: { id: 'l1', name: '王阿姨' },
    helper: { onList },
  }
  const { result, unmount } = renderHook(() => useDoor(props))
  await waitFor(() => expect(result.current.list?.rows).toHaveLength(1))
  await waitFor(() => expect(result.current.connection).toBe('online'))
  return { door: result, unmount }
}
const backOnline = () => act(async () => void fireEvent(window, new Event('online')))

it('waits in a pause with what it noted, without the list, and goes on by itself', async () => {
  const { door } = await atTheDoor()
  ;[listSays, scansSay] = ['door-paused', 'door-paused']
  await act(async () => door.current.scan(TICKET))
  await waitFor(() => expect(door.current.refusal).toBe('door-paused'))
  expect([door.current.list, door.current.pending.length]).toEqual([null, 1])
  expect([disk.lists, disk.ends]).toEqual([[], []])
  ;[listSays, scansSay] = ['yes', 'yes']
  await backOnline()
  await waitFor(() => expect(door.current.pending).toEqual([]))
  await waitFor(() => expect(door.current.list?.rows).toHaveLength(1))
  expect([sent, disk.ends]).toEqual([['/api/door/check-ins clientId,at,method,registration'], []])
})

it.each([
  ['is told, by name, where nothing is taken any more', 'door-closed', ['刘小梅']],
  ['is sent, where scans from before the end are', 'yes', []],
] as const)('a scan that is noted while the door closes %s', async (_name, says, names) => {
  const { door } = await atTheDoor()
  ;[listSays, scansSay] = ['door-closed', says]
  release = () => undefined
  await act(async () => door.current.refresh())
  await act(async () => door.current.scan(TICKET))
  expect(door.current.pending).toHaveLength(1)
  await act(async () => release?.())
  await waitFor(() => expect(door.current.pending).toEqual([]))
  expect([door.current.list, door.current.refusal]).toEqual([null, 'door-closed'])
  await waitFor(() => expect(door.current.troubles.map(({ entry }) => entry.name)).toEqual(names))
  expect(sent).toHaveLength(says === 'yes' ? 1 : 0)
})

it('shows what any link of this phone could not send, and no scan of the staff', async () => {
  const entry = (by: string): Entry => ({
    kind: 'scan',
    clientId: by,
    by,
    activity: 'b',
    at: inHours(-2),
    method: 'scan',
    name: by,
  })
  disk.ends = [
    { entry: entry('l0'), outcome: 'refused', code: 'unsent' },
    { entry: entry('staff'), outcome: 'unknown' },
  ]
  const { clientId, by: _by, ...old } = entry('nobody')
  disk.queue = [{ ...old, clientId }]
  const { door } = await atTheDoor()
  expect(door.current.troubles.map(({ entry: one }) => one.by)).toEqual(['l0'])
  expect([door.current.pending, door.current.othersWaiting, sent]).toEqual([[], 1, []])
})

it('writes nothing any more when it is left', async () => {
  const { door, unmount } = await atTheDoor()
  disk.lists = []
  release = () => undefined
  await act(async () => door.current.refresh())
  unmount()
  await act(async () => release?.())
  expect(disk.lists).toEqual([])
})

it('wipes the list when its time is over, and goes with an activity that was moved', async () => {
  jest.useFakeTimers({ advanceTimers: true })
  try {
    until = inHours(0.01)
    const { door } = await atTheDoor()
    expect(onList).toHaveBeenLastCalledWith(expect.objectContaining({ id: 'a' }), until)
    listSays = 'door-closed'
    await act(() => jest.advanceTimersByTimeAsync(121_000))
    expect([door.current.list, door.current.refusal, disk.lists]).toEqual([null, 'door-closed', []])
    listSays = 'yes'
    until = inHours(1)
    await backOnline()
    await waitFor(() => expect(door.current.list?.rows).toHaveLength(1))
    expect(onList).toHaveBeenLastCalledWith(expect.objectContaining({ id: 'a' }), until)
    await act(() => jest.advanceTimersByTimeAsync(121_000))
    expect(door.current.list?.rows).toHaveLength(1)
    // Without a network it is said why.
    window.fetch = () => Promise.reject(new TypeError('Failed to fetch'))
    await act(() => jest.advanceTimersByTimeAsync(3_660_000))
    expect([door.current.list, door.current.refusal]).toEqual([null, TEXT.past])
  } finally {
    jest.useRealTimers()
  }
})
