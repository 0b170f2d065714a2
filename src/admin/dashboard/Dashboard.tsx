import { Link } from '@payloadcms/ui'
import type { AdminViewServerProps } from 'payload'
import type { ReactNode } from 'react'
import {
  listStaffTasks,
  UPCOMING_MS,
  WAITING_KINDS,
  type CorrectionTask,
  type DraftTask,
  type PendingTask,
  type RecordingTask,
  type StaffTarget,
  type TaskList,
  type TurnoutTask,
  type UpcomingActivity,
} from '../../operations/desk/listStaffTasks.ts'
import { staffAccount } from '../../operations/identity/requireUser.ts'
import { CountdownBadge, dueText } from '../Countdown.tsx'
import { shareDone } from '../../domain/tallies/progress.ts'
import { formatDateTime, formatDay, formatNumber } from '../format.ts'
import { NAV_TEXTS } from '../nav/texts.ts'
import { PATHS } from '../paths.ts'
import { TargetLinks } from '../targets/TargetLinks.tsx'
import { MEASURE_UNITS, TARGET_TEXTS } from '../targets/texts.ts'
import { DASHBOARD_TEXTS } from './texts.ts'

/** The tasks that wait for this staff member, most urgent first; each line leads to where it is done. */
export async function Dashboard({ initPageResult, searchParams }: AdminViewServerProps) {
  // Their own password comes first (session/OwnPassword.tsx); until then the server answers nothing else.
  if (staffAccount(initPageResult.req)?.mustChangePassword) return null
  const now = new Date()
  const tasks = await listStaffTasks(
    initPageResult.req,
    now,
    WAITING_KINDS.find((kind) => kind === searchParams?.show),
  )
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
          <Link className="xf-button" href={PATHS.exports}>
            {NAV_TEXTS.exports}
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
      <div className="xf-columns">
        <div>
          <Pending tasks={tasks.pending} />
          <Unrecorded tasks={tasks.unrecorded} />
          <Corrections tasks={tasks.corrections} />
          <Turnout kind="tooFew" tasks={tasks.tooFew} />
          <Turnout kind="full" tasks={tasks.full} />
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

function Card({ title, count, hint, children }: { title: string; count?: number; hint?: string; children: ReactNode }) {
  return (
    <section className="xf-card">
      <h2>
        {title}
        {count !== undefined && count > 0 && <span className="xf-count">{formatNumber(count)}</span>}
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
      <ul className="xf-tasks">
        {tasks.items.map((task) => (
          <li key={task.id}>{line(task)}</li>
        ))}
      </ul>
      {tasks.total > tasks.items.length && (
        <Link className="xf-more" href={allHref}>
          {DASHBOARD_TEXTS.showAll(tasks.total)}
        </Link>
      )}
    </>
  )
}

/** Not every unit has activities that ask for it: nothing is shown where nothing waits. */
function Pending({ tasks }: { tasks: TaskList<PendingTask> }) {
  if (tasks.total === 0) return null
  return (
    <Card title={DASHBOARD_TEXTS.pending} count={tasks.total} hint={DASHBOARD_TEXTS.pendingHint}>
      <Tasks
        tasks={tasks}
        empty=""
        allHref={PATHS.waiting('pending')}
        line={({ id, title, unit, startsAt, pending }) => (
          <Link className="xf-task" href={PATHS.pending(id)}>
            <span className="xf-task__title">{title}</span>
            <span className="xf-badge xf-badge--soon">{DASHBOARD_TEXTS.toDecide(pending)}</span>
            <span className="xf-task__facts">
              <span>{unit}</span>
              <span>{DASHBOARD_TEXTS.startsOn(formatDateTime(startsAt))}</span>
            </span>
          </Link>
        )}
      />
    </Card>
  )
}

function Turnout({ kind, tasks }: { kind: 'tooFew' | 'full'; tasks: TaskList<TurnoutTask> }) {
  if (tasks.total === 0) return null
  return (
    <Card title={DASHBOARD_TEXTS.turnout[kind].title} count={tasks.total} hint={DASHBOARD_TEXTS.turnout[kind].hint}>
      <Tasks
        tasks={tasks}
        empty=""
        allHref={PATHS.waiting(kind)}
        line={({ id, title, unit, startsAt, capacity, taken, waiting }) => (
          <Link className="xf-task" href={PATHS.activity(id)}>
            <span className="xf-task__title">{title}</span>
            <span className="xf-task__seats">{DASHBOARD_TEXTS.seats(taken, capacity)}</span>
            <span className="xf-task__facts">
              <span>{unit}</span>
              <span>{DASHBOARD_TEXTS.startsOn(formatDateTime(startsAt))}</span>
              {waiting > 0 && <span>{DASHBOARD_TEXTS.waiting(waiting)}</span>}
            </span>
          </Link>
        )}
      />
    </Card>
  )
}

function Unrecorded({ tasks }: { tasks: TaskList<RecordingTask> }) {
  return (
    <Card title={DASHBOARD_TEXTS.unrecorded} count={tasks.total} hint={DASHBOARD_TEXTS.unrecordedHint}>
      <Tasks
        tasks={tasks}
        empty={DASHBOARD_TEXTS.unrecordedEmpty}
        allHref={PATHS.waiting('unrecorded')}
        line={({ id, title, unit, taken, missing, endsAt, ...countdown }) => (
          <Link className="xf-task" href={missing !== 'outcome' ? PATHS.signUps(id) : PATHS.activity(id)}>
            <span className="xf-task__title">{title}</span>
            <CountdownBadge countdown={countdown} />
            <span className="xf-task__facts">
              <span>{unit}</span>
              <span>{DASHBOARD_TEXTS.endedOn(formatDay(endsAt))}</span>
              <span>{dueText(countdown)}</span>
              <span>
                {missing === 'evaluation'
                  ? DASHBOARD_TEXTS.evaluate
                  : missing === 'attendance'
                    ? DASHBOARD_TEXTS.recordAttendance(taken)
                    : DASHBOARD_TEXTS.recordOutcome}
              </span>
            </span>
          </Link>
        )}
      />
    </Card>
  )
}

function Corrections({ tasks }: { tasks: TaskList<CorrectionTask> }) {
  return (
    <Card title={DASHBOARD_TEXTS.corrections} count={tasks.total} hint={DASHBOARD_TEXTS.correctionsHint}>
      <Tasks
        tasks={tasks}
        empty={DASHBOARD_TEXTS.correctionsEmpty}
        allHref={PATHS.waiting('corrections')}
        line={({ title, unit, activity, askedAt }) => (
          <Link className="xf-task" href={PATHS.signUps(activity)}>
            <span className="xf-task__title">{title}</span>
            <span className="xf-task__facts">
              <span>{unit}</span>
              <span>{DASHBOARD_TEXTS.askedOn(formatDay(askedAt))}</span>
              <span>{DASHBOARD_TEXTS.answer}</span>
            </span>
          </Link>
        )}
      />
    </Card>
  )
}

function Upcoming({ tasks, now }: { tasks: TaskList<UpcomingActivity>; now: Date }) {
  return (
    <Card title={DASHBOARD_TEXTS.upcoming} count={tasks.total}>
      <Tasks
        tasks={tasks}
        empty={DASHBOARD_TEXTS.upcomingEmpty}
        allHref={PATHS.upcoming(now.toISOString(), new Date(now.getTime() + UPCOMING_MS).toISOString())}
        line={({ id, title, unit, startsAt, isOngoing, place, capacity, taken, waiting }) => (
          <Link className="xf-task" href={PATHS.signUps(id)}>
            <span className="xf-task__title">{title}</span>
            <span className="xf-task__seats">
              {isOngoing && <span className="xf-badge xf-badge--published">{DASHBOARD_TEXTS.ongoing}</span>}
              {capacity !== null && taken >= capacity && (
                <span className="xf-badge xf-badge--full">{DASHBOARD_TEXTS.full}</span>
              )}
              {DASHBOARD_TEXTS.seats(taken, capacity)}
            </span>
            <span className="xf-task__facts">
              <span>{formatDateTime(startsAt)}</span>
              <span>{unit}</span>
              <span>{place}</span>
              {waiting > 0 && <span>{DASHBOARD_TEXTS.waiting(waiting)}</span>}
            </span>
          </Link>
        )}
      />
    </Card>
  )
}

function Drafts({ tasks }: { tasks: TaskList<DraftTask> }) {
  return (
    <Card title={DASHBOARD_TEXTS.drafts} count={tasks.total}>
      <Tasks
        tasks={tasks}
        empty={DASHBOARD_TEXTS.draftsEmpty}
        allHref={PATHS.drafts}
        line={({ id, title, unit, startsAt, isPast }) => (
          <Link className="xf-task" href={PATHS.activity(id)}>
            <span className="xf-task__title">{title}</span>
            {isPast && <span className="xf-badge xf-badge--soon">{DASHBOARD_TEXTS.draftPast}</span>}
            <span className="xf-task__facts">
              <span>{unit}</span>
              <span>{DASHBOARD_TEXTS.startsOn(formatDateTime(startsAt))}</span>
            </span>
          </Link>
        )}
      />
    </Card>
  )
}

function Targets({ targets, isDepartment }: { targets: StaffTarget[]; isDepartment: boolean }) {
  return (
    <Card
      title={DASHBOARD_TEXTS.targets}
      hint={
        isDepartment ? DASHBOARD_TEXTS.targetsHint : `${DASHBOARD_TEXTS.targetsOfCounty}${DASHBOARD_TEXTS.targetsHint}`
      }
    >
      {targets.length === 0 && <p className="xf-empty">{DASHBOARD_TEXTS.targetsEmpty}</p>}
      <ul className="xf-targets">
        {targets.map(({ id, title, measure, goal, tally, opening, counting, filter }) => (
          <li key={id}>
            <div className="xf-target__title">
              {title} {counting && <span className="xf-badge xf-badge--soon">{TARGET_TEXTS.counting}</span>}
            </div>
            <div className="xf-bar" aria-hidden="true">
              <span className="xf-bar__opening" style={{ width: `${share(opening, goal, 0)}%` }} />
              <span className="xf-bar__tally" style={{ width: `${share(tally, goal, opening)}%` }} />
            </div>
            <div className="xf-target__figures">
              <span>
                {DASHBOARD_TEXTS.tally} <strong>{formatNumber(tally)}</strong>
              </span>
              {opening > 0 && (
                <span>
                  {DASHBOARD_TEXTS.opening} {formatNumber(opening)}
                </span>
              )}
              <span>
                {DASHBOARD_TEXTS.goal} {formatNumber(goal)} {MEASURE_UNITS[measure]}
              </span>
              <span>{DASHBOARD_TEXTS.done(Math.floor(shareDone({ tally, opening, goal }) * 1000) / 10)}</span>
            </div>
            <TargetLinks id={id} filter={filter} isDepartment={isDepartment} />
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
