import type { Post } from '../../domain/appointments/vocabulary.ts'
import { dayOf, startOfDay } from '../../domain/shared/calendar.ts'
import { lastDayOf, monthOf } from '../../domain/shared/months.ts'
import type { UnitKind } from '../../domain/units/vocabulary.ts'
import { DEMO_COMMUNITY, DEMO_GRID_HEAD, DEMO_LANE_CHIEF } from '../data/logins.ts'
import {
  BRANDS,
  COMPOUND_FIRST,
  COMPOUND_SECOND,
  LANE_NAMES,
  POLICE,
  POST_FIGURES,
  SITE_NAMES,
  UNIT_FIGURES,
} from '../data/posts.ts'
import { TOWNS } from '../data/units.ts'
import { apportion, at, randomFrom, type Random } from '../random.ts'
import { inventName, type County } from './county.ts'
import { appointeeOf, type PersonPlan } from './people.ts'
import { addDays } from './schedule.ts'

/** Units below communities and towns that nobody of the activities' plan refers to; by name, as everywhere here. */
export interface PostUnitPlan {
  name: string
  kind: UnitKind
  parent: string
  brand: string | null
  dutyPhone: string | null
  /** The community whose Party branch covers it. */
  coveredBy: string | null
}

export interface AppointmentPlan {
  post: Post
  unit: string
  /** The key of a person, of this plan or of the first block; or the name of an organisation. */
  person: string | null
  organisation: string | null
  from: string
  to: string | null
  /** Reported by oneself, and not confirmed yet. */
  isAwaiting: boolean
}

export interface PostsPlan {
  units: PostUnitPlan[]
  people: PersonPlan[]
  appointments: AppointmentPlan[]
}

/** The holders of the demo county's posts, to the figures of src/seed/data/posts.ts; once, at every scale. */
export function planPosts(county: County, now: Date): PostsPlan {
  const random = randomFrom('posts')
  const units = planUnits(county)
  const people: PersonPlan[] = []
  const appointments: AppointmentPlan[] = []
  const since = (): string => dayOf(addDays(now, -random.int(40, 700)))
  const add = (post: Post, unit: string, more: Partial<AppointmentPlan> = {}): void => {
    const term = { from: since(), to: null, isAwaiting: false }
    appointments.push({ post, unit, person: null, organisation: null, ...term, ...more })
  }
  const appointee = (unit: string): PersonPlan => {
    const gender = random.pick(['male', 'female'] as const)
    const person = appointeeOf(people.length, { name: inventName(random, gender), gender, unit, now })
    people.push(person)
    return person
  }
  const ofKind = (kind: UnitKind): PostUnitPlan[] => units.filter((unit) => unit.kind === kind)
  const communityOf = new Map(units.map(({ name, parent }) => [name, parent]))
  const fill = (post: Post, places: string[], total: number, least: number): void =>
    apportion(random, total, places.length, least).forEach((count, index) => {
      const place = at(places, index)
      for (let made = 0; made < count; made += 1)
        add(post, place, { person: appointee(communityOf.get(place) ?? place).key })
    })

  const grids = ofKind('grid').map(({ name }) => name)
  const lanes = ofKind('lane').map(({ name }) => name)
  fill('gridHead', grids, POST_FIGURES.gridHead, 1)
  fill('gridFull', grids, POST_FIGURES.gridFull, 1)
  fill('gridPart', grids, POST_FIGURES.gridPart, 2)
  fill('gridAdviser', grids.slice(0, POST_FIGURES.gridAdviser), POST_FIGURES.gridAdviser, 1)
  fill('laneChief', lanes, POST_FIGURES.laneChief, 1)
  const communities = county.units.filter(({ kind }) => kind === 'community').slice(0, 46)
  fill(
    'commissioner',
    communities.map(({ name }) => name),
    POST_FIGURES.commissioner,
    2,
  )
  for (const [index, { name }] of ofKind('site').entries())
    add('policePartner', name, { organisation: at(ofKind('branch'), index).name })
  for (const { name, kind, parent } of county.units)
    if (kind === 'organisation' && parent !== null) add('reportedOrganisation', parent, { organisation: name })
  nameDemo(random, { appointments, people, communityOf }, now)
  return { units, people, appointments }
}

