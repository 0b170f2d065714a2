import { LINES, type Line } from '../../../domain/shared/vocabulary.ts'
import { MEASURE_UNITS } from '../../../domain/tallies/vocabulary.ts'
import type { ActivitySummary } from '../../../domain/activities/views.ts'
import type { TargetProgress } from '../../../domain/tallies/views.ts'
import { ActivityCard } from '../../shared/ActivityCard.tsx'
import { formatPeriod, formatTime } from '../../../domain/shared/dates.ts'
import { partsInWords, percentDone, shareDone } from '../../../domain/tallies/progress.ts'
import { useNow } from '../../shared/now.ts'
import { Honeycomb } from '../../shared/Honeycomb.tsx'
import { Comb } from '../../shared/icons.tsx'
import { LineMark } from '../../shared/LineMark.tsx'

const number = new Intl.NumberFormat('zh-CN')

export function HomePage({ targets, soon }: { targets: TargetProgress[]; soon: ActivitySummary[] }) {
  const now = useNow()
  return (
    <>
      <section className="hero">
        <Comb />
        <div className="wrap">
          <h1>两单之间，报个名</h1>
          <p>博罗县各社区、党支部的活动都在这里：找一场、报个名、到场签到。骑手歇脚、党员报到、邻里互助，一处就够。</p>
          <p className="actions">
            <a className="button button-primary" href="/activities?open=true">
              看看能报的活动
            </a>
            <a className="button" href="/stations">
              找先“蜂”空间
            </a>
          </p>
        </div>
      </section>
      <div className="wrap home">
        <section className="stack" aria-labelledby="soon">
          <div className="section-head">
            <h2 id="soon">现在就能报名</h2>
            <a href="/activities?open=true">全部可报名的活动</a>
          </div>
          {soon.length === 0 ? (
            <p className="notice">近期的活动都已报满或还未开放报名，请过几天再来看看。</p>
          ) : (
            <ul className="cards">
              {soon.map((activity) => (
                <ActivityCard key={activity.id} activity={activity} />
              ))}
            </ul>
          )}
        </section>
        {targets.length > 0 && (
          <section className="stack" aria-labelledby="targets">
            <div className="section-head">
              <h2 id="targets">今年做到哪一步</h2>
              <p className="small soft">每个数都由一条条记录计出，截至 {formatTime(targets[0]?.asOf ?? now, now)}</p>
            </div>
            <ul className="targets">
              {targets.map((target) => (
                <Target key={target.id} target={target} />
              ))}
            </ul>
          </section>
        )}
        <section className="stack" aria-labelledby="lines">
          <h2 id="lines">按活动品牌找</h2>
          <ul className="lines">
            {(Object.keys(LINES) as Line[]).map((line) => (
              <li key={line}>
                <a href={`/activities?line=${line}`}>
                  <LineMark line={line} />
                  <span>{LINES[line]}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </>
  )
}

function Target({ target }: { target: TargetProgress }) {
  const { id, title, tally, goal, opening, openingSource, measure, from, to, counting } = target
  const period = formatPeriod(from, to)
  return (
    <li className="card target" data-target={title}>
      <h3>{title}</h3>
      <p className="figure">
        <a className="tally" href={`/targets/${id}`}>
          {number.format(tally)}
        </a>
        <span className="soft">
          / {number.format(goal)} {MEASURE_UNITS[measure]}
        </span>
      </p>
      <Honeycomb share={shareDone(target)} />
      <p className="small soft">
        完成 {percentDone(target)}%（{partsInWords(target)}）
        {opening > 0 && openingSource && `；期初来自${openingSource}`}
        {period && `；统计 ${period}`}
        {counting && '；统计范围刚有调整，正在重新统计'}
      </p>
      <p>
        <a href={`/targets/${id}`}>由哪些活动计出</a>
      </p>
    </li>
  )
}
