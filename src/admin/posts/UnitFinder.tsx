'use client'
import { useRouter } from 'next/navigation.js'
import { UNIT_KINDS } from '../../domain/units/vocabulary.ts'
import { PATHS } from '../paths.ts'
import { search } from '../search/calls.ts'
import { Finder, outcomeOf, type Outcome } from './Finder.tsx'
import { POST_TEXTS } from './texts.ts'

const findUnits = async (typed: string): Promise<Outcome> =>
  outcomeOf(await search(typed), ({ units: { total, hits } }) => ({
    total,
    hits: hits.map(({ id, name, kind }) => ({ id, title: `${name}（${UNIT_KINDS[kind]}）` })),
  }))

/** Leads to the posts of a unit. */
export function UnitFinder() {
  const router = useRouter()
  return (
    <Finder
      label={POST_TEXTS.find}
      none={POST_TEXTS.noUnit}
      find={findUnits}
      onChoose={({ id }) => router.push(PATHS.posts(id))}
    />
  )
}
