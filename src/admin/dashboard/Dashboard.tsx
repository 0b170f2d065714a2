import { Link } from '@payloadcms/ui'
import type { AdminViewServerProps } from 'payload'
import type { ReactNode } from 'react'
import {
  listStaffTasks,
  listWaitingOf,
  TASKS_A_PAGE,
  UPCOMING_MS,
  WAITING_KINDS,
  type DraftTask,
  type TaskList,
  type UpcomingActivity,
  type Waiting,
  type WaitingTasks,
} from '../../operations/desk/listStaffTasks.ts'
import type { WaitingKind } from '../../domain/desk/news.ts'
import { staffAccount } from '../../operations/identity/requireUser.ts'
import { COUNTER_TEXTS } from '../counter/texts.ts'
import { CountdownBadge, dueText } from '../Countdown.tsx'
import { partsInWords, percentDone, shareDone } from '../../domain/tallies/progress.ts'
import type { TargetProgress } from '../../domain/tallies/views.ts'
import { MEASURE_UNITS } from '../../domain/tallies/vocabulary.ts'
import { Count } from '../Count.tsx'
import { formatDateTime, formatDay, formatNumber } from '../format.ts'
import { NAV_TEXTS } from '../nav/texts.ts'
import { Pages } from '../Pages.tsx'
import { PATHS } from '../paths.ts'
import { TargetLinks } from '../targets/TargetLinks.tsx'
import { TARGET_TEXTS } from '../targets/texts.ts'
import { TEMPLATE_TEXTS } from '../templates/texts.ts'
import { DASHBOARD_TEXTS } from './texts.ts'

/**
 * The tasks that wait for this staff member, most urgent first; each line leads to where it is done, each number to its
 * list. With `?show=` one of the lists alone, whole, by pages.
 */
export async function Dashboard({ initPageResult: { req }, searchParams }: AdminViewServerProps) {
  // Their own password comes first (session/OwnPassword.tsx); until then the server answers nothing else.
  const account = staffAccount(req)
  if (account?.mustChangePassword) return null
  const now = new Date()
  const kind = WAITING_KINDS.find((one) => one === searchParams?.show)
  if (kind !== undefined) {
    const page = Math.max(1, Math.floor(Number(searchParams?.page)) || 1)
    return <WaitingScreen kind={kind} page={page} list={await listWaitingOf(req, now, kind, page)} />
  }
  const tasks = await listStaffTasks(req, now)
  return (
    <main className="xf-screen xf-dashboard">
      <header className="xf-head">
        <div>
          <h1>{DASHBOARD_TEXTS.title}</h1>
          <p>{DASHBOARD_TEXTS.greeting(tasks.staff.name, tasks.staff.unit)}</p>
        </div>
        <div className="xf-head__buttons">
          {/* Not Next's: a page of the public site, loaded as a whole. */}
          <a className="xf-button" href={PATHS.checkIn()}>
            {DASHBOARD_TEXTS.checkIn}
          </a>
          <Link className="xf-button" href={PATHS.signUpForAnother()}>
            {COUNTER_TEXTS.title}
          </Link>
          <Link className="xf-button" href={PATHS.exports}>
            {NAV_TEXTS.exports}
          </Link>
          <Link className="xf-button" href={PATHS.fromTemplate}>
            {TEMPLATE_TEXTS.title}
          </Link>
          <Link className="xf-button xf-button--primary" href={PATHS.newActivity}>
            {DASHBOARD_TEXTS.newActivity}
          </Link>
        </div>
      </header>
      {tasks.isFirstTime && (
        <p className="xf-notice">
          {DASHBOARD_TEXTS.firstTime} <Link href={PATHS.help}>{NAV_TEXTS.help}</Link>
        </p>
      )}
      {account?.role === 'department' && !account.secondFactorSince && (
        <p className="xf-notice">
          {DASHBOARD_TEXTS.noSecondFactor} <Link href={PATHS.account}>{DASHBOARD_TEXTS.turnOn}</Link>
        </p>
      )}
      <div className="xf-columns">
        <div>
          {/* Not every unit has activities that ask for it: nothing is shown where nothing waits. */}
          {tasks.pending.total > 0 && <WaitingCard kind="pending" list={tasks.pending} />}
          {tasks.overdue.total > 0 && <WaitingCard kind="overdue" list={tasks.overdue} />}
          <WaitingCard kind="unrecorded" list={tasks.unrecorded} />
          <WaitingCard kind="corrections" list={tasks.corrections} />
          {tasks.tooFew.total > 0 && <WaitingCard kind="tooFew" list={tasks.tooFew} />}
          {tasks.full.total > 0 && <WaitingCard kind="full" list={tasks.full} />}
          <Upcoming tasks={tasks.upcoming} now={now} />
        </div>
        <div>
          <Drafts tasks={tasks.drafts} />
          <Targets targets={tasks.targets} isDepartment={tasks.staff.isDepartment} />
        </div>
      </div>
    </main>
  )
}

