import type { StaffRole } from '../../domain/identity/vocabulary.ts'
import type { UnitKind } from '../../domain/units/vocabulary.ts'
import { FIGURES } from '../data/figures.ts'
import { DEMO_COMMUNITY, DEMO_STAFF, mailbox } from '../data/logins.ts'
import { GIVEN_FEMALE, GIVEN_MALE, SURNAMES } from '../data/names.ts'
import {
  COUNTY,
  COUNTY_ORGANISATIONS,
  OTHER_UNITS,
  POWER_STATION,
  TOWN_ORGANISATIONS,
  TOWNS,
  TOWNS_WITH_POWER_STATION,
  VILLAGE_FIRST,
  VILLAGE_SECOND,
} from '../data/units.ts'
import { apportion, at, randomFrom, type Random } from '../random.ts'

/** Units are referred to by name here: no two have the same. */
export interface UnitPlan {
  name: string
  kind: UnitKind
  parent: string | null
  memberCount: number | null
  contact: string | null
}

export interface StaffPlan {
  email: string
  name: string
  role: StaffRole
  unit: string
}

export interface County {
  units: UnitPlan[]
  /** From every unit to the town it lies in; the county and what hangs on it directly have none. */
  townOf: Map<string, string>
  staff: StaffPlan[]
}

/** The same tree at every scale: only people and what they do are multiplied. */
export function planCounty(): County {
  const random = randomFrom('county')
  const units: UnitPlan[] = []
  const townOf = new Map<string, string>()
  const add = (name: string, kind: UnitKind, parent: string | null, memberCount: number | null = null): void => {
    const town = kind === 'town' ? name : parent === null ? undefined : townOf.get(parent)
    if (town !== undefined) townOf.set(name, town)
    // A local number never begins with 0, so this line rings nowhere.
    const hasDesk = kind === 'county' || kind === 'town' || kind === 'community'
    units.push({ name, kind, parent, memberCount, contact: hasDesk ? `0752-0${String(100_000 + units.length)}` : null })
  }

  add(COUNTY, 'county', null)
  for (const town of TOWNS) add(town.name, 'town', COUNTY)
  for (const town of TOWNS) for (const community of town.communities) add(community, 'community', town.name)
  const villages = random.shuffled(
    VILLAGE_FIRST.flatMap((first) => VILLAGE_SECOND.map((second) => `${first}${second}村`)),
  )
  for (const town of TOWNS)
    for (const village of villages.splice(0, town.villages)) add(village, 'community', town.name)

  const organisations = placeOrganisations()
  const sizes = apportion(random, FIGURES.members, organisations.length, 18)
  organisations.forEach(({ name, community }, index) => add(name, 'organisation', community, at(sizes, index)))
  for (const { name, kind, parent } of OTHER_UNITS) add(name, kind, parent)

  return { units, townOf, staff: planStaff(random) }
}

/**
 * County organisations in the communities of the county town, in turn; each other town's own in its first community.
 */
function placeOrganisations(): { name: string; community: string }[] {
  const [countyTown, ...towns] = TOWNS
  const central = COUNTY_ORGANISATIONS.map((name, index) => ({
    name,
    community: at(countyTown?.communities ?? [], index),
  }))
  const local = towns.flatMap(({ short, communities }, index) =>
    [...TOWN_ORGANISATIONS, ...(index < TOWNS_WITH_POWER_STATION ? [POWER_STATION] : [])].map((kind) => ({
      name: `${short}${kind}`,
      community: at(communities, 0),
    })),
  )
  return [...central, ...local]
}

/** One for the department, one a town, one organiser. */
function planStaff(random: Random): StaffPlan[] {
  const name = (): string => inventName(random, random.chance(0.5) ? 'male' : 'female')
  return [
    { email: DEMO_STAFF.organiser, name: name(), role: 'organiser', unit: DEMO_COMMUNITY },
    ...TOWNS.map((town) => ({ email: mailbox(town.mailbox), name: name(), role: 'town' as const, unit: town.name })),
    { email: DEMO_STAFF.department, name: name(), role: 'department', unit: COUNTY },
  ]
}

export function inventName(random: Random, gender: 'male' | 'female'): string {
  return random.pick(SURNAMES) + random.pick(gender === 'male' ? GIVEN_MALE : GIVEN_FEMALE)
}
