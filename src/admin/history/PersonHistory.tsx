import type { UIFieldServerComponent } from 'payload'
import { HISTORY_KINDS, listHistory } from '../../operations/people/listHistory.ts'
import { formatDay, formatNumber } from '../format.ts'
import { PATHS } from '../paths.ts'
import { HISTORY_TEXTS } from './texts.ts'

/** Below a person's form: all that the system knows them by, by date. */
export const PersonHistory: UIFieldServerComponent = async ({ data, req }) => {
  if (typeof data?.id !== 'string') return null
  const { id } = data
  const { entries, counts } = await listHistory(req, id)
  return (
    <section className="xf-card xf-history" aria-labelledby="xf-history">
      <h2 id="xf-history">{HISTORY_TEXTS.title}</h2>
      <p className="xf-hint">{HISTORY_TEXTS.hint}</p>
      <ul className="xf-history__counts">
        {HISTORY_KINDS.map((kind) => (
          <li key={kind}>
            <a href={PATHS.recordsOf(kind, id)}>
              {HISTORY_TEXTS.kinds[kind]} <b>{formatNumber(counts[kind])}</b>
            </a>
          </li>
        ))}
      </ul>
      {entries.length === 0 ? (
        <p className="xf-empty">{HISTORY_TEXTS.empty}</p>
      ) : (
        <ol className="xf-history__entries">
          {entries.map((entry) => (
            <li key={`${entry.kind}-${entry.id}`}>
              <time dateTime={entry.at}>{formatDay(entry.at)}</time>
              <span className="xf-badge">{HISTORY_TEXTS.kinds[entry.kind]}</span>
              <a href={PATHS.record(entry.kind, entry.id)}>{entry.title || HISTORY_TEXTS.kinds[entry.kind]}</a>
              <span className="xf-history__state">{entry.state}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
