import { maskPhone } from '../shared/maskPhone.ts'
import {
  CHECK_IN_METHODS,
  EVALUATIONS,
  MINUTES_SOURCES,
  type CheckInMethod,
  type Evaluation,
  type MinutesSource,
} from '../attendance/vocabulary.ts'
import {
  ATTENDANCES,
  LINES,
  THEMES,
  type Attendance,
  type Ledger,
  type Line,
  type Theme,
} from '../shared/vocabulary.ts'
import { PERSON_KINDS, type PersonKind } from '../people/vocabulary.ts'
import { instantOf, openNames, type Column } from './columns.ts'

/**
 * One person's part in one activity, as it leaves the system: the record fields of 民政部令第67号 (活动名称、日期、地点、
 * 服务内容、服务时间、活动组织单位、活动负责人) with the person, and the ids by which each row can be proven.
 */
export interface ParticipationRecord {
  registrationId: string
  activityId: string
  title: string
  line: Line
  theme: Theme | null
  series: string
  ledger: Ledger
  unit: string
  /** The unit's town, or the unit itself where it is one; empty for the county's own. */
  town: string
  leader: string
  place: string
  content: string
  /** ISO 8601, UTC; null for what is stored and no moment. */
  startsAt: string | null
  endsAt: string | null
  name: string
  volunteerNumber: string
  phone: string
  idNumber: string
  kinds: PersonKind[]
  attendance: Attendance
  /** Heads that came: what the record counts in person-times; none of who was not there. */
  heads: number
  /** Actual service time in whole minutes. */
  minutes: number | null
  /** Where the minutes come from. */
  minutesSource: MinutesSource | null
  checkedInAt: string | null
  checkedOutAt: string | null
  method: CheckInMethod | null
  recordedBy: string
  evaluation: Evaluation | null
  evaluatedAt: string | null
}

/** Shorter than a screen's labels, which explain what is counted. */
const LEDGER_NAMES: Record<Ledger, string> = { participation: '参与', service: '志愿服务' }

/** Every column that can be asked for, in the order in which they stand in a file. */
export const COLUMNS = {
  title: { heading: '活动名称', kind: 'text', valueOf: (r) => r.title },
  date: { heading: '活动日期', kind: 'date', valueOf: (r) => instantOf(r.startsAt) },
  startsAt: { heading: '开始时间', kind: 'time', valueOf: (r) => instantOf(r.startsAt) },
  endsAt: { heading: '结束时间', kind: 'time', valueOf: (r) => instantOf(r.endsAt) },
  place: { heading: '地点', kind: 'text', valueOf: (r) => r.place },
  content: { heading: '服务内容', kind: 'text', valueOf: (r) => r.content },
  attendance: { heading: '到场情况', kind: 'text', valueOf: (r) => ATTENDANCES[r.attendance] },
  heads: { heading: '人次', kind: 'number', valueOf: (r) => r.heads },
  // Time that is not volunteer service is never shown as service time: the two ledgers stay apart.
  minutes: {
    heading: '实际服务时间（分钟）',
    kind: 'number',
    valueOf: (r) => (r.ledger === 'service' ? r.minutes : null),
  },
  minutesSource: {
    heading: '时长来源',
    kind: 'text',
    valueOf: (r) => (r.ledger === 'service' && r.minutesSource !== null ? MINUTES_SOURCES[r.minutesSource] : ''),
  },
  unit: { heading: '活动组织单位', kind: 'text', valueOf: (r) => r.unit },
  town: { heading: '镇街', kind: 'text', valueOf: (r) => r.town },
  leader: { heading: '活动负责人', kind: 'text', valueOf: (r) => r.leader },
  name: { heading: '姓名', kind: 'text', valueOf: (r) => r.name },
  volunteerNumber: { heading: '志愿者编号', kind: 'text', valueOf: (r) => r.volunteerNumber },
  phone: {
    heading: '手机号（部分隐去）',
    kind: 'text',
    valueOf: (r) => (r.phone === '' ? '' : maskPhone(r.phone)),
  },
  fullPhone: { heading: '手机号', kind: 'text', isSensitive: true, valueOf: (r) => r.phone },
  idNumber: { heading: '身份证件号码', kind: 'text', isSensitive: true, valueOf: (r) => r.idNumber },
  // Whether somebody is a Party member is nobody's business who need not know.
  kinds: {
    heading: '身份',
    kind: 'text',
    isSensitive: true,
    valueOf: (r) => r.kinds.map((kind) => PERSON_KINDS[kind]).join('、'),
  },
  line: { heading: '活动品牌', kind: 'text', valueOf: (r) => LINES[r.line] },
  theme: { heading: '主题', kind: 'text', valueOf: (r) => (r.theme === null ? '' : THEMES[r.theme]) },
  series: { heading: '系列', kind: 'text', valueOf: (r) => r.series },
  ledger: { heading: '记录类别', kind: 'text', valueOf: (r) => LEDGER_NAMES[r.ledger] },
  method: {
    heading: '签到方式',
    kind: 'text',
    valueOf: (r) => (r.method === null ? '' : CHECK_IN_METHODS[r.method]),
  },
  checkedInAt: {
    heading: '签到时间',
    kind: 'time',
    valueOf: (r) => instantOf(r.checkedInAt),
  },
  checkedOutAt: {
    heading: '签退时间',
    kind: 'time',
    valueOf: (r) => instantOf(r.checkedOutAt),
  },
  recordedBy: { heading: '登记人', kind: 'text', valueOf: (r) => r.recordedBy },
  evaluation: {
    heading: '服务质量评价',
    kind: 'text',
    valueOf: (r) => (r.evaluation === null ? '' : EVALUATIONS[r.evaluation]),
  },
  evaluatedAt: {
    heading: '评价日期',
    kind: 'date',
    valueOf: (r) => instantOf(r.evaluatedAt),
  },
  registrationId: { heading: '报名编号', kind: 'text', valueOf: (r) => r.registrationId },
  activityId: { heading: '活动编号', kind: 'text', valueOf: (r) => r.activityId },
} as const satisfies Record<string, Column<ParticipationRecord>>

export type ColumnName = keyof typeof COLUMNS

/** The columns that the screen chooses at first: without the ids, by which programs and auditors prove a row. */
export const STANDARD_COLUMNS: ColumnName[] = openNames(COLUMNS).filter(
  (name) => name !== 'registrationId' && name !== 'activityId' && name !== 'attendance',
)
