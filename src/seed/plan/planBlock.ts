import { planActivities, type ActivityPlan } from './activities.ts'
import type { County } from './county.ts'
import { planPeople, type PersonPlan } from './people.ts'
import { randomFrom } from '../random.ts'

export interface Block {
  people: PersonPlan[]
  activities: ActivityPlan[]
}

/**
 * The county's people and what they do, once: the figures of src/seed/data/figures.ts exactly. A larger scale is more
 * blocks, each with people, dates and titles of its own, so that one block at a time has to be held in memory. The same
 * block and `now` give the same plan, always.
 */
export function planBlock(county: County, block: number, now: Date): Block {
  const random = randomFrom(`block ${block}`)
  const people = planPeople(random, county, block, now)
  return { people: people.all, activities: planActivities(random, county, people, now) }
}
