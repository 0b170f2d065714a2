import type { MyCorrection } from '../../../domain/attendance/views.ts'
import type { MyBroadcast } from '../../../domain/messages/views.ts'
import type { MyRegistration } from '../../../domain/seats/views.ts'
import { PendingContacts, type PendingContact } from './PendingContacts.tsx'
import { Answered } from './Corrections.tsx'
import { kindOf } from '../../shared/ActivityCard.tsx'
import { formatSpan, formatTime } from '../../../domain/shared/dates.ts'
import { useNow } from '../../shared/now.ts'
import { Bee } from '../../shared/icons.tsx'
import { LineMark } from '../../shared/LineMark.tsx'
import {
  CalendarLink,
  CancelButton,
  ClashNotice,
  noticeClass,
  OfferAnswer,
  Prospect,
  standingOf,
  standingText,
  UndoNotice,
} from '../../shared/Standing.tsx'

export interface MePageProps {
  name: string
  upcoming: MyRegistration[]
  past: MyRegistration[]
  /** The words that organisers wrote, the newest first. */
  told: MyBroadcast[]
  /** Asked for by this person, the newest first. */
  corrections: (MyCorrection & { registration: string; title: string })[]
  /** Cancelled a moment ago, to be taken back. */
  leaving: MyRegistration[]
  /** The sign-up that was just cancelled for good, to sign up again by. */
  cancelled: MyRegistration | null
  /** That was just taken back. */
  undone: MyRegistration | null
  /** New contacts to be confirmed. */
  contacts: PendingContact[]
  isContactConfirmed: boolean
}

export function MePage({
  name,
  upcoming,
  past,
  told,
  corrections,
  leaving,
  cancelled,
  undone,
  contacts,
  isContactConfirmed,
}: MePageProps) {
  return (
    <div className="wrap stack">
      <h1>我的报名</h1>
      <p className="soft">
        {name}，您好。<a href="/me/profile">我的资料</a>
      </p>
      {undone && (
        <div className="notice" role="status">
          已撤销，“{undone.activity.title}”照旧：{standingText(undone)}。
        </div>
      )}
      {leaving.map((registration) => (
        <UndoNotice key={registration.id} registration={registration} />
      ))}
      {cancelled && (
        <div className="notice" role="status">
          已取消“{cancelled.activity.title}”。还想参加，可以
          <a href={`/activities/${cancelled.activity.id}`}>重新报名</a>。
        </div>
      )}
      {isContactConfirmed && (
        <div className="notice" role="status">
          新的联系方式已确认，以后可以用它登录；其他设备已退出登录。
        </div>
      )}
      <PendingContacts contacts={contacts} />
      <section className="stack" aria-labelledby="upcoming">
        <h2 id="upcoming">即将参加</h2>
        {upcoming.length === 0 ? (
          <div className="card empty">
            <Bee />
            <p>还没有报名的活动。</p>
            <a className="button button-primary" href="/activities?open=true">
              看看能报的活动
            </a>
          </div>
        ) : (
          <ul className="cards">
            {upcoming.map((registration) => (
              <Mine key={registration.id} registration={registration} told={told} isAhead />
            ))}
          </ul>
        )}
      </section>
      {past.length > 0 && (
        <section className="stack" aria-labelledby="past">
          <h2 id="past">以往记录</h2>
          <ul className="cards">
            {past.map((registration) => (
              <Mine key={registration.id} registration={registration} told={told} isAhead={false} />
            ))}
          </ul>
        </section>
      )}
      {corrections.length > 0 && (
        <section className="stack-s" aria-labelledby="corrections">
          <h2 id="corrections">更正申请</h2>
          {corrections.map((correction) => (
            <div key={correction.id} className="stack-s">
              <h3>
                <a href={`/me/registrations/${correction.registration}`}>{correction.title}</a>
              </h3>
              <Answered correction={correction} />
            </div>
          ))}
        </section>
      )}
      <section className="stack-s" aria-labelledby="data">
        <h2 id="data">我的数据</h2>
        <p>
          <a href="/me/profile">修改姓名、手机号、邮箱和身份</a>
        </p>
        <p>
          <a href="/report-in">我要报到 · 我的任职</a>
        </p>
        <p>
          <a href="/me/records">参与和服务记录（可打印）</a>
        </p>
        <p>
          <a href="/me/certificates">我的志愿服务证明</a>
        </p>
        <p>
          <a href="/me/data">系统保存的我的全部数据（可打印）</a>
        </p>
        <p>
          <a href="/message-settings">消息设置</a>
        </p>
        <form method="post" action="/me/sessions">
          <button className="button">退出其他设备上的登录</button>
        </form>
        <p>
          <a href="/me/erase">注销并清除个人信息</a>
        </p>
      </section>
    </div>
  )
}

/** Of each activity the last words of its organiser; all of them are in the own data. */
const WORDS_SHOWN = 3

function Mine({
  registration,
  told,
  isAhead,
}: {
  registration: MyRegistration
  told: MyBroadcast[]
  isAhead: boolean
}) {
  const { activity } = registration
  const now = useNow()
  const words = told.filter((one) => one.registration === registration.id).slice(0, WORDS_SHOWN)
  return (
    <li className="card mine" data-standing={isAhead ? standingOf(registration) : undefined}>
      <div className="activity-head">
        <LineMark line={activity.line} />
        <p className="small soft">{kindOf(activity)}</p>
      </div>
      <h3>
        <a href={`/activities/${activity.id}`}>{activity.title}</a>
      </h3>
      <p className="small">
        {formatSpan(activity.startsAt, activity.endsAt, now)}，{activity.place}
      </p>
      <p className={noticeClass(registration)}>{standingText(registration)}</p>
      {words.map(({ text, sentAt }) => (
        <div key={`${sentAt} ${text}`} className="notice">
          <p className="small soft">
            {activity.unit.name} · {formatTime(sentAt, now)}
          </p>
          <p className="prose">{text}</p>
        </div>
      ))}
      {isAhead && <ClashNotice clashes={registration.clashes} />}
      {isAhead && <Prospect registration={registration} />}
      {isAhead && <OfferAnswer registration={registration} />}
      {!isAhead && (
        <p>
          <a href={`/me/registrations/${registration.id}`}>
            {registration.attendance === 'present' ? '查看记录、反馈' : '查看记录'}或申请更正
          </a>
        </p>
      )}
      {isAhead && (
        <div className="actions">
          {registration.ticket && (
            <a className="button button-primary" href={`/me/registrations/${registration.id}/ticket`}>
              签到票码
            </a>
          )}
          <CalendarLink registration={registration} />
          <CancelButton registration={registration} />
        </div>
      )}
    </li>
  )
}
