import { Link } from '@payloadcms/ui'
import { figureInWords, FIGURE_UNITS } from '../../domain/desk/figures.ts'
import { FIGURES, TIMELINESS, type Figure, type Timeliness } from '../../domain/desk/statistics.ts'
import { countsPeople } from '../../domain/tallies/vocabulary.ts'
import type { Counted } from '../../operations/desk/listCounted.ts'
import { Count } from '../Count.tsx'
import { formatDateTime, formatNumber } from '../format.ts'
import { Pages } from '../Pages.tsx'
import { PATHS } from '../paths.ts'
import { TARGET_TEXTS } from '../targets/texts.ts'
import { STATISTICS_TEXTS as TEXTS } from './texts.ts'

const BADGES: Record<Timeliness, string> = { inTime: 'published', late: 'soon', missing: 'late', open: 'soon' }

/** The activities behind one number, each a way to its own records. */
export function CountedList({ counted, hrefOf }: { counted: Counted; hrefOf: (page: number) => string }) {
  const { figure, sum, activities } = counted
  return (
    <section className="xf-card">
      <dl className="xf-counters">
        <div>
          <dt>{FIGURES[figure]}</dt>
          <dd>
            {figure === 'recorded'
              ? `${formatNumber(sum.amount)} / ${formatNumber(sum.whole)}`
              : figureInWords(sum.amount, figure)}{' '}
            {FIGURE_UNITS[figure]}
          </dd>
        </div>
      </dl>
      <p className="xf-hint">{TEXTS.sumHint(activities.totalDocs)}</p>
      <table className="xf-list">
        <thead>
          <tr>
            <th>{TARGET_TEXTS.columns.activity}</th>
            <th>{TARGET_TEXTS.columns.unit}</th>
            <th>{TARGET_TEXTS.columns.startsAt}</th>
            <th className="xf-list__amount">
              {figure === 'recorded' ? TEXTS.timeliness : TARGET_TEXTS.columns.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {activities.docs.map(({ id, title, unit, startsAt, amount, timeliness }) => (
            <tr key={id}>
              <td>
                <Link href={PATHS.activity(id)} prefetch={false}>
                  {title}
                </Link>
              </td>
              <td>{unit}</td>
              <td>
                <time dateTime={startsAt}>{formatDateTime(startsAt)}</time>
              </td>
              <td className="xf-list__amount">
                {figure === 'recorded' ? (
                  <span className={`xf-badge xf-badge--${BADGES[timeliness]}`}>{TIMELINESS[timeliness]}</span>
                ) : (
                  <Count of={amount} href={recordsOf(id, figure)}>
                    {figureInWords(amount, figure)}
                  </Count>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pages page={activities.page} pages={activities.totalPages} hrefOf={hrefOf} />
    </section>
  )
}

/** Its people by name, where they are what is counted. */
const recordsOf = (id: string, figure: Exclude<Figure, 'recorded'>): string =>
  figure === 'riderTimes' || countsPeople(figure) ? PATHS.signUps(id, 'present') : PATHS.activity(id)
