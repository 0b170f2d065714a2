import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { CheckInList } from '../../../../domain/attendance/checkInViews.ts'
import { DOOR_SECRET, type HelperView } from '../../../../domain/attendance/doorLinks.ts'
import { Refused } from '../../../../domain/attendance/scanQueue.ts'
import { formatSpan } from '../../../../domain/shared/dates.ts'
import { Door } from './Door.tsx'
import { forgetDoor, forgetOldDoor, leaveBehind, rememberDoor, rememberedDoor, sendRest } from './rememberedDoor.ts'
import { Busy, DoorClosed, DoorPaused, leaveDoor, openDoor } from './server.ts'
import { TEXT } from './texts.ts'

/** Why a link does not open, or a door is not left, and what can be done about it. */
interface Notice {
  sentence: string
  choices: { label: string; choose: () => Promise<State> }[]
}

/** A door that this browser opened, also beneath a notice: it says itself how it stands. */
interface State {
  helper: HelperView | null
  notice: Notice | null
}

/** The door of one activity for somebody with a link to it, which stands behind the `#` of the address. */
export function HelperDoor() {
  const [state, setState] = useState<State | 'opening'>('opening')
  // The page promises nothing where no script runs.
  const isScripted = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  )
  const show = (next: Promise<State>): void => {
    setState('opening')
    void next.then(setState)
  }
  useEffect(() => {
    void start().then(setState)
    // Another link, opened where this page is: the browser does not load it anew.
    const openAnother = (): void => {
      if (tokenInAddress() !== null) show(start())
    }
    window.addEventListener('hashchange', openAnother)
    return () => window.removeEventListener('hashchange', openAnother)
  }, [])

  const { helper, notice } = typeof state === 'string' ? { helper: null, notice: null } : state
  useEffect(() => {
    if (helper) rememberDoor(helper)
  }, [helper])
  /** The activity may have moved, and the link with it. */
  const follow = useCallback((activity: CheckInList['activity'], until: string): void => {
    setState((before) =>
      typeof before !== 'string' && before.helper?.activity.id === activity.id
        ? { ...before, helper: { ...before.helper, activity, until } }
        : before,
    )
  }, [])

  return (
    <div className="stack">
      {!helper && <h1>{TEXT.helper.title}</h1>}
      {isScripted && state === 'opening' && <p className="notice">{TEXT.helper.opening}</p>}
      {notice && (
        <div className="stack-s">
          <p className="notice notice-wait" role="alert">
            {notice.sentence}
          </p>
          {notice.choices.map(({ label, choose }) => (
            <button key={label} className="button button-wide" onClick={() => show(choose())}>
              {label}
            </button>
          ))}
        </div>
      )}
      {helper && <HelpersDoor helper={helper} onList={follow} onLeave={() => show(leave())} />}
    </div>
  )
}

interface HelpersDoorProps {
  helper: HelperView
  onList: (activity: CheckInList['activity'], until: string) => void
  onLeave: () => void
}

function HelpersDoor({ helper: { id, label, madeBy, activity }, onList, onLeave }: HelpersDoorProps) {
  return (
    <>
      <header className="stack-s">
        <p className="small soft">{TEXT.helper.heading(label, madeBy)}</p>
        <h1 className="door-heading">{activity.title}</h1>
        <p className="small soft">
          {formatSpan(activity.startsAt, activity.endsAt, new Date().toISOString())}，{activity.place}
        </p>
      </header>
      <Door
        key={id}
        activity={{ ...activity, selfCheckIn: false }}
        staff={{ id, name: label }}
        helper={{ onList }}
        onLeave={onLeave}
      />
    </>
  )
}

/** The link in the address; a skip link stands behind the same `#`. */
function tokenInAddress(): string | null {
  const token = window.location.hash.slice(1)
  return DOOR_SECRET.test(token) ? token : null
}

async function start(): Promise<State> {
  await forgetOldDoor()
  const token = tokenInAddress()
  if (token === null) {
    const helper = rememberedDoor()
    return { helper, notice: helper ? null : { sentence: TEXT.helper.noLink, choices: [] } }
  }
  // Nobody who looks at this phone, or goes back on it, sees the link again.
  window.history.replaceState(null, '', window.location.pathname)
  return open(token)
}

async function open(token: string): Promise<State> {
  const before = rememberedDoor()
  const again = { label: TEXT.helper.again, choose: () => open(token) }
  try {
    if (before) await sendRest(before)
  } catch (error) {
    const anyway = {
      label: TEXT.helper.anyway,
      choose: async () => {
        if (before) await leaveBehind(before)
        return open(token)
      },
    }
    const choices = error instanceof DoorPaused ? [again, anyway] : [again]
    return { helper: before, notice: { sentence: TEXT.helper.waiting, choices } }
  }
  try {
    const helper = await openDoor(token)
    // Also what came in at this very moment.
    if (before && before.id !== helper.id) await leaveBehind(before)
    return { helper, notice: null }
  } catch (error) {
    const isForGood = error instanceof Refused || error instanceof DoorClosed
    const isTold = isForGood || error instanceof DoorPaused || error instanceof Busy
    const sentence = (isTold && error.message) || TEXT.helper.offline
    return { helper: before, notice: { sentence, choices: isForGood ? [] : [again] } }
  }
}

/** The device is wiped by then. Where the server is not reached the link goes on, and can be left later. */
async function leave(): Promise<State> {
  try {
    await leaveDoor()
  } catch {
    const again = { label: TEXT.helper.leaveAgain, choose: leave }
    return { helper: null, notice: { sentence: TEXT.helper.notLeft, choices: [again] } }
  }
  forgetDoor()
  return { helper: null, notice: { sentence: TEXT.helper.left, choices: [] } }
}
