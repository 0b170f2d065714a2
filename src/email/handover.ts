import { formatTime } from '../domain/shared/dates.ts'
import { button, page, safe } from './templates.ts'

export interface HandoverFacts {
  name: string
  /** The one who was responsible until then. */
  colleague: string
  activities: { id: string; title: string; startsAt: string; status: string }[]
  /** ISO 8601, UTC: when it was handed over. */
  createdAt: string
  origin: string
}

/** The mail to the colleague who is responsible from now on. It names no participant. */
export function renderHandover({ name, colleague, activities, createdAt, origin }: HandoverFacts): {
  subject: string
  text: string
  html: string
} {
  const opening = `${colleague}负责的 ${activities.length} 场活动已交接给您，从现在起由您负责：`
  const lines = activities.map(({ id, title, startsAt, status }) => ({
    title,
    says: `${status === 'draft' ? '草稿，' : ''}${formatTime(startsAt, createdAt)} 开始`,
    href: `${origin}/admin/collections/activities/${id}`,
  }))
  const action = { label: '打开工作台', href: `${origin}/admin` }
  return {
    subject: `工作交接：${activities.length} 场活动由您负责`,
    text: [
      `${name}，您好：`,
      opening,
      lines.map(({ title, says, href }) => `· ${title}｜${says}\n  ${href}`).join('\n'),
      `${action.label}：${action.href}`,
      '先“蜂”志愿服务与活动平台',
    ].join('\n\n'),
    html: page(
      [
        `<p style="margin:0 0 12px">${safe(name)}，您好：</p>`,
        `<p style="margin:0 0 12px">${safe(opening)}</p>`,
        ...lines.map(
          ({ title, says, href }) =>
            `<p style="margin:0 0 8px"><a href="${safe(href)}" style="color:#14312b">${safe(title)}</a><br><span style="font-size:14px;color:#6b6558">${safe(says)}</span></p>`,
        ),
        button(action),
      ],
      { label: '打开账号', href: `${origin}/admin/account` },
    ),
  }
}
