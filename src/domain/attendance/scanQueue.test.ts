import { describe, expect, it } from '@jest/globals'
import type { CheckInList, CheckInRow } from './checkInViews.ts'
import {
  endOf,
  isOf,
  judgeCode,
  judgeRow,
  queueOf,
  Refused,
  retryDelay,
  searchRows,
  synchronise,
  withSettled,
  type Entry,
  type Queue,
  type ScanEntry,
  type Send,
  type Settled,
} from './scanQueue.ts'

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e'
const AT = '2026-11-23T08:00:00.000Z'
const row = (overrides: Partial<CheckInRow> = {}): CheckInRow => ({
  id: ID,
  name: '张三',
  phoneTail: '0001',
  size: 1,
  status: 'confirmed',
  attendance: 'unknown',
  checkedInAt: null,
  recordedBy: null,
  ...overrides,
})
const listOf = (...rows: CheckInRow[]): CheckInList => ({
  activity: { id: 'a', title: '活动', place: '站', startsAt: AT, endsAt: AT, selfCheckIn: false },
  asOf: AT,
  rows,
})
const scan = (clientId: string, overrides: Partial<ScanEntry> = {}): ScanEntry => ({
  kind: 'scan',
  clientId,
  activity: 'a',
  registration: ID,
  at: AT,
  method: 'scan',
  ...overrides,
})
const walkIn = (clientId: string): Entry => ({
  kind: 'walk-in',
  clientId,
  activity: 'a',
  name: '李四',
  phone: '15400000000',
  at: AT,
})
const ticketOf = (id: string): string => `XF1.${id}.${'A'.repeat(22)}`

function memory(entries: Entry[]): Queue & { settled: Settled[] } {
  let waiting = entries
  const settled: Settled[] = []
  return {
    settled,
    add: async (entry) => void (waiting = [...waiting, entry]),
    pending: async () => waiting,
    settle: async (done) => {
      settled.push(...done)
      waiting = waiting.filter(({ clientId }) => !done.some(({ entry }) => entry.clientId === clientId))
    },
  }
}
const recordAll: Send = async (entries) => entries.map(({ clientId }) => ({ clientId, outcome: 'recorded' as const }))

describe('a phone that several share [B12]', () => {
  const [mine, theirs] = [scan('mine', { by: 'b' }), scan('theirs', { by: 'a' })]
  it('sends for each member of staff what they noted, and keeps the rest for the others', async () => {
    const shared = memory([theirs, mine, { ...walkIn('their guest'), by: 'a' }])
    const sent: string[] = []
    const send: Send = async (entries) => (sent.push(...entries.map(({ clientId }) => clientId)), recordAll(entries))
    await synchronise(queueOf('b', shared), send)
    expect(sent).toEqual(['mine'])
    expect((await shared.pending()).map(({ clientId }) => clientId)).toEqual(['theirs', 'their guest'])
    await synchronise(queueOf('a', shared), send)
    expect([sent, await shared.pending()]).toEqual([['mine', 'theirs', 'their guest'], []])
  })
  it('takes for its own what an older version noted without a name', () =>
    expect([isOf('b', mine), isOf('b', theirs), isOf('b', scan('old'))]).toEqual([true, false, true]))
})

