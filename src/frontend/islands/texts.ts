import type { SignUpStep } from './signUpSchema.ts'

/** The texts of the sign-up form. */
export const SIGN_UP_FORM_TEXTS = {
  formName: { signUp: '报名', logIn: '登录' },
  contact: '手机号或邮箱',
  contactHint: '只用来收验证码和活动通知，不公开。',
  code: '6 位验证码',
  sent: (contact: string) => (contact ? `验证码已发送到 ${contact}，5 分钟内有效。` : '验证码已发送，5 分钟内有效。'),
  name: '姓名（首次使用）',
  size: '几个人一起参加（含您本人）',
  heads: (count: number) => (count === 1 ? '只有我 1 人' : `${count} 人`),
  sizeHint: '名额会一起留；不够时一起候补。不需要填同伴的姓名。',
  sizeWaits: (free: number) => `现在空余 ${free} 个名额，不够一起坐下，提交后将一起候补。`,
  consentBefore: '我同意按',
  consentLink: '个人信息说明',
  consentAfter: '保存以上信息，仅用于活动报名与记录',
  welcome: '验证码正确。首次使用，请留个姓名。',
  sessionEnded: '登录已过期，请再验证一次；您填的内容都还在。',
  change: '换个联系方式',
  resend: '重新发送',
  busy: '正在提交…',
  /** The main button of a step: when signing up, when joining the waiting list, when only logging in. */
  submit: {
    signUp: { contact: '下一步：验证并报名', code: '确认', profile: '确认', done: '我要报名' },
    waitingList: { contact: '下一步：验证并加入候补', code: '确认', profile: '确认', done: '加入候补' },
    logIn: { contact: '获取验证码', code: '确认', profile: '确认', done: '确认' },
  } satisfies Record<string, Record<SignUpStep, string>>,
}
