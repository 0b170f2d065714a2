import { AppError, type ErrorCode } from '../shared/AppError.ts'
import type { ActivityStatus, Ledger } from '../shared/vocabulary.ts'

/** Where an activity stands: its status and, once it is published, its times. */
export const ACTIVITY_STATES = {
  draft: '草稿',
  /** Published; sign-up has not begun. */
  notYetOpen: '报名未开始',
  /** Sign-up is open, before the start. */
  open: '报名中',
  /** Sign-up is over, before the start. */
  closed: '报名已截止',
  /** Under way, and one can still sign up. */
  runningOpen: '进行中，可报名',
  running: '进行中',
  ended: '已结束',
  cancelled: '已取消',
} as const
export type ActivityState = keyof typeof ACTIVITY_STATES

export interface StateFacts {
  status: ActivityStatus
  startsAt: string
  endsAt: string
  registrationOpensAt?: string | null
  /** With none, sign-up ends at the start. */
  registrationClosesAt?: string | null
}

export function stateAt(
  { status, startsAt, endsAt, registrationOpensAt, registrationClosesAt }: StateFacts,
  now: Date,
): ActivityState {
  if (status !== 'published') return status
  const isPast = (iso: string): boolean => Date.parse(iso) <= now.getTime()
  if (isPast(endsAt)) return 'ended'
  const hasOpened = !registrationOpensAt || isPast(registrationOpensAt)
  const isClosed = isPast(registrationClosesAt ?? startsAt)
  if (isPast(startsAt)) return hasOpened && !isClosed ? 'runningOpen' : 'running'
  if (!hasOpened) return 'notYetOpen'
  return isClosed ? 'closed' : 'open'
}

/** The deeds that can be done with an activity, or about it. */
export const DEEDS = {
  signUp: '本人报名',
  signUpByHand: '手工添加报名',
  signUpForAnother: '代为报名',
  cancelSignUp: '取消报名',
  undoCancellation: '撤销取消',
  moveUp: '候补补位',
  acceptOffer: '接受保留的名额',
  approve: '通过报名',
  refuse: '不通过报名',
  selfCheckIn: '自助签到',
  record: '登记到场和签退',
  walkIn: '登记现场参加',
  correct: '更正记录',
  poster: '印海报',
  signInSheet: '印签到表',
  importSheet: '导入签到表',
  evaluate: '评价服务',
  giveFeedback: '本人反馈',
  certify: '出具证明',
  remind: '开始前提醒',
  thank: '感谢',
  announce: '通知报名的结果',
  tell: '群发消息',
  editFacts: '修改内容',
  editFollowing: '随系列修改',
  editLedger: '修改记录方式',
  editOutcome: '填写走访和办结数',
  publish: '发布',
  cancel: '取消活动',
  withdraw: '退回草稿',
  delete: '删除',
  copy: '复制、建成系列',
} as const
export type Deed = keyof typeof DEEDS

/**
 * The facts that an answer may hang on besides the state: whether anybody ever signed up, and whether anybody's
 * attendance is recorded.
 */
export interface Past {
  hasSignUps: boolean
  hasRecords: boolean
}

const NOT_DRAFT = ['activity-draft'] as const
const CANCELLED = ['activity-cancelled', '活动已取消，不能再办理；如照常举办，请先把状态改回“已发布”。'] as const
const NOT_OPEN = ['registration-closed', '报名还未开始，请在报名开始后再来。'] as const
const CLOSED = ['registration-closed'] as const
const ENDED = ['activity-ended'] as const
const BEGUN = ['activity-begun'] as const
const NOT_BEGUN = ['activity-not-begun'] as const
const NO_PAGE = ['activity-draft', '活动还是草稿，没有可以扫码打开的页面；请先发布，再下载海报。'] as const
const NO_INVITATION = ['activity-ended', '活动已结束，不能再报名，没有海报可下载。'] as const
const CALLED_OFF = ['activity-cancelled', '活动已取消，没有海报和签到表可下载。'] as const
const HIDDEN = ['not-found'] as const
const GONE = ['activity-cancelled'] as const
const NOT_CERTIFIABLE = ['not-certifiable'] as const
const NO_CODE = ['activity-cancelled', '活动已取消，不能签到。'] as const
const SIGNED_UP = ['in-use', '这场活动已有报名记录，不能退回草稿；如不再举办，请改为“已取消”。'] as const
const NOT_DELETED = ['in-use', '这场活动已有报名记录，不能删除；如不再举办，请把状态改为“已取消”。'] as const
const RECORDED = ['ledger-locked'] as const
const SESSION_ENDED = ['activity-ended', '这一场已结束，未作改动。'] as const
const SESSION_CANCELLED = ['activity-cancelled', '这一场已取消，未作改动。'] as const
const HELD = [
  'attendance-recorded',
  '已登记到场的活动结束后不能取消；如登记有误，请在“报名与到场”里逐人更正。',
] as const

