'use client'
import { Link } from '@payloadcms/ui'
import { useState } from 'react'
import type { ActivitySummary } from '../../domain/activities/views.ts'
import { nameText } from '../../domain/shared/typedText.ts'
import { formatDateTime } from '../format.ts'
import { PATHS } from '../paths.ts'
import { COUNTER_TEXTS } from './texts.ts'

/** The activities that somebody can be signed up for; a tap goes on to the form. */
export function ActivityChoice({ activities, problem }: { activities: ActivitySummary[]; problem: string | null }) {
  const [query, setQuery] = useState('')
  const wanted = nameText(query)
  const shown = activities.filter(({ title, unit }) => nameText(`${title} ${unit.name}`).includes(wanted))
  return (
    <section className="xf-card xf-counter">
      {problem !== null && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
      <h2>{COUNTER_TEXTS.choose}</h2>
      <p className="xf-hint">{COUNTER_TEXTS.chooseHint}</p>
      {activities.length > 8 && (
        <label className="xf-field">
          <span className="xf-visually-hidden">{COUNTER_TEXTS.search}</span>
          <input
            type="search"
            placeholder={COUNTER_TEXTS.search}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
      )}
      {shown.length === 0 && (
        <p className="xf-empty">{activities.length === 0 ? COUNTER_TEXTS.none : COUNTER_TEXTS.noMatch}</p>
      )}
      <ul className="xf-tasks">
        {shown.map(({ id, title, unit, startsAt, place, free, waiting, approval }) => (
          <li key={id}>
            <Link className="xf-task" href={PATHS.signUpForAnother(id)}>
              <span className="xf-task__title">{title}</span>
              <span className="xf-task__seats">{COUNTER_TEXTS.free(free)}</span>
              <span className="xf-task__facts">
                <span>{formatDateTime(startsAt)}</span>
                <span>{unit.name}</span>
                <span>{place}</span>
                {waiting > 0 && <span>{COUNTER_TEXTS.waiting(waiting)}</span>}
                {approval && <span>{COUNTER_TEXTS.approval}</span>}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
