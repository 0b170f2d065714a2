import { formatDay, formatTime } from '../domain/shared/dates.ts'
import type { RecordingCountdown } from '../domain/shared/workdays.ts'
import { button, page, safe } from './templates.ts'

/**
 * The tasks that wait for one member of staff (src/operations/desk/listStaffTasks.ts), as far as the mail says them. It
 * names no participant.
 */
export interface WaitingFacts {
  pending: Listed<{ startsAt: string; pending: number }>
  corrections: Listed<{ activity: string; askedAt: string }>
  overdue: Listed<Recording>
  unrecorded: Listed<Recording>
  tooFew: Listed<Turnout & { startsAt: string; minimum: number | null }>
  full: Listed<Turnout & { startsAt: string }>
}

interface Recording extends RecordingCountdown {
  missing: 'attendance' | 'outcome' | 'evaluation'
}

interface Listed<T> {
  total: number
  items: (T & { id: string; title: string; unit: string })[]
}

interface Turnout {
  capacity: number | null
  taken: number
  waiting: number
}

export interface DigestFacts {
  name: string
  waiting: WaitingFacts
  /** Whether it says the news alone, or all that waits on this day. */
  isNews: boolean
  /** ISO 8601, UTC. */
  writtenAt: string
  origin: string
}

/** The words of the mail under one heading. */
interface Section {
  heading: string
  total: number
  /** The list that holds as many as `total` says. */
  href: string
  lines: { title: string; says: string; href: string }[]
}

const seats = ({ capacity, taken }: Turnout): string =>
  capacity === null ? `已报名 ${taken} 人` : `已报名 ${taken} / ${capacity} 人`

const least = (minimum: number | null): string => (minimum === null ? '' : `，最少 ${minimum} 人`)

function due({ dueOn, workdaysLeft }: RecordingCountdown, now: string): string {
  if (dueOn === null) return '待登记'
  return workdaysLeft === 0 ? `已逾期，期限 ${formatDay(dueOn, now)}` : `还有 ${workdaysLeft} 个工作日`
}

/** Only what there is, the most urgent first. */
function sectionsOf({ waiting, writtenAt, origin }: DigestFacts): Section[] {
  const { pending, corrections, overdue, unrecorded, tooFew, full } = waiting
  const activity = (id: string): string => `${origin}/admin/collections/activities/${id}`
  const signUps = (id: string): string => `${activity(id)}/sign-ups`
  const list = (kind: string): string => `${origin}/admin?show=${kind}`
  const starts = (startsAt: string): string => `${formatTime(startsAt, writtenAt)} 开始`
  const section = <T extends { id: string; title: string; unit: string }>(
    heading: string,
    { total, items }: { total: number; items: T[] },
    href: string,
    says: (item: T) => string,
    hrefOf: (item: T) => string,
  ): Section => ({
    heading,
    total,
    href,
    lines: items.map((item) => ({ title: item.title, says: `${item.unit} · ${says(item)}`, href: hrefOf(item) })),
  })
  // Where nobody signed up, only the outcome is to be written down.
  const recording = (heading: string, tasks: Listed<Recording>, href: string): Section =>
    section(
      heading,
      tasks,
      href,
      (task) => due(task, writtenAt),
      ({ id, missing }) => (missing === 'outcome' ? activity(id) : signUps(id)),
    )
  return [
    section(
      '待审核的报名',
      pending,
      list('pending'),
      (task) => `${task.pending} 份待审核，${starts(task.startsAt)}`,
      ({ id }) => `${signUps(id)}?show=pending`,
    ),
    section(
      '待答复的更正申请',
      corrections,
      list('corrections'),
      ({ askedAt }) => `${formatDay(askedAt, writtenAt)}提出`,
      (task) => signUps(task.activity),
    ),
    recording('已逾期未登记', overdue, list('overdue')),
    recording('待登记、待评价', unrecorded, list('unrecorded')),
    section(
      '即将开始、报名偏少',
      tooFew,
      list('tooFew'),
      (task) => `${seats(task)}${least(task.minimum)}，${starts(task.startsAt)}`,
      ({ id }) => activity(id),
    ),
    section(
      '名额已满、仍在报名',
      full,
      list('full'),
      (task) => `${seats(task)}${task.waiting > 0 ? `，候补 ${task.waiting} 人` : ''}，${starts(task.startsAt)}`,
      ({ id }) => activity(id),
    ),
  ].filter(({ total }) => total > 0)
}

export function renderDigest(facts: DigestFacts): { subject: string; text: string; html: string } {
  const { name, origin, writtenAt, isNews } = facts
  const sections = sectionsOf(facts)
  const action = { label: '打开工作台', href: `${origin}/admin` }
  const footer = {
    label: isNews ? '想改成每日一封或不发，请到“账号”' : '想随时收到或不再收到，请到“账号”',
    href: `${origin}/admin/account`,
  }
  // A number opens its list: of what is new there is none.
  const counted = ({ heading, total }: Section): string => (isNews ? heading : `${heading}（${total}）`)
  const rest = ({ total, lines }: Section): string[] =>
    total > lines.length ? [isNews ? '还有更多，查看全部' : `查看全部 ${total} 项`] : []
  const opening = isNews
    ? `${formatTime(writtenAt, writtenAt)}，新的待办：`
    : `${formatDay(writtenAt, writtenAt)}，等您办的事：`
  const text = [
    `${name}，您好：`,
    opening,
    ...sections.map((section) =>
      [
        `${counted(section)}：${section.href}`,
        ...section.lines.map(({ title, says, href }) => `· ${title}｜${says}\n  ${href}`),
        ...rest(section),
      ].join('\n'),
    ),
    `${action.label}：${action.href}`,
    `先“蜂” · ${footer.label}：${footer.href}`,
  ].join('\n\n')
  const link = 'color:#14312b'
  const html = page(
    [
      `<p style="margin:0 0 12px">${safe(name)}，您好：</p>`,
      `<p style="margin:0 0 12px">${opening}</p>`,
      ...sections.flatMap((section) => [
        `<h2 style="margin:24px 0 8px;font-size:16px"><a href="${safe(section.href)}" style="${link}">${counted(section)}</a></h2>`,
        ...section.lines.map(
          ({ title, says, href }) =>
            `<p style="margin:0 0 8px"><a href="${safe(href)}" style="${link}">${safe(title)}</a><br><span style="font-size:14px;color:#6b6558">${safe(says)}</span></p>`,
        ),
        ...rest(section).map(
          (more) => `<p style="margin:0 0 8px"><a href="${safe(section.href)}" style="${link}">${more}</a></p>`,
        ),
      ]),
      button(action),
    ],
    footer,
  )
  const subject = isNews
    ? `新的待办：${sections.map(({ heading }) => heading).join('，')}`
    : `今日待办：${sections.map(({ heading, total }) => `${heading} ${total}`).join('，')}`
  return { subject, text, html }
}
