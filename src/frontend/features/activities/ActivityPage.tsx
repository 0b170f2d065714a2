import type { ActivityDetail } from '../../../domain/activities/views.ts'
import type { Clash, MyRegistration } from '../../../domain/seats/views.ts'
import { LEDGERS, REGISTRATION_STATUSES } from '../../../domain/shared/vocabulary.ts'
import { SignUpForm, type SignUpFormProps } from '../../islands/SignUpForm.tsx'
import { conditionsOf, JoinableBadge, kindOf, SeatBar, seatsText } from '../../shared/ActivityCard.tsx'
import { formatSpan, formatTime } from '../../../domain/shared/dates.ts'
import { useNow } from '../../shared/now.ts'
import { CoverPicture } from '../../shared/CoverPicture.tsx'
import { Island } from '../../shared/Island.tsx'
import { LineMark } from '../../shared/LineMark.tsx'
import { Phones } from '../../shared/Phones.tsx'
import { ClashNotice, noticeClass, StandingNotice, standingText, UndoNotice } from '../../shared/Standing.tsx'

export interface ActivityPageProps {
  activity: ActivityDetail
  mine: MyRegistration | null
  /** The visitor's other sign-ups at this time. */
  clashes: Clash[]
  isJustDone: boolean
  isStaff: boolean
  problem: string | null
  form: SignUpFormProps
}

export function ActivityPage({ activity, mine, clashes, isJustDone, isStaff, problem, form }: ActivityPageProps) {
  return (
    <div className="wrap activity">
      <article className="stack">
        <header className="activity-head">
          <LineMark line={activity.line} />
          <p className="soft">{kindOf(activity)}</p>
          <h1>{activity.title}</h1>
        </header>
        {activity.cover && <CoverPicture activity={activity.id} cover={activity.cover} />}
        <Facts activity={activity} />
      </article>
      <aside className="aside card sign-up" aria-label="报名">
        <div className="section-head">
          <h2>报名</h2>
          <Badge activity={activity} mine={mine} />
        </div>
        {activity.joinable !== 'cancelled' && (
          <div className="stack-s">
            <p data-seats>{[seatsText(activity), ...conditionsOf(activity)].join('，')}</p>
            <SeatBar {...activity} />
          </div>
        )}
        {problem && (
          <div className="notice notice-error" role="alert">
            {problem}
          </div>
        )}
        {activity.canSelfCheckIn && !isStaff && mine?.attendance !== 'present' && (
          <a className="button button-wide" href={`/activities/${activity.id}/self-check-in`}>
            到场了？现场签到
          </a>
        )}
        <Way activity={activity} mine={mine} clashes={clashes} isJustDone={isJustDone} isStaff={isStaff} form={form} />
      </aside>
      <div className="stack">
        {activity.description && <p className="prose">{activity.description}</p>}
        {activity.outcome && <Outcome outcome={activity.outcome} isPairing={activity.line === 'pairing'} />}
      </div>
    </div>
  )
}

/** Whether one may come; for somebody who has signed up, how that stands. */
function Badge({ activity: { joinable }, mine }: Pick<ActivityPageProps, 'activity' | 'mine'>) {
  if (!mine || mine.status === 'cancelled' || joinable === 'ended' || joinable === 'cancelled')
    return <JoinableBadge joinable={joinable} />
  return (
    <span className={`badge badge-${mine.status === 'confirmed' ? 'open' : 'waiting-list'}`}>
      {REGISTRATION_STATUSES[mine.status]}
    </span>
  )
}

function Way({ activity, mine, clashes, isJustDone, isStaff, form }: Omit<ActivityPageProps, 'problem'>) {
  const now = useNow()
  if (mine?.undoUntil) return <UndoNotice registration={mine} />
  const mayComeAgain = mine?.isLineClosed === true && activity.joinable === 'open'
  if (mine && mine.status !== 'cancelled' && !mayComeAgain)
    return <StandingNotice registration={mine} isJustDone={isJustDone} />
  switch (activity.joinable) {
    case 'open':
    case 'waiting-list':
      if (isStaff) return <p className="notice">您用工作人员账号登录。如要报名，请先退出，再用本人手机号或邮箱报名。</p>
      return (
        <>
          {(mine?.lapsed || mayComeAgain) && mine && (
            <p className={noticeClass(mine)}>{standingText(mine)}。还想参加，请在下面重新报名。</p>
          )}
          {activity.joinable === 'waiting-list' && (
            <p className="notice notice-wait">名额已满，可以候补：有人取消时按先后自动补上，随时可以退出候补。</p>
          )}
          <ClashNotice clashes={clashes} />
          <Island name="sign-up" component={SignUpForm} props={form} />
        </>
      )
    case 'not-yet-open':
      return <p>报名将于 {formatTime(activity.registrationOpensAt ?? activity.startsAt, now)} 开始。</p>
    case 'full':
      return <Elsewhere sentence="名额已满，本场不设候补。" />
    case 'closed':
      return <Elsewhere sentence={`报名已于 ${formatTime(activity.registrationClosesAt, now)} 截止。`} />
    case 'ended':
      return <Elsewhere sentence="活动已结束。" />
    case 'cancelled':
      return <Elsewhere sentence={`活动已取消${activity.cancelReason ? `：${activity.cancelReason}` : '。'}`} />
  }
}

function Elsewhere({ sentence }: { sentence: string }) {
  return (
    <div className="stack-s">
      <p>{sentence}</p>
      <p>
        <a href="/activities?open=true">看看现在能报的活动</a>
      </p>
    </div>
  )
}

function Facts({ activity }: { activity: ActivityDetail }) {
  const now = useNow()
  const facts: [string, string | null][] = [
    ['时间', formatSpan(activity.startsAt, activity.endsAt, now)],
    [
      '地点',
      activity.station && !activity.place.includes(activity.station.name)
        ? `${activity.place}（${activity.station.name}）`
        : activity.place,
    ],
    [
      '组织单位',
      activity.town && activity.town.name !== activity.unit.name
        ? `${activity.town.name} ${activity.unit.name}`
        : activity.unit.name,
    ],
    ['结对单位', activity.partnerUnit?.name ?? null],
    ['报名截止', formatTime(activity.registrationClosesAt, now)],
    ['记录方式', LEDGERS[activity.ledger]],
  ]
  return (
    <dl className="details card">
      {facts
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      {activity.contact && (
        <div>
          <dt>咨询</dt>
          <dd>
            <Phones text={activity.contact} />
          </dd>
        </div>
      )}
    </dl>
  )
}

function Outcome({ outcome, isPairing }: { outcome: NonNullable<ActivityDetail['outcome']>; isPairing: boolean }) {
  return (
    <section className="stack-s" aria-labelledby="outcome">
      <h2 id="outcome">开展情况</h2>
      <p>
        到场 {outcome.present} 人次
        {isPairing ? `，走访 ${outcome.visits} 人次，办结身边事、关键事 ${outcome.matters} 件` : ''}。
      </p>
      {outcome.summary && <p className="prose">{outcome.summary}</p>}
    </section>
  )
}
