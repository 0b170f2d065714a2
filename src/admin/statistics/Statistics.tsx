import { Link } from '@payloadcms/ui'
import type { ReactNode } from 'react'
import { MonthChart } from '../../charts/MonthChart.tsx'
import { figureInWords, FIGURE_UNITS } from '../../domain/desk/figures.ts'
import { changeInPercent, FIGURES, shareInPercent, type Figure, type Sum } from '../../domain/desk/statistics.ts'
import { addMonths, monthInWords } from '../../domain/shared/months.ts'
import type { Statistics as Shown, StatisticsRow } from '../../operations/desk/getStatistics.ts'
import { Count } from '../Count.tsx'
import { PATHS } from '../paths.ts'
import { STATISTICS_TEXTS as TEXTS } from './texts.ts'

type Asked = Parameters<typeof PATHS.counted>[0]

/** A figure by month with what it was before, and by unit and month: each number opens the activities behind it. */
export function Statistics({ statistics }: { statistics: Shown }) {
  const { figure, unit, months, total } = statistics
  const [from = '', to = ''] = [months[0], months.at(-1)]
  const isNothing = total.amount + total.whole === 0
  return (
    <>
      <section className="xf-card" aria-labelledby="trend">
        <h2 id="trend">{TEXTS.trend(FIGURES[figure], unit.name)}</h2>
        <Trend statistics={statistics} />
      </section>
      <section className="xf-card" aria-labelledby="table">
        <h2 id="table">{TEXTS.table}</h2>
        <p className="xf-hint">
          {TEXTS.unitIs(FIGURE_UNITS[figure])}
          {statistics.empty > 0 && !isNothing && TEXTS.empty(statistics.empty)}
        </p>
        {isNothing ? (
          <p className="xf-empty">{TEXTS.nothing}</p>
        ) : (
          <div className="xf-wide" role="region" aria-label={TEXTS.scroll} tabIndex={0}>
            <table className="xf-numbers">
              <thead>
                <tr>
                  <th scope="col">{TEXTS.columns.unit}</th>
                  {months.map((month, index) => (
                    <th scope="col" key={month}>
                      <time dateTime={month}>{monthInWords(month, months[index - 1])}</time>
                    </th>
                  ))}
                  <th scope="col">{TEXTS.columns.total}</th>
                </tr>
              </thead>
              <tbody>
                {statistics.rows.map((row) => (
                  <tr key={`${row.id} ${row.isOwn}`}>
                    <th scope="row">
                      <UnitName row={row} asked={{ figure, from, to }} />
                    </th>
                    {row.sums.map((sum, index) => (
                      <td key={months[index]}>
                        <Amount
                          sum={sum}
                          figure={figure}
                          asked={{ ...ofRow(row), from: months[index] ?? null, to: months[index] ?? null }}
                        />
                      </td>
                    ))}
                    <td>
                      <Amount sum={row.total} figure={figure} asked={{ ...ofRow(row), from, to }} />
                    </td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">{TEXTS.total}</th>
                  {statistics.sums.map((sum, index) => (
                    <td key={months[index]}>
                      <Amount
                        sum={sum}
                        figure={figure}
                        asked={{ unit: unit.id, from: months[index] ?? null, to: months[index] ?? null }}
                      />
                    </td>
                  ))}
                  <td>
                    <Amount sum={total} figure={figure} asked={{ unit: unit.id, from, to }} />
                  </td>
                </tr>
              </tfoot>
            </table>
          </div>
        )}
      </section>
    </>
  )
}

const ofRow = ({ id, isOwn }: StatisticsRow): Asked => ({ unit: id, own: isOwn ? '1' : null })

function UnitName({ row: { id, name, isOwn, hasBelow }, asked }: { row: StatisticsRow; asked: Asked }) {
  if (isOwn) return <address>{TEXTS.own(name)}</address>
  if (!hasBelow) return <address>{name}</address>
  return (
    <address>
      <Link href={PATHS.statistics({ ...asked, unit: id })} prefetch={false}>
        {name}
      </Link>
    </address>
  )
}

/** A sum with the way to its activities; of a share both of its numbers. */
function Amount({ sum, figure, asked }: { sum: Sum; figure: Figure; asked: Asked }) {
  if (sum.amount + sum.whole === 0) return <span className="xf-none">{TEXTS.noneBefore}</span>
  const query = { figure, ...asked }
  if (figure !== 'recorded')
    return (
      <Count of={sum.amount} href={PATHS.counted(query)}>
        {figureInWords(sum.amount, figure)}
      </Count>
    )
  return (
    <>
      <data value={sum.amount / sum.whole}>{TEXTS.percent(shareInPercent(sum) ?? 0)}</data>
      <span className="xf-parts">
        <Count of={sum.amount} href={PATHS.counted({ ...query, only: 'inTime' })}>
          {figureInWords(sum.amount, figure)}
        </Count>
        {' / '}
        <Count of={sum.whole} href={PATHS.counted(query)}>
          {figureInWords(sum.whole, figure)}
        </Count>
      </span>
    </>
  )
}

/** The chart, and beside it the table that says the same. */
function Trend({ statistics: { figure, unit, trend } }: { statistics: Shown }) {
  const isShare = figure === 'recorded'
  const measured = isShare ? '%' : figure === 'serviceHours' ? '小时' : FIGURE_UNITS[figure]
  const drawn = (sum: Sum): number =>
    isShare ? (shareInPercent(sum) ?? 0) : figure === 'serviceHours' ? sum.amount / 60 : sum.amount
  const ofMonth = (month: string): Asked => ({ unit: unit.id, from: month, to: month })
  return (
    <div className="xf-trend">
      <MonthChart
        id="chart"
        title={TEXTS.chart(FIGURES[figure], unit.name, measured)}
        months={trend.map(({ month, sum, yearBefore }) => ({
          month,
          value: drawn(sum),
          before: yearBefore.amount + yearBefore.whole > 0 ? drawn(yearBefore) : undefined,
        }))}
        legend={{ bars: TEXTS.now, line: TEXTS.yearBefore }}
      />
      <div className="xf-wide" role="region" aria-label={TEXTS.trend(FIGURES[figure], unit.name)} tabIndex={0}>
        <table className="xf-numbers">
          <thead>
            <tr>
              {(['month', 'now', 'monthBefore', 'yearBefore', 'overYear'] as const).map((column) => (
                <th scope="col" key={column}>
                  {TEXTS.columns[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trend.map(({ month, sum, monthBefore, yearBefore }, index) => (
              <tr key={month}>
                <th scope="row">
                  <time dateTime={month}>{monthInWords(month, trend[index - 1]?.month)}</time>
                </th>
                <td>
                  <Amount sum={sum} figure={figure} asked={ofMonth(month)} />
                </td>
                <td>
                  <Change now={sum} before={monthBefore} figure={figure} />
                </td>
                <td>
                  <Amount sum={yearBefore} figure={figure} asked={ofMonth(addMonths(month, -12))} />
                </td>
                <td>
                  <Change now={sum} before={yearBefore} figure={figure} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

const signed = (change: number): string => `${change > 0 ? '+' : change < 0 ? '−' : ''}${Math.abs(change)}`

/** In percent; of a share in points. Nothing to compare with is said so. */
function Change({ now, before, figure }: { now: Sum; before: Sum; figure: Figure }): ReactNode {
  const [share, shareBefore] = [shareInPercent(now), shareInPercent(before)]
  const points = share === null || shareBefore === null ? null : Math.round((share - shareBefore) * 10) / 10
  const change = figure === 'recorded' ? points : changeInPercent(now.amount, before.amount)
  if (change === null) return <span className="xf-none">{TEXTS.noneBefore}</span>
  return (
    <data value={change}>{figure === 'recorded' ? TEXTS.points(signed(change)) : TEXTS.percent(signed(change))}</data>
  )
}
