import { Fragment } from 'react'
import { formatTime } from '../../domain/shared/dates.ts'
import type { Clash, MyRegistration } from '../../domain/seats/views.ts'
import type { RegistrationStatus } from '../../domain/shared/vocabulary.ts'
import { useNow } from './now.ts'

/** How a sign-up stands, in a sentence. */
export function standingText({
  status,
  position,
  size,
  attendance,
  refusal,
  lapsed,
  isLineClosed,
  activity,
}: MyRegistration): string {
  const heads = size > 1 ? `（${size} 人）` : ''
  if (activity.cancelled) return '活动已取消'
  if (attendance === 'present') return '已到场，感谢参加'
  switch (status) {
    case 'confirmed':
      return `已报名${heads}，名额已为您留好`
    case 'pending':
      return activity.joinable === 'ended' ? '活动已结束，申请没有审核' : `已提交${heads}，等组织者审核`
    case 'waitlisted':
      if (isLineClosed) return '候补已截止：开始前没有空出名额'
      return position === null ? `候补中${heads}` : `候补中${heads}，您排在第 ${position} 位`
    case 'offered':
      return `轮到您了${heads}：有名额为您保留`
    case 'refused':
      return refusal ? `未通过：${refusal}` : '未通过'
    case 'cancelled':
      return lapsed ? '保留时间已过，名额没有保留' : '已取消'
  }
}

/** Standings that call for patience or an answer, in another colour than what is settled. */
const OPEN: RegistrationStatus[] = ['pending', 'waitlisted', 'offered', 'refused']

export const noticeClass = ({ status, lapsed }: MyRegistration): string =>
  `notice ${OPEN.includes(status) || lapsed ? 'notice-wait' : ''}`

/** The next step that the person can expect, where the standing alone does not tell. */
export function Prospect({
  registration: { status, size, lapsed, isLineClosed, activity },
}: {
  registration: MyRegistration
}) {
  if (lapsed && ['open', 'waiting-list'].includes(activity.joinable)) {
    return (
      <p>
        没关系，还想参加可以<a href={`/activities/${activity.id}`}>重新报名</a>。
      </p>
    )
  }
  if (status === 'pending') return <p className="small soft">通过或不通过都会在这里显示，可随时退出。</p>
  if (status !== 'waitlisted' || activity.cancelled || isLineClosed) return null
  return (
    <p className="small soft">
      有人取消时按先后自动补上。
      {activity.partyLimit > 1 &&
        (size > 1
          ? `空出的名额不够 ${size} 人时先让给后面的人；让出 ${size} 个以后，名额为你们留着。`
          : '前面的团队坐不下时，会先轮到您。')}
      开始前两小时内，空出的名额先为您保留一会儿，请留意消息或这个页面。
    </p>
  )
}

/** Takes the seat, or hands it on: forms of their own, so that both work without a script. */
export function OfferAnswer({ registration: { id, offerExpiresAt } }: { registration: MyRegistration }) {
  const now = useNow()
  if (offerExpiresAt === null) return null
  return (
    <div className="stack-s">
      <p>
        请在 <strong>{formatTime(offerExpiresAt, now)}</strong> 前确认。
        <span data-until={offerExpiresAt} />
      </p>
      <form method="post" action={`/me/registrations/${id}/accept`}>
        <button className="button button-primary button-wide">接受名额</button>
      </form>
    </div>
  )
}

/** Two at once: the person decides which, nobody forbids it. */
export function ClashNotice({ clashes }: { clashes: Clash[] }) {
  const now = useNow()
  if (clashes.length === 0) return null
  return (
    <p className="notice notice-wait" data-clash>
      与您报名的
      {clashes.map(({ id, title, startsAt }, index) => (
        <Fragment key={id}>
          {index > 0 && '、'}
          <a href={`/activities/${id}`}>{title}</a>（{formatTime(startsAt, now)}）
        </Fragment>
      ))}
      时间重叠，请留意能否兼顾；不能参加的请及时取消，把名额让给别人。
    </p>
  )
}

