import { formatPeriod, formatSpan, formatTime } from '../domain/shared/dates.ts'
import { HANDED_ON } from '../domain/seats/history.ts'
import type { Arrangement } from '../domain/messages/messages.ts'
import { CORRECTION_STATUSES } from '../domain/attendance/vocabulary.ts'
import { type CertificateKind } from '../domain/certificates/vocabulary.ts'
import { type MessageKind } from '../domain/messages/vocabulary.ts'

/** Every text that is sent to people, in one place. */
export interface MessageFacts {
  name: string
  activity: Arrangement & { title: string; contact: string | null; cancelReason: string | null }
  /** Heads signed up for. */
  size: number
  /** The decision's reason in words, where the message is about one. */
  reason: string | null
  /** Whether the person decided it, and not staff. */
  isOwnDoing: boolean
  /** Until when an offer stands. */
  until: string | null
  /** When it is written, which decides whether dates say their year. */
  writtenAt: string
  /** The arrangement that people knew before a change, and why it was changed. */
  before: Arrangement | null
  changeReason: string | null
  /** The answer of staff to a request to correct the record. */
  correction: { isAccepted: boolean; answer: string } | null
  /** An organiser's own, and the unit in whose name they are. */
  words: { text: string; unit: string } | null
  links: { activity: string; mine: string; ticket: string; record: string; settings: string }
}

interface Template {
  subject: (facts: MessageFacts) => string
  /** One sentence each. */
  says: (facts: MessageFacts) => string[]
  /** The one thing to do next. */
  action: (facts: MessageFacts) => { label: string; href: string }
  /** The whole text message, without the link that follows; carriers count the characters. */
  sms: (facts: MessageFacts) => string
  /** The change to the event in the person's calendar. */
  calendar?: 'PUBLISH' | 'CANCEL'
  hasTicket?: true
}

const quoted = ({ activity }: MessageFacts): string => `《${activity.title}》`
const when = ({ activity, writtenAt }: MessageFacts): string =>
  formatSpan(activity.startsAt, activity.endsAt, writtenAt)
const whenAndWhere = (facts: MessageFacts): string =>
  `${formatTime(facts.activity.startsAt, facts.writtenAt)}，${facts.activity.place}`
