'use client'
import { useForm, useFormFields } from '@payloadcms/ui'
import { useEffect, useState } from 'react'
import { formatDay } from '../format.ts'
import { LINES } from '../../domain/shared/vocabulary.ts'
import { findLastTimes, TAKEN_OVER, type LastTime } from './lastTimes.ts'
import { PUBLISHING_TEXTS } from './texts.ts'

/**
 * Above the form of a new activity: what the unit did last, by line, to be taken over by one click. Everything that is
 * taken over stands in the form and can be changed.
 *
 * @param onTake gets how long it lasted, in milliseconds
 */
export function LastTimes({ onTake }: { onTake: (duration: number) => void }) {
  const unit = useFormFields(([fields]) => fields.unit?.value as string | undefined)
  const { dispatchFields, setModified } = useForm()
  const [found, setFound] = useState<LastTime[]>([])
  const [taken, setTaken] = useState<LastTime | null>(null)
  useEffect(() => {
    if (!unit) return
    const asked = new AbortController()
    void findLastTimes(unit, asked.signal).then((those) => {
      if (!asked.signal.aborted) setFound(those)
    })
    return () => asked.abort()
  }, [unit])

  const take = (last: LastTime) => {
    for (const path of TAKEN_OVER) dispatchFields({ type: 'UPDATE', path, value: last[path] ?? null })
    setModified(true)
    onTake(Date.parse(last.endsAt) - Date.parse(last.startsAt))
    setTaken(last)
  }

  if (found.length === 0) return null
  return (
    <div className="xf-last-times" role="group" aria-label={PUBLISHING_TEXTS.lastTimes}>
      <span>{PUBLISHING_TEXTS.lastTimes}</span>
      {found.map((last) => (
        <button key={last.id} type="button" className="xf-button" onClick={() => take(last)}>
          {LINES[last.line]}
          <small>{PUBLISHING_TEXTS.lastTime(last.title, formatDay(last.startsAt))}</small>
        </button>
      ))}
      <p className="xf-hint" role="status">
        {taken === null ? PUBLISHING_TEXTS.lastTimesHint : PUBLISHING_TEXTS.takenOver(taken.title)}
      </p>
    </div>
  )
}
