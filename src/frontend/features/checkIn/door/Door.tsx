import { useEffect, useRef, useState, type FormEvent } from 'react'
import { listedInWords, sameNameInWords } from '../../../../domain/attendance/namesakes.ts'
import type { CheckInRow } from '../../../../domain/attendance/checkInViews.ts'
import {
  namesakesAt,
  searchRows,
  type Entry,
  type Namesake,
  type Settled,
  type WalkInEntry,
  isUnsent,
} from '../../../../domain/attendance/scanQueue.ts'
import { isPhoneAbroad, isVisible, nameText, phoneText } from '../../../../domain/shared/typedText.ts'
import { goTo } from '../../../islands/goTo.ts'
import { Scanner } from './Scanner.tsx'
import { TEXT } from './texts.ts'
import { endShown, useDoor, type Door as DoorState, type DoorProps, type Shown } from './useDoor.ts'

const ROWS_SHOWN = 50

/**
 * The check-in screen of one activity, for one hand and bright sun.
 *
 * @param onLeave of a helper: to end it once the device is wiped
 */
export function Door({ onLeave, ...props }: DoorProps & { onLeave?: () => void }) {
  const door = useDoor(props)
  const [isScanning, setScanning] = useState(false)
  const { activity } = props
  const isHelper = props.helper !== undefined
  const last = door.shown && 'clientId' in door.shown ? door.shown.clientId : null
  const undoable = door.pending.some(
    (entry) => entry.clientId === last && entry.kind === 'scan' && entry.method === 'manual',
  )
    ? last
    : null
  if (door.phase === 'opening') return <p className="notice">{TEXT.opening}</p>
  if (door.phase === 'unsupported') return <p className="notice notice-error">{TEXT.unsupported(isHelper)}</p>
  return (
    <div className="stack door">
      {(door.list || door.refusal === null || door.pending.length > 0) && (
        <Status door={door} activityId={activity.id} />
      )}
      {door.list ? (
        <>
          <Result
            shown={door.shown}
            isOnline={door.connection === 'online'}
            onParty={door.markParty}
            undoable={undoable}
            onUndo={door.undo}
          />
          <button
            className={`button button-wide ${isScanning ? '' : 'button-primary'}`}
            onClick={() => setScanning(!isScanning)}
          >
            {isScanning ? TEXT.stopScan : TEXT.scan}
          </button>
          {isScanning && <Scanner onCode={door.scan} />}
          <Troubles troubles={door.troubles} rows={door.list.rows} onSeen={door.dismiss} onAnswer={door.answer} />
          <People
            rows={door.list.rows}
            pending={door.pending}
            noMatch={isHelper ? TEXT.helper.noMatch : TEXT.noMatch}
            onMark={door.mark}
          />
          {isHelper ? (
            <p className="small soft">{TEXT.helper.wrong}</p>
          ) : (
            <WalkIn rows={door.list.rows} pending={door.pending} onAdd={door.addWalkIn} onMark={door.mark} />
          )}
        </>
      ) : (
        door.connection !== 'login' && (
          <>
            <p className={`notice ${door.refusal === null ? 'notice-error' : 'notice-wait'}`} role="alert">
              {door.refusal ?? TEXT.noList}
            </p>
            <Troubles troubles={door.troubles} rows={[]} onSeen={door.dismiss} onAnswer={door.answer} />
          </>
        )
      )}
      {onLeave ? <HelperTools door={door} onLeave={onLeave} /> : <DeviceTools door={door} activity={activity} />}
    </div>
  )
}

function Status({ door, activityId }: { door: DoorState; activityId: string }) {
  const { list, pending, othersWaiting, connection, lastSync } = door
  const waiting = new Set(
    pending.flatMap((entry) => (entry.kind === 'scan' && entry.registration ? [entry.registration] : [])),
  )
  const present = list?.rows.filter((row) => row.attendance === 'present' || waiting.has(row.id)).length ?? 0
  return (
    <div className="stack-s">
      <dl className="door-figures">
        {list && <dt>{TEXT.present(present, list.rows.length)}</dt>}
        <dd data-pending={pending.length}>{pending.length > 0 ? TEXT.pending(pending.length) : TEXT.allSent}</dd>
        <dd>{TEXT.lastSync(lastSync)}</dd>
        {connection === 'online' && <dd>{TEXT.online}</dd>}
        {connection === 'asking' && <dd>{TEXT.asking}</dd>}
      </dl>
      <div role="status">
        {othersWaiting > 0 && <p className="notice notice-wait">{TEXT.othersWaiting(othersWaiting)}</p>}
        {connection === 'offline' && <p className="notice notice-wait">{TEXT.offline}</p>}
        {connection === 'login' && (
          <p className="notice notice-wait">
            {TEXT.login}{' '}
            <a href={`/admin/login?redirect=${encodeURIComponent(`/staff/check-in/${activityId}`)}`}>{TEXT.logIn}</a>
          </p>
        )}
      </div>
    </div>
  )
}

