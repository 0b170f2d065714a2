import { formatDate } from '../../../domain/shared/dates.ts'
import type { MyRecord } from '../../../domain/attendance/views.ts'
import type { MyRecords } from '../../../domain/people/views.ts'
import { EVALUATIONS, MINUTES_SOURCES } from '../../../domain/attendance/vocabulary.ts'

/** 150 minutes are 2.5 hours; at most two digits behind the point. */
const hours = (minutes: number): string => String(Math.round((minutes / 60) * 100) / 100)

/**
 * One's own records on one sheet, for the screen and for paper. The two ledgers stand apart, and their totals are never
 * added.
 */
export function RecordsPage({
  name,
  volunteerNumber,
  asOf,
  participation,
  service,
  serviceMinutes,
  trainings,
  awards,
}: MyRecords) {
  return (
    <div className="wrap stack records">
      <h1>我的参与和服务记录</h1>
      <p>
        {name}
        {volunteerNumber && `，志愿者编号 ${volunteerNumber}`}
        <span className="soft">（截至 {formatDate(asOf)}）</span>
      </p>
      <section className="card stack-s" aria-labelledby="service">
        <h2 id="service">志愿服务</h2>
        <p data-total="service">
          共 {service.length} 次，服务时长 {hours(serviceMinutes)} 小时
        </p>
        {service.length > 0 && (
          <table>
            <thead>
              <tr>
                <th scope="col">日期</th>
                <th scope="col">活动</th>
                <th scope="col">组织单位</th>
                <th scope="col">时长</th>
                <th scope="col">评价</th>
              </tr>
            </thead>
            <tbody>
              {service.map((record) => (
                <tr key={record.id}>
                  <Held record={record} />
                  <td data-label="时长">
                    <span>
                      {record.minutes ?? 0} 分钟
                      {record.minutesSource && (
                        <span className="small soft">（{MINUTES_SOURCES[record.minutesSource]}）</span>
                      )}
                    </span>
                  </td>
                  <td data-label="评价">{record.evaluation ? EVALUATIONS[record.evaluation] : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section className="card stack-s" aria-labelledby="participation">
        <h2 id="participation">参加活动</h2>
        <p data-total="participation">共 {participation.length} 次，不计服务时长</p>
        {participation.length > 0 && (
          <table>
            <thead>
              <tr>
                <th scope="col">日期</th>
                <th scope="col">活动</th>
                <th scope="col">组织单位</th>
              </tr>
            </thead>
            <tbody>
              {participation.map((record) => (
                <tr key={record.id}>
                  <Held record={record} />
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {trainings.length > 0 && (
        <section className="card stack-s" aria-labelledby="trainings">
          <h2 id="trainings">培训</h2>
          <ul className="stack-s">
            {trainings.map(({ id, title, content, hours: length, host, date }) => (
              <li key={id}>
                {formatDate(date)} {title}，{length} 小时，{host}
                {content && <p className="small soft">{content}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {awards.length > 0 && (
        <section className="card stack-s" aria-labelledby="awards">
          <h2 id="awards">表彰奖励</h2>
          <ul className="stack-s">
            {awards.map(({ id, title, grantor, date }) => (
              <li key={id}>
                {formatDate(date)} {title}，{grantor}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="small soft">
        服务时长怎样计，见<a href="/about#hours">说明</a>
        ；点开活动名称可以核对每条记录、申请更正。要留存或打印，请用浏览器的打印功能。
      </p>
      <p>
        <a href="/me/certificates">我的志愿服务证明</a>
      </p>
      <p>
        <a href="/me">返回我的报名</a>
      </p>
    </div>
  )
}

function Held({ record: { id, activity } }: { record: MyRecord }) {
  return (
    <>
      <td data-label="日期">{formatDate(activity.startsAt)}</td>
      <td data-label="活动">
        <a href={`/me/registrations/${id}`}>{activity.title}</a>
      </td>
      <td data-label="组织单位">{activity.unit.name}</td>
    </>
  )
}
