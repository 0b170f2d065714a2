export const INVITE_TEXTS = {
  title: '邀请工作人员',
  intro: '填写姓名和工作邮箱，系统发邮件请对方自己设置密码；链接 7 天内有效，只能用一次。',
  name: '姓名',
  email: '邮箱（登录用）',
  role: '角色',
  roleHint: '组织部门看全县；镇街看本镇街；组织者看本单位及其下级。',
  unit: '所属单位',
  chooseUnit: '请选择单位',
  send: '发送邀请',
  sending: '正在发送…',
  sent: (name: string, email: string) =>
    `已邀请${name}，邮件随即发往 ${email}。对方设好密码前，名单里显示“未接受邀请”。`,
  open: '打开这个账号',
  another: '再邀请一位',
  waiting: '对方还没有设置密码。',
  again: '再发一次邀请',
  sentAgain: '新的邀请邮件随即发出，原来的链接不能再用。',
} as const

export const SECURITY_TEXTS = {
  title: '登录保护',
  loading: '正在读取…',
  // Second factor
  factor: '两步验证',
  isOn: (since: string, left: number) =>
    `已开启（${since}），还剩 ${left} 个恢复码。登录时除密码外，还要填手机上身份验证器的 6 位验证码。`,
  isOff:
    '未开启。开启后，别人即使知道密码也登录不了；需要手机上的身份验证器，如微软、谷歌的 Authenticator 或微信小程序“腾讯身份验证器”。',
  isOffOfOther: '未开启，只能由本人开启。',
  ownPassword: '您的密码',
  turnOn: '开启两步验证',
  next: '下一步',
  scan: '用身份验证器扫描二维码（或手工输入密钥），再填写它显示的 6 位验证码。',
  picture: '身份验证器的二维码',
  secret: '密钥',
  code: '6 位验证码',
  confirm: '开启',
  renew: '重新生成恢复码',
  turnOff: '关闭两步验证',
  turnOffHint: '关闭后只用密码就能登录；会发邮件告诉本人。',
  confirmOff: '确认关闭',
  cancel: '取消',
  codes: '恢复码',
  codesHint: '手机丢失时，一个恢复码可代替一次验证码。只显示这一次，请打印或抄下，收在安全的地方，不要存在手机里。',
  print: '打印',
  kept: '我已收好',
  // Sessions
  sessions: '登录着的设备',
  thisOne: '现在这处',
  since: (at: string) => `登录于 ${at}`,
  used: (at: string) => `最近使用 ${at}`,
  end: '退出',
  endNamed: (device: string) => `退出：${device}`,
  endOthers: '退出其他全部',
  endAll: '退出全部',
  none: '没有登录着的设备。',
} as const

const ofUnit = (name: string, unit: string): string => `${name}（${unit}）`

export const RESPONSIBLE_TEXTS = {
  oneself: (name: string) => `${name}（您本人）`,
  nobody: '未定',
  ofUnit,
  unfit: (name: string) => `${name}（已停用，或不再负责此单位）`,
} as const

interface Work {
  drafts: number
  upcoming: number
}
const workInWords = ({ drafts, upcoming }: Work): string =>
  [drafts > 0 && `${drafts} 份草稿`, upcoming > 0 && `${upcoming} 场未结束的活动`].filter(Boolean).join('、')

export const HANDOVER_TEXTS = {
  title: '交接',
  loading: '正在读取…',
  nothing: '没有由此人负责的草稿和未结束的活动，不需要交接。负责人“未定”的活动不在内。',
  work: (name: string, work: Work & { pending: number }) =>
    `${name}现在负责 ${workInWords(work)}${work.pending > 0 ? `，其中 ${work.pending} 份报名待审核` : ''}。`,
  hint: '一次全部交给一位同事，对方会收到邮件。已结束、已取消的活动和各项记录保留原来的姓名；停用后，本人开通的门口协助链接随之失效，需由接手人重新开通。',
  nobody: '没有其他在用的工作人员能管理全部这些单位。请先邀请或启用一位，或在各活动页分别改负责人。',
  successor: '接手人',
  choose: '请选择接手人',
  ofUnit,
  send: '全部交接',
  sending: '正在交接…',
  sendAndSwitchOff: '交接并停用账号',
  confirm: (work: Work, to: string, isSwitchingOff: boolean) =>
    `把 ${workInWords(work)}全部交接给${to}${isSwitchingOff ? '，并停用这个账号' : ''}？交接后不能一次撤回，只能逐场改回。`,
  done: (work: Work, to: string, isSwitchedOff: boolean) =>
    work.drafts + work.upcoming === 0
      ? '已停用这个账号；此时已没有要交接的活动。'
      : `已把 ${workInWords(work)}交接给${to}${isSwitchedOff ? '，并停用了这个账号' : ''}。`,
  leaving: (work: Work) => `此人还负责 ${workInWords(work)}。建议先交接再停用；直接停用，这些活动仍显示此人的姓名。`,
  first: '先交接',
} as const
