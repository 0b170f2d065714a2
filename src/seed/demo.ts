import type { Payload } from 'payload'
import type { TargetFilter } from '../domain/tallies/contributions.ts'
import type { County } from './plan/county.ts'
import type { PostsPlan } from './plan/posts.ts'
import type { Block } from './plan/planBlock.ts'

/** The demo county in the making: each step leaves in it what those after it refer to, by the name the plans use. */
export interface Demo {
  payload: Payload
  now: Date
  scale: number
  county: County
  posts: PostsPlan
  units: Map<string, string>
  staff: Map<string, string>
  stations: Map<string, string>
  series: Map<string, string>
  targets: SeededTarget[]
  /** The block that is being made; its people, by their keys. */
  block: Block
  people: Map<string, string>
  advance: (step: string, by: number) => void
}

export type Step = (demo: Demo) => Promise<void>

export interface SeededTarget {
  id: string
  filter: TargetFilter
  tally: number
}

export function idOf(ids: Map<string, string>, name: string): string {
  const id = ids.get(name)
  if (id === undefined) throw new Error(`No ${name} in the plan`)
  return id
}
