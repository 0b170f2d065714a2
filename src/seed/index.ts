import type { Payload } from 'payload'
import { createProgrammes, insertActivities } from './activities.ts'
import { createBroadcasts } from './broadcasts.ts'
import { createCertificates } from './certificates.ts'
import { createCovers } from './covers.ts'
import { DEMO_GRID_HEAD, DEMO_LANE_CHIEF, DEMO_MEMBER, DEMO_PASSWORD, DEMO_RIDER, DEMO_STAFF } from './data/logins.ts'
import { COUNTY } from './data/units.ts'
import type { Demo, Step } from './demo.ts'
import { createDepartment, createStaff } from './identity.ts'
import { insertPeople } from './people.ts'
import { planCounty } from './plan/county.ts'
import { planPosts } from './plan/posts.ts'
import { planBlock } from './plan/planBlock.ts'
import { createDuties, insertAppointments, insertPostUnits } from './posts.ts'
import { createRecords } from './records.ts'
import { createSeats } from './seats.ts'
import { createWeekly } from './recurrence.ts'
import { createTargets, writeTallies } from './tallies.ts'
import { createTemplates } from './templates.ts'
import { createStations, createUnits } from './units.ts'

/** In this order; a step finds what those before it made. */
const FIRST: Step[] = [
  createUnits,
  insertPostUnits,
  createStaff,
  createStations,
  createProgrammes,
  createDuties,
  createTargets,
  createTemplates,
]
const OF_EACH_BLOCK: Step[] = [insertPeople, insertActivities]
/** For the people who log in to the demo: they are of the first block. */
const OF_FIRST_BLOCK: Step[] = [
  insertAppointments,
  createRecords,
  createCertificates,
  createSeats,
  createBroadcasts,
  createWeekly,
  createCovers,
]
const LAST: Step[] = [writeTallies, createDepartment]

export interface SeedOptions {
  /** How many times over people and activities are made: a whole number from 1. Units stay as they are. */
  scale: number
  now: Date
  onProgress?: (progress: SeedProgress) => void
}

export interface SeedProgress {
  done: number
  total: number
  /** The part that is being written, in Chinese. */
  step: string
}

export interface SeedSummary {
  /** False when the demo county was there already and nothing was changed. */
  created: boolean
  units: number
  people: number
  activities: number
  registrations: number
  logins: {
    password: string
    staff: typeof DEMO_STAFF
    /** Log in with a one-time code. */
    people: { rider: string; member: string; gridHead: string; laneChief: string }
  }
}

/**
 * Fills an empty database with the demo county. Runs again without changing anything.
 *
 * @throws Error when the database holds other units, or what an earlier run left when it was cut off
 */
export async function seed(payload: Payload, { scale, now, onProgress }: SeedOptions): Promise<SeedSummary> {
  if (!Number.isInteger(scale) || scale < 1) throw new Error('The scale must be a whole number from 1')
  if (await isSeeded(payload)) return summary(payload, false)

  const county = planCounty()
  const posts = planPosts(county, now)
  let done = 0
  let total = county.units.length + county.staff.length + posts.units.length + posts.people.length
  const demo: Demo = {
    payload,
    now,
    scale,
    county,
    posts,
    units: new Map(),
    staff: new Map(),
    stations: new Map(),
    series: new Map(),
    targets: [],
    block: { people: [], activities: [] },
    people: new Map(),
    advance: (step, by) => {
      done += by
      onProgress?.({ done, total, step })
    },
  }
  const run = async (steps: Step[]): Promise<void> => {
    for (const step of steps) await step(demo)
  }

  await run(FIRST)
  for (let block = 0; block < scale; block += 1) {
    demo.block = planBlock(county, block, now)
    if (block === 0) total += scale * (demo.block.people.length + demo.block.activities.length)
    await run(OF_EACH_BLOCK)
    if (block === 0) await run(OF_FIRST_BLOCK)
  }
  await run(LAST)
  return summary(payload, true)
}

async function isSeeded(payload: Payload): Promise<boolean> {
  const anyUnit = await payload.count({ collection: 'units', where: { name: { exists: true } }, overrideAccess: true })
  if (anyUnit.totalDocs === 0) return false
  const county = await payload.count({
    collection: 'units',
    where: { and: [{ name: { equals: COUNTY } }, { kind: { equals: 'county' } }] },
    overrideAccess: true,
  })
  if (county.totalDocs === 0)
    throw new Error(
      'The database has units of its own. The demo county wants an empty database: its log-ins have a public password.',
    )
  const department = await payload.count({
    collection: 'staff',
    where: { email: { equals: DEMO_STAFF.department } },
    overrideAccess: true,
  })
  if (department.totalDocs === 0)
    throw new Error('An earlier seed was cut off half-way. Remove the database and seed again.')
  return true
}

async function summary(payload: Payload, created: boolean): Promise<SeedSummary> {
  const count = async (collection: 'units' | 'people' | 'activities' | 'registrations'): Promise<number> =>
    (await payload.count({ collection, where: { createdAt: { exists: true } }, overrideAccess: true })).totalDocs
  return {
    created,
    units: await count('units'),
    people: await count('people'),
    activities: await count('activities'),
    registrations: await count('registrations'),
    logins: {
      password: DEMO_PASSWORD,
      staff: DEMO_STAFF,
      people: {
        rider: DEMO_RIDER.email,
        member: DEMO_MEMBER.email,
        gridHead: DEMO_GRID_HEAD.email,
        laneChief: DEMO_LANE_CHIEF.email,
      },
    },
  }
}
