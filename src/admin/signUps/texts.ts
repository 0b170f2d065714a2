import { SIGN_UP_FILTER_NAMES } from '../../domain/seats/signUpFilters.ts'
import type { CheckInOutcome } from '../../domain/attendance/checkInViews.ts'
import { ATTENDANCES, type Attendance } from '../../domain/shared/vocabulary.ts'
import type { CheckOutOutcome } from '../../operations/attendance/checkOut.ts'
import type { EvaluationOutcome } from '../../operations/attendance/evaluateService.ts'
import type { DecisionOutcome } from '../../operations/seats/decideRegistrations.ts'

export const SIGN_UP_TEXTS = {
  checkIn: '手机扫码签到',
  outOfScope: '这场活动不在您的管理范围内，看不到报名名单。',
  capacity: '名额',
  unlimited: '不限',
  taken: '已报名',
  waiting: '候补',
  present: '到场',
  empty: '还没有人报名。发布后，报名的人会出现在这里；未报名而到场的人可用“登记现场参加”。',
  noMatch: '没有符合条件的人，请换个姓名或筛选条件。',
  search: '按姓名查找',
  filters: SIGN_UP_FILTER_NAMES,
  filterLabel: '筛选',
  selectAll: '全选',
  select: (name: string) => `选择${name}`,
  selected: (count: number) => `已选 ${count} 人`,
  selectFirst: '请先勾选人员',
  markPresent: '到场',
  markAbsent: '未到场',
  clear: '清除到场记录',
  headsHint: '上面的数按人计；筛选按报名份数计，一份报名可有几人。',
  code: '自助签到码（投屏）',
  columns: {
    sequence: '序号',
    name: '姓名',
    phone: '手机号',
    status: '报名',
    attendance: '到场情况',
    minutes: '时长',
    evaluation: '评价与反馈',
    actions: '操作',
  },
  details: '详情',
  spokenConsent: (at: string, by: string) => `本人 ${at} 口头同意${by === '' ? '' : `，由${by}听取`}。`,
  answers: '报名回答',
  history: '处理经过',
  historyEmpty: '没有处理记录。',
  broadcast: '群发消息',
  exportAnswers: '导出名单和回答',
  exportHint: '与下面名单上的筛选和查找相同；每个报名问题一列，数字可以直接相加。手机号部分隐去；每次导出都会留痕。',
  poster: '海报（A4，带二维码）',
  signInSheet: '签到表（A4）',
  importSheet: '导入签到表',
  party: (size: number) => `${size} 人一起`,
  came: (came: number, size: number) => `实到 ${came} / ${size} 人`,
  position: (position: number) => `候补第 ${position} 位`,
  over: (count: number) => `已报名的人比名额多 ${count} 人（名额调低过），不会有人被取消；名额空出来之前不补位。`,
  walkIn: '现场参加',
  minutes: (minutes: number) => `${minutes} 分钟`,
  checkedInAt: (at: string, how: string) => `${at} ${how}`,
  checkedOutAt: (at: string) => `${at} 签退`,
  recordedBy: (name: string) => `登记人：${name}`,
  markLeft: '签退',
  leftHint: '签退时间为此刻；志愿服务时长按签到签退计算。',
  rating: (rating: number) => `反馈 ${rating} 分`,
  answer: '答复申请',
  recording: '登记期限',
  correct: '更正',
  cancel: '取消报名',
  cancelConfirm: (name: string, hasQueue: boolean) =>
    `确认取消${name}的报名？${hasQueue ? '空出的名额会立即让给候补的第一位。' : ''}`,
  cancelReason: '取消原因',
  cancelReasonHint: '本人可见，随通知发出。',
  approveAfterAll: '改为通过',
  openPerson: '打开此人的记录（不在您管理范围内的打不开）',
  cancelledHint: '这场活动已取消：不再办理报名和登记，已有的记录可以更正。',
  cancelYes: '确认取消',
  keep: '不取消',
  cancelled: (name: string) => `已取消${name}的报名。`,
  page: (page: number, total: number) => `第 ${page} / ${total} 页`,
  pageHint: '查找和全选只对本页有效。',
  previous: '上一页',
  next: '下一页',
  working: '正在处理…',
  draftHint: '活动还是草稿，发布后才能报名和登记。',
  unnamed: '（已注销）',
} as const

/** How many ended which way, after a batch. */
export const ATTENDANCE_OUTCOMES = {
  recorded: (count: number, mark: Attendance) =>
    mark === 'unknown' ? `已清除 ${count} 人的到场记录。` : `已为 ${count} 人登记“${ATTENDANCES[mark]}”。`,
  duplicate: (count: number) => `${count} 人原本就是如此，未作改动。`,
  outranked: (count: number) => `${count} 人未改动：已登记到场或已更正过；如确有误，请用“更正”并写明原因。`,
  'too-early': (count: number) => `${count} 人未登记：活动开始前 6 小时起才能登记。`,
  unknown: (count: number) => `${count} 人未登记：报名记录已不存在，请刷新页面。`,
  'out-of-scope': (count: number) => `${count} 人未登记：不在您的管理范围内。`,
  'wrong-activity': (count: number) => `${count} 人未登记：报名的是另一场活动。`,
  'invalid-time': (count: number) => `${count} 人未登记：本机时间不准，请校准后再试。`,
  'not-open': (count: number) => `${count} 人未登记：活动已取消或还没有发布。`,
} satisfies Record<CheckInOutcome | 'outranked', (count: number, mark: Attendance) => string>

