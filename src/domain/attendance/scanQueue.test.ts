import { describe, expect, it } from '@jest/globals'
import type { CheckInList, CheckInRow } from './checkInViews.ts'
import {
  endOf,
  giveUp,
  isOf,
  isOfLink,
  isUnsent,
  judgeCode,
  judgeRow,
  namesakesAt,
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
  wipeAt,
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
    await synchronise(
      queueOf((entry) => isOf('b', entry), shared),
      send,
    )
    expect(sent).toEqual(['mine'])
    expect((await shared.pending()).map(({ clientId }) => clientId)).toEqual(['theirs', 'their guest'])
    await synchronise(
      queueOf((entry) => isOf('a', entry), shared),
      send,
    )
    expect([sent, await shared.pending()]).toEqual([['mine', 'theirs', 'their guest'], []])
  })
  it('takes for its own what an older version noted without a name', () =>
    expect([isOf('b', mine), isOf('b', theirs), isOf('b', scan('old'))]).toEqual([true, false, true]))
  it('is sent by a helper’s link only what was noted by it', () =>
    expect([isOfLink('b', mine), isOfLink('b', theirs), isOfLink('b', scan('old'))]).toEqual([true, false, false]))
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

describe('a same name at the door', () => {
  it('is one on the list, present also by a scan that waits, or a walk-in that waits', () => {
    const [first, second] = [row({ name: '李四' }), row({ id: 'other', name: '李四', phoneTail: '0002' })]
    const found = namesakesAt([first, second, row({ name: '王五' })], [scan('s'), walkIn('w')], ' 李四')
    expect(found.map(({ row: on, phoneTail, attendance }) => [on?.id ?? null, phoneTail, attendance])).toEqual([
      [ID, '0001', 'present'],
      ['other', '0002', 'unknown'],
      [null, '0000', 'present'],
    ])
  })

  it('is nobody of another name', () => expect(namesakesAt([row()], [walkIn('w')], '赵六')).toEqual([]))
})

it('keeps which refusal it was, so that a question can be answered', async () => {
  const queue = memory([walkIn('w')])
  await synchronise(queue, () => Promise.reject(new Refused('是同一个人吗？', 'walk-in-unclear')))
  expect(queue.settled).toMatchObject([{ outcome: 'refused', code: 'walk-in-unclear' }])
})

describe('at the door of a helper', () => {
  it('the list is wiped with the link, or with the activity where that is sooner', () => {
    expect(wipeAt({ endsAt: AT })).toBe(Date.parse(AT) + 12 * 3_600_000)
    expect(wipeAt({ endsAt: AT }, '2026-11-23T10:00:00.000Z')).toBe(Date.parse(AT) + 2 * 3_600_000)
    expect(wipeAt({ endsAt: AT }, '2026-11-30T10:00:00.000Z')).toBe(Date.parse(AT) + 12 * 3_600_000)
  })

  it('what is taken no more is kept to be told, with the name that stands in it', async () => {
    const [mine, other] = [scan('mine', { by: 'l1', name: '张三' }), scan('other', { by: 'l2' })]
    const shared = memory([mine, other])
    await giveUp(
      queueOf((entry) => isOfLink('l1', entry), shared),
      '请告诉组织者',
    )
    expect(shared.settled).toMatchObject([{ entry: mine, outcome: 'refused', detail: '请告诉组织者' }])
    expect(shared.settled.map(isUnsent)).toEqual([true])
    expect(await shared.pending()).toEqual([other])
  })

  it('a pause settles nothing', async () => {
    const queue = memory([scan('s', { by: 'l1' })])
    const paused = new Error('协助暂停')
    await expect(synchronise(queue, () => Promise.reject(paused))).rejects.toBe(paused)
    expect([queue.settled, await queue.pending()]).toMatchObject([[], [{ clientId: 's' }]])
  })
})