type Reason = readonly [ErrorCode, string?]
/** Yes, or why not. `unlessSignedUp` and `unlessRecorded` say why not where that is so. */
type Cell = true | Reason | { unlessSignedUp: Reason } | { unlessRecorded: Reason }

const yes = true
const unlessSignedUp = { unlessSignedUp: SIGNED_UP }
const kept = { unlessSignedUp: NOT_DELETED }
const unlessRecorded = { unlessRecorded: RECORDED }
const unlessHeld = { unlessRecorded: HELD }

const STATES = [
  'draft',
  'notYetOpen',
  'open',
  'closed',
  'runningOpen',
  'running',
  'ended',
  'cancelled',
] as const satisfies ActivityState[]
type Row = readonly [Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell]

/**
 * The deeds that each state allows. Every call, screen, hook and job asks here; how many hours before the start
 * attendance opens, whether a seat is free and who may do it at all are rules of their own.
 */
/* eslint-disable max-len -- A table is read by its columns. */
// prettier-ignore
const TABLE: Record<Deed, Row> = {
  //               draft       notYetOpen      open            closed          runningOpen     running         ended           cancelled
  signUp:         [HIDDEN,     NOT_OPEN,       yes,            CLOSED,         yes,            CLOSED,         CLOSED,         GONE],
  signUpByHand:   [NOT_DRAFT,  yes,            yes,            yes,            yes,            yes,            ENDED,          CANCELLED],
  signUpForAnother: [NOT_DRAFT, NOT_OPEN,      yes,            CLOSED,         yes,            CLOSED,         ENDED,          CANCELLED],
  cancelSignUp:   [yes,        yes,            yes,            yes,            yes,            yes,            ENDED,          yes],
  undoCancellation: [HIDDEN,   yes,            yes,            yes,            yes,            yes,            ENDED,          GONE],
  // After the start nobody is moved up: seats are for whoever comes.
  moveUp:         [NOT_DRAFT,  yes,            yes,            yes,            BEGUN,          BEGUN,          ENDED,          CANCELLED],
  acceptOffer:    [HIDDEN,     yes,            yes,            yes,            BEGUN,          BEGUN,          ENDED,          GONE],
  approve:        [NOT_DRAFT,  yes,            yes,            yes,            yes,            yes,            ENDED,          CANCELLED],
  refuse:         [NOT_DRAFT,  yes,            yes,            yes,            yes,            yes,            ENDED,          CANCELLED],
  selfCheckIn:    [HIDDEN,     yes,            yes,            yes,            yes,            yes,            yes,            NO_CODE],
  record:         [NOT_DRAFT,  yes,            yes,            yes,            yes,            yes,            yes,            CANCELLED],
  walkIn:         [HIDDEN,     yes,            yes,            yes,            yes,            yes,            yes,            CANCELLED],
  // A mistaken record can be put right whatever became of the activity.
  correct:        [NOT_DRAFT,  yes,            yes,            yes,            yes,            yes,            yes,            yes],
  poster:         [NO_PAGE,    yes,            yes,            yes,            yes,            yes,            NO_INVITATION,  CALLED_OFF],
  // Also when all is over: some file the paper.
  signInSheet:    [NOT_DRAFT,  yes,            yes,            yes,            yes,            yes,            yes,            CALLED_OFF],
  importSheet:    [NOT_DRAFT,  NOT_BEGUN,      NOT_BEGUN,      NOT_BEGUN,      yes,            yes,            yes,            CANCELLED],
  evaluate:       [NOT_DRAFT,  yes,            yes,            yes,            yes,            yes,            yes,            CANCELLED],
  giveFeedback:   [HIDDEN,     yes,            yes,            yes,            yes,            yes,            yes,            GONE],
  certify:        [NOT_CERTIFIABLE, NOT_CERTIFIABLE, NOT_CERTIFIABLE, NOT_CERTIFIABLE, NOT_CERTIFIABLE, NOT_CERTIFIABLE, yes, NOT_CERTIFIABLE],
  remind:         [NOT_DRAFT,  yes,            yes,            yes,            BEGUN,          BEGUN,          ENDED,          CANCELLED],
  thank:          [NOT_DRAFT,  NOT_BEGUN,      NOT_BEGUN,      NOT_BEGUN,      yes,            yes,            yes,            CANCELLED],
  announce:       [NOT_DRAFT,  yes,            yes,            yes,            yes,            yes,            ENDED,          CANCELLED],
  // Also of what was called off or is over: a new date, things left behind. For how long: domain/messages/broadcasts.ts.
  tell:           [NOT_DRAFT,  yes,            yes,            yes,            yes,            yes,            yes,            yes],
  editFacts:      [yes,        yes,            yes,            yes,            yes,            yes,            yes,            yes],
  editFollowing:  [yes,        yes,            yes,            yes,            yes,            yes,            SESSION_ENDED,  SESSION_CANCELLED],
  editLedger:     [yes,        unlessRecorded, unlessRecorded, unlessRecorded, unlessRecorded, unlessRecorded, unlessRecorded, unlessRecorded],
  editOutcome:    [yes,        yes,            yes,            yes,            yes,            yes,            yes,            CANCELLED],
  // The same status again changes nothing.
  publish:        [yes,        yes,            yes,            yes,            yes,            yes,            yes,            yes],
  cancel:         [NOT_DRAFT,  yes,            yes,            yes,            yes,            yes,            unlessHeld,     yes],
  withdraw:       [yes,        unlessSignedUp, unlessSignedUp, unlessSignedUp, unlessSignedUp, unlessSignedUp, unlessSignedUp, unlessSignedUp],
  delete:         [kept,       kept,           kept,           kept,           kept,           kept,           kept,           kept],
  copy:           [yes,        yes,            yes,            yes,            yes,            yes,            yes,            yes],
}
/* eslint-enable max-len */

