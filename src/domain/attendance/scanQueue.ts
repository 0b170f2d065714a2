import type { CheckInList, CheckInResult, CheckInRow, DoorOutcome, Standing } from './checkInViews.ts'
import type { Who } from '../shared/requests.ts'
import { nameText, symbolText } from '../shared/typedText.ts'
import { namesakesOf, type Listed } from './namesakes.ts'

/**
 * The scans of a phone at the door: noted on the device first, told to the server when it can be reached, and forgotten
 * only when the server has answered. The server records by state, so an entry may be sent any number of times; together
 * that is exactly once. Pure: storage and network are handed in.
 */
interface Noted {
  /**
   * The member of staff, or the helper's link, that noted it, and as whom alone it is sent; absent in what an older
   * version of this program noted.
   */
  by?: string
}

export interface ScanEntry extends Noted {
  kind: 'scan'
  clientId: string
  activity: string
  /** One of both; a ticket when the person is not on this phone's list. */
  registration?: string
  ticket?: string
  at: string
  method: 'scan' | 'manual'
  /** Heads of a party that came; all of them when left out. */
  came?: number
  /** Noted by a helper: the name on the list, which is wiped before the phone may be rid of the entry. Never sent. */
  name?: string
}

export interface WalkInEntry extends Noted {
  kind: 'walk-in'
  clientId: string
  activity: string
  name: string
  phone: string
  /** Whether it is the one who has the phone or the name on the list, where that was asked. */
  who?: Who
  at: string
}

export type Entry = ScanEntry | WalkInEntry

export interface Settled {
  entry: Entry
  /** refused: the server took the request for wrong; `detail` says why, `code` which of its refusals it is. */
  outcome: DoorOutcome | 'refused'
  registration?: string
  standing?: Standing
  detail?: string
  code?: string
}

/** Where entries wait. A write that it says is done is on disk. */
export interface Queue {
  add(entry: Entry): Promise<void>
  pending(): Promise<Entry[]>
  /** Takes entries out of the queue, in one step with whatever is kept of how they ended. */
  settle(settled: Settled[]): Promise<void>
}

export const isOf = (staff: string, { by }: Entry): boolean => by === undefined || by === staff

/** The same for a helper: no older version knew any. */
export const isOfLink = (link: string, { by }: Entry): boolean => by === link

/** The queue of a phone that several share, as one of them may send it: others' entries wait for themselves. */
export function queueOf(isOwn: (entry: Entry) => boolean, shared: Queue): Queue {
  return {
    add: (entry) => shared.add(entry),
    settle: (settled) => shared.settle(settled),
    pending: async () => (await shared.pending()).filter(isOwn),
  }
}

/**
 * The server's answers by `clientId`. @throws Refused for a request that it takes for wrong; anything else: try again
 * later
 */
export type Send = (entries: Entry[]) => Promise<CheckInResult<DoorOutcome>[]>

/** The server answered, and would answer the same again. */
export class Refused extends Error {
  override readonly name = 'Refused'
  constructor(
    message?: string,
    /** Of the problem that it answered. */
    readonly code = '',
  ) {
    super(message)
  }
}

const BATCH = 100

/**
 * Sends what waits until nothing does. Ends with the error of `send` when the server cannot be reached; what was
 * answered until then is settled. Safe to run twice at once.
 */
export async function synchronise(
  queue: Queue,
  send: Send,
  onSettled: (settled: Settled[]) => void = () => undefined,
): Promise<void> {
  for (;;) {
    const [first, ...others] = await queue.pending()
    if (!first) return
    // A walk-in is a call of its own.
    const batch =
      first.kind === 'walk-in' ? [first] : [first, ...others.filter(({ kind }) => kind === 'scan').slice(0, BATCH - 1)]
    const settled = await deliver(batch, send)
    await queue.settle(settled)
    onSettled(settled)
  }
}

async function deliver(batch: Entry[], send: Send): Promise<Settled[]> {
  try {
    const results = new Map((await send(batch)).map((result) => [result.clientId, result]))
    return batch.map((entry) => {
      const result = results.get(entry.clientId)
      if (!result) throw new Error('The server left out an entry')
      const { outcome, registration, standing } = result
      return { entry, outcome, ...(registration !== undefined && { registration }), ...(standing && { standing }) }
    })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const [only, ...others] = batch
    if (only && others.length === 0)
      return [
        { entry: only, outcome: 'refused', detail: error.message, ...(error.code !== '' && { code: error.code }) },
      ]
    // One bad entry must not hold up the good ones.
    const half = Math.ceil(batch.length / 2)
    return [...(await deliver(batch.slice(0, half), send)), ...(await deliver(batch.slice(half), send))]
  }
}

/** How long to wait before the next try, in milliseconds: 2 s, doubling to 2 minutes. */
export function retryDelay(failures: number): number {
  return Math.min(2000 * 2 ** Math.max(0, failures - 1), 120_000)
}

/**
 * How an entry ended, as the door has to know: done (also when an answer was lost and the entry sent again), somebody
 * else was first, or not recorded.
 */