describe('synchronise', () => {
  it('sends everything in batches, walk-ins one by one', async () => {
    const queue = memory([
      ...Array.from({ length: 250 }, (_, index) => scan(String(index))),
      walkIn('w1'),
      walkIn('w2'),
    ])
    const sizes: number[] = []
    await synchronise(queue, async (entries) => (sizes.push(entries.length), recordAll(entries)))
    expect(sizes).toEqual([100, 100, 50, 1, 1])
    expect(queue.settled).toHaveLength(252)
    expect(await queue.pending()).toEqual([])
  })
  it('keeps what was not answered, and sends it again', async () => {
    const queue = memory(Array.from({ length: 150 }, (_, index) => scan(String(index))))
    let calls = 0
    const failing: Send = async (entries) => {
      if ((calls += 1) === 2) throw new TypeError('Failed to fetch')
      return recordAll(entries)
    }
    await expect(synchronise(queue, failing)).rejects.toThrow('Failed to fetch')
    expect(await queue.pending()).toHaveLength(50)
    await synchronise(queue, failing)
    expect(queue.settled).toHaveLength(150)
  })
  it('keeps everything of an answer that leaves an entry out', async () => {
    const queue = memory([scan('1'), scan('2')])
    await expect(synchronise(queue, async () => [{ clientId: '1', outcome: 'recorded' }])).rejects.toThrow()
    expect(await queue.pending()).toHaveLength(2)
  })
  it('shows one bad entry as refused without holding up the others', async () => {
    const queue = memory(['1', '2', 'bad', '4', '5'].map((id) => scan(id)))
    await synchronise(queue, async (entries) => {
      if (entries.some(({ clientId }) => clientId === 'bad')) throw new Refused('有误')
      return recordAll(entries)
    })
    expect(queue.settled.filter(({ outcome }) => outcome === 'refused')).toEqual([
      { entry: scan('bad'), outcome: 'refused', detail: '有误' },
    ])
    expect(queue.settled.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(4)
  })
})

describe('endOf', () => {
  const duplicate = (at: string | null, attendance: 'present' | 'absent' = 'present') =>
    endOf({ entry: scan('1'), outcome: 'duplicate', standing: { attendance, at, method: 'scan', by: '王五' } })
  it('takes its own scan, sent again, for done', () => expect(duplicate(AT)).toBe('done'))
  it('tells that another was first', () => expect(duplicate('2026-11-23T07:59:00.000Z')).toBe('second'))
  it('tells that a correction stands', () => expect(duplicate(null, 'absent')).toBe('second'))
  it('tells what was refused', () => expect(endOf({ entry: scan('1'), outcome: 'wrong-activity' })).toBe('refused'))
})

describe('judgeCode', () => {
  const list = listOf(row())
  it('finds the person by the ticket', () =>
    expect(judgeCode(` ${ticketOf(ID)}\n`, list, [], '我')).toEqual({ kind: 'record', row: row() }))
  it('knows what waits on this phone', () =>
    expect(judgeCode(ticketOf(ID), list, [scan('1')], '我')).toMatchObject({ kind: 'already', at: AT, by: '我' }))
  it('knows who was recorded', () =>
    expect(judgeRow(row({ attendance: 'present', checkedInAt: AT, recordedBy: '王五' }), [], '我')).toMatchObject({
      kind: 'already',
      at: AT,
      by: '王五',
    }))
  it('records over “absent”', () =>
    expect(judgeRow(row({ attendance: 'absent' }), [], '我')).toMatchObject({ kind: 'record' }))
  it('keeps the ticket of somebody who is not listed', () => {
    const ticket = ticketOf('1f8fad5b-d9cb-469f-a165-70867728950e')
    expect(judgeCode(ticket, list, [], '我')).toEqual({ kind: 'not-listed', ticket })
  })
  it.each(['', 'https://example.org', 'XF1.x.y', ID])('takes %p for no ticket', (code) =>
    expect(judgeCode(code, list, [], '我')).toEqual({ kind: 'no-ticket' }),
  )
})

describe('the list', () => {
  it('takes in what the server answered', () => {
    const settled: Settled[] = [{ entry: scan('1'), outcome: 'recorded', registration: ID }]
    expect(withSettled(listOf(row()), settled, '我').rows).toEqual([
      row({ attendance: 'present', checkedInAt: AT, recordedBy: '我' }),
    ])
    const second: Settled[] = [
      {
        entry: scan('1'),
        outcome: 'duplicate',
        registration: ID,
        standing: { attendance: 'present', at: '2026-11-23T07:00:00.000Z', method: 'scan', by: '王五' },
      },
    ]
    expect(withSettled(listOf(row()), second, '我').rows).toEqual([
      row({ attendance: 'present', checkedInAt: '2026-11-23T07:00:00.000Z', recordedBy: '王五' }),
    ])
  })
  it('is searched by name or the last digits, those still expected first', () => {
    const rows = [
      row({ id: '1', name: '张三', attendance: 'present' }),
      row({ id: '2', name: '张四', phoneTail: '1234' }),
      row({ id: '3', name: '', phoneTail: '' }),
    ]
    expect(searchRows(rows, '张').map(({ id }) => id)).toEqual(['2', '1'])
    expect(searchRows(rows, '1234').map(({ id }) => id)).toEqual(['2'])
    expect(searchRows(rows, ' ').map(({ id }) => id)).toEqual(['2', '3', '1'])
  })
})

it('waits longer after each failure, two minutes at most', () => {
  expect([1, 2, 3, 20].map(retryDelay)).toEqual([2000, 4000, 8000, 120_000])
})
