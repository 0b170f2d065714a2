import { useCallback, useEffect, useRef, useState } from 'react'
import type { CheckInList, CheckInRow } from '../../../../domain/attendance/checkInViews.ts'
import {
  endOf,
  giveUp,
  isOf,
  isOfLink,
  isUnsent,
  judgeCode,
  judgeRow,
  queueOf,
  Refused,
  retryDelay,
  synchronise,
  wipeAt,
  withSettled,
  type Entry,
  type ScanEntry,
  type Settled,
  type Verdict,
  type WalkInEntry,
} from '../../../../domain/attendance/scanQueue.ts'
import type { Who } from '../../../../domain/shared/requests.ts'
import { Device, type StoredList } from './device.ts'
import { Busy, DoorClosed, DoorPaused, helperServer, NeedsLogin, staffServer } from './server.ts'
import { TEXT } from './texts.ts'

export interface DoorProps {
  activity: { id: string; title: string; place: string; startsAt: string; endsAt: string; selfCheckIn: boolean }
  /** Of a helper, the link and its label. */
  staff: { id: string; name: string }
  /** At the door by a link: to be told how the activity stands, and until when the list may be shown. */
  helper?: { onList: (activity: CheckInList['activity'], until: string) => void }
}

/** How long a tap on a name can be taken back. */
const UNDO_MS = 6000

/** The content of the big panel: what this phone knew at the scan, and how it ended once the server has answered. */
export type Shown =
  | { verdict: Verdict; clientId: string | null; settled: Settled | null }
  | { walkIn: string; clientId: string; settled: Settled | null }
  /** A party: nothing is recorded before it is said how many came. */
  | { party: CheckInRow; method: ScanEntry['method'] }

export interface Door {
  phase: 'opening' | 'ready' | 'no-list' | 'unsupported'
  /** asking: nothing has been heard since the page was opened. */
  connection: 'asking' | 'online' | 'offline' | 'login'
  list: CheckInList | null
  /** Why the server gives no list. */
  refusal: string | null
  pending: Entry[]
  /** Scans that somebody else noted on this phone, and that wait for them. */
  othersWaiting: number
  troubles: Settled[]
  lastSync: string | null
  shown: Shown | null
  scan: (code: string) => void
  mark: (row: CheckInRow) => void
  markParty: (row: CheckInRow, method: ScanEntry['method'], came: number) => void
  addWalkIn: (person: Pick<WalkInEntry, 'name' | 'phone' | 'who'>) => Promise<void>
  /** Sends a walk-in again, now that it is said who it is. */
  answer: (entry: WalkInEntry, who: Who) => void
  /** Takes back what was tapped a moment ago, while it waits on this phone. */
  undo: (clientId: string) => void
  dismiss: (clientId: string) => void
  refresh: () => void
  /** Everything on this device; the page starts anew after it. */
  wipe: () => Promise<void>
}

/**
 * The door of one activity: the list, the queue and the server brought together (src/domain/attendance/scanQueue.ts).
 */