export const CHECK_OUT_OUTCOMES = {
  recorded: (count: number) => `已为 ${count} 人登记签退。`,
  duplicate: (count: number) => `${count} 人已签退，以最早一次为准。`,
  'not-present': (count: number) => `${count} 人未登记签退：还没有登记到场。`,
  'before-check-in': (count: number) => `${count} 人未登记签退：签退时间不晚于开始服务的时间。`,
  'too-late': (count: number) => `${count} 人未登记签退：活动结束已超过 1 小时，请用“更正”填写实际时长。`,
  'not-service': (count: number) => `${count} 人未登记签退：参加活动不计时长。`,
  unknown: (count: number) => `${count} 人未登记签退：报名记录已不存在，请刷新页面。`,
  'out-of-scope': (count: number) => `${count} 人未登记签退：不在您的管理范围内。`,
  'wrong-activity': (count: number) => `${count} 人未登记签退：报名的是另一场活动。`,
  'invalid-time': (count: number) => `${count} 人未登记签退：本机时间不准，请校准后再试。`,
  'not-open': (count: number) => `${count} 人未登记签退：活动已取消或还没有发布。`,
} satisfies Record<CheckOutOutcome, (count: number) => string>

export const EVALUATION_OUTCOMES = {
  recorded: (count: number) => `已评价 ${count} 人。`,
  duplicate: (count: number) => `${count} 人原本就是如此，未作改动。`,
  unknown: (count: number) => `${count} 人未评价：报名记录已不存在，请刷新页面。`,
  'not-served': (count: number) => `${count} 人未评价：只评价登记到场的志愿者。`,
} satisfies Record<EvaluationOutcome, (count: number) => string>

export const DECISION_OUTCOMES = {
  confirmed: (count: number) => `${count} 人通过，名额已确认。`,
  waitlisted: (count: number) => `${count} 人通过，名额已满，进入候补。`,
  offered: (count: number) => `${count} 人通过，名额保留，待本人确认。`,
  full: (count: number) => `${count} 人没有名额：已满员且不设候补。`,
  refused: (count: number) => `${count} 人未通过，本人可看到原因。`,
  'not-pending': (count: number) => `${count} 人未改动：不在待审核状态。`,
  unknown: (count: number) => `${count} 人未改动：报名记录已不存在，请刷新页面。`,
} satisfies Record<DecisionOutcome, (count: number) => string>

export const DECISION_TEXTS = {
  title: '审核报名',
  reason: '原因（不通过必填）',
  hint: '本人可见，记入处理经过。',
  approve: (count: number) => `通过所选 ${count} 人`,
  refuse: (count: number) => `不通过所选 ${count} 人`,
} as const

export const EVALUATION_TEXTS = {
  label: '服务质量评价',
  choose: '请选择',
  note: '评语（可不填，本人可见）',
  submit: '评价所选',
  hint: '评价本人可见，不公开、不排名。',
} as const

export const ANSWER_TEXTS = {
  title: (name: string) => `${name}的更正申请`,
  wish: (wish: string) => `“${wish}”`,
  askedAt: (at: string) => `${at} 提出`,
  answer: '答复',
  answerHint: '写明理由，本人可见。',
  attendance: '到场情况更正为',
  minutes: '服务时长更正为（分钟）',
  unchanged: '不改',
  accept: '采纳并答复',
  refuse: '不采纳并答复',
  done: (name: string) => `已答复${name}的申请。`,
} as const

export const WALK_IN_TEXTS = {
  title: '登记现场参加',
  hint: '未报名而到场的人。登记后即为到场，不占名额。',
  name: '姓名',
  phone: '手机号',
  consent: '本人已当场同意记录其姓名、手机号和参加情况',
  submit: '登记到场',
  done: (name: string) => `已登记${name}现场参加。`,
  known: (name: string) => `${name}已在名单中，已登记到场。`,
  samePerson: '此人',
  isKnown: '就是此人，登记到场',
  isAnother: '是另一个人，另记一条',
} as const

export const CORRECTION_TEXTS = {
  title: (name: string) => `更正${name}的记录`,
  attendance: '到场情况',
  minutes: '服务时长（分钟）',
  minutesHint: '留空不改；首次登记取活动时长。',
  reason: '更正原因',
  reasonHint: '写入操作留痕，本人可以查询。',
  submit: '保存更正',
  close: '收起',
  done: (name: string) => `已更正${name}的记录。`,
} as const
