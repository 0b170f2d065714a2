'use client'
import { Link, useAuth, useSelection } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useState } from 'react'
import type { Publication } from '../../operations/activities/publishActivities.ts'
import { CALENDAR_TEXTS } from '../calendar/texts.ts'
import { formatDateTime } from '../format.ts'
import { PATHS } from '../paths.ts'
import { TEMPLATE_TEXTS } from '../templates/texts.ts'
import { publishActivities } from './calls.ts'
import { PUBLISHING_TEXTS } from './texts.ts'

/** Above the list of activities: other ways to a new one, and the drafts that are chosen published at once. */
export function ListTools() {
  const router = useRouter()
  const { user } = useAuth()
  const { selectedIDs } = useSelection()
  const [results, setResults] = useState<Publication[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const [isSending, setIsSending] = useState(false)
  const publish = async () => {
    setIsSending(true)
    const answer = await publishActivities(selectedIDs.map(String))
    setIsSending(false)
    setResults(answer.ok ? answer.body.results : [])
    setProblem(answer.ok ? null : answer.detail)
    if (answer.ok) router.refresh()
  }
  return (
    <div className="xf-list-tools">
      <div className="xf-form__buttons">
        <Link className="xf-button" href={PATHS.fromTemplate}>
          {TEMPLATE_TEXTS.title}
        </Link>
        <Link className="xf-button" href={PATHS.drafts}>
          {PUBLISHING_TEXTS.onlyDrafts}
        </Link>
        {user && (
          <Link className="xf-button" href={PATHS.responsibleOf(String(user.id))}>
            {PUBLISHING_TEXTS.onlyMine}
          </Link>
        )}
        <Link className="xf-button" href={PATHS.calendar()}>
          {CALENDAR_TEXTS.title}
        </Link>
        {selectedIDs.length > 0 && (
          <button
            type="button"
            className="xf-button xf-button--primary"
            disabled={isSending}
            onClick={() => void publish()}
          >
            {isSending ? PUBLISHING_TEXTS.publishing : PUBLISHING_TEXTS.publishChosen(selectedIDs.length)}
          </button>
        )}
      </div>
      <div role="status" className="xf-results">
        {problem !== null && <p className="xf-notice xf-notice--failed">{problem}</p>}
        {results.length > 0 && <Results results={results} />}
      </div>
    </div>
  )
}

function Results({ results }: { results: Publication[] }) {
  const done = results.filter(({ outcome }) => outcome === 'published').length
  return (
    <div className={`xf-notice xf-notice--${done === results.length ? 'done' : 'failed'}`}>
      <p>{PUBLISHING_TEXTS.publishedOf(done, results.length)}</p>
      <ul>
        {results.map((result) => (
          <li key={result.activity}>
            {result.outcome === 'unknown' ? (
              PUBLISHING_TEXTS.unknown
            ) : (
              <>
                <Link href={PATHS.activity(result.activity)}>{result.title}</Link>（{formatDateTime(result.startsAt)}
                ）：
                {result.reason ?? PUBLISHING_TEXTS.outcomes[result.outcome]}
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