/** Why not, as an error that says so; null where it is allowed. */
export function refusalOf(
  deed: Deed,
  state: ActivityState,
  past: Past = { hasSignUps: false, hasRecords: false },
): AppError | null {
  const cell = TABLE[deed][STATES.indexOf(state)] ?? true
  if (cell === true) return null
  if ('unlessSignedUp' in cell) return past.hasSignUps ? new AppError(...cell.unlessSignedUp) : null
  if ('unlessRecorded' in cell) return past.hasRecords ? new AppError(...cell.unlessRecorded) : null
  return new AppError(...cell)
}

export const allows = (deed: Deed, activity: StateFacts, now: Date): boolean =>
  refusalOf(deed, stateAt(activity, now)) === null

/** @throws AppError with the reason of the table */
export function requireAllowed(deed: Deed, activity: StateFacts, now: Date, past?: Past): void {
  const refusal = refusalOf(deed, stateAt(activity, now), past)
  if (refusal) throw refusal
}

export interface EditableFacts extends StateFacts {
  ledger: Ledger
  outcome?: { visits?: number | null; matters?: number | null } | null
}

const DEED_OF_STATUS: Partial<Record<ActivityStatus, Deed>> = {
  published: 'publish',
  cancelled: 'cancel',
  draft: 'withdraw',
}

/** The deeds of an edit, of all that the table knows. */
export function deedsOfEdit(before: EditableFacts, after: EditableFacts): Deed[] {
  // The field itself refuses a value that is no status.
  const moved = before.status === after.status ? undefined : DEED_OF_STATUS[after.status]
  const isOutcomeMoved = (['visits', 'matters'] as const).some(
    (name) => (before.outcome?.[name] ?? 0) !== (after.outcome?.[name] ?? 0),
  )
  return [
    ...(moved ? [moved] : []),
    ...(before.ledger === after.ledger ? [] : (['editLedger'] as const)),
    ...(isOutcomeMoved ? (['editOutcome'] as const) : []),
    'editFacts',
  ]
}

/** @throws AppError with the reason of the table. The outcome is told of the activity as it will stand. */
export function requireEdit(before: EditableFacts, after: EditableFacts, past: Past, now: Date): void {
  for (const deed of deedsOfEdit(before, after))
    requireAllowed(deed, deed === 'editOutcome' ? after : before, now, past)
}

/** The deeds that the activity's state allows at `now`, for a screen to show no button that would be refused. */
export function deedsAt(activity: StateFacts, now: Date): Deed[] {
  return (Object.keys(DEEDS) as Deed[]).filter((deed) => allows(deed, activity, now))
}