export function StandingNotice({ registration, isJustDone }: { registration: MyRegistration; isJustDone: boolean }) {
  const isAhead =
    Date.parse(registration.activity.endsAt) > Date.parse(registration.registeredAt) &&
    !['ended', 'cancelled'].includes(registration.activity.joinable)
  return (
    <div className="stack-s" data-standing={standingOf(registration)}>
      <div className={noticeClass(registration)} role="status">
        {isJustDone && registration.status === 'confirmed' ? '报名成功！' : ''}
        {standingText(registration)}
      </div>
      {isAhead && <ClashNotice clashes={registration.clashes} />}
      {isAhead && <Prospect registration={registration} />}
      {isAhead && <OfferAnswer registration={registration} />}
      {registration.ticket && isAhead && (
        <a className="button button-primary button-wide" href={`/me/registrations/${registration.id}/ticket`}>
          出示签到票码
        </a>
      )}
      {isAhead && <CalendarLink registration={registration} />}
      {isAhead && <CancelButton registration={registration} />}
    </div>
  )
}

/** One tap: the phone asks whether to take it. */
export function CalendarLink({ registration: { id, status, activity } }: { registration: MyRegistration }) {
  if (status !== 'confirmed' || activity.cancelled) return null
  return (
    <a className="button" href={`/api/registrations/${id}/calendar`}>
      加入日历
    </a>
  )
}

/** By which a page that stays open sees that the standing has changed; nothing where it cannot change by itself. */
export function standingOf({ id, status, position, activity }: MyRegistration): string | undefined {
  return ['pending', 'waitlisted', 'offered'].includes(status) && !activity.cancelled
    ? `${id} ${status} ${position ?? ''}`
    : undefined
}

const CANCEL: Partial<Record<RegistrationStatus, string>> = {
  confirmed: '来不了，取消报名',
  pending: '不参加了，撤回申请',
  waitlisted: '退出候补',
  offered: '不要了',
}

/**
 * The loss that goes with it, before the second tap; no reason is asked, and there is no penalty. Works without a
 * script.
 */
const LOST: Partial<Record<RegistrationStatus, string>> = {
  confirmed: '30 秒内可以撤销，之后名额让给候补的人，再报名要重新排队。',
  pending: '30 秒内可以撤销，之后申请撤回，再报名要重新审核。',
  waitlisted: '30 秒内可以撤销，之后再候补要排到最后。',
  offered: '30 秒内可以撤销，之后名额让给下一位。',
}

export function CancelButton({ registration: { id, status, attendance } }: { registration: MyRegistration }) {
  const label = CANCEL[status]
  if (label === undefined || attendance === 'present') return null
  return (
    <details className="confirm">
      <summary className="button-plain">{label}</summary>
      <form className="stack-s" method="post" action={`/me/registrations/${id}/cancel`}>
        <p>{LOST[status]}不影响以后参加活动。</p>
        <button className="button">确认取消</button>
      </form>
    </details>
  )
}

/**
 * Takes back a cancellation of a moment ago: a form of its own, so that it works without a script. The time left
 * goes by the server's clock (src/frontend/islands/followStanding.ts).
 */
export function UndoNotice({ registration: { id, activity, undoUntil } }: { registration: MyRegistration }) {
  const now = useNow()
  if (undoUntil === null) return null
  return (
    <div className="notice undo stack-s" data-undo={Date.parse(undoUntil) - Date.parse(now)}>
      <p role="status">已取消“{activity.title}”。原来的名额或位次还留着，30 秒内可以撤销。</p>
      <form method="post" action={`/me/registrations/${id}/undo`}>
        <button className="button button-primary" aria-describedby={`undo-${id}`}>
          撤销
          <span data-undo-left aria-hidden="true" />
        </button>
        <span id={`undo-${id}`} className="visually-hidden">
          撤销取消，照旧参加“{activity.title}”
        </span>
      </form>
      <p className="small soft" data-undo-over hidden>
        已超过 30 秒，不能再撤销。还想参加，可以<a href={`/activities/${activity.id}`}>重新报名</a>。
      </p>
    </div>
  )
}