interface CardProps {
  title: string
  /** How many there are, and where all of them are listed. */
  count?: { of: number; href: string }
  hint?: string
  children: ReactNode
}

function Card({ title, count, hint, children }: CardProps) {
  return (
    <section className="xf-card">
      <h2>
        {title}
        {count !== undefined && count.of > 0 && (
          <Count className="xf-count" {...count}>
            {formatNumber(count.of)}
          </Count>
        )}
      </h2>
      {hint !== undefined && <p className="xf-hint">{hint}</p>}
      {children}
    </section>
  )
}

function Tasks<T extends { id: string }>({
  tasks,
  empty,
  allHref,
  line,
}: {
  tasks: TaskList<T>
  empty: string
  allHref: string
  line: (task: T) => ReactNode
}) {
  if (tasks.total === 0) return <p className="xf-empty">{empty}</p>
  return (
    <>
      <Lines tasks={tasks.items} line={line} />
      {tasks.total > tasks.items.length && (
        <Count className="xf-more" of={tasks.total} href={allHref}>
          {DASHBOARD_TEXTS.showAll(tasks.total)}
        </Count>
      )}
    </>
  )
}

function Lines<T extends { id: string }>({ tasks, line }: { tasks: T[]; line: (task: T) => ReactNode }) {
  return (
    <ul className="xf-tasks">
      {tasks.map((task) => (
        <li key={task.id}>
          <div className="xf-task">{line(task)}</div>
        </li>
      ))}
    </ul>
  )
}

interface WaitingProps<K extends WaitingKind> {
  kind: K
  list: TaskList<WaitingTasks[K]>
}

function WaitingCard<K extends WaitingKind>({ kind, list }: WaitingProps<K>) {
  const { title, hint, empty } = DASHBOARD_TEXTS.waitingFor[kind]
  const href = PATHS.waiting(kind)
  return (
    <Card title={title} count={{ of: list.total, href }} hint={hint}>
      <Tasks tasks={list} empty={empty} allHref={href} line={WAITING_LINES[kind]} />
    </Card>
  )
}

/** One list alone. */
function WaitingScreen<K extends WaitingKind>({ kind, list, page }: WaitingProps<K> & { page: number }) {
  const { title, hint, empty } = DASHBOARD_TEXTS.waitingFor[kind]
  return (
    <main className="xf-screen xf-dashboard">
      <header className="xf-head">
        <div>
          <h1>
            {title}{' '}
            {list.total > 0 && (
              <Count className="xf-count" of={list.total} href={PATHS.waiting(kind)}>
                {formatNumber(list.total)}
              </Count>
            )}
          </h1>
          <p>{hint}</p>
        </div>
        <Link className="xf-button" href={PATHS.dashboard}>
          {DASHBOARD_TEXTS.back}
        </Link>
      </header>
      <section className="xf-card">
        {list.items.length === 0 ? (
          <p className="xf-empty">{empty}</p>
        ) : (
          <Lines tasks={list.items} line={WAITING_LINES[kind]} />
        )}
        <Pages page={page} pages={Math.ceil(list.total / TASKS_A_PAGE)} hrefOf={(to) => PATHS.waiting(kind, to)} />
      </section>
    </main>
  )
}

