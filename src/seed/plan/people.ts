import type { PersonKind } from '../../domain/people/vocabulary.ts'
import { inventName, type County } from './county.ts'
import { FIGURES } from '../data/figures.ts'
import { DEMO_MEMBER, DEMO_ORGANISATION, DEMO_RIDER } from '../data/logins.ts'
import { STATIONS } from '../data/stations.ts'
import { at, type Random } from '../random.ts'
import { addDays } from './schedule.ts'

export interface PersonPlan {
  /** Names the person within its block. */
  key: string
  name: string
  phone: string
  email: string | null
  gender: 'male' | 'female'
  kinds: PersonKind[]
  /** Where the person reports to, by name. */
  unit: string | null
  /** The station mostly gone to, by name. */
  station: string | null
  volunteerNumber: string
  skills: string | null
  consentAt: Date
}

export interface People {
  all: PersonPlan[]
  membersOf: Map<string, PersonPlan[]>
  ridersOfTown: Map<string, PersonPlan[]>
  residentsOfTown: Map<string, PersonPlan[]>
  demoRider: PersonPlan | null
  demoMember: PersonPlan | null
}

const PEOPLE_A_BLOCK = FIGURES.members + FIGURES.riders + FIGURES.residents
const SKILLS = ['急救', '理发', '家电维修', '法律咨询', '心理疏导', '摄影', '驾驶', '手语']

/**
 * Mobile numbers begin with 154: no carrier has been given that segment, so none of them can ring at anybody's. The
 * rest runs through 9 × 10⁷ values without repeating one (48,271 shares no factor with it) and leaves the low ones to
 * the demo's own people.
 */
function phoneOf(number: number): string {
  return `154${10_000_000 + ((number * 48_271) % 90_000_000)}`
}

/** The people of one block; only the first has the two who log in. */
export function planPeople(random: Random, county: County, block: number, now: Date): People {
  const all: PersonPlan[] = []
  const add = (kinds: PersonKind[], unit: string | null): PersonPlan => {
    const number = block * PEOPLE_A_BLOCK + all.length
    const gender = kinds.includes('rider') && random.chance(0.8) ? 'male' : random.pick(['male', 'female'] as const)
    const person: PersonPlan = {
      key: `person-${all.length}`,
      name: inventName(random, gender),
      phone: phoneOf(number),
      email: random.chance(0.1) ? `p${number}@example.invalid` : null,
      gender,
      kinds,
      unit,
      station: null,
      volunteerNumber: `BL${String(1_000_000_000 + ((number * 7_368_787) % 9_000_000_000))}`,
      skills: kinds.includes('volunteer') && random.chance(0.3) ? random.pick(SKILLS) : null,
      consentAt: addDays(now, -random.int(3, 300)),
    }
    all.push(person)
    return person
  }

  const membersOf = new Map<string, PersonPlan[]>()
  for (const { name, memberCount } of county.units) {
    if (memberCount !== null)
      membersOf.set(
        name,
        Array.from({ length: memberCount }, () =>
          add(random.chance(0.4) ? ['partyMember', 'volunteer'] : ['partyMember'], name),
        ),
      )
  }
  const ridersOfTown = new Map<string, PersonPlan[]>()
  for (let index = 0; index < FIGURES.riders; index += 1) {
    const { name, unit } = at(STATIONS, index)
    const rider = add(random.chance(0.15) ? ['rider', 'volunteer'] : ['rider'], random.chance(0.7) ? unit : null)
    // Two of three have said so.
    if (index % 3 < 2) rider.station = name
    into(ridersOfTown, county.townOf.get(unit) ?? '', rider)
  }
  const residentsOfTown = new Map<string, PersonPlan[]>()
  const communities = county.units.filter(({ kind }) => kind === 'community').slice(0, FIGURES.communities)
  for (let index = 0; index < FIGURES.residents; index += 1) {
    const { name } = at(communities, index)
    into(
      residentsOfTown,
      county.townOf.get(name) ?? '',
      add(random.chance(0.5) ? ['volunteer', 'resident'] : ['resident'], name),
    )
  }

  if (block > 0) return { all, membersOf, ridersOfTown, residentsOfTown, demoRider: null, demoMember: null }
  const demoRider = ridersOfTown.get('龙溪街道')?.[0] ?? null
  const demoMember = membersOf.get(DEMO_ORGANISATION)?.[0] ?? null
  if (demoRider) Object.assign(demoRider, DEMO_RIDER, { gender: 'male' })
  if (demoMember) Object.assign(demoMember, DEMO_MEMBER, { gender: 'female' })
  return { all, membersOf, ridersOfTown, residentsOfTown, demoRider, demoMember }
}

/** Those who hold posts have numbers of their own, far above those of any block. */
const FIRST_APPOINTEE = 80_000_000

export function appointeeOf(
  index: number,
  { now, ...facts }: Pick<PersonPlan, 'name' | 'gender' | 'unit'> & { now: Date },
): PersonPlan {
  const number = FIRST_APPOINTEE + index
  return {
    ...facts,
    key: `appointee-${index}`,
    phone: phoneOf(number),
    email: null,
    kinds: ['resident'],
    station: null,
    volunteerNumber: `BL${String(1_000_000_000 + ((number * 7_368_787) % 9_000_000_000))}`,
    skills: null,
    consentAt: addDays(now, -(3 + (index % 297))),
  }
}

function into(groups: Map<string, PersonPlan[]>, key: string, person: PersonPlan): void {
  const group = groups.get(key)
  if (group) group.push(person)
  else groups.set(key, [person])
}
