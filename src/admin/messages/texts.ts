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
