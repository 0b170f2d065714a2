import type { MyRegistration } from '../../../domain/seats/views.ts'
import { formatSpan } from '../../../domain/shared/dates.ts'
import { useNow } from '../../shared/now.ts'
import { QrCode } from '../../shared/QrCode.tsx'

/** Drawn on the server: the ticket shows without a script. */
export function TicketPage({ registration, ticket }: { registration: MyRegistration; ticket: string }) {
  const { activity } = registration
  const now = useNow()
  return (
    <div className="wrap">
      <article className="card ticket">
        <h1>签到票码</h1>
        <p>
          <strong>{activity.title}</strong>
        </p>
        <p>
          {formatSpan(activity.startsAt, activity.endsAt, now)}
          <br />
          {activity.place}
          {registration.size > 1 && (
            <>
              <br />共 {registration.size} 人，到场时一次签到
            </>
          )}
        </p>
        <QrCode text={ticket} label="签到二维码" />
        <p className="small soft" data-ticket>
          {ticket}
        </p>
        <p className="small">到场时向组织者出示即可。票码不含个人信息；签到自愿，不记录位置。</p>
        <p>
          <a href="/me">返回我的报名</a>
        </p>
      </article>
    </div>
  )
}
