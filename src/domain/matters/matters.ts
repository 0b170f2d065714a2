import { AppError, type ErrorCode } from '../shared/AppError.ts'
import { isYearKnown } from '../shared/workdays.ts'
import { dayOf } from '../shared/calendar.ts'
import {
  classedUntil,
  markAt,
  reopenedUntil,
  returnedUntil,
  silentFrom,
  termOf,
  type Complexity,
  type TermFacts,
} from './due.ts'
import { MARKS, type Level, type Mark, type MatterState, type Outcome, type Satisfaction } from './vocabulary.ts'

/** The one that takes a step. Units and rights are found out before; here they are told by level. */
export type Actor =
  | { as: 'raiser' }
  | { as: 'time' }
  /** By an appointment of the unit in which the matter lies. */
  | { as: 'appointee'; id: string; appointment: string }
  /** Level 0 is a bureau, which works on what it is given and answers for nothing else. */
  | { as: 'staff'; id: string; unit: string; level: 0 | Level }

export interface Handler {
  unit: string
  appointment: string | null
  isBureau: boolean
}

export interface Report extends TermFacts {
  /** 首接: the community that answers for it to the end. */
  owner: string
  foundAt: string
  /** Somebody who can be asked whether it is solved. */
  hasRaiser: boolean
  /** The unit that is complained of. */
  against: string | null
}

export interface Extension {
  by: string
  until: string
  reason: string
  answer: 'asked' | 'granted' | 'refused'
}

export type MatterEvent =
  | { type: 'assign'; handler: Handler; complexBecause?: string }
  | { type: 'accept' }
  | { type: 'return'; reason: string; instead: string }
  /** 三个第一: found, reported and dealt with in one breath. */
  | { type: 'handleAtOnce'; answer: string; unit: string }
  | { type: 'raise'; reason: string }
  | { type: 'askExtension'; until: string; reason: string }
  | { type: 'answerExtension'; isGranted: boolean }
  | { type: 'solve'; answer: string }
  | { type: 'confirm'; satisfaction: 'yes' | 'partly' }
  | { type: 'deny'; reason: string }
  | { type: 'fallSilent' }
  | { type: 'close'; outcome: 'explained' | 'referred' | 'withdrawn' | 'duplicate'; reason: string }
  | { type: 'proposeDecline'; reason: string }
  | { type: 'decline'; reason: string }
  | { type: 'reopen'; reason: string }
  | { type: 'mark'; mark: Mark }
  /** The calendar of a year has been announced. */
  | { type: 'redate' }

export interface Step {
  at: string
  by: Actor
  event: MatterEvent
}

/** A matter as far as its steps go. Times are of the round that runs; those of earlier ones stand in the history. */
export interface Matter extends Report {
  state: MatterState
  outcome: Outcome | null
  satisfaction: Satisfaction | null
  level: Level
  round: number
  roundSince: string
  handler: Handler | null
  reportedAt: string
  assignedAt: string | null
  acceptedAt: string | null
  solvedAt: string | null
  closedAt: string | null
  solvedBy: string | null
  /** Whether it was dealt with on the spot, by the same person who found it. */
  isAtOnce: boolean
  confirmedBy: 'raiser' | 'staff' | null
  dueAt: string | null
  /** The first term; it stays as it was when an extension is granted. */
  firstDueAt: string | null
  /** By when it had to be solved to be in time: the first round's term, with its extension. */
  inTimeUntil: string | null
  provisional: boolean
  hasReturned: boolean
  extension: Extension | null
  declineProposedBy: string | null
  timesDenied: number
  timesReopened: number
  marks: Mark[]
  history: Step[]
}

/** After the third “no” the level above hands it out anew. */
const MOST_DENIALS = 2
const TOP: Level = 3

export function report(facts: Report, reportedAt: string): Matter {
  const { dueAt, provisional } = termOf(facts, reportedAt)
  return {
    ...facts,
    state: 'reported',
    outcome: null,
    satisfaction: null,
    level: 1,
    round: 1,
    roundSince: reportedAt,
    handler: null,
    reportedAt,
    assignedAt: null,
    acceptedAt: null,
    solvedAt: null,
    closedAt: null,
    solvedBy: null,
    isAtOnce: false,
    confirmedBy: null,
    dueAt,
    firstDueAt: dueAt,
    inTimeUntil: dueAt,
    provisional,
    hasReturned: false,
    extension: null,
    declineProposedBy: null,
    timesDenied: 0,
    timesReopened: 0,
    marks: [],
    history: [],
  }
}