const WAITING_LINES: { [K in WaitingKind]: (task: Waiting[K]['items'][number]) => ReactNode } = {
  pending: ({ id, title, unit, startsAt, pending }) => (
    <>
      <Title href={PATHS.signUps(id, 'pending')}>{title}</Title>
      <Count className="xf-badge xf-badge--soon" of={pending} href={PATHS.signUps(id, 'pending')}>
        {DASHBOARD_TEXTS.toDecide(pending)}
      </Count>
      <Facts>
        <span>{unit}</span>
        <time>{DASHBOARD_TEXTS.startsOn(formatDateTime(startsAt))}</time>
      </Facts>
    </>
  ),
  corrections: ({ title, unit, activity, askedAt }) => (
    <>
      <Title href={PATHS.signUps(activity)}>{title}</Title>
      <Facts>
        <span>{unit}</span>
        <time>{DASHBOARD_TEXTS.askedOn(formatDay(askedAt))}</time>
        <span>{DASHBOARD_TEXTS.answer}</span>
      </Facts>
    </>
  ),
  overdue: recordingLine,
  unrecorded: recordingLine,
  tooFew: turnoutLine,
  full: turnoutLine,
}

function recordingLine({ id, title, unit, taken, missing, endsAt, ...countdown }: WaitingTasks['unrecorded']) {
  return (
    <>
      <Title href={missing !== 'outcome' ? PATHS.signUps(id) : PATHS.activity(id)}>{title}</Title>
      <time>
        <CountdownBadge countdown={countdown} />
      </time>
      <Facts>
        <span>{unit}</span>
        <time>{DASHBOARD_TEXTS.endedOn(formatDay(endsAt))}</time>
        <time>{dueText(countdown)}</time>
        {missing === 'attendance' ? (
          <Count of={taken} href={PATHS.signUps(id, 'taken')}>
            {DASHBOARD_TEXTS.recordAttendance(taken)}
          </Count>
        ) : (
          <span>{missing === 'evaluation' ? DASHBOARD_TEXTS.evaluate : DASHBOARD_TEXTS.recordOutcome}</span>
        )}
      </Facts>
    </>
  )
}

function turnoutLine({ id, title, unit, startsAt, minimum, ...turnout }: WaitingTasks['full']) {
  return (
    <>
      <Title href={PATHS.activity(id)}>{title}</Title>
      <Taken id={id} {...turnout} />
      <Facts>
        <span>{unit}</span>
        <time>{DASHBOARD_TEXTS.startsOn(formatDateTime(startsAt))}</time>
        {minimum !== null && <data value={minimum}>{DASHBOARD_TEXTS.least(minimum)}</data>}
        <Queue id={id} {...turnout} />
      </Facts>
    </>
  )
}

/** Its link covers the whole line, the links of numbers aside. */
function Title({ href, children }: { href: string; children: string }) {
  return (
    <Link className="xf-task__title" href={href}>
      {children}
    </Link>
  )
}

function Facts({ children }: { children: ReactNode }) {
  return <div className="xf-task__facts">{children}</div>
}

interface Turnout {
  id: string
  capacity: number | null
  taken: number
  waiting: number
}

function Taken({ id, taken, capacity }: Omit<Turnout, 'waiting'>) {
  return (
    <Count of={taken} href={PATHS.signUps(id, 'taken')}>
      {DASHBOARD_TEXTS.seats(taken, capacity)}
    </Count>
  )
}

function Queue({ id, waiting }: Pick<Turnout, 'id' | 'waiting'>) {
  if (waiting === 0) return null
  return (
    <Count of={waiting} href={PATHS.signUps(id, 'waiting')}>
      {DASHBOARD_TEXTS.waiting(waiting)}
    </Count>
  )
}

