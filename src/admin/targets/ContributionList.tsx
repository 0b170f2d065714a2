import { Link } from '@payloadcms/ui'
import { amountInWords } from '../../domain/tallies/progress.ts'
import type { Contribution, Contributions } from '../../domain/tallies/views.ts'
import { countsPeople, MEASURE_UNITS, type Measure } from '../../domain/tallies/vocabulary.ts'
import { Count } from '../Count.tsx'
import { formatDateTime, formatNumber } from '../format.ts'
import { Pages } from '../Pages.tsx'
import { PATHS } from '../paths.ts'
import { TARGET_TEXTS } from './texts.ts'

export function ContributionList({
  contributions: { target, tally, ownTally, activities },
  isDepartment,
}: {
  contributions: Contributions
  isDepartment: boolean
}) {
  const { id, measure, opening, openingSource, goal, counting } = target
  const isOwn = ownTally !== null
  return (
    <>
      <dl className="xf-counters">
        <Figure label={TARGET_TEXTS.tally} value={amountInWords(tally, measure)} />
        {opening > 0 && (
          <Figure
            label={`${TARGET_TEXTS.opening}${openingSource === null ? '' : `（${openingSource}）`}`}
            value={`${formatNumber(opening)} ${MEASURE_UNITS[measure]}`}
          />
        )}
        <Figure label={TARGET_TEXTS.goal} value={`${formatNumber(goal)} ${MEASURE_UNITS[measure]}`} />
        {isOwn && <Figure label={TARGET_TEXTS.ownTally} value={amountInWords(ownTally, measure)} />}
      </dl>
      {counting && <p className="xf-notice">{TARGET_TEXTS.countingHint}</p>}
      <p className="xf-hint">
        {isOwn ? TARGET_TEXTS.ownHint(activities.totalDocs) : TARGET_TEXTS.sumHint(activities.totalDocs)}
      </p>
      <p className="xf-target__links">
        {!isDepartment && (
          <Link href={PATHS.contributions(id, { own: !isOwn })} prefetch={false}>
            {isOwn ? TARGET_TEXTS.activities : TARGET_TEXTS.ownActivities}
          </Link>
        )}
        {countsPeople(measure) && (
          <Link href={PATHS.exportOfTarget(id)} prefetch={false}>
            {isDepartment ? TARGET_TEXTS.records : TARGET_TEXTS.ownRecords}
          </Link>
        )}
      </p>
      {activities.docs.length === 0 ? (
        <p className="xf-empty">{TARGET_TEXTS.empty}</p>
      ) : (
        <table className="xf-list">
          <thead>
            <tr>
              <th>{TARGET_TEXTS.columns.activity}</th>
              <th>{TARGET_TEXTS.columns.unit}</th>
              <th>{TARGET_TEXTS.columns.startsAt}</th>
              <th className="xf-list__amount">{TARGET_TEXTS.columns.amount}</th>
            </tr>
          </thead>
          <tbody>
            {activities.docs.map((activity) => (
              <tr key={activity.id}>
                <td>
                  <a href={activity.isOwn ? PATHS.activity(activity.id) : PATHS.publicActivity(activity.id)}>
                    {activity.title}
                  </a>
                </td>
                <td>{activity.unit}</td>
                <td>{formatDateTime(activity.startsAt)}</td>
                <td className="xf-list__amount">
                  <Count of={activity.amount} href={recordsOf(activity, measure)}>
                    {amountInWords(activity.amount, measure)}
                  </Count>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pages
        page={activities.page}
        pages={activities.totalPages}
        hrefOf={(page) => PATHS.contributions(id, { own: isOwn, page })}
      />
    </>
  )
}

/** Its people by name; the activity itself where that is what counts, or where its list is nobody's here to see. */
function recordsOf({ id, isOwn }: Contribution, measure: Measure): string {
  if (!isOwn) return PATHS.publicActivity(id)
  return countsPeople(measure) ? PATHS.signUps(id, 'present') : PATHS.activity(id)
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}