/**
 * The matter after a step. Pure: the same steps from the same report always make the same matter.
 *
 * @throws AppError when the state, the actor or the rules against gaming do not allow it
 */
export function takeStep(matter: Matter, step: Step): Matter {
  const { states, refusal, change } = RULES[step.event.type] as Rule<MatterEvent>
  if (!states.includes(matter.state)) throw new AppError('matter-moved-on')
  const code = refusal(matter, step.by, step.event, step.at)
  if (code !== null) throw new AppError(code)
  return { ...matter, ...change(matter, step.event, step.at, step.by), history: [...matter.history, step] }
}

export const replay = (facts: Report, reportedAt: string, history: Step[]): Matter =>
  history.reduce(takeStep, report(facts, reportedAt))

/** Whether it was solved before its first term, or the extension of that, ended. A reopened matter is not in time. */
export const isInTime = ({ outcome, solvedAt, inTimeUntil, timesReopened }: Matter): boolean =>
  outcome === 'solved' && timesReopened === 0 && solvedAt !== null && (inTimeUntil === null || solvedAt <= inTimeUntil)

/** Whether it is counted as settled: a dispute that was dealt with on the spot only by the community's word. */
export const isCounted = ({ state, outcome, kind, isAtOnce, confirmedBy }: Matter): boolean =>
  state === 'closed' && outcome === 'solved' && (kind !== 'dispute' || !isAtOnce || confirmedBy === 'staff')

const levelAbove = ({ level }: Matter): Level => (level < TOP ? level + 1 : TOP) as Level

/** The owner's staff, or those of a level above it. */
const answersFor = ({ owner }: Matter, by: Actor): boolean => by.as === 'staff' && (by.unit === owner || by.level > 1)
const isAbove = (matter: Matter, by: Actor): boolean => by.as === 'staff' && by.level >= levelAbove(matter)
const isHandler = ({ handler }: Matter, by: Actor): boolean => {
  if (handler === null) return false
  if (by.as === 'appointee') return handler.appointment === by.appointment
  return by.as === 'staff' && handler.appointment === null && handler.unit === by.unit
}
const idOf = (by: Actor): string | null => ('id' in by ? by.id : null)

type Refusal = ErrorCode | null
const unless = (isAllowed: boolean, code: ErrorCode = 'matter-not-yours'): Refusal => (isAllowed ? null : code)

interface Rule<E extends MatterEvent> {
  states: MatterState[]
  refusal(matter: Matter, by: Actor, event: E, at: string): Refusal
  change(matter: Matter, event: E, at: string, by: Actor): Partial<Matter>
}

const OPEN: MatterState[] = ['reported', 'assigned']

/** Another round begins: the term is counted anew for its marks, but not for whether it was in time. */
function nextRound(matter: Matter, at: string, state: 'reported' | 'assigned'): Partial<Matter> {
  const { dueAt, provisional } = termOf(matter, at)
  return {
    state,
    round: matter.round + 1,
    roundSince: at,
    ...(state === 'reported' && { handler: null }),
    assignedAt: state === 'assigned' ? at : null,
    acceptedAt: null,
    solvedAt: null,
    closedAt: null,
    solvedBy: null,
    isAtOnce: false,
    confirmedBy: null,
    outcome: null,
    dueAt,
    provisional,
    hasReturned: false,
    extension: null,
    declineProposedBy: null,
    marks: [],
  }
}

const closing = (at: string, outcome: Outcome, more: Partial<Matter> = {}): Partial<Matter> => ({
  state: 'closed',
  outcome,
  closedAt: at,
  ...more,
})

