'use client'
import { PATHS } from '../paths.ts'
import { search } from '../search/calls.ts'
import { findOrganisations } from './calls.ts'
import { Chosen, Finder, outcomeOf, type Found, type Outcome } from './Finder.tsx'
import { POST_TEXTS } from './texts.ts'

const findPeople = async (typed: string): Promise<Outcome> => outcomeOf(await search(typed), ({ people }) => people)

const findUnits = async (typed: string): Promise<Outcome> =>
  outcomeOf(await findOrganisations(typed), ({ totalDocs, docs }) => ({
    total: totalDocs,
    hits: docs.map(({ id, name }) => ({ id, title: name })),
  }))

interface Props {
  /** Of the post. */
  kind: 'person' | 'organisation'
  chosen: Found | null
  problem?: string | undefined
  onChange: (chosen: Found | null) => void
}

/** The person or the organisation that is to hold a post. */
export function HolderFinder({ kind, chosen, problem, onChange }: Props) {
  if (chosen) return <Chosen title={chosen.title} onAnother={() => onChange(null)} />
  return kind === 'person' ? (
    <>
      <Finder
        key="person"
        label={POST_TEXTS.person}
        hint={POST_TEXTS.personHint}
        none={POST_TEXTS.nobodyFound}
        problem={problem}
        find={findPeople}
        onChoose={onChange}
      />
      <a href={PATHS.newPerson}>{POST_TEXTS.newPerson}</a>
    </>
  ) : (
    <Finder
      key="organisation"
      label={POST_TEXTS.organisation}
      hint={POST_TEXTS.organisationHint}
      none={POST_TEXTS.nobodyFound}
      problem={problem}
      find={findUnits}
      onChoose={onChange}
    />
  )
}
