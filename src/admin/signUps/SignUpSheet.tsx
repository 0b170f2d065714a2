'use client'
import { Link } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { Fragment, useRef, useState, useTransition } from 'react'
import type { Deed } from '../../domain/activities/activityStates.ts'
import {
  ACTIVITY_STATUSES,
  ATTENDANCES,
  REGISTRATION_STATUSES,
  type Attendance,
} from '../../domain/shared/vocabulary.ts'
import { answerColumns, standardAnswerColumns } from '../../domain/records/answerRow.ts'
import { CHECK_IN_METHODS, EVALUATIONS, MINUTES_SOURCES } from '../../domain/attendance/vocabulary.ts'
import type { SignUp, SignUpSheet as Sheet } from '../../operations/seats/listSignUps.ts'
import type { Answer } from '../call.ts'
import { BatchFiles } from '../certificates/BatchFiles.tsx'
import { issueCertificates } from '../certificates/calls.ts'
import { ISSUE_OUTCOMES, ISSUE_TEXTS } from '../certificates/texts.ts'
import { COUNTER_TEXTS } from '../counter/texts.ts'
import { CountdownBadge, dueText } from '../Countdown.tsx'
import { DoorLinks } from '../door/DoorLinks.tsx'
import { choicesOf } from '../exports/choices.ts'
import { ExportPanel } from '../exports/ExportPanel.tsx'
import { formatDateTime } from '../format.ts'
import {
  ANSWER_TEXTS,
  ATTENDANCE_OUTCOMES,
  CHECK_OUT_OUTCOMES,
  CORRECTION_TEXTS,
  DECISION_OUTCOMES,
  EVALUATION_OUTCOMES,
  SIGN_UP_TEXTS,
} from './texts.ts'
import { PATHS } from '../paths.ts'
import { AnswerForm } from './AnswerForm.tsx'
import { CancelForm } from './CancelForm.tsx'
import { cancelRegistration, decide, evaluate, recordAttendance, recordCheckOut } from './calls.ts'
import { CorrectionForm } from './CorrectionForm.tsx'
import { DecisionForm } from './DecisionForm.tsx'
import { EvaluationForm } from './EvaluationForm.tsx'
import { filterSignUps, type Filter } from './filters.ts'
import { SignUpDetails } from './SignUpDetails.tsx'
import { WalkInForm } from './WalkInForm.tsx'

export interface Notice {
  /** nothing: it was taken, and changed nobody's record. */
  kind: 'done' | 'nothing' | 'failed'
  lines: string[]
}

/** How it ends for whoever stays as they were. */
const UNCHANGED = new Set<string>([
  'duplicate',
  'outranked',
  'exists',
  'not-pending',
  'unknown',
  'out-of-scope',
  'wrong-activity',
  'too-early',
  'invalid-time',
  'not-open',
  'not-present',
  'before-check-in',
  'too-late',
  'not-service',
  'not-served',
  'full',
  'outdated',
  'erased',
  'unnamed',
])

type Form = 'correction' | 'cancel' | 'answer' | 'details'
type OpenRow = { id: string; form: Form } | null

/**
 * Everyone who signed up, at first those that `first` lets through, with attendance recorded for many at once. The
 * server's rows are shown again after every change.
 */