/** The members of the first block report to the community of their organisation; a few to a compound besides. */
export function planReports(county: County, members: PersonPlan[], now: Date): AppointmentPlan[] {
  const random = randomFrom('reports')
  const parentOf = new Map(county.units.map(({ name, parent }) => [name, parent ?? '']))
  const report = { post: 'reportedMember' as const, organisation: null, to: null }
  const ofMembers = members.map(({ key, unit }) => ({
    ...report,
    unit: parentOf.get(unit ?? '') ?? '',
    person: key,
    from: dayOf(addDays(now, -random.int(10, 500))),
    isAwaiting: false,
  }))
  const [compound] = county.units.filter(({ kind, parent }) => kind === 'compound' && parent === DEMO_COMMUNITY)
  const waiting = members.slice(1, 4).map(({ key }) => ({
    ...report,
    unit: compound?.name ?? DEMO_COMMUNITY,
    person: key,
    from: dayOf(now),
    isAwaiting: true,
  }))
  return [...ofMembers, ...waiting]
}

/** In the demo's community a head whose term ends this month, with the one who follows; two who log in. */
function nameDemo(
  random: Random,
  {
    appointments,
    people,
    communityOf,
  }: Pick<PostsPlan, 'appointments' | 'people'> & { communityOf: Map<string, string> },
  now: Date,
): void {
  const inDemo = (post: Post): AppointmentPlan[] =>
    appointments.filter((one) => one.post === post && communityOf.get(one.unit) === DEMO_COMMUNITY)
  const personOf = ({ person }: AppointmentPlan): PersonPlan | undefined => people.find(({ key }) => key === person)
  const [first, second] = inDemo('gridHead')
  const [chief] = inDemo('laneChief')
  if (first) Object.assign(personOf(first) ?? {}, DEMO_GRID_HEAD)
  if (chief) Object.assign(personOf(chief) ?? {}, DEMO_LANE_CHIEF)
  if (!second) return
  const lastDay = lastDayOf(monthOf(now))
  second.to = lastDay
  const gender = random.pick(['male', 'female'] as const)
  const next = appointeeOf(people.length, { name: inventName(random, gender), gender, unit: DEMO_COMMUNITY, now })
  people.push(next)
  const from = dayOf(addDays(startOfDay(lastDay), 1))
  appointments.push({ ...second, person: next.key, from, to: null })
}

function planUnits(county: County): PostUnitPlan[] {
  const units: PostUnitPlan[] = []
  const random = randomFrom('units of posts')
  const add = (name: string, kind: UnitKind, parent: string, more: Partial<PostUnitPlan> = {}): void => {
    units.push({ name, kind, parent, brand: null, dutyPhone: null, coveredBy: null, ...more })
  }
  const villageLevel = county.units.filter(({ kind }) => kind === 'community').map(({ name }) => name)
  const communities = villageLevel.slice(0, 46)
  // A local number never begins with 0, so this line rings nowhere.
  const phone = (): string => `0752-0${String(200_000 + units.length)}`
  const gridsOf = (place: string): number => {
    const more = UNIT_FIGURES.grid - villageLevel.length
    const index = communities.indexOf(place)
    return index < 0 ? 1 : 1 + Math.floor(more / communities.length) + (index < more % communities.length ? 1 : 0)
  }
  const branded = [DEMO_COMMUNITY, ...communities.filter((name) => name !== DEMO_COMMUNITY)].slice(
    0,
    UNIT_FIGURES.brands,
  )
  for (const place of villageLevel)
    for (let index = 1; index <= gridsOf(place); index += 1) {
      const brand = index === 1 ? (BRANDS[branded.indexOf(place)] ?? null) : null
      add(`${place}第${index}网格`, 'grid', place, { brand, dutyPhone: phone() })
    }
  const old = [...(TOWNS[0]?.communities ?? []), DEMO_COMMUNITY]
  for (const [index, name] of LANE_NAMES.entries())
    add(`${at(old, index)}${name}`, 'lane', at(old, index), { dutyPhone: phone() })
  const there = county.units.filter(({ kind }) => kind === 'compound').length
  const names = random.shuffled(COMPOUND_FIRST.flatMap((first) => COMPOUND_SECOND.map((second) => `${first}${second}`)))
  for (const [index, name] of names.slice(0, UNIT_FIGURES.compound - there).entries()) {
    const community = at(communities, index)
    add(name, 'compound', community, { coveredBy: community })
  }
  for (const { name, short } of TOWNS) add(`${short}${POLICE}`, 'branch', name)
  const sites = SITE_NAMES.flatMap((site) => TOWNS.map(({ name, short }) => ({ name: `${short}${site}`, town: name })))
  for (const { name, town } of sites.slice(0, UNIT_FIGURES.site)) add(name, 'site', town)
  return units
}