const heads = ({ size }: MessageFacts): string => (size > 1 ? `（共 ${size} 人）` : '')
/** A text that somebody wrote may end with a stop of its own. */
const ended = (text: string): string =>
  /[。！？!?…~～.]["'”’』」）)]*$/u.test(text) ? text : `${text.replace(/[，,、；;：:]+$/, '')}。`
const because = (reason: string | null): string[] => (reason ? [`原因：${ended(reason.trim())}`] : [])
/** In a short message, which is paid by its parts. */
function briefly(reason: string | null): string {
  const said = [...(reason ?? '').trim().replace(/[。.]+$/, '')]
  return said.length === 0 ? '' : `（${said.slice(0, 20).join('')}${said.length > 20 ? '…' : ''}）`
}
const accepted = ({ correction }: MessageFacts): string =>
  correction?.isAccepted ? CORRECTION_STATUSES.accepted : CORRECTION_STATUSES.refused
const writtenBy = ({ words }: MessageFacts): string => words?.unit ?? ''
const linesOf = ({ words }: MessageFacts): string[] =>
  (words?.text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
const untilWhen = ({ until, activity, writtenAt }: MessageFacts): string =>
  formatTime(until ?? activity.startsAt, writtenAt)

/**
 * Whether somebody was there to take the seat that an offer left: the decision says so (src/domain/seats/history.ts).
 */
const isHandedOn = ({ reason }: MessageFacts): boolean => reason?.includes(HANDED_ON) ?? false

const toTicket = ({ links }: MessageFacts) => ({ label: '打开签到票码', href: links.ticket })
const toMine = ({ links }: MessageFacts) => ({ label: '查看我的报名', href: links.mine })
const toActivity = ({ links }: MessageFacts) => ({ label: '查看活动', href: links.activity })
const confirmed = { action: toTicket, calendar: 'PUBLISH', hasTicket: true } as const

function changesOf({ before, activity, writtenAt }: MessageFacts): string[] {
  if (!before) return []
  const [was, is] = [before, activity].map(({ startsAt, endsAt }) => formatSpan(startsAt, endsAt, writtenAt))
  return [
    ...(was === is ? [] : [`时间由 ${was} 改为 ${is}。`]),
    ...(before.place === activity.place ? [] : [`地点由“${before.place}”改为“${activity.place}”。`]),
  ]
}

type ActivityMessageKind = Exclude<MessageKind, 'certificateIssued'>

export const TEMPLATES: Record<ActivityMessageKind, Template> = {
  requested: {
    subject: (facts) => `申请已收到：${facts.activity.title}`,
    says: (facts) => [`您报名${quoted(facts)}${heads(facts)}的申请已收到，组织者审核后会再通知您。`],
    action: toMine,
    sms: (facts) => `您报名${quoted(facts)}的申请已收到，审核后再通知您。`,
  },
  confirmed: {
    subject: (facts) => `报名成功：${facts.activity.title}`,
    says: (facts) => [
      `您已报名${quoted(facts)}${heads(facts)}。到场时出示签到票码即可，附件可加入手机日历。`,
      '来不了随时可以取消，没有任何影响，名额会让给下一位。',
    ],
    ...confirmed,
    sms: (facts) => `您已报名${quoted(facts)}${heads(facts)}，${whenAndWhere(facts)}。票码：`,
  },
  waitlisted: {
    subject: (facts) => `已进入候补：${facts.activity.title}`,
    says: (facts) => [
      `${quoted(facts)}名额已满，您已进入候补${heads(facts)}。有名额时按先后递补，会马上通知您。`,
      ...because(facts.reason),
    ],
    action: toMine,
    sms: (facts) => `${quoted(facts)}名额已满，您已进入候补，有名额时会通知您。`,
  },
  promoted: {
    subject: (facts) => `候补转正：${facts.activity.title}`,
    says: (facts) => [
      `有人让出了名额，您已从候补转为报名成功：${quoted(facts)}${heads(facts)}。`,
      '来不了请及时取消，名额会让给下一位。',
    ],
    ...confirmed,
    sms: (facts) => `您已从候补转为报名成功：${quoted(facts)}，${whenAndWhere(facts)}。票码：`,
  },
  offered: {
    subject: (facts) => `请在 ${untilWhen(facts)} 前确认：${facts.activity.title}`,
    says: (facts) => [
      `${quoted(facts)}空出的名额为您保留到 ${untilWhen(facts)}${heads(facts)}。请在此之前确认；不确认则不再保留，没有任何影响。`,
    ],
    action: ({ links }) => ({ label: '确认或放弃', href: links.mine }),
    sms: (facts) => `${quoted(facts)}的名额为您保留到 ${untilWhen(facts)}，请确认：`,
  },
  lapsed: {
    subject: (facts) => `名额已让出：${facts.activity.title}`,
    says: (facts) => [
      `为您保留的${quoted(facts)}名额没有收到确认，${isHandedOn(facts) ? '已让给下一位' : '不再保留'}。如仍想参加，可以重新报名。`,
    ],
    action: toActivity,
    sms: (facts) =>
      `为您保留的${quoted(facts)}名额未确认，${isHandedOn(facts) ? '已让给下一位' : '不再保留'}。可重新报名：`,
  },
  lineClosed: {
    subject: (facts) => `候补已截止：${facts.activity.title}`,
    says: (facts) => [`${quoted(facts)}已经开始，没有等到空出的名额，候补已截止。`, '欢迎看看其他活动。'],
    action: toActivity,
    sms: (facts) => `${quoted(facts)}已开始，没有等到空出的名额，候补已截止。`,
  },
  refused: {
    subject: (facts) => `报名未通过：${facts.activity.title}`,
    says: (facts) => [`您报名${quoted(facts)}的申请没有通过。`, ...because(facts.reason), '欢迎看看其他活动。'],
    action: toMine,
    sms: (facts) => `您报名${quoted(facts)}的申请没有通过${briefly(facts.reason)}，详情：`,
  },
  cancelled: {
    subject: (facts) => `报名已取消：${facts.activity.title}`,
    says: (facts) => [
      facts.isOwnDoing
        ? `您已取消${quoted(facts)}的报名。没有任何影响，改变主意可以重新报名。`
        : `您在${quoted(facts)}的报名已被取消。`,
      ...(facts.isOwnDoing ? [] : because(facts.reason)),
    ],
    action: toActivity,
    sms: (facts) =>
      facts.isOwnDoing
        ? `您已取消${quoted(facts)}的报名。`
        : `您在${quoted(facts)}的报名已被取消${briefly(facts.reason)}，详情：`,
    calendar: 'CANCEL',
  },
  activityChanged: {
    subject: (facts) => `时间或地点有变：${facts.activity.title}`,
    says: (facts) => [
      `您报名的${quoted(facts)}有变：`,
      ...changesOf(facts),
      ...because(facts.changeReason),
      '如不能参加，请取消报名，没有任何影响。',
    ],
    action: toMine,
    sms: (facts) => `您报名的${quoted(facts)}有变${briefly(facts.changeReason)}，现为 ${whenAndWhere(facts)}。`,
    calendar: 'PUBLISH',
  },
  activityCancelled: {
    subject: (facts) => `活动取消：${facts.activity.title}`,
    says: (facts) => [
      `很抱歉，您报名的${quoted(facts)}取消了。`,
      ...because(facts.activity.cancelReason),
      '请不要前往。',
    ],
    action: toActivity,
    sms: (facts) =>
      `${quoted(facts)}（${formatTime(facts.activity.startsAt, facts.writtenAt)}）已取消${briefly(facts.activity.cancelReason)}，请不要前往。`,
    calendar: 'CANCEL',
  },
  activityResumed: {
    subject: (facts) => `活动照常举办：${facts.activity.title}`,
    says: (facts) => [
      `此前取消的${quoted(facts)}照常举办，您的报名仍然有效。`,
      ...changesOf(facts),
      ...because(facts.changeReason),
      '如不能参加，请取消报名，没有任何影响。',
    ],
    action: toMine,
    sms: (facts) =>
      `此前取消的${quoted(facts)}照常举办${briefly(facts.changeReason)}：${whenAndWhere(facts)}，您的报名仍有效。`,
    calendar: 'PUBLISH',
  },
  broadcast: {
    subject: (facts) => `组织者的消息：${facts.activity.title}`,
    says: (facts) => [`${writtenBy(facts)}就${quoted(facts)}告诉您：`, ...linesOf(facts)],
    action: toMine,
    sms: (facts) => `${writtenBy(facts)}就${quoted(facts)}告诉您：${linesOf(facts).map(ended).join('')}详情：`,
  },
  reminder24h: {
    subject: (facts) => `明天见：${facts.activity.title}`,
    says: (facts) => [
      `提醒您：${quoted(facts)}将在 ${formatTime(facts.activity.startsAt, facts.writtenAt)} 开始${heads(facts)}。`,
      '来不了请取消报名，名额会让给候补的人。',
    ],
    action: toTicket,
    sms: (facts) => `提醒：${quoted(facts)}，${whenAndWhere(facts)}。票码：`,
    hasTicket: true,
  },
  reminder2h: {
    subject: (facts) => `快开始了：${facts.activity.title}`,
    says: (facts) => [
      `提醒您：${quoted(facts)}将在 ${formatTime(facts.activity.startsAt, facts.writtenAt)} 开始${heads(facts)}。路上注意安全。`,
    ],
    action: toTicket,
    sms: (facts) =>
      `提醒：${quoted(facts)}将在 ${formatTime(facts.activity.startsAt, facts.writtenAt)} 开始，${facts.activity.place}。票码：`,
    hasTicket: true,
  },
  thanks: {
    subject: (facts) => `感谢参加：${facts.activity.title}`,
    says: (facts) => [
      `感谢您参加${quoted(facts)}。您的记录已登记，可以随时查看；如有出入，可申请更正。`,
      '方便时请说说感受，只有组织单位看得到。',
    ],
    action: ({ links }) => ({ label: '查看记录、写反馈', href: links.record }),
    sms: (facts) => `感谢参加${quoted(facts)}，欢迎反馈：`,
  },
  correctionAnswered: {
    subject: (facts) => `更正申请已答复：${facts.activity.title}`,
    says: (facts) => [
      `您申请更正${quoted(facts)}的记录，已有答复：${accepted(facts)}。`,
      ...(facts.correction ? [`答复：${ended(facts.correction.answer.trim())}`] : []),
    ],
    action: ({ links }) => ({ label: '查看记录和答复', href: links.record }),
    sms: (facts) =>
      `您对${quoted(facts)}的更正申请${accepted(facts)}${briefly(facts.correction?.answer ?? null)}，详情：`,
  },
}

/** The words of a certificate about itself in a message. */
export interface CertificateMention {
  number: string
  issuer: string
  kind: CertificateKind
  /** Of the one activity, or of the first. */
  title: string
  from: string
  to: string
}

/** A message about certificates, of one unit and for one person. */
export interface CertificatesFacts {
  name: string
  certificates: [CertificateMention, ...CertificateMention[]]
  links: { certificates: string; settings: string }
}

export interface RenderedMessage {
  subject: string
  text: string
  html: string
  sms: string
  calendar: 'PUBLISH' | 'CANCEL' | null
  hasTicket: boolean
}

/** `ticketImage` is where the picture of the ticket's code is found: within the mail, or as data in a preview. */
export function renderMessage(
  kind: ActivityMessageKind,
  facts: MessageFacts,
  ticketImage: string | null,
): RenderedMessage {
  const template = TEMPLATES[kind]
  const { activity, links } = facts
  const action = template.action(facts)
  const rows: Row[] = [
    ['活动', activity.title],
    ['时间', when(facts)],
    ['地点', activity.place],
    ...(activity.contact ? [['咨询', activity.contact] as Row] : []),
  ]
  const image =
    template.hasTicket && ticketImage !== null
      ? `<p style="margin:16px 0 0"><img src="${safe(ticketImage)}" width="180" height="180" alt="签到二维码"></p>`
      : ''
  return {
    subject: template.subject(facts),
    ...laidOut({
      name: facts.name,
      says: template.says(facts),
      rows,
      action,
      image,
      footer: notWanted(links.settings),
    }),
    sms: `【先蜂】${template.sms(facts)}${action.href}`,
    calendar: template.calendar ?? null,
    hasTicket: template.hasTicket ?? false,
  }
}

export function renderCertificates({ name, certificates, links }: CertificatesFacts): RenderedMessage {
  const [{ issuer }, ...others] = certificates
  const count = others.length > 0 ? ` ${others.length + 1} 份` : ''
  const rows = certificates.flatMap(({ number, kind, title, from, to }): Row[] => [
    [kind === 'activity' ? '活动' : '时段', kind === 'activity' ? title : formatPeriod(from, to)],
    ['编号', number],
  ])
  const action = { label: '下载证明', href: links.certificates }
  return {
    subject: `志愿服务证明已出具${count}`,
    ...laidOut({
      name,
      says: [`${issuer}为您出具了志愿服务证明${count}，登录后即可下载。`, '任何人凭编号都可核验，不显示个人信息。'],
      rows,
      action,
      image: '',
      footer: notWanted(links.settings),
    }),
    sms: `【先蜂】${issuer}为您出具了志愿服务证明${count}，登录后下载：${action.href}`,
    calendar: null,
    hasTicket: false,
  }
}

type Row = [label: string, value: string]

interface Layout {
  name: string
  /** One sentence each. */
  says: string[]
  rows: Row[]
  action: { label: string; href: string }
  /** HTML. */
  image: string
  footer: { label: string; href: string }
}

const notWanted = (settings: string): Layout['footer'] => ({ label: '不想收到提醒和感谢', href: settings })

function laidOut({ name, says, rows, action, image, footer }: Layout): Pick<RenderedMessage, 'text' | 'html'> {
  const text = [
    `${name}，您好：`,
    ...says,
    rows.map(([label, value]) => `${label}：${value}`).join('\n'),
    `${action.label}：${action.href}`,
    `先“蜂” · ${footer.label}：${footer.href}`,
  ].join('\n\n')
  const body = [
    `<p style="margin:0 0 12px">${safe(name)}，您好：</p>`,
    ...says.map((sentence) => `<p style="margin:0 0 12px">${safe(sentence)}</p>`),
    `<table style="width:100%;margin:16px 0;border-collapse:collapse">${rows.map(([label, value]) => `<tr><td style="width:3.5em;padding:4px 0;color:#6b6558;vertical-align:top">${label}</td><td style="padding:4px 0">${safe(value)}</td></tr>`).join('')}</table>`,
    button(action),
    image,
  ]
  return { text, html: page(body, footer) }
}

export const button = ({ label, href }: { label: string; href: string }): string =>
  `<p style="margin:16px 0"><a href="${safe(href)}" style="display:inline-block;padding:12px 20px;background:#f7b325;border-radius:8px;color:#14312b;font-weight:600;text-decoration:none">${label}</a></p>`

/** The frame of every mail of ours, around HTML. */
export const page = (body: string[], footer: { label: string; href: string }): string =>
  [
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>',
    "<body style=\"margin:0;background:#f6f4ee;color:#1f1d18;font:16px/1.6 -apple-system,'PingFang SC','Microsoft YaHei',sans-serif\">",
    '<div style="max-width:560px;margin:0 auto;padding:24px 16px"><div style="padding:24px;background:#fff;border-radius:12px">',
    ...body,
    `</div><p style="margin:16px 0 0;font-size:13px;color:#6b6558">先“蜂”志愿服务与活动平台 · <a href="${safe(footer.href)}" style="color:#6b6558">${footer.label}</a></p></div></body></html>`,
  ].join('')

export function safe(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