function Upcoming({ tasks, now }: { tasks: TaskList<UpcomingActivity>; now: Date }) {
  const href = PATHS.upcoming(now.toISOString(), new Date(now.getTime() + UPCOMING_MS).toISOString())
  return (
    <Card title={DASHBOARD_TEXTS.upcoming} count={{ of: tasks.total, href }}>
      <Tasks
        tasks={tasks}
        empty={DASHBOARD_TEXTS.upcomingEmpty}
        allHref={href}
        line={({ id, title, unit, startsAt, isOngoing, place, ...turnout }) => (
          <>
            <Title href={PATHS.signUps(id)}>{title}</Title>
            <span className="xf-task__seats">
              {isOngoing && <span className="xf-badge xf-badge--published">{DASHBOARD_TEXTS.ongoing}</span>}
              {turnout.capacity !== null && turnout.taken >= turnout.capacity && (
                <span className="xf-badge xf-badge--full">{DASHBOARD_TEXTS.full}</span>
              )}
              <Taken id={id} {...turnout} />
            </span>
            <Facts>
              <time>{formatDateTime(startsAt)}</time>
              <span>{unit}</span>
              <address>{place}</address>
              <Queue id={id} {...turnout} />
            </Facts>
          </>
        )}
      />
    </Card>
  )
}

function Drafts({ tasks }: { tasks: TaskList<DraftTask> }) {
  return (
    <Card title={DASHBOARD_TEXTS.drafts} count={{ of: tasks.total, href: PATHS.drafts }}>
      <Tasks
        tasks={tasks}
        empty={DASHBOARD_TEXTS.draftsEmpty}
        allHref={PATHS.drafts}
        line={({ id, title, unit, startsAt, isPast }) => (
          <>
            <Title href={PATHS.activity(id)}>{title}</Title>
            {isPast && <span className="xf-badge xf-badge--soon">{DASHBOARD_TEXTS.draftPast}</span>}
            <Facts>
              <span>{unit}</span>
              <time>{DASHBOARD_TEXTS.startsOn(formatDateTime(startsAt))}</time>
            </Facts>
          </>
        )}
      />
    </Card>
  )
}

function Targets({ targets, isDepartment }: { targets: TargetProgress[]; isDepartment: boolean }) {
  return (
    <Card
      title={DASHBOARD_TEXTS.targets}
      hint={
        isDepartment ? DASHBOARD_TEXTS.targetsHint : `${DASHBOARD_TEXTS.targetsOfCounty}${DASHBOARD_TEXTS.targetsHint}`
      }
    >
      {targets.length === 0 && <p className="xf-empty">{DASHBOARD_TEXTS.targetsEmpty}</p>}
      <ul className="xf-targets">
        {targets.map(({ id, title, measure, goal, tally, opening, counting }) => (
          <li key={id}>
            <div className="xf-target__title">
              {title} {counting && <span className="xf-badge xf-badge--soon">{TARGET_TEXTS.counting}</span>}
            </div>
            <div className="xf-bar" aria-hidden="true">
              <span className="xf-bar__opening" style={{ width: `${share(opening, goal, 0)}%` }} />
              <span className="xf-bar__tally" style={{ width: `${share(tally, goal, opening)}%` }} />
            </div>
            <div className="xf-target__figures">
              <Count of={tally} href={PATHS.contributions(id)}>
                {DASHBOARD_TEXTS.tally} <strong>{formatNumber(tally)}</strong> {MEASURE_UNITS[measure]}
              </Count>
              {opening > 0 && (
                <data value={opening}>
                  {DASHBOARD_TEXTS.opening} {formatNumber(opening)} {MEASURE_UNITS[measure]}
                </data>
              )}
              <data value={goal}>
                {DASHBOARD_TEXTS.goal} {formatNumber(goal)} {MEASURE_UNITS[measure]}
              </data>
              <data value={shareDone({ tally, opening, goal })}>
                {DASHBOARD_TEXTS.done(percentDone({ tally, opening, goal }))}
                {opening > 0 && `（${partsInWords({ tally, opening, measure })}）`}
              </data>
            </div>
            <TargetLinks id={id} measure={measure} isDepartment={isDepartment} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** The width of one part of a bar in percent, so that all parts together never pass 100. */
function share(amount: number, goal: number, before: number): number {
  return Math.max(0, Math.min(amount, goal - before) / goal) * 100
}
