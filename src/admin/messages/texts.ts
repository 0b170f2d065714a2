import type { Counted } from '../../operations/messages/listBroadcasts.ts'

export const PREVIEW_TEXTS = {
  title: '消息样式',
  intro:
    '系统自动发给报名人的各类消息，人名和活动为示例。有邮箱的发邮件，只有手机号的发短信；21:30 至次日 7:30 只发急事。',
  list: '发送记录',
  needed: '必要通知，不能退订',
  optional: '本人可以退订',
  calendar: { PUBLISH: '附日历文件（已有名额的人）', CANCEL: '附日历文件，从日历中移除' },
  mailOf: (kind: string) => `${kind}（邮件）`,
  sms: '短信',
} as const

export const BROADCAST_TEXTS = {
  title: '给报名人发消息',
  outOfScope: '这场活动不在您的管理范围内，不能给报名人发消息。',
  intro: '有邮箱的发邮件，只有手机号的发短信；本人在“我的报名”里也能看到。关系到参加活动，不能退订。',
  audience: '发给',
  text: '内容',
  textHint: (length: number, most: number) =>
    `写明要做什么、何时何地。活动名称和单位会自动写上，请不要写个人信息。${length} / ${most} 字`,
  preview: '预览',
  sending: '正在处理……',
  nobody: '所选范围里现在没有人。',
  goesTo: (people: number) => `发给 ${people} 人`,
  ways: ({ mail, sms, unreachable }: { mail: number; sms: number; unreachable: number }) =>
    [
      `邮件 ${mail} 人`,
      `短信 ${sms} 人`,
      ...(unreachable > 0 ? [`没有联系方式 ${unreachable} 人（只能在“我的报名”里看到）`] : []),
    ].join('，'),
  cost: ({ length, parts }: { length: number; parts: number }, inTotal: number) =>
    `短信 ${length} 字，每人按 ${parts} 条计费${inTotal > 0 ? `，共 ${inTotal} 条` : ''}（含签名和链接；70 字以内 1 条，超出后每 67 字 1 条）`,
  at: (when: string) => `现在是 21:30 至次日 7:30，不打扰人：将在 ${when} 发出，到时已取消报名的人不再发。`,
  atOnce: '点“发送”后马上发出。',
  mail: '邮件',
  sms: '短信',
  send: (people: number) => `发送给 ${people} 人`,
  change: '再改改',
  sent: (people: number) => `已交付发送，共 ${people} 人。`,
  sentLater: (people: number, when: string) => `已收下，共 ${people} 人，将在 ${when} 发出。`,
  sentBefore: '同样的内容已经发给同一范围的人，没有再发一次。',
  list: '已发的消息',
  none: '还没有发过消息。',
  cleared: '（内容已清除）',
  heading: (at: string, audience: string, by: string) => [at, `发给${audience}`, by].filter(Boolean).join(' · '),
  counts: {
    sent: '已发送',
    waiting: '待发送',
    failed: '发送失败',
    skipped: '未发（已取消报名、没有联系方式等）',
  } satisfies Record<Counted, string>,
  unplanned: (count: number) => `还有 ${count} 人正在排队，稍后刷新可见。`,
} as const
