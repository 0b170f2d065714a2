import { UNIT_LIMITS } from '../units/limits.ts'

/** The kinds of records that a file can hold, one a row. */
export const IMPORT_KINDS = {
  people: '人员',
  attendances: '以往活动和到场',
  signInSheet: '一场活动的签到表',
  units: '组织单位',
} as const
export type ImportKind = keyof typeof IMPORT_KINDS

/** Whether its rows are records of people, who are to have agreed before they are written. */
export const isOfPeople = (kind: ImportKind): boolean => kind !== 'units'

export const IMPORT_STATES = {
  reading: '读取中',
  read: '待检查',
  checking: '检查中',
  checked: '待导入',
  running: '导入中',
  done: '已导入',
  undoing: '撤销中',
  undone: '已撤销',
} as const
export type ImportState = keyof typeof IMPORT_STATES

/** The states in which the job is at work. */
export const AT_WORK: ImportState[] = ['checking', 'running', 'undoing']

export const ROW_OUTCOMES = {
  waiting: '待检查',
  ready: '可导入',
  faulty: '有问题',
  known: '已有',
  repeated: '文件内重复',
  written: '已导入',
  undone: '已撤销',
  left: '撤销时保留',
} as const
export type RowOutcome = keyof typeof ROW_OUTCOMES

/** The reasons why a row is not written, is there already, or stays when the import is undone. */
export const ROW_PROBLEMS = {
  'name-missing': '没有姓名',
  'name-bad': '姓名过长或有不能使用的字符',
  'phone-bad': '手机号不是 11 位的手机号码',
  'email-bad': '邮箱格式不正确',
  'contact-missing': '没有手机号或邮箱，无法辨认是否重复',
  'kind-unknown': '没有这种身份，可填志愿者、党员、骑手、居民',
  'gender-unknown': '性别应为男或女',
  'day-bad': '日期不存在或认不出，应如 2026-01-31',
  'time-bad': '时间认不出，应如 14:00',
  'text-long': '内容过长',
  'unit-unknown': '您的管理范围内没有这个单位',
  'unit-ambiguous': '有几个同名的单位，请先改名或分开导入',
  'unit-name-missing': '没有单位名称',
  'unit-kind-unknown':
    '没有写类型，或没有这种类型，可填县、镇（街道）、社区（村）、驻地单位、小区、企业、社会组织、党支部',
  'members-bad': `在职党员人数应为 0–${UNIT_LIMITS.memberCount} 的整数`,
  'parent-unknown': '文件里和您的管理范围内都没有这个单位',
  'parent-faulty': '上级在文件里的那一行有问题，请先改好那一行',
  'parent-circle': '上级绕成了一圈，或超过 10 级',
  'units-forbidden': '导入人不能新增组织单位',
  'phone-of-another': '手机号登记的是另一个姓名，请核对',
  'email-of-another': '邮箱登记的是另一个人，请核对',
  elsewhere: '此人的记录属于别的单位，不会改动',
  repeated: '与前面的一行是同一条',
  'title-missing': '没有活动名称',
  'title-bad': '活动名称应为 2–60 个字',
  'day-missing': '没有活动日期',
  'day-ahead': '活动日期还没有到',
  'line-missing': '没有活动品牌，或没有这个品牌',
  'theme-missing': '请写明主题：强新、联新或暖新',
  'series-unknown': '请写明系列，须是已有的系列名称',
  'partner-unknown': '请写明结对单位，须是已有的另一个单位',
  'ledger-unknown': '记录方式应为参与或志愿服务',
  'end-bad': '结束时间应晚于开始时间，一场不超过 72 小时',
  'time-missing': '志愿服务须写明起止时间或服务时长',
  'minutes-bad': '服务时长应为 0–24 小时的数字',
  'minutes-not-served': '不是志愿服务活动，不能记服务时长',
  'heads-bad': '人数应为 1–10 的整数，志愿服务须逐人登记',
  'activity-gone': '这场活动已删除，或不在您的管理范围内',
  'activity-closed': '这场活动是草稿或已取消，不能登记到场',
  'person-unclear': '没有手机号，名单上也没有唯一的同名的人，无法确认是谁',
  'said-absent': '写明未到场，不登记',
  'recorded-absent': '已更正为未到场，没有改动',
  'changed-since': '导入后有人改过，没有撤销',
  'in-use': '导入后已有其他记录用到，没有撤销',
  gone: '导入后已删除、合并或注销',
} as const
export type RowProblem = keyof typeof ROW_PROBLEMS

/** A problem, and the column that it is about. */
export interface ProblemOfRow {
  code: RowProblem
  column?: string
}
