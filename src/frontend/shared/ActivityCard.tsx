import type { ActivitySummary, Joinable } from '../../domain/activities/views.ts'
import { LINES, THEMES } from '../../domain/shared/vocabulary.ts'
import { dayMark, formatSpan } from '../../domain/shared/dates.ts'
import { SmallCover } from './CoverPicture.tsx'
import { Icon } from './icons.tsx'
import { useNow } from './now.ts'

const JOINABLE: Record<Joinable, string> = {
  open: '可报名',
  'waiting-list': '可候补',
  'not-yet-open': '未开始报名',
  closed: '报名截止',
  full: '已满',
  ended: '已结束',
  cancelled: '已取消',
}

export function JoinableBadge({ joinable }: { joinable: Joinable }) {
  return <span className={`badge badge-${joinable}`}>{JOINABLE[joinable]}</span>
}

/** “结对共建”, with the theme or series that belongs to it. */
export function kindOf({ line, theme, series }: Pick<ActivitySummary, 'line' | 'theme' | 'series'>): string {
  const part = theme ? THEMES[theme] : series?.title
  return part ? `${LINES[line]} · ${part}` : LINES[line]
}

export function seatsText({
  capacity,
  taken,
  free,
  waiting,
}: Pick<ActivitySummary, 'capacity' | 'taken' | 'free' | 'waiting'>): string {
  if (capacity === null || free === null) return `已报 ${taken} 人，不限名额`
  if (free > 0) return `还有 ${free} 个名额（共 ${capacity} 个）${waiting > 0 ? `，候补 ${waiting} 人` : ''}`
  return `${capacity} 个名额已满${waiting > 0 ? `，候补 ${waiting} 人` : ''}`
}

/** The demands and offers of signing up beyond the usual. */
export function conditionsOf({ approval, partyLimit }: Pick<ActivitySummary, 'approval' | 'partyLimit'>): string[] {
  return [...(approval ? ['报名须审核'] : []), ...(partyLimit > 1 ? [`可带同伴（一次最多 ${partyLimit} 人）`] : [])]
}

export function SeatBar({ capacity, taken }: Pick<ActivitySummary, 'capacity' | 'taken'>) {
  if (capacity === null) return null
  return (
    <div className="seat-bar" aria-hidden="true">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none">
        <rect className="taken" width={Math.min(100, (taken / capacity) * 100)} height="10" />
      </svg>
    </div>
  )
}

/** Led by its day: what a rider scans for first. The hexagon has the line's hue. */
export function ActivityCard({ activity }: { activity: ActivitySummary }) {
  const now = useNow()
  const { month, day } = dayMark(activity.startsAt, now)
  const isAhead = ['open', 'waiting-list', 'not-yet-open', 'full'].includes(activity.joinable)
  return (
    <li className="card activity-card">
      <span className={`hex hex-day hue-${activity.line}`} aria-hidden="true">
        <span>{month}</span>
        <b>{day}</b>
      </span>
      <div className="stack-s">
        <p className="small soft">{kindOf(activity)}</p>
        <h3>
          <a href={`/activities/${activity.id}`}>{activity.title}</a>
        </h3>
      </div>
      <ul className="facts small">
        <li className="fact">
          <Icon name="clock" />
          <span>{formatSpan(activity.startsAt, activity.endsAt, now)}</span>
        </li>
        <li className="fact">
          <Icon name="pin" />
          <span>
            {activity.place}
            {activity.town ? `（${activity.town.name}）` : ''}
          </span>
        </li>
        <li className="fact">
          <Icon name="people" />
          <span>
            <JoinableBadge joinable={activity.joinable} />{' '}
            {isAhead ? [seatsText(activity), ...conditionsOf(activity)].join('，') : ''}
          </span>
        </li>
      </ul>
      {isAhead && <SeatBar {...activity} />}
      {activity.cover && <SmallCover activity={activity.id} cover={activity.cover} />}
    </li>
  )
}
