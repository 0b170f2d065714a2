import { dayMark, formatSpan } from '../../../domain/shared/dates.ts'
import { Bee } from '../../shared/icons.tsx'
import { useNow } from '../../shared/now.ts'

export interface CheckInActivitiesPageProps {
  activities: {
    id: string
    title: string
    place: string
    startsAt: string
    endsAt: string
    taken: number
    present: number
    selfCheckIn: boolean
  }[]
  isWiped: boolean
}

export function CheckInActivitiesPage({ activities, isWiped }: CheckInActivitiesPageProps) {
  const now = useNow()
  return (
    <div className="wrap stack">
      <header className="stack-s">
        <h1>现场签到</h1>
        <p className="soft">选一场昨天到明天的活动。打开过的活动没有网络也能签到；可把本页添加到手机主屏幕。</p>
      </header>
      {isWiped && (
        <p className="notice" role="status">
          本机的名单和记录已清除。
        </p>
      )}
      {activities.length === 0 ? (
        <div className="card empty">
          <Bee />
          <p>昨天到明天没有您管理的活动。</p>
          <a className="button" href="/admin">
            去工作台
          </a>
        </div>
      ) : (
        <ul className="cards">
          {activities.map(({ id, title, place, startsAt, endsAt, taken, present, selfCheckIn }) => (
            <li key={id} className="card activity-card">
              <span className="hex hex-day" aria-hidden="true">
                {dayMark(startsAt, now).month}
                <b>{dayMark(startsAt, now).day}</b>
              </span>
              <h2 className="door-card-title">{title}</h2>
              <div className="facts small soft">
                <p>
                  {formatSpan(startsAt, endsAt, now)}，{place}
                </p>
                <p>
                  报名 {taken} 人，到场 {present} 人
                </p>
              </div>
              <div className="door-card-ways">
                <a className="button button-primary" href={`/staff/check-in/${id}`} aria-label={`签到：${title}`}>
                  签到
                </a>
                {selfCheckIn && (
                  <a className="button" href={`/staff/check-in/${id}/code`} aria-label={`自助签到码：${title}`}>
                    自助签到码
                  </a>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