export function useDoor({ activity, staff, helper }: DoorProps): Door {
  const server = helper ? helperServer : staffServer
  const isHelper = helper !== undefined
  const onList = helper?.onList
  const device = useRef<Device | null>(null)
  const stored = useRef<StoredList | null>(null)
  const failures = useRef(0)
  const retry = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const isSending = useRef(false)
  /** The page is left, or the device wiped: nothing is written any more, and nothing tried again. */
  const isGone = useRef(false)
  const tapped = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const [phase, setPhase] = useState<Door['phase']>('opening')
  const [connection, setConnection] = useState<Door['connection']>('asking')
  const [list, setList] = useState<CheckInList | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [pending, setPending] = useState<Entry[]>([])
  const [othersWaiting, setOthersWaiting] = useState(0)
  const [troubles, setTroubles] = useState<Settled[]>([])
  const [lastSync, setLastSync] = useState<string | null>(null)
  const [shown, setShown] = useState<Shown | null>(null)

  const isOwn = useCallback(
    (entry: Entry): boolean => (isHelper ? isOfLink : isOf)(staff.id, entry),
    [isHelper, staff.id],
  )

  const keep = useCallback(
    async (next: StoredList | null) => {
      if (isGone.current) return
      stored.current = next
      setList(next?.list ?? null)
      if (next) await device.current?.saveList(next)
      else await device.current?.wipeList(activity.id)
    },
    [activity.id],
  )

  const readQueue = useCallback(async () => {
    const own = device.current
    if (!own || isGone.current) return
    const waiting = await own.pending()
    setPending(waiting.filter(isOwn))
    setOthersWaiting(waiting.filter((entry) => !isOwn(entry)).length)
    setTroubles((await own.troubles()).filter((one) => isOwn(one.entry) || (isHelper && isUnsent(one))))
  }, [isHelper, isOwn])

  const load = useCallback(async () => {
    const { until, ...fresh } = await server.fetchList(activity.id)
    if (isGone.current) return
    const clockOffset = Date.parse(fresh.asOf) - Date.now()
    await keep({ list: fresh, staff: staff.id, clockOffset, ...(until !== undefined && { until }) })
    setRefusal(null)
    setPhase('ready')
    if (until !== undefined) onList?.(fresh.activity, until)
  }, [activity.id, staff.id, onList, server, keep])

  /** Sends what waits, then fetches the list when it is wanted or somebody is not on it. Tries again by itself. */
  const sync = useCallback(
    async function syncNow(wantsList: boolean): Promise<void> {
      const own = device.current
      if (!own || isSending.current || isGone.current) return
      isSending.current = true
      clearTimeout(retry.current)
      const queue = queueOf(isOwn, own)
      // One that failed to come is still wanted.
      let isListOld = wantsList || (failures.current > 0 && stored.current === null)
      let isSent = false
      let isClosed = false
      try {
        await synchronise(queue, server.sendEntries, (settled) => {
          if (stored.current)
            void keep({ ...stored.current, list: withSettled(stored.current.list, settled, staff.name) })
          isListOld ||= settled.some(
            ({ registration }) =>
              registration !== undefined && !stored.current?.list.rows.some(({ id }) => id === registration),
          )
          setShown((before) =>
            before && !('party' in before)
              ? {
                  ...before,
                  settled: settled.find(({ entry }) => entry.clientId === before.clientId) ?? before.settled,
                }
              : before,
          )
          void readQueue()
        })
        isSent = true
        if (isListOld) await load()
        failures.current = 0
        setConnection('online')
        setLastSync(new Date().toISOString())
      } catch (error) {
        if (isGone.current) return
        isClosed = error instanceof DoorClosed
        const needsLogin = error instanceof NeedsLogin
        const isRefused = error instanceof Refused || error instanceof DoorPaused || isClosed || needsLogin
        setConnection(needsLogin ? 'login' : isRefused ? 'online' : 'offline')
        if (error instanceof Error && error.message !== '' && (isRefused || error instanceof Busy))
          setRefusal(error.message)
        // Where only the list is refused, what waits is still taken: scans from before the end.
        if (isClosed && !isSent) {
          await giveUp(queue, TEXT.helper.unsent)
          await readQueue()
        }
        // A phone keeps no list that its user may not see, and none of an activity that is gone.
        if (isRefused) await keep(null)
        setPhase((before) => (stored.current ? 'ready' : before === 'opening' || isRefused ? 'no-list' : before))
        failures.current += 1
        if (!isClosed && !needsLogin && !isGone.current)
          retry.current = setTimeout(() => void syncNow(stored.current === null), retryDelay(failures.current))
      } finally {
        isSending.current = false
      }
      // Sends the scans that came in while the last answer was on its way; also where it was that the door is closed.
      if (isGone.current || (failures.current > 0 && !isClosed)) return
      if ((await queue.pending()).length > 0) await syncNow(false)
    },
    [isOwn, keep, load, readQueue, server, staff.name],
  )

  useEffect(() => {
    isGone.current = false
    const start = async (): Promise<void> => {
      try {
        device.current = await Device.open(Date.now())
      } catch {
        return setPhase('unsupported')
      }
      if (isGone.current) return
      stored.current = await device.current.loadList(activity.id, staff.id)
      setList(stored.current?.list ?? null)
      if (stored.current) setPhase('ready')
      await readQueue()
      await sync(true)
    }
    void start()
    const back = (): void => void sync(true)
    const gone = (): void => setConnection('offline')
    window.addEventListener('online', back)
    window.addEventListener('offline', gone)
    // Put away: what was tapped goes now, there may be no later.
    const away = (): void => void (document.visibilityState === 'hidden' && sync(false))
    document.addEventListener('visibilitychange', away)
    return () => {
      isGone.current = true
      window.removeEventListener('online', back)
      window.removeEventListener('offline', gone)
      document.removeEventListener('visibilitychange', away)
      clearTimeout(retry.current)
      clearTimeout(tapped.current)
    }
  }, [activity.id, staff.id, readQueue, sync])

  // A page that stays open past the time wipes the list as a fresh one would. A helper's activity may have moved.
  useEffect(() => {
    const wipe = async (): Promise<void> => {
      await keep(null)
      setPhase('no-list')
      setRefusal(TEXT.past)
      if (isHelper) await sync(true)
    }
    const timer = setInterval(() => {
      if (!stored.current) return
      const { list: known, until, clockOffset } = stored.current
      if (Date.now() + clockOffset >= wipeAt(known.activity, until)) void wipe()
    }, 60_000)
    return () => clearInterval(timer)
  }, [isHelper, keep, sync])

  /** The server's time, as far as this device can tell. */
  const now = (): string => new Date(Date.now() + (stored.current?.clockOffset ?? 0)).toISOString()

  /** Nothing is shown as recorded before it is on this device's disk. */
  const note = async (entry: Entry, show: Shown): Promise<void> => {
    await device.current?.add(entry)
    await readQueue()
    setShown(show)
    if (isGone.current) return
    // A name is easily tapped by mistake: it stays here for a moment, to be taken back. A scanned code is nobody
    // else's.
    if (entry.kind === 'scan' && entry.method === 'manual') {
      clearTimeout(tapped.current)
      tapped.current = setTimeout(() => void sync(false), UNDO_MS)
    } else await sync(false)
  }
  const follow = async (verdict: Verdict, method: ScanEntry['method'], came?: number): Promise<void> => {
    if (verdict.kind === 'record' && verdict.row.size > 1 && came === undefined)
      return setShown({ party: verdict.row, method })
    const clientId = crypto.randomUUID()
    const base = { kind: 'scan', clientId, by: staff.id, activity: activity.id, at: now(), method } as const
    if (verdict.kind === 'record')
      return note(
        {
          ...base,
          registration: verdict.row.id,
          ...(came !== undefined && { came }),
          ...(isHelper && verdict.row.name !== '' && { name: verdict.row.name }),
        },
        { verdict, clientId, settled: null },
      )
    if (verdict.kind === 'not-listed')
      return note({ ...base, ticket: verdict.ticket }, { verdict, clientId, settled: null })
    setShown({ verdict, clientId: null, settled: null })
  }

  return {
    phase,
    connection,
    list,
    refusal,
    pending,
    othersWaiting,
    troubles,
    lastSync,
    shown,
    scan: (code) => {
      if (list) void follow(judgeCode(code, list, pending, staff.name), 'scan')
    },
    mark: (row) => void follow(judgeRow(row, pending, staff.name), 'manual'),
    markParty: (row, method, came) => void follow(judgeRow(row, pending, staff.name), method, came),
    addWalkIn: ({ name, phone, who }) => {
      const clientId = crypto.randomUUID()
      return note(
        { kind: 'walk-in', clientId, by: staff.id, activity: activity.id, name, phone, ...(who && { who }), at: now() },
        { walkIn: name, clientId, settled: null },
      )
    },
    answer: (entry, who) => {
      const clientId = crypto.randomUUID()
      void note({ ...entry, clientId, who }, { walkIn: entry.name, clientId, settled: null }).then(async () => {
        await device.current?.dismissTrouble(entry.clientId)
        await readQueue()
      })
    },
    undo: (clientId) => {
      if (isSending.current) return
      setShown(null)
      void device.current?.withdraw(clientId).then(readQueue)
    },
    dismiss: (clientId) => void device.current?.dismissTrouble(clientId).then(readQueue),
    refresh: () => void sync(true),
    wipe: async () => {
      isGone.current = true
      clearTimeout(retry.current)
      clearTimeout(tapped.current)
      await device.current?.wipe((entry) => !isOwn(entry))
    },
  }
}

/** Whether an entry that was shown as recorded turned out otherwise. */
export function endShown(shown: Exclude<Shown, { party: CheckInRow }>): ReturnType<typeof endOf> | null {
  return shown.settled && endOf(shown.settled)
}