export function SignUpSheet({
  sheet,
  first = 'all',
  isDepartment = false,
}: {
  sheet: Sheet
  first?: Filter
  isDepartment?: boolean
}) {
  const { activity, signUps, page, totalPages } = sheet
  const router = useRouter()
  const [query, setQuery] = useState('')
  const [filter, setFilter] = useState<Filter>(first)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [open, setOpen] = useState<OpenRow>(null)
  const [notice, setNotice] = useState<Notice | null>(null)
  const [isSending, setIsSending] = useState(false)
  const [isRefreshing, startRefresh] = useTransition()
  const isBusy = isSending || isRefreshing
  const isService = activity.ledger === 'service'
  const columns = answerColumns(activity.questions, activity.ledger)
  const can = (deed: Deed): boolean => activity.allowed.includes(deed)

  const filters = (Object.keys(SIGN_UP_TEXTS.filters) as Filter[]).filter(
    (name) => name !== 'pending' || activity.approval || signUps.some(({ status }) => status === 'pending'),
  )
  const shown = filterSignUps(signUps, filter, query)
  const chosen = shown.filter(({ id }) => selected.has(id))
  const undecided = chosen.filter(({ status }) => status === 'pending')

  const finish = (next: Notice) => {
    setNotice(next)
    if (next.kind !== 'failed') startRefresh(() => router.refresh())
  }

  /** Does one thing to all who are chosen, and says how it ended for them. */
  const forChosen = async <Outcome extends string>(
    work: (ids: string[]) => Promise<Answer<Outcome[]>>,
    sentences: Record<Outcome, (count: number) => string>,
    those = chosen,
  ): Promise<boolean> => {
    setIsSending(true)
    const answer = await work(those.map(({ id }) => id))
    setIsSending(false)
    if (!answer.ok) {
      finish({ kind: 'failed', lines: [answer.detail] })
      return false
    }
    setSelected(new Set())
    finish({
      kind: answer.body.some((outcome) => !UNCHANGED.has(outcome)) ? 'done' : 'nothing',
      lines: [...new Set(answer.body)].map((outcome) =>
        sentences[outcome](answer.body.filter((other) => other === outcome).length),
      ),
    })
    return true
  }

  const mark = async (attendance: Attendance) =>
    forChosen((ids) => recordAttendance(activity.id, ids, attendance), {
      ...ATTENDANCE_OUTCOMES,
      recorded: (count: number) => ATTENDANCE_OUTCOMES.recorded(count, attendance),
    })

  const cancel = async ({ id, name }: SignUp, reason: string) => {
    setIsSending(true)
    const answer = await cancelRegistration(id, reason)
    setIsSending(false)
    setOpen(null)
    finish(
      answer.ok ? { kind: 'done', lines: [SIGN_UP_TEXTS.cancelled(name)] } : { kind: 'failed', lines: [answer.detail] },
    )
  }

  const toggle = (id: string) =>
    setSelected((before) =>
      before.has(id) ? new Set([...before].filter((other) => other !== id)) : new Set([...before, id]),
    )
  const isAllChosen = shown.length > 0 && chosen.length === shown.length

  return (
    <div className="xf-sheet" aria-busy={isBusy}>
      <header className="xf-sheet__head">
        <a href={PATHS.activity(activity.id)}>{activity.title}</a>
        <span className={`xf-badge xf-badge--${activity.status}`}>{ACTIVITY_STATUSES[activity.status]}</span>
        <span>{formatDateTime(activity.startsAt)}</span>
        <span>{activity.place}</span>
      </header>
      {activity.status === 'cancelled' && <p className="xf-notice">{SIGN_UP_TEXTS.cancelledHint}</p>}
      <Counters activity={activity} />
      {can('record') && activity.recording && (
        <p className="xf-notice">
          {SIGN_UP_TEXTS.recording} <CountdownBadge countdown={activity.recording} /> {dueText(activity.recording)}
        </p>
      )}
      {activity.capacity !== null && activity.taken > activity.capacity && (
        <p className="xf-notice">{SIGN_UP_TEXTS.over(activity.taken - activity.capacity)}</p>
      )}
      {activity.status === 'draft' && <p className="xf-notice">{SIGN_UP_TEXTS.draftHint}</p>}
      <div className="xf-sheet__links">
        {can('signUpForAnother') && (
          <Link className="xf-button xf-sheet__door" href={PATHS.signUpForAnother(activity.id)}>
            {COUNTER_TEXTS.title}
          </Link>
        )}
        {can('walkIn') && (
          <a className="xf-button xf-sheet__door" href={PATHS.checkIn(activity.id)}>
            {SIGN_UP_TEXTS.checkIn}
          </a>
        )}
        {can('walkIn') && activity.selfCheckIn && (
          <a
            className="xf-button xf-sheet__door"
            href={PATHS.selfCheckInCode(activity.id)}
            target="_blank"
            rel="noreferrer"
          >
            {SIGN_UP_TEXTS.code}
          </a>
        )}
        {can('signInSheet') && (
          <a className="xf-button xf-sheet__door" href={PATHS.signInSheet(activity.id)}>
            {SIGN_UP_TEXTS.signInSheet}
          </a>
        )}
        {can('importSheet') && (
          <a className="xf-button xf-sheet__door" href={PATHS.imports(activity.id)}>
            {SIGN_UP_TEXTS.importSheet}
          </a>
        )}
        {can('poster') && (
          <a className="xf-button xf-sheet__door" href={PATHS.poster(activity.id)}>
            {SIGN_UP_TEXTS.poster}
          </a>
        )}
        {signUps.length > 0 && can('tell') && (
          <a className="xf-button xf-sheet__door" href={PATHS.broadcasts(activity.id)}>
            {SIGN_UP_TEXTS.broadcast}
          </a>
        )}
      </div>
      {can('walkIn') && <DoorLinks activity={activity.id} />}
      {isService && can('certify') && activity.present > 0 && (
        <BatchFiles readBatch={() => ({ activity: activity.id })} />
      )}
      <div className="xf-tools">
        <label className="xf-field">
          <span className="xf-visually-hidden">{SIGN_UP_TEXTS.search}</span>
          <input
            type="search"
            placeholder={SIGN_UP_TEXTS.search}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
        <div className="xf-filters" role="group" aria-label={SIGN_UP_TEXTS.filterLabel}>
          {filters.map((name) => (
            <button key={name} type="button" aria-pressed={filter === name} onClick={() => setFilter(name)}>
              {SIGN_UP_TEXTS.filters[name]} <span>{filterSignUps(signUps, name, '').length}</span>
            </button>
          ))}
        </div>
      </div>

      {signUps.length > 0 && (
        <ExportPanel
          title={SIGN_UP_TEXTS.exportAnswers}
          hint={SIGN_UP_TEXTS.exportHint}
          path={PATHS.exportAnswers(activity.id)}
          filters={{ show: filter, ...(query.trim() !== '' && { name: query }) }}
          columns={choicesOf(columns, isDepartment)}
          standard={standardAnswerColumns(columns)}
        />
      )}
      {signUps.some(({ size }) => size > 1) && <p className="xf-hint">{SIGN_UP_TEXTS.headsHint}</p>}
      <div className="xf-bulk" role="group" aria-label={SIGN_UP_TEXTS.columns.attendance}>
        <SelectAll
          isChecked={isAllChosen}
          isMixed={chosen.length > 0 && !isAllChosen}
          isDisabled={shown.length === 0}
          onToggle={() => setSelected(isAllChosen ? new Set() : new Set(shown.map(({ id }) => id)))}
        />
        <span className="xf-bulk__count">
          {chosen.length === 0 ? SIGN_UP_TEXTS.selectFirst : SIGN_UP_TEXTS.selected(chosen.length)}
        </span>
        <div className="xf-bulk__marks">
          <button
            type="button"
            className="xf-button xf-button--primary"
            disabled={isBusy || !can('record') || chosen.length === 0}
            onClick={() => void mark('present')}
          >
            {SIGN_UP_TEXTS.markPresent}
          </button>
          <button
            type="button"
            className="xf-button"
            disabled={isBusy || !can('record') || chosen.length === 0}
            onClick={() => void mark('absent')}
          >
            {SIGN_UP_TEXTS.markAbsent}
          </button>
          <button
            type="button"
            className="xf-button"
            disabled={isBusy || chosen.length === 0}
            onClick={() => void mark('unknown')}
          >
            {SIGN_UP_TEXTS.clear}
          </button>
          {isService && (
            <button
              type="button"
              className="xf-button"
              title={SIGN_UP_TEXTS.leftHint}
              disabled={isBusy || chosen.length === 0}
              onClick={() => void forChosen((ids) => recordCheckOut(activity.id, ids), CHECK_OUT_OUTCOMES)}
            >
              {SIGN_UP_TEXTS.markLeft}
            </button>
          )}
          {isService && can('certify') && (
            <button
              type="button"
              className="xf-button"
              title={ISSUE_TEXTS.issueHint}
              disabled={isBusy || chosen.length === 0}
              onClick={() =>
                void forChosen(
                  (registrations) => issueCertificates({ activity: activity.id, registrations }),
                  ISSUE_OUTCOMES,
                )
              }
            >
              {ISSUE_TEXTS.issue}
            </button>
          )}
        </div>
      </div>
      {can('approve') && signUps.some(({ status }) => status === 'pending') && (
        <DecisionForm
          count={undecided.length}
          isBusy={isBusy}
          onSubmit={(decision, reason) =>
            forChosen((ids) => decide(activity.id, ids, decision, reason), DECISION_OUTCOMES, undecided)
          }
        />
      )}
      {isService && can('evaluate') && (
        <EvaluationForm
          count={chosen.length}
          isBusy={isBusy}
          onSubmit={(evaluation, note) =>
            forChosen((ids) => evaluate(activity.id, ids, evaluation, note), EVALUATION_OUTCOMES)
          }
        />
      )}
      <div role="status" aria-live="polite" className="xf-results">
        {isBusy && <p className="xf-notice">{SIGN_UP_TEXTS.working}</p>}
        {!isBusy && notice && (
          <div className={`xf-notice xf-notice--${notice.kind}`}>
            {notice.lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
        )}
      </div>

      {shown.length === 0 ? (
        <p className="xf-empty">{signUps.length === 0 ? SIGN_UP_TEXTS.empty : SIGN_UP_TEXTS.noMatch}</p>
      ) : (
        <table className="xf-table">
          <thead>
            <tr>
              <td />
              <th>{SIGN_UP_TEXTS.columns.sequence}</th>
              <th>{SIGN_UP_TEXTS.columns.name}</th>
              <th>{SIGN_UP_TEXTS.columns.phone}</th>
              <th>{SIGN_UP_TEXTS.columns.status}</th>
              <th>{SIGN_UP_TEXTS.columns.attendance}</th>
              {isService && <th>{SIGN_UP_TEXTS.columns.minutes}</th>}
              <th>{SIGN_UP_TEXTS.columns.evaluation}</th>
              <th>{SIGN_UP_TEXTS.columns.actions}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((signUp) => (
              <Fragment key={signUp.id}>
                <Row
                  signUp={signUp}
                  hasMinutes={isService}
                  isSelected={selected.has(signUp.id)}
                  open={open?.id === signUp.id ? open.form : null}
                  canCancel={can('cancelSignUp')}
                  canApprove={can('approve') && !isBusy}
                  onApprove={() =>
                    void forChosen((ids) => decide(activity.id, ids, 'approve', ''), DECISION_OUTCOMES, [signUp])
                  }
                  onToggle={() => toggle(signUp.id)}
                  onOpen={(form) =>
                    setOpen(open?.id === signUp.id && open.form === form ? null : { id: signUp.id, form })
                  }
                />
                {open?.id === signUp.id && (
                  <tr className="xf-table__form">
                    <td colSpan={isService ? 9 : 8}>
                      {open.form === 'details' ? (
                        <SignUpDetails signUp={signUp} />
                      ) : open.form === 'answer' && signUp.request ? (
                        <AnswerForm
                          signUp={signUp}
                          request={signUp.request}
                          hasMinutes={isService}
                          onClose={() => setOpen(null)}
                          onDone={() => {
                            setOpen(null)
                            finish({ kind: 'done', lines: [ANSWER_TEXTS.done(nameOf(signUp))] })
                          }}
                        />
                      ) : open.form === 'correction' ? (
                        <CorrectionForm
                          signUp={signUp}
                          hasMinutes={isService}
                          onClose={() => setOpen(null)}
                          onDone={() => {
                            setOpen(null)
                            finish({ kind: 'done', lines: [CORRECTION_TEXTS.done(nameOf(signUp))] })
                          }}
                        />
                      ) : (
                        <CancelForm
                          name={nameOf(signUp)}
                          hasQueue={activity.waiting > 0}
                          isBusy={isBusy}
                          onSubmit={(reason) => void cancel(signUp, reason)}
                          onClose={() => setOpen(null)}
                        />
                      )}
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      )}

      {totalPages > 1 && (
        <nav className="xf-pages" aria-label={SIGN_UP_TEXTS.page(page, totalPages)}>
          {page > 1 && <a href={PATHS.signUps(activity.id, filter, page - 1)}>{SIGN_UP_TEXTS.previous}</a>}
          <span>{SIGN_UP_TEXTS.page(page, totalPages)}</span>
          {page < totalPages && <a href={PATHS.signUps(activity.id, filter, page + 1)}>{SIGN_UP_TEXTS.next}</a>}
          <span>{SIGN_UP_TEXTS.pageHint}</span>
        </nav>
      )}

      {can('walkIn') && (
        <WalkInForm activityId={activity.id} onDone={(line) => finish({ kind: 'done', lines: [line] })} />
      )}
    </div>
  )
}

function Counters({ activity }: { activity: Sheet['activity'] }) {
  return (
    <dl className="xf-counters">
      <Counter label={SIGN_UP_TEXTS.capacity} value={activity.capacity ?? SIGN_UP_TEXTS.unlimited} />
      {(['taken', 'waiting', 'present'] as const).map((name) => (
        <Counter
          key={name}
          label={SIGN_UP_TEXTS[name]}
          value={activity[name]}
          href={PATHS.signUps(activity.id, name)}
        />
      ))}
    </dl>
  )
}

/** @param href where it is the number of some records: these */
export function Counter({ label, value, href }: { label: string; value: number | string; href?: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{href === undefined ? value : <a href={href}>{value}</a>}</dd>
    </div>
  )
}

function SelectAll({
  isChecked,
  isMixed,
  isDisabled,
  onToggle,
}: {
  isChecked: boolean
  isMixed: boolean
  isDisabled: boolean
  onToggle: () => void
}) {
  // A half-checked box can be set by script only.
  const setMixed = (box: HTMLInputElement | null) => {
    if (box) box.indeterminate = isMixed
  }
  return (
    <label className="xf-check">
      <input ref={setMixed} type="checkbox" checked={isChecked} disabled={isDisabled} onChange={onToggle} />
      {SIGN_UP_TEXTS.selectAll}
    </label>
  )
}

interface RowProps {
  signUp: SignUp
  hasMinutes: boolean
  isSelected: boolean
  open: Form | null
  canCancel: boolean
  canApprove: boolean
  onToggle: () => void
  /** Of one that was refused. */
  onApprove: () => void
  onOpen: (form: Form) => void
}

function Row({ signUp, hasMinutes, isSelected, open, canCancel, canApprove, onToggle, onApprove, onOpen }: RowProps) {
  const { status, walkIn, attendance } = signUp
  const checkbox = useRef<HTMLInputElement>(null)
  return (
    <tr className={isSelected ? 'is-selected' : undefined}>
      <td className="xf-table__check">
        <label className="xf-check">
          <input ref={checkbox} type="checkbox" checked={isSelected} onChange={onToggle} />
          <span className="xf-visually-hidden">{SIGN_UP_TEXTS.select(nameOf(signUp))}</span>
        </label>
      </td>
      <td className="xf-table__sequence">{signUp.sequence ?? '–'}</td>
      <td className="xf-table__name" onClick={() => checkbox.current?.click()}>
        {nameOf(signUp)}
      </td>
      <td className="xf-table__phone">{signUp.phone || '–'}</td>
      <td className={`xf-table__status xf-table__status--${walkIn ? 'walk-in' : status}`}>
        <span className={`xf-badge xf-badge--${status}`}>
          {walkIn && status === 'confirmed' ? SIGN_UP_TEXTS.walkIn : REGISTRATION_STATUSES[status]}
        </span>
        {signUp.position !== null && <small>{SIGN_UP_TEXTS.position(signUp.position)}</small>}
        {signUp.size > 1 && <small>{SIGN_UP_TEXTS.party(signUp.size)}</small>}
        {status === 'refused' && signUp.refusal !== null && <small>{signUp.refusal}</small>}
      </td>
      <td>
        <span className={`xf-mark xf-mark--${attendance}`}>{ATTENDANCES[attendance]}</span>
        {signUp.size > 1 && attendance === 'present' && (
          <small>{SIGN_UP_TEXTS.came(signUp.came ?? signUp.size, signUp.size)}</small>
        )}
        {signUp.checkedInAt !== null && (
          <small>
            {SIGN_UP_TEXTS.checkedInAt(
              formatDateTime(signUp.checkedInAt),
              signUp.method === null ? '' : CHECK_IN_METHODS[signUp.method],
            )}
          </small>
        )}
        {signUp.checkedOutAt !== null && (
          <small>{SIGN_UP_TEXTS.checkedOutAt(formatDateTime(signUp.checkedOutAt))}</small>
        )}
        {signUp.recordedBy !== '' && <small>{SIGN_UP_TEXTS.recordedBy(signUp.recordedBy)}</small>}
      </td>
      {hasMinutes && (
        <td className="xf-table__minutes">
          {signUp.minutes === null ? '–' : SIGN_UP_TEXTS.minutes(signUp.minutes)}
          {signUp.minutesSource !== null && <small>{MINUTES_SOURCES[signUp.minutesSource]}</small>}
        </td>
      )}
      <td>
        {signUp.evaluation !== null ? EVALUATIONS[signUp.evaluation] : signUp.rating === null && '–'}
        {signUp.evaluationNote !== null && <small>{signUp.evaluationNote}</small>}
        {signUp.rating !== null && <small>{SIGN_UP_TEXTS.rating(signUp.rating)}</small>}
        {signUp.feedback !== null && <small>{signUp.feedback}</small>}
      </td>
      <td className="xf-table__actions">
        <button type="button" aria-expanded={open === 'details'} onClick={() => onOpen('details')}>
          {SIGN_UP_TEXTS.details}
        </button>
        {signUp.request !== null && (
          <button type="button" aria-expanded={open === 'answer'} onClick={() => onOpen('answer')}>
            {SIGN_UP_TEXTS.answer}
          </button>
        )}
        {attendance !== 'unknown' && (
          <button type="button" aria-expanded={open === 'correction'} onClick={() => onOpen('correction')}>
            {SIGN_UP_TEXTS.correct}
          </button>
        )}
        {status === 'refused' && canApprove && (
          <button type="button" onClick={onApprove}>
            {SIGN_UP_TEXTS.approveAfterAll}
          </button>
        )}
        {canCancel && status !== 'cancelled' && status !== 'refused' && attendance !== 'present' && (
          <button type="button" aria-expanded={open === 'cancel'} onClick={() => onOpen('cancel')}>
            {SIGN_UP_TEXTS.cancel}
          </button>
        )}
      </td>
    </tr>
  )
}

/** People who erased their data keep a record without a name. */
function nameOf({ name }: SignUp): string {
  return name || SIGN_UP_TEXTS.unnamed
}
