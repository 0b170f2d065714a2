import { formatDate, formatPeriod, formatTime } from '../../../domain/shared/dates.ts'
import { amountInWords, partsInWords, percentDone, shareDone } from '../../../domain/tallies/progress.ts'
import type { Contributions, TargetMonth } from '../../../domain/tallies/views.ts'
import { MEASURE_UNITS } from '../../../domain/tallies/vocabulary.ts'
import { MonthChart } from '../../../charts/MonthChart.tsx'
import { monthInWords } from '../../../domain/shared/months.ts'
import { Honeycomb } from '../../shared/Honeycomb.tsx'
import { Pages } from '../../shared/Pages.tsx'

const number = new Intl.NumberFormat('zh-CN')

interface Props extends Contributions {
  /** On the first page. */
  months: TargetMonth[]
}

/** The activities that a target's number is made of, without a name of anybody. */
export function TargetPage({ target, tally, activities, months }: Props) {
  const { id, title, measure, goal, opening, openingSource, from, to, counting, asOf } = target
  const { docs, page, totalPages, totalDocs } = activities
  const period = formatPeriod(from, to)
  return (
    <div className="wrap stack">
      <h1>{title}</h1>
      <section className="card target" aria-label="进度">
        <p className="figure">
          <span className="tally" data-tally={tally}>
            {amountInWords(tally, measure)}
          </span>
          <span className="soft">
            / 目标 {number.format(goal)} {MEASURE_UNITS[measure]}
          </span>
        </p>
        <Honeycomb share={shareDone(target)} />
        <p>
          完成 {percentDone(target)}%（{partsInWords(target)}）。
          {opening > 0 &&
            `期初是系统启用前已完成的${openingSource ? `，来自${openingSource}` : ''}，不在下面的活动里。`}
        </p>
        <p className="small soft">
          {period && `统计 ${period}；`}截至 {formatTime(asOf, asOf)}
        </p>
      </section>
      {counting && <p className="notice">统计范围刚有调整，正在重新统计：下面的活动已按新的范围，上面的数稍后跟上。</p>}
      {months.length > 0 && <ByMonth target={target} tally={tally} months={months} />}
      <section className="stack" aria-labelledby="made-of">
        <div className="section-head">
          <h2 id="made-of">由哪些活动计出</h2>
          <p className="soft">
            共 {number.format(totalDocs)} 场，加起来就是上面的数
            {totalPages > 1 ? `；第 ${page} / ${totalPages} 页` : ''}
          </p>
        </div>
        {docs.length === 0 ? (
          <p className="notice">{totalDocs === 0 ? '还没有计入的活动。' : '没有这一页，请从第一页看起。'}</p>
        ) : (
          <ul className="card amounts">
            {docs.map((activity) => (
              <li key={activity.id}>
                <a href={`/activities/${activity.id}`}>{activity.title}</a>
                <span className="amount" data-amount={activity.amount}>
                  {amountInWords(activity.amount, measure)}
                </span>
                <span className="small soft">
                  {formatDate(activity.startsAt)} · {activity.unit}
                </span>
              </li>
            ))}
          </ul>
        )}
        <Pages page={page} totalPages={totalPages} hrefOf={(to) => `/targets/${id}${to > 1 ? `?page=${to}` : ''}`} />
      </section>
    </div>
  )
}

/** The chart, and beside it the table that says the same; months before it are in the last line. */
function ByMonth({ target: { title, measure }, tally, months }: Pick<Props, 'target' | 'tally' | 'months'>) {
  const rest = tally - months.reduce((sum, { amount }) => sum + amount, 0)
  const isTime = measure === 'serviceHours'
  return (
    <section className="card by-month" aria-labelledby="by-month">
      <h2 id="by-month">每月计入</h2>
      <MonthChart
        id="month-chart"
        title={`${title}：每月计入（${MEASURE_UNITS[measure]}），数字见旁边的表`}
        months={months.map(({ month, amount }) => ({ month, value: isTime ? amount / 60 : amount }))}
      />
      <table>
        <thead>
          <tr>
            <th scope="col">月份</th>
            <th scope="col">计入</th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, amount }, index) => (
            <tr key={month}>
              <th scope="row">{monthInWords(month, months[index - 1]?.month)}</th>
              <td data-month={month} data-amount={amount}>
                {amountInWords(amount, measure)}
              </td>
            </tr>
          ))}
          {rest !== 0 && (
            <tr>
              <th scope="row">其余月份</th>
              <td data-month="" data-amount={rest}>
                {amountInWords(rest, measure)}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  )
}
