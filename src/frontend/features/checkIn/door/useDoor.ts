import { useCallback, useEffect, useRef, useState } from 'react'
import type { CheckInList, CheckInRow } from '../../../../domain/attendance/checkInViews.ts'
import {
  endOf,
  isOf,
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
import { Device, type StoredList } from './device.ts'
import { fetchList, NeedsLogin, sendEntries } from './server.ts'

export interface DoorProps {
  activity: { id: string; title: string; place: string; startsAt: string; endsAt: string; selfCheckIn: boolean }
  staff: { id: string; name: string }
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
export function useDoor({ activity, staff }: DoorProps): Door {
  const device = useRef<Device | null>(null)
  const stored = useRef<StoredList | null>(null)
  const failures = useRef(0)
  const retry = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const isSending = useRef(false)
  const tapped = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const [phase, setPhase] = useState<Door['phase']>('opening')
  const [connection, setConnection] = useState<Door['connection']>('asking')
  const [list, setList] = useState<CheckInList | null>(null)
  const [pending, setPending] = useState<Entry[]>([])
  const [othersWaiting, setOthersWaiting] = useState(0)
  const [troubles, setTroubles] = useState<Settled[]>([])
  const [lastSync, setLastSync] = useState<string | null>(null)
  const [shown, setShown] = useState<Shown | null>(null)

  const keep = useCallback(
    async (next: StoredList | null) => {
      stored.current = next
      setList(next?.list ?? null)
      if (next) await device.current?.saveList(next)
      else await device.current?.wipeList(activity.id)
    },
    [activity.id],
  )

  const readQueue = useCallback(async () => {
    const own = device.current
    if (!own) return
    const waiting = await own.pending()
    setPending(waiting.filter((entry) => isOf(staff.id, entry)))
    setOthersWaiting(waiting.filter((entry) => !isOf(staff.id, entry)).length)
    setTroubles((await own.troubles()).filter(({ entry }) => isOf(staff.id, entry)))
  }, [staff.id])

  const load = useCallback(async () => {
    const fresh = await fetchList(activity.id)
    await keep({ list: fresh, staff: staff.id, clockOffset: Date.parse(fresh.asOf) - Date.now() })
    setPhase('ready')
  }, [activity.id, staff.id, keep])

  /** Sends what waits, then fetches the list when it is wanted or somebody is not on it. Tries again by itself. */
  const sync = useCallback(
    async function syncNow(wantsList: boolean): Promise<void> {
      const own = device.current
      if (!own || isSending.current) return
      isSending.current = true
      clearTimeout(retry.current)
      let isListOld = wantsList
      try {
        await synchronise(queueOf(staff.id, own), sendEntries, (settled) => {
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
        if (isListOld) await load()
        failures.current = 0
        setConnection('online')
        setLastSync(new Date().toISOString())
      } catch (error) {
        setConnection(error instanceof NeedsLogin ? 'login' : 'offline')
        // A phone keeps no list that its user may not see, and none of an activity that is gone.
        if (error instanceof Refused || error instanceof NeedsLogin) await keep(null)
        setPhase((before) =>
          stored.current
            ? 'ready'
            : before === 'opening' || error instanceof NeedsLogin || error instanceof Refused
              ? 'no-list'
              : before,
        )
        failures.current += 1
        if (!(error instanceof NeedsLogin))
          retry.current = setTimeout(() => void syncNow(stored.current === null), retryDelay(failures.current))
      } finally {
        isSending.current = false
      }
      // Sends the scans that came in while the last answer was on its way.
      if (failures.current === 0 && (await queueOf(staff.id, own).pending()).length > 0) await syncNow(false)
    },
    [keep, load, readQueue, staff.id, staff.name],
  )

  useEffect(() => {
    const start = async (): Promise<void> => {
      try {
        device.current = await Device.open(Date.now())
      } catch {
        return setPhase('unsupported')
      }
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
      window.removeEventListener('online', back)
      window.removeEventListener('offline', gone)
      document.removeEventListener('visibilitychange', away)
      clearTimeout(retry.current)
      clearTimeout(tapped.current)
    }
  }, [activity.id, staff.id, readQueue, sync])

  // A page that stays open past the time wipes the list as a fresh one would.
  useEffect(() => {
    const timer = setInterval(() => {
      if (stored.current && Date.now() >= wipeAt(activity)) void keep(null).then(() => setPhase('no-list'))
    }, 60_000)
    return () => clearInterval(timer)
  }, [activity, keep])

  /** The server's time, as far as this device can tell. */
  const now = (): string => new Date(Date.now() + (stored.current?.clockOffset ?? 0)).toISOString()

  /** Nothing is shown as recorded before it is on this device's disk. */
  const note = async (entry: Entry, show: Shown): Promise<void> => {
    await device.current?.add(entry)
    await readQueue()
    setShown(show)
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
        { ...base, registration: verdict.row.id, ...(came !== undefined && { came }) },
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
    undo: (clientId) => {
      if (isSending.current) return
      setShown(null)
      void device.current?.withdraw(clientId).then(readQueue)
    },
    dismiss: (clientId) => void device.current?.dismissTrouble(clientId).then(readQueue),
    refresh: () => void sync(true),
    wipe: async () => {
      await device.current?.wipe((entry) => !isOf(staff.id, entry))
      clearTimeout(retry.current)
    },
  }
}

/** Whether an entry that was shown as recorded turned out otherwise. */
export function endShown(shown: Exclude<Shown, { party: CheckInRow }>): ReturnType<typeof endOf> | null {
  return shown.settled && endOf(shown.settled)
}
