/**
 * An error a person can act on. `code` is stable and documented in /api/openapi.json; `message` is the
 * Chinese sentence shown as it is; `fields` maps an input's name to the sentence that belongs beside it.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  constructor(
    readonly code: ErrorCode,
    message: string = ERRORS[code].message,
    readonly fields: Record<string, string> = {},
    /** After how many seconds the same request is worth another try; null when it is not a matter of time. */
    readonly retryAfter: number | null = retryAfterOf(code),
  ) {
    super(message)
  }
  /** HTTP status. */
  get status(): number {
    return ERRORS[this.code].status
  }
}

function retryAfterOf(code: ErrorCode): number | null {
  const known = ERRORS[code]
  return 'retryAfter' in known ? known.retryAfter : null
}

/**
 * Every code the HTTP contract knows, with its status and its default sentence; `retryAfter` in seconds is sent as that
 * header.
 */
export const ERRORS = {
  'invalid-input': { status: 400, message: '填写的内容有误，请按提示修改后再提交。' },
  'picture-unusable': { status: 400, message: '这个文件不是能打开的图片，请换一张 JPG、PNG 或 WebP 图片。' },
  'invalid-json': { status: 400, message: '请求内容不是有效的 JSON，请检查后重试。' },
  'idempotency-key-invalid': { status: 400, message: 'Idempotency-Key 应为 1–255 个可见的英文字符，请换一个后重试。' },
  'code-invalid': { status: 400, message: '验证码不正确或已过期，请重新获取后再试。' },
  'profile-required': { status: 400, message: '首次使用请填写姓名，并同意个人信息处理说明。' },
  'not-logged-in': { status: 401, message: '请先登录后再继续。' },
  'login-failed': { status: 401, message: '邮箱或密码不正确，请核对后重试。' },
  forbidden: { status: 403, message: '您没有权限进行此操作；如需办理，请联系所在单位的管理员。' },
  'second-factor-required': { status: 401, message: '请填写身份验证器显示的 6 位验证码，或一个恢复码。' },
  'second-factor-wrong': { status: 401, message: '验证码不正确，或已经用过；请等身份验证器换了新的验证码再试。' },
  'password-change-required': { status: 403, message: '您的密码是别人设置的，请先在管理后台换成自己的密码，再继续。' },
  'not-found': { status: 404, message: '没有找到您要的内容，它可能已被移除，请返回列表重新选择。' },
  'method-not-allowed': { status: 405, message: '此地址不支持该操作，请返回上一页重试。' },
  'registration-closed': { status: 409, message: '报名未开放或已截止，请看看其他活动。' },
  'activity-cancelled': { status: 409, message: '活动已取消，请看看其他活动。' },
  'activity-draft': { status: 409, message: '活动还是草稿，请先发布。' },
  'activity-not-begun': { status: 409, message: '活动还没有开始，请在开始后再办理。' },
  'activity-begun': { status: 409, message: '活动已开始，不再递补；想参加的请直接到现场。' },
  'activity-ended': { status: 409, message: '活动已结束，不能再办理；到场情况请在“报名与到场”里登记或更正。' },
  'ledger-locked': {
    status: 409,
    message: '已有人登记到场，记录方式不能再改；确需更改，请先在“报名与到场”里清除到场登记。',
  },
  full: { status: 409, message: '名额已满，且本活动不设候补，请看看其他活动。' },
  'offer-lapsed': { status: 409, message: '确认时间已过，名额没有保留；还想参加可以重新报名。' },
  'undo-lapsed': { status: 409, message: '取消已超过 30 秒，不能再撤销；还想参加，可以重新报名。' },
  'nobody-to-tell': { status: 409, message: '所选范围里现在没有人，请换一个范围。' },
  'not-pending': { status: 409, message: '这条报名不在待审核状态，请刷新名单后查看。' },
  'check-in-closed': { status: 409, message: '现在不能自助签到，请到组织者处登记。' },
  'walk-in-unclear': { status: 409, message: '名单中有同号或同名的人，请确认是同一个人还是另一个人。' },
  'attendance-recorded': { status: 409, message: '已登记到场，不能取消；如登记有误，请联系活动组织者更正。' },
  'not-attended': { status: 409, message: '登记到场后才能反馈；如到场未登记，请申请更正。' },
  'not-in-series': { status: 409, message: '本场之后没有同一系列的场次；请先用“建成系列”添加。' },
  'correction-open': { status: 409, message: '这条记录已有一份更正申请，请等待答复后再提。' },
  'correction-answered': { status: 409, message: '这份申请已经答复，请刷新后查看。' },
  'not-certifiable': { status: 409, message: '只有已结束的志愿服务活动才能出具证明，请在活动结束、登记到场后再试。' },
  'certificate-revoked': { status: 409, message: '这份证明已撤销，不能下载；如需新的证明，请联系出具单位。' },
  'idempotency-key-in-use': { status: 409, message: '同一请求正在处理中，请稍候片刻再重试。', retryAfter: 1 },
  'person-merged': { status: 409, message: '这条人员记录已合并到同一人的另一条，请刷新或重新登录后再试。' },
  'person-erased': { status: 409, message: '此人已注销，个人信息已清除，记录不再与任何人相连，也不能再添加或修改。' },
  'registration-merged': { status: 409, message: '这条报名已并入同一人的另一条报名，请刷新后在那一条上操作。' },
  'changed-meanwhile': { status: 409, message: '您打开表单之后，同一项内容被他人改过，请选择保留哪一个。' },
  'contact-taken': {
    status: 409,
    message:
      '这个联系方式属于另一条人员记录。如都是您本人，请告诉组织部门您的志愿者编号和这个联系方式，由其合并两条记录；也可以退出后用它登录。',
  },
  'last-department': {
    status: 409,
    message: '这是最后一个在用的组织部门账号，不能停用、删除或更改角色和单位；请先新建或启用另一个组织部门账号。',
  },
  'post-held': { status: 409, message: '这个岗位在所选时间已有人担任或已排定接任，请先结束或交接。' },
  'already-appointed': { status: 409, message: '已在本单位担任这个岗位，不用重复任命。' },
  'appointment-ended': { status: 409, message: '这项任职已经结束，请刷新后查看。' },
  'report-answered': { status: 409, message: '这份报到已经办理，请刷新后查看。' },
  'not-party-member': {
    status: 409,
    message: '报到的是在职党员：请先在“我的资料”勾选“在职党员（双报到）”，再来报到。',
  },
  'matter-moved-on': { status: 409, message: '这件诉求已到下一步，不能再这样办理，请刷新后查看。' },
  'matter-not-yours': { status: 403, message: '这一步不由您办理；如有需要，请联系这件诉求的首接单位。' },
  'second-person-needed': { status: 403, message: '这一步须由另一人办理，请交给同事或上一级。' },
  'level-above-needed': { status: 403, message: '这一步由上一级决定，请联系上一级。' },
  'return-spent': { status: 409, message: '这一轮已退回过一次，不能再退；办不了的，请上报或申请延期。' },
  'return-lapsed': { status: 409, message: '派单超过一个工作日，不能再退；办不了的，请上报或申请延期。' },
  'extension-spent': { status: 409, message: '这一轮已申请过一次延期，不能再申请。' },
  'classed-too-late': { status: 409, message: '已过当日办结的时限，不能再改为复杂事项。' },
  'handler-complained-of': { status: 409, message: '不能派给被反映的一方，请另选办理人。' },
  'raise-first': { status: 409, message: '派给部门之前，请先上报到镇（街道）。' },
  'reopen-lapsed': { status: 409, message: '办结已超过 15 日，不能再重开；如有新的情况，请另行反映。' },
  'import-busy': { status: 409, message: '这次导入正在进行，或现在不能这样做，请刷新后查看。' },
  'import-unreadable': {
    status: 400,
    message: '文件打不开：请用 .xlsx、.csv 文件，或直接粘贴表格里的内容。',
  },
  'responsible-unfit': { status: 409, message: '此人不能负责这场活动，请另选一位。' },
  'nothing-to-hand-over': { status: 409, message: '没有由此人负责的草稿和未结束的活动，不需要交接。' },
  'not-invited': { status: 409, message: '对方已设好密码，或账号已停用，不需要再发邀请。' },
  'second-factor-on': { status: 409, message: '两步验证已经开启，请刷新页面查看。' },
  'second-factor-off': { status: 409, message: '两步验证没有开启，请先开启。' },
  'door-links-full': { status: 409, message: '这场活动已有 10 个在用的协助链接，请先收回不用的。' },
  'door-link-taken': {
    status: 409,
    message: '这个链接已在另一部手机或浏览器上打开，不能再用；请组织者另开一个。',
  },
  'door-paused': { status: 409, message: '协助暂停，请联系组织者。' },
  'door-not-open': { status: 409, message: '门口签到还没有开放，请到时再打开。' },
  'in-use': { status: 409, message: '仍有记录引用此内容，不能删除。' },
  'sheet-too-long': { status: 409, message: '名单超过 2000 份，印不成签到表；请用“导出名单和回答”。' },
  'link-invalid': { status: 410, message: '链接无效、已经用过或已过期，请让发给您的人再发一次。' },
  'door-closed': { status: 410, message: '协助链接已失效，请联系组织者。' },
  'payload-too-large': { status: 413, message: '提交的内容过大，请减少内容后重试。' },
  'unsupported-media-type': { status: 415, message: '请求内容须为 JSON 格式，请检查后重试。' },
  'idempotency-key-reused': { status: 422, message: '这个 Idempotency-Key 已用于另一个请求，请为新的请求换一个。' },
  'rate-limited': { status: 429, message: '操作过于频繁，请 1 分钟后再试。', retryAfter: 60 },
  internal: { status: 500, message: '系统出错，已记录，请稍后重试；若多次出现，请联系管理员。' },
  busy: { status: 503, message: '系统繁忙，您的操作未生效，请稍后重试。', retryAfter: 2 },
} as const satisfies Record<string, { status: number; message: string; retryAfter?: number }>

export type ErrorCode = keyof typeof ERRORS