/** In which states each step is taken, by whom, and what it changes: the table of ../shared/governance.md, 3.4. */
const RULES: { [T in MatterEvent['type']]: Rule<Extract<MatterEvent, { type: T }>> } = {
  assign: {
    states: ['reported'],
    refusal: (matter, by, { handler, complexBecause }, at) => {
      if (!answersFor(matter, by) && by.as !== 'time') return 'matter-not-yours'
      if (handler.unit === matter.against) return 'handler-complained-of'
      if (handler.isBureau && matter.level === 1) return 'raise-first'
      if (complexBecause === undefined) return null
      return by.as === 'time' ? 'matter-not-yours' : unless(at <= classedUntil(matter.reportedAt), 'classed-too-late')
    },
    change: (matter, { handler, complexBecause }, at) => ({
      state: 'assigned',
      handler,
      assignedAt: at,
      ...(complexBecause !== undefined && classed(matter, 'complex')),
    }),
  },
  accept: {
    states: ['assigned'],
    refusal: (matter, by) =>
      isHandler(matter, by) ? unless(matter.acceptedAt === null, 'matter-moved-on') : 'matter-not-yours',
    change: (_, __, at) => ({ acceptedAt: at }),
  },
  return: {
    states: ['assigned'],
    refusal: (matter, by, _, at) => {
      if (!isHandler(matter, by)) return 'matter-not-yours'
      if (matter.hasReturned) return 'return-spent'
      return unless(at <= returnedUntil(matter.assignedAt ?? at), 'return-lapsed')
    },
    change: () => ({ state: 'reported', handler: null, assignedAt: null, acceptedAt: null, hasReturned: true }),
  },
  handleAtOnce: {
    states: ['reported'],
    refusal: ({ against }, by, { unit }) =>
      by.as === 'appointee' ? unless(unit !== against, 'handler-complained-of') : 'matter-not-yours',
    change: (_, { unit }, at, by) => ({
      state: 'solved',
      handler: { unit, appointment: by.as === 'appointee' ? by.appointment : null, isBureau: false },
      assignedAt: at,
      acceptedAt: at,
      solvedAt: at,
      solvedBy: idOf(by),
      isAtOnce: true,
    }),
  },
  raise: {
    states: OPEN,
    refusal: (matter, by) =>
      answersFor(matter, by) ? unless(matter.level < TOP, 'matter-moved-on') : 'matter-not-yours',
    change: (matter) => ({ level: levelAbove(matter) }),
  },
  askExtension: {
    states: ['assigned'],
    refusal: (matter, by, { until }) => {
      if (!isHandler(matter, by)) return 'matter-not-yours'
      if (matter.extension !== null) return 'extension-spent'
      return unless(matter.dueAt !== null && until > matter.dueAt, 'invalid-input')
    },
    change: (_, { until, reason }, __, by) => ({
      extension: { by: idOf(by) ?? '', until, reason, answer: 'asked' },
    }),
  },
  answerExtension: {
    states: OPEN,
    refusal: (matter, by) => {
      if (matter.extension?.answer !== 'asked') return 'matter-moved-on'
      if (matter.extension.by === idOf(by)) return 'second-person-needed'
      return unless(isAbove(matter, by), 'level-above-needed')
    },
    change: ({ extension, round }, { isGranted }) => ({
      ...(extension && { extension: { ...extension, answer: isGranted ? 'granted' : 'refused' } }),
      ...(extension && isGranted && { dueAt: extension.until, provisional: false }),
      ...(extension && isGranted && round === 1 && { inTimeUntil: extension.until }),
    }),
  },
  solve: {
    states: ['assigned'],
    refusal: (matter, by) => unless(isHandler(matter, by)),
    change: ({ acceptedAt }, _, at, by) => ({
      state: 'solved',
      // To solve it is to accept it.
      acceptedAt: acceptedAt ?? at,
      solvedAt: at,
      solvedBy: idOf(by),
    }),
  },
  confirm: {
    states: ['solved'],
    refusal: (matter, by) => {
      if (by.as === 'raiser') return unless(matter.hasRaiser)
      // Only where there is nobody to ask; a dispute settled on the spot wants the community's word in any case.
      const isForStaff = !matter.hasRaiser || (matter.kind === 'dispute' && matter.isAtOnce)
      if (!answersFor(matter, by) || !isForStaff) return 'matter-not-yours'
      return unless(matter.complexity === 'ordinary' || matter.solvedBy !== idOf(by), 'second-person-needed')
    },
    change: (_, { satisfaction }, at, by) =>
      closing(at, 'solved', {
        satisfaction: by.as === 'raiser' ? satisfaction : null,
        confirmedBy: by.as === 'raiser' ? 'raiser' : 'staff',
      }),
  },
  deny: {
    states: ['solved'],
    refusal: (matter, by) => (by.as === 'raiser' ? unless(matter.hasRaiser) : unless(isAbove(matter, by))),
    change: (matter, _, at) => {
      const timesDenied = matter.timesDenied + 1
      const goesUp = timesDenied > MOST_DENIALS
      return {
        ...nextRound(matter, at, goesUp ? 'reported' : 'assigned'),
        satisfaction: 'no',
        timesDenied,
        ...(goesUp && { level: levelAbove(matter) }),
      }
    },
  },
  fallSilent: {
    states: ['solved'],
    refusal: (matter, by, _, at) =>
      by.as === 'time' ? unless(isSilentAt(matter, at), 'matter-moved-on') : 'matter-not-yours',
    change: (_, __, at) => closing(at, 'solved', { satisfaction: 'silent' }),
  },
  close: {
    states: OPEN,
    refusal: (matter, by, { outcome }) =>
      outcome === 'withdrawn' ? unless(by.as === 'raiser' && matter.hasRaiser) : unless(answersFor(matter, by)),
    change: (_, { outcome }, at) => closing(at, outcome),
  },
  proposeDecline: {
    states: OPEN,
    refusal: (matter, by) =>
      answersFor(matter, by) ? unless(matter.declineProposedBy === null, 'matter-moved-on') : 'matter-not-yours',
    change: (_, __, ___, by) => ({ declineProposedBy: idOf(by) }),
  },
  decline: {
    states: OPEN,
    refusal: (matter, by) => {
      if (!answersFor(matter, by)) return 'matter-not-yours'
      if (matter.declineProposedBy === null || matter.declineProposedBy === idOf(by)) return 'second-person-needed'
      return unless(isAbove(matter, by), 'level-above-needed')
    },
    change: (_, __, at) => closing(at, 'declined'),
  },
  reopen: {
    states: ['closed'],
    refusal: (matter, by, _, at) => {
      if (by.as !== 'raiser') return unless(isAbove(matter, by), 'level-above-needed')
      if (!matter.hasRaiser) return 'matter-not-yours'
      return unless(at <= reopenedUntil(matter.closedAt ?? at), 'reopen-lapsed')
    },
    change: (matter, _, at) => ({
      ...nextRound(matter, at, matter.handler === null ? 'reported' : 'assigned'),
      satisfaction: null,
      timesReopened: matter.timesReopened + 1,
    }),
  },
  mark: {
    states: OPEN,
    refusal: (matter, by, { mark }, at) =>
      by.as === 'time' ? unless(dueMarks(matter, at).includes(mark), 'matter-moved-on') : 'matter-not-yours',
    change: (matter, { mark }) => ({
      marks: [...matter.marks, mark],
      ...(mark === 'overdue' && { level: levelAbove(matter) }),
      ...(mark === 'longOverdue' && { level: TOP }),
    }),
  },
  redate: {
    states: OPEN,
    refusal: (matter, by) => (by.as === 'time' ? unless(mayBeRedated(matter), 'matter-moved-on') : 'matter-not-yours'),
    change: (matter) => {
      const { dueAt, provisional } = termOf(matter, matter.roundSince)
      return { dueAt, provisional, ...(matter.round === 1 && { firstDueAt: dueAt, inTimeUntil: dueAt }) }
    },
  },
}