/** Green, amber or red, and always in words. */
function Result({
  shown,
  isOnline,
  onParty,
  undoable,
  onUndo,
}: {
  shown: Shown | null
  isOnline: boolean
  onParty: DoorState['markParty']
  undoable: string | null
  onUndo: DoorState['undo']
}) {
  const { tone, title, lines } = shown ? resultOf(shown, isOnline) : { tone: 'none', title: '', lines: [] }
  return (
    <div className="door-result" data-tone={tone}>
      <div role="alert">
        <p className="door-result-title">{title}</p>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      {undoable !== null && (
        <button className="button" onClick={() => onUndo(undoable)}>
          {TEXT.undo}
        </button>
      )}
      {shown && 'party' in shown && (
        <div className="door-party">
          {Array.from({ length: shown.party.size }, (_, index) => shown.party.size - index).map((came) => (
            <button key={came} className="button" onClick={() => onParty(shown.party, shown.method, came)}>
              {came === shown.party.size ? TEXT.result.allCame(came) : TEXT.result.someCame(came)}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

function resultOf(
  shown: Shown,
  isOnline: boolean,
): { tone: 'green' | 'amber' | 'red' | 'asking'; title: string; lines: string[] } {
  const { result } = TEXT
  if ('party' in shown) return { tone: 'asking', title: nameOf(shown.party), lines: [result.howMany] }
  const end = endShown(shown)
  const name = 'walkIn' in shown ? shown.walkIn : 'row' in shown.verdict ? nameOf(shown.verdict.row) : ''
  if (end === 'refused')
    return { tone: 'red', title: name || result.notListed, lines: [reasonOf(shown.settled as Settled)] }
  if (end === 'second') {
    const standing = shown.settled?.standing
    if (standing?.attendance !== 'present')
      return { tone: 'amber', title: name || result.already, lines: [result.corrected] }
    return {
      tone: 'amber',
      title: name || result.already,
      lines: [...(name ? [result.already] : []), result.alreadyHint(standing.at, standing.by)],
    }
  }
  if ('walkIn' in shown)
    return { tone: 'green', title: name, lines: [result.recorded, result.recordedHint(end === 'done')] }
  const { verdict } = shown
  switch (verdict.kind) {
    case 'record': {
      const { status, size } = verdict.row
      const hasSeat = status === 'confirmed'
      return {
        tone: 'green',
        title: name,
        lines: [
          `${TEXT.heads(size)} · ${result.recorded}`,
          ...(hasSeat ? [] : [result.walkIn]),
          result.recordedHint(isOnline || end === 'done'),
        ],
      }
    }
    case 'already':
      return { tone: 'amber', title: name, lines: [result.already, result.alreadyHint(verdict.at, verdict.by)] }
    case 'not-listed':
      return end === 'done'
        ? { tone: 'green', title: result.newlyListed, lines: [result.recordedHint(true)] }
        : { tone: 'red', title: result.notListed, lines: [result.notListedHint] }
    case 'no-ticket':
      return { tone: 'red', title: result.noTicket, lines: [result.noTicketHint] }
  }
}

function reasonOf({ outcome, detail }: Settled): string {
  return outcome === 'refused'
    ? (detail ?? '')
    : outcome === 'recorded' || outcome === 'duplicate'
      ? ''
      : TEXT.outcomes[outcome]
}

function Troubles({
  troubles,
  rows,
  onSeen,
  onAnswer,
}: {
  troubles: Settled[]
  rows: CheckInRow[]
  onSeen: (clientId: string) => void
  onAnswer: DoorState['answer']
}) {
  if (troubles.length === 0) return null
  return (
    <section className="stack-s" aria-labelledby="troubles">
      <h2 id="troubles">{TEXT.troubles}</h2>
      <ul className="stack-s">
        {troubles.map((settled) => (
          <li key={settled.entry.clientId} className="notice notice-wait door-trouble">
            <span>{sentenceOf(settled, rows)}</span>
            {settled.entry.kind === 'walk-in' && settled.code === 'walk-in-unclear' && (
              <WhoButtons entry={settled.entry} onAnswer={onAnswer} />
            )}
            <button className="button" onClick={() => onSeen(settled.entry.clientId)}>
              {TEXT.seen}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Where the server asks who it is: it knows phones that this one does not. */
function WhoButtons({ entry, onAnswer }: { entry: WalkInEntry; onAnswer: DoorState['answer'] }) {
  return (
    <>
      <button className="button" onClick={() => onAnswer(entry, 'known')}>
        {TEXT.walkIn.isKnown}
      </button>
      <button className="button" onClick={() => onAnswer(entry, 'another')}>
        {TEXT.walkIn.isAnother}
      </button>
    </>
  )
}

function sentenceOf(settled: Settled, rows: CheckInRow[]): string {
  const { entry, outcome, registration, standing } = settled
  const row = rows.find(({ id }) => id === (registration ?? (entry.kind === 'scan' ? entry.registration : undefined)))
  const some = entry.kind === 'scan' && entry.method === 'manual' ? TEXT.someName : TEXT.someTicket
  const name = entry.name ?? (row ? nameOf(row) : some(entry.at))
  if (isUnsent(settled)) return TEXT.helper.unsentOf(name, reasonOf(settled))
  if (outcome !== 'duplicate') return TEXT.refused(name, reasonOf(settled))
  return standing?.attendance === 'present' ? TEXT.second(name, standing.at, standing.by) : TEXT.corrected(name)
}

function People({
  rows,
  pending,
  noMatch,
  onMark,
}: {
  rows: CheckInRow[]
  pending: Entry[]
  noMatch: string
  onMark: (row: CheckInRow) => void
}) {
  const [query, setQuery] = useState('')
  const found = searchRows(rows, query)
  const isWaiting = (row: CheckInRow): boolean =>
    pending.some((entry) => entry.kind === 'scan' && entry.registration === row.id)
  return (
    <section className="stack-s">
      <div className="field">
        <label htmlFor="door-search">{TEXT.search}</label>
        <input
          id="door-search"
          type="search"
          value={query}
          autoComplete="off"
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      {found.length === 0 && <p className="soft">{noMatch}</p>}
      <ul className="door-people">
        {found.slice(0, ROWS_SHOWN).map((row) => (
          <li key={row.id}>
            <div>
              <strong>{nameOf(row)}</strong>
              <p className="small soft">
                {[
                  row.phoneTail && TEXT.tail(row.phoneTail),
                  TEXT.heads(row.size),
                  row.status !== 'confirmed' && TEXT.result.walkIn,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            {row.attendance === 'present' ? (
              <p className="badge badge-open">{TEXT.presentAt(row.checkedInAt, row.recordedBy ?? TEXT.self)}</p>
            ) : isWaiting(row) ? (
              <p className="badge badge-waiting-list">{TEXT.waitsHere}</p>
            ) : (
              <button className="button" aria-label={TEXT.markPerson(nameOf(row))} onClick={() => onMark(row)}>
                {TEXT.mark}
              </button>
            )}
          </li>
        ))}
      </ul>
      {found.length > ROWS_SHOWN && <p className="soft">{TEXT.more(found.length - ROWS_SHOWN)}</p>}
    </section>
  )
}

function nameOf({ name }: CheckInRow): string {
  return name || TEXT.unnamed
}

interface WalkInProps {
  rows: CheckInRow[]
  pending: Entry[]
  onAdd: DoorState['addWalkIn']
  onMark: DoorState['mark']
}

/** A same name that the phone knows is pointed out before a second record is made, with a network or without. */
function WalkIn({ rows, pending, onAdd, onMark }: WalkInProps) {
  const [errors, setErrors] = useState<{ name?: string; phone?: string; consent?: string }>({})
  const [asked, setAsked] = useState<{ person: { name: string; phone: string }; namesakes: Namesake[] } | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const finish = (): void => {
    setAsked(null)
    form.current?.reset()
  }
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const name = nameText(String(data.get('name')))
    const phone = phoneText(String(data.get('phone')))
    const found = {
      ...(!isVisible(name) && { name: TEXT.walkIn.badName }),
      ...(!/^1[3-9]\d{9}$/.test(phone) && {
        phone: isPhoneAbroad(phone) ? TEXT.walkIn.phoneAbroad : TEXT.walkIn.badPhone,
      }),
      ...(data.get('consent') === null && { consent: TEXT.walkIn.noConsent }),
    }
    setErrors(found)
    if (Object.keys(found).length > 0) return
    const isAnother = data.get('another') !== null
    const namesakes = namesakesAt(rows, pending, name)
    if (!isAnother && namesakes.length > 0) return setAsked({ person: { name, phone }, namesakes })
    await onAdd({ name, phone, ...(isAnother && { who: 'another' as const }) })
    finish()
  }
  const errorLine = (name: keyof typeof errors) =>
    errors[name] && (
      <p className="field-error" id={`e-walk-in-${name}`}>
        {errors[name]}
      </p>
    )
  const marks = (name: keyof typeof errors) => ({
    name,
    'aria-invalid': errors[name] ? true : undefined,
    'aria-describedby': errors[name] ? `e-walk-in-${name}` : undefined,
  })
  return (
    <details className="card filter-box">
      <summary>{TEXT.walkIn.title}</summary>
      {asked !== null && (
        <SameName
          namesakes={asked.namesakes}
          onSame={({ row }) => {
            if (row) onMark(row)
            finish()
          }}
          onAnother={() => void onAdd({ ...asked.person, who: 'another' }).then(finish)}
          onBack={() => setAsked(null)}
        />
      )}
      <form ref={form} className="stack" hidden={asked !== null} noValidate onSubmit={(event) => void submit(event)}>
        <p className="small soft">{TEXT.walkIn.hint}</p>
        <div className="field">
          <label htmlFor="walk-in-name">{TEXT.walkIn.name}</label>
          <input id="walk-in-name" {...marks('name')} maxLength={40} autoComplete="off" />
          {errorLine('name')}
        </div>
        <div className="field">
          <label htmlFor="walk-in-phone">{TEXT.walkIn.phone}</label>
          <input id="walk-in-phone" {...marks('phone')} maxLength={40} inputMode="tel" autoComplete="off" />
          {errorLine('phone')}
        </div>
        <div className="field">
          <label className="check">
            <input type="checkbox" name="another" />
            <span>{TEXT.walkIn.another}</span>
          </label>
        </div>
        <div className="field">
          <label className="check">
            <input type="checkbox" {...marks('consent')} />
            <span>{TEXT.walkIn.consent}</span>
          </label>
          {errorLine('consent')}
        </div>
        <button className="button button-wide">{TEXT.walkIn.submit}</button>
      </form>
    </details>
  )
}

function SameName({
  namesakes,
  onSame,
  onAnother,
  onBack,
}: {
  namesakes: Namesake[]
  onSame: (namesake: Namesake) => void
  onAnother: () => void
  onBack: () => void
}) {
  const question = useRef<HTMLParagraphElement>(null)
  useEffect(() => question.current?.focus(), [])
  return (
    <div className="stack-s">
      <p className="notice notice-wait" role="alert" tabIndex={-1} ref={question}>
        {sameNameInWords(namesakes)}
      </p>
      {namesakes.map((namesake, index) => (
        <button key={index} className="button button-wide" onClick={() => onSame(namesake)}>
          {TEXT.walkIn.isRow(listedInWords(namesake))}
        </button>
      ))}
      <button className="button button-wide" onClick={onAnother}>
        {TEXT.walkIn.isAnother}
      </button>
      <button className="button-plain" onClick={onBack}>
        {TEXT.walkIn.back}
      </button>
    </div>
  )
}

function HelperTools({ door, onLeave }: { door: DoorState; onLeave: () => void }) {
  const leave = async (): Promise<void> => {
    if (!window.confirm(TEXT.helper.leaveConfirm(door.pending.length))) return
    await door.wipe()
    onLeave()
  }
  return (
    <details className="card filter-box">
      <summary>{TEXT.helper.device}</summary>
      <div className="stack-s">
        <p className="small soft">{TEXT.helper.hint}</p>
        <button className="button" onClick={door.refresh}>
          {TEXT.device.refresh}
        </button>
        <button className="button" onClick={() => void leave()}>
          {TEXT.helper.leave}
        </button>
      </div>
    </details>
  )
}

function DeviceTools({ door, activity }: { door: DoorState; activity: DoorProps['activity'] }) {
  const wipe = async (): Promise<void> => {
    if (!window.confirm(TEXT.device.wipeConfirm(door.pending.length))) return
    await door.wipe()
    goTo('/staff/check-in?wiped=1')
  }
  return (
    <details className="card filter-box">
      <summary>{TEXT.device.title}</summary>
      <div className="stack-s">
        <p className="small soft">{TEXT.device.hint}</p>
        <button className="button" onClick={door.refresh}>
          {TEXT.device.refresh}
        </button>
        {activity.selfCheckIn && (
          <a className="button" href={`/staff/check-in/${activity.id}/code`}>
            {TEXT.device.code}
          </a>
        )}
        <a className="button" href={`/admin/collections/activities/${activity.id}/sign-ups`}>
          {TEXT.device.admin}
        </a>
        <a className="button" href="/staff/check-in">
          {TEXT.device.others}
        </a>
        <button className="button" onClick={() => void wipe()}>
          {TEXT.device.wipe}
        </button>
      </div>
    </details>
  )
}