export function endOf({ entry, outcome, standing }: Settled): 'done' | 'second' | 'refused' {
  if (outcome === 'recorded') return 'done'
  if (outcome !== 'duplicate') return 'refused'
  return standing?.attendance === 'present' && standing.at === entry.at ? 'done' : 'second'
}

/** The list with what the server answered: who was recorded is present, whoever recorded it. */
export function withSettled(list: CheckInList, settled: Settled[], me: string): CheckInList {
  const news = new Map<string, Pick<CheckInRow, 'attendance' | 'checkedInAt' | 'recordedBy'>>()
  for (const { entry, outcome, registration, standing } of settled) {
    if (registration === undefined || entry.activity !== list.activity.id) continue
    if (outcome === 'recorded') news.set(registration, { attendance: 'present', checkedInAt: entry.at, recordedBy: me })
    else if (standing)
      news.set(registration, { attendance: standing.attendance, checkedInAt: standing.at, recordedBy: standing.by })
  }
  return { ...list, rows: list.rows.map((row) => ({ ...row, ...news.get(row.id) })) }
}

/** The outcome of a code or a tap, by what this phone knows. */
export type Verdict =
  | { kind: 'record'; row: CheckInRow }
  /** Present already: by the list, or waiting on this phone to be sent (`at` of that scan). */
  | { kind: 'already'; row: CheckInRow; at: string | null; by: string | null }
  /** A ticket of somebody who is not on this phone's list: signed up just now, or for another activity. */
  | { kind: 'not-listed'; ticket: string }
  | { kind: 'no-ticket' }

const TICKET = /^XF1\.([0-9a-f-]{24,36})\.[\w-]{22}$/i

export function judgeCode(code: string, list: CheckInList, pending: Entry[], me: string): Verdict {
  const ticket = code.trim()
  const id = TICKET.exec(ticket)?.[1]
  if (id === undefined) return { kind: 'no-ticket' }
  const row = list.rows.find((one) => one.id === id.toLowerCase())
  if (row) return judgeRow(row, pending, me)
  return { kind: 'not-listed', ticket }
}

export function judgeRow(row: CheckInRow, pending: Entry[], me: string): Verdict {
  if (row.attendance === 'present') return { kind: 'already', row, at: row.checkedInAt, by: row.recordedBy }
  const noted = pending.find((entry) => entry.kind === 'scan' && entry.registration === row.id)
  return noted ? { kind: 'already', row, at: noted.at, by: me } : { kind: 'record', row }
}

/** One of the same name, as it is said; without a row where this phone has only noted them. */
export interface Namesake extends Listed {
  row: CheckInRow | null
}

/** Those of this name whom the phone knows: on its list, and walk-ins that wait on it to be sent. */
export function namesakesAt(rows: CheckInRow[], pending: Entry[], name: string): Namesake[] {
  const isNoted = (id: string): boolean => pending.some((entry) => entry.kind === 'scan' && entry.registration === id)
  const onList = rows.map((row): Namesake => ({ ...row, ...(isNoted(row.id) && { attendance: 'present' }), row }))
  const noted = pending.flatMap((entry): Namesake[] =>
    entry.kind === 'walk-in'
      ? [
          {
            name: entry.name,
            phoneTail: entry.phone.slice(-4),
            status: 'confirmed',
            attendance: 'present',
            row: null,
          },
        ]
      : [],
  )
  return namesakesOf([...onList, ...noted], name)
}

/** Rows whose name or phone ends match what was typed, those still expected first. */
export function searchRows(rows: CheckInRow[], query: string): CheckInRow[] {
  const wanted = nameText(query)
  const tail = symbolText(query)
  const found =
    wanted === ''
      ? rows
      : rows.filter(
          ({ name, phoneTail }) => nameText(name).includes(wanted) || (phoneTail !== '' && phoneTail === tail),
        )
  return [
    ...found.filter(({ attendance }) => attendance !== 'present'),
    ...found.filter(({ attendance }) => attendance === 'present'),
  ]
}

/** A list outlives its activity by half a day, for what is still to be settled. */
const KEEP_MS = 12 * 3_600_000

/** From when on the list must be gone from the phone, in milliseconds; a helper's at the end of their link's time. */
export function wipeAt({ endsAt }: { endsAt: string }, until?: string): number {
  return Math.min(Date.parse(endsAt) + KEEP_MS, until === undefined ? Infinity : Date.parse(until))
}

const UNSENT = 'unsent'

/** Takes out of a helper's queue what the server takes no more; it is kept for the helper to tell of. */
export async function giveUp(queue: Queue, detail: string): Promise<void> {
  const waiting = await queue.pending()
  await queue.settle(waiting.map((entry): Settled => ({ entry, outcome: 'refused', detail, code: UNSENT })))
}

/** Shown at the door of whatever link is open: the one by which it was noted may be open no more. */
export const isUnsent = ({ code }: Settled): boolean => code === UNSENT