function classed(matter: Matter, complexity: Complexity): Partial<Matter> {
  const { dueAt, provisional } = termOf({ ...matter, complexity }, matter.roundSince)
  return {
    complexity,
    dueAt,
    provisional,
    ...(matter.round === 1 && { firstDueAt: dueAt, inTimeUntil: dueAt }),
  }
}

function mayBeRedated({ provisional, dueAt }: Matter): boolean {
  return provisional && dueAt !== null && isYearKnown(dayOf(dueAt))
}

/** A dispute that was settled on the spot waits for the community's word, however long that takes. */
const isSilentAt = ({ solvedAt, kind, isAtOnce }: Matter, at: string): boolean =>
  solvedAt !== null && (kind !== 'dispute' || !isAtOnce) && silentFrom(solvedAt) <= at

const MARK_NAMES = Object.keys(MARKS) as Mark[]

function markTimes(matter: Matter): { mark: Mark; at: string }[] {
  if (!OPEN.includes(matter.state)) return []
  const { complexity, dueAt, acceptedAt, assignedAt, roundSince, marks } = matter
  return MARK_NAMES.filter((mark) => !marks.includes(mark) && (mark !== 'unclaimed' || acceptedAt === null)).flatMap(
    (mark) => {
      const at = markAt(mark, { complexity, dueAt, waitsSince: assignedAt ?? roundSince })
      return at === null ? [] : [{ mark, at }]
    },
  )
}

/** The marks that are due and not made yet, the earlier ones of the order first. */
export const dueMarks = (matter: Matter, now: string): Mark[] =>
  markTimes(matter)
    .filter(({ at }) => at <= now)
    .map(({ mark }) => mark)

/** When time has something to do with it next, in ISO 8601 UTC: a mark, or the end of waiting for an answer. */
export function nextMarkAt(matter: Matter): string | null {
  if (matter.state === 'solved' && matter.solvedAt !== null)
    return matter.kind === 'dispute' && matter.isAtOnce ? null : silentFrom(matter.solvedAt)
  const [next = null] = markTimes(matter)
    .map(({ at }) => at)
    .sort()
  return next
}
