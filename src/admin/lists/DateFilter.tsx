'use client'
import { useListQuery } from '@payloadcms/ui'
import { transformWhereQuery, validateWhereQuery } from 'payload/shared'
import type { Where } from 'payload'
import { useLayoutEffect, useRef, useState } from 'react'
import { clockOf, isDay, readMoment } from '../../domain/shared/calendar.ts'
import { LIST_TEXTS } from './texts.ts'

/** Where a condition stands in the filter bar: which alternative, and which part of it. */
type Place = [either: number, part: number]
type Bar = { and: Record<string, Record<string, unknown>>[] }[]

/** The value of one condition on a date: a day of the county, or the time of day where an address brought one along. */
export function DateFilter({ path }: { path: string }) {
  const { query, handleWhereChange } = useListQuery()
  const [place, setPlace] = useState<Place | null>(null)
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => setPlace(placeOf(ref.current)), [])
  const bar = barOf(query.where)
  const [operator = 'equals', value] = Object.entries((place && bar[place[0]]?.and[place[1]]?.[path]) ?? {})[0] ?? []

  const change = (next: unknown) => {
    if (!place) return
    const changed = bar.map(({ and }, either) => ({
      and: and.map((part, index) =>
        either === place[0] && index === place[1] ? { [path]: { [operator]: next } } : part,
      ),
    }))
    void handleWhereChange?.({ or: changed })
  }
  const at = readMoment(Array.isArray(value) ? value[0] : value)
  const isTime = at !== null && !isDay(value)
  const shown = at === null ? '' : isTime ? clockOf(at) : clockOf(at).slice(0, 10)
  return (
    <div ref={ref} className="xf-date-filter">
      {operator === 'exists' ? (
        <select
          aria-label={LIST_TEXTS.value}
          value={String(value ?? '')}
          onChange={({ target }) => change(target.value)}
        >
          <option value="">{LIST_TEXTS.choose}</option>
          <option value="true">{LIST_TEXTS.filled}</option>
          <option value="false">{LIST_TEXTS.empty}</option>
        </select>
      ) : (
        // Anew where another value stands, so that a day can be typed part by part in between.
        <input
          key={`${operator} ${shown}`}
          type={isTime ? 'datetime-local' : 'date'}
          aria-label={LIST_TEXTS.value}
          defaultValue={shown}
          max={isTime ? '2199-12-31T23:59' : '2199-12-31'}
          onChange={({ target }) => {
            if (target.value === '') change(undefined)
            else if (isDay(target.value)) change(target.value)
            else if (isTime && readMoment(target.value) !== null) change(readMoment(target.value))
          }}
        />
      )}
    </div>
  )
}

/** Payload's filter bar does not tell what it shows where it stands. */
function placeOf(element: HTMLElement | null): Place | null {
  const part = element?.closest('li')
  const either = part?.parentElement?.closest('li')
  const indexOf = (item: Element): number => [...(item.parentElement?.children ?? [])].indexOf(item)
  return part && either ? [indexOf(either), indexOf(part)] : null
}

/** As the filter bar itself reads the address. */
function barOf(where: Where | undefined): Bar {
  if (!where) return []
  const read = validateWhereQuery(where) ? where : transformWhereQuery(where)
  return (read.or ?? []) as Bar
}
