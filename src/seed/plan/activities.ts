import { LEDGER_OF_LINE } from '../../domain/activities/vocabulary.ts'
import { type ActivityStatus, type Ledger, type Line, type Theme } from '../../domain/shared/vocabulary.ts'
import { inventName, type County, type UnitPlan } from './county.ts'
import {
  CANCEL_REASONS,
  CLOSING_SENTENCES,
  LINE_TEMPLATES,
  OLD_TOWN,
  OUTCOMES,
  PLACES,
  QUESTION_SETS,
  RIDER_CLOSING_SENTENCES,
  RIDER_TEMPLATES,
  SERIES_PLACES,
  SERIES_TEMPLATES,
  type ActivityTemplate,
} from '../data/activities.ts'
import { FIGURES, OTHER_SESSIONS } from '../data/figures.ts'
import { DEMO_COMMUNITY, DEMO_ORGANISATION, DEMO_STAFF, mailbox } from '../data/logins.ts'
import { PROGRAMMES } from '../data/programmes.ts'
import { STATIONS } from '../data/stations.ts'
import { COUNTY, TOWNS } from '../data/units.ts'
import type { People, PersonPlan } from './people.ts'
import { apportion, at, type Random } from '../random.ts'
import { planRegistrations, type Crowd, type QuestionPlan, type RegistrationPlan } from './registrations.ts'
import { addDays, isEvening, monthOf, nextSlot, pastSlots, slotOn, type Span } from './schedule.ts'

export interface ActivityPlan extends Span {
  title: string
  line: Line
  theme: Theme | null
  /** Title of the series. */
  series: string | null
  unit: string
  partnerUnit: string | null
  place: string
  station: string | null
  description: string
  leader: string
  contact: string
  capacity: number | null
  waitingList: boolean
  registrationOpensAt: Date | null
  registrationClosesAt: Date
  ledger: Ledger
  visits: number
  settledMatters: number
  summary: string | null
  status: ActivityStatus
  cancelReason: string | null
  questions: QuestionPlan[]
  createdAt: Date
  registrations: RegistrationPlan[]
}

/** An activity with the unit that holds it, before anyone signs up. */
type Draft = Omit<ActivityPlan, 'registrations'>

type OtherLine = keyof typeof OTHER_SESSIONS

const COMMUNITIES = TOWNS.flatMap((town) => town.communities)

/** How an activity ahead stands; each shows another state of the public site. */
type Outlook = 'open' | 'unlimited' | 'questions' | 'waiting' | 'full' | 'notYetOpen' | 'closed' | 'cancelled'

const deck = (counts: Record<Outlook, number>): Outlook[] =>
  (Object.keys(counts) as Outlook[]).flatMap((outlook) => Array.from({ length: counts[outlook] }, () => outlook))

const RIDERS_AHEAD = deck({
  open: 9,
  unlimited: 3,
  questions: 3,
  waiting: 3,
  full: 2,
  notYetOpen: 3,
  closed: 2,
  cancelled: 1,
})
const OTHERS_AHEAD = deck({
  open: 18,
  unlimited: 5,
  questions: 3,
  waiting: 3,
  full: 2,
  notYetOpen: 4,
  closed: 3,
  cancelled: 2,
})
const DAYS_AHEAD = 35

/** Ended this many days ago and still without attendance: what the organiser's dashboard is for. */
const UNRECORDED: { line: 'riders' | OtherLine; unit: string; daysAgo: number }[] = [
  { line: 'riders', unit: DEMO_COMMUNITY, daysAgo: 1 },
  { line: 'programmes', unit: DEMO_COMMUNITY, daysAgo: 6 },
  { line: 'visiting', unit: '龙桥社区', daysAgo: 4 },
  { line: 'compounds', unit: '龙珠社区', daysAgo: 8 },
  { line: 'riders', unit: '园洲社区', daysAgo: 12 },
]

const DRAFTS: { line: 'riders' | OtherLine; unit: string; daysAhead: number }[] = [
  { line: 'riders', unit: DEMO_COMMUNITY, daysAhead: 16 },
  { line: 'compounds', unit: DEMO_COMMUNITY, daysAhead: 20 },
  { line: 'programmes', unit: DEMO_COMMUNITY, daysAhead: 27 },
  { line: 'enterprises', unit: '泰美电子科技园', daysAhead: 18 },
  { line: 'policing', unit: '罗浮山社区', daysAhead: 22 },
  { line: 'riders', unit: '石湾社区', daysAhead: 25 },
  { line: 'oldTown', unit: '北门社区', daysAhead: 30 },
  { line: 'visiting', unit: '柏塘社区', daysAhead: 33 },
]

/**
 * The activities of one block with their sign-ups: the past year's, those ahead, drafts, and those still to be
 * recorded.
 */
export function planActivities(random: Random, county: County, people: People, now: Date): ActivityPlan[] {
  const planner = new Planner(random, county, people, now)
  const past = [
    ...planner.pairingEvents(),
    ...planner.riderSessions(),
    ...planner.otherSessions(),
    ...planner.cancelledInThePast(),
  ]
  past.sort((one, other) => one.startsAt.getTime() - other.startsAt.getTime())
  return numberEditions([...past, ...planner.unrecorded(), ...planner.ahead(), ...planner.drafts()])
}

class Planner {
  private readonly contactOf: Map<string, string | null>
  private readonly localsOfTown = new Map<string, PersonPlan[]>()

  constructor(
    private readonly random: Random,
    private readonly county: County,
    private readonly people: People,
    private readonly now: Date,
  ) {
    this.contactOf = new Map(county.units.map(({ name, contact }) => [name, contact]))
    for (const town of TOWNS) {
      const members = [...people.membersOf].flatMap(([organisation, own]) =>
        county.townOf.get(organisation) === town.name ? own : [],
      )
      this.localsOfTown.set(town.name, [...members, ...(people.residentsOfTown.get(town.name) ?? [])])
    }
  }

  pairingEvents(): ActivityPlan[] {
    const { random } = this
    const visits = apportion(random, FIGURES.visits, FIGURES.pairingEvents, 12)
    const settledMatters = apportion(random, FIGURES.settledMatters, FIGURES.pairingEvents, 2)
    const organisations = random.shuffled(this.county.units.filter(({ kind }) => kind === 'organisation'))
    return pastSlots(random, this.now, FIGURES.pairingEvents).map((span, index) => {
      const organisation = at(organisations, index)
      const draft = {
        ...this.pairing(organisation, span),
        visits: at(visits, index),
        settledMatters: at(settledMatters, index),
      }
      return this.held(draft, random.int(4, 9), this.people.membersOf.get(organisation.name) ?? [])
    })
  }

  riderSessions(): ActivityPlan[] {
    const { random } = this
    const sizes = apportion(random, FIGURES.riderPersonTimes, FIGURES.riderSessions, 3)
    return pastSlots(random, this.now, FIGURES.riderSessions).map((span, index) => {
      const draft = this.riders(random.pick(STATIONS), span)
      return this.held(draft, at(sizes, index), this.ridersNear(draft.unit))
    })
  }

  otherSessions(): ActivityPlan[] {
    return (Object.keys(OTHER_SESSIONS) as OtherLine[]).flatMap((line) =>
      pastSlots(this.random, this.now, OTHER_SESSIONS[line]).map((span, index) => {
        const draft = this.other(line, this.unitFor(line, index), index, span)
        return this.held(draft, this.random.int(5, 14), this.localsNear(draft.unit))
      }),
    )
  }

  cancelledInThePast(): ActivityPlan[] {
    return pastSlots(this.random, this.now, 6).map((span) =>
      this.calledOff(this.riders(this.random.pick(STATIONS), span)),
    )
  }

  unrecorded(): ActivityPlan[] {
    return UNRECORDED.map(({ line, unit, daysAgo }) => {
      const span = slotOn(this.random, addDays(this.now, -daysAgo))
      const draft = this.of(line, unit, daysAgo, span)
      return this.signedUp(
        { ...draft, capacity: 20 },
        { expected: this.choose(this.poolFor(draft), this.random.int(8, 16)) },
      )
    })
  }

  drafts(): ActivityPlan[] {
    return DRAFTS.map(({ line, unit, daysAhead }) => {
      const draft = this.of(line, unit, daysAhead, slotOn(this.random, addDays(this.now, daysAhead)))
      return { ...draft, status: 'draft', createdAt: addDays(this.now, -1), capacity: 20, registrations: [] }
    })
  }

  ahead(): ActivityPlan[] {
    const { random, people } = this
    const lines = Object.keys(OTHER_SESSIONS) as OtherLine[]
    const riders = random.shuffled(RIDERS_AHEAD).map((outlook, index) => {
      const span = this.spanAhead(outlook, index, RIDERS_AHEAD.length)
      return this.withOutlook(this.riders(at(STATIONS, index), span), outlook)
    })
    const others = random.shuffled(OTHERS_AHEAD).map((outlook, index) => {
      const span = this.spanAhead(outlook, index, OTHERS_AHEAD.length)
      const line = at([...lines, 'pairing' as const], index)
      return this.withOutlook(
        line === 'pairing'
          ? this.pairing(this.organisationFor(index), span)
          : this.other(line, this.unitFor(line, index), index, span),
        outlook,
      )
    })
    const today = this.riders(at(STATIONS, 1), nextSlot(this.now))
    const all = [
      this.signedUp({ ...today, capacity: 24 }, { expected: this.choose(this.poolFor(today), 15, people.demoRider) }),
      ...riders,
      ...others,
    ]
    return this.withDemoPeople(all)
  }

  /**
   * The demo's two people take somebody's place here and there, near home if they can, so that they see every kind of
   * sign-up.
   */
  private withDemoPeople(ahead: ActivityPlan[]): ActivityPlan[] {
    const { demoRider, demoMember } = this.people
    const wishes = [
      { person: demoRider, line: 'riders', status: 'waitlisted' },
      { person: demoRider, line: 'riders', status: 'cancelled' },
      { person: demoRider, line: 'compounds', status: 'confirmed' },
      { person: demoMember, line: 'pairing', status: 'confirmed' },
      { person: demoMember, line: 'visiting', status: 'confirmed' },
    ] as const
    const taken = new Set<ActivityPlan>()
    for (const { person, line, status } of wishes) {
      const fits = (one: ActivityPlan): boolean =>
        one.line === line &&
        one.status === 'published' &&
        !taken.has(one) &&
        one.registrations.some((own) => own.status === status) &&
        one.registrations.every(({ person: key }) => key !== person?.key)
      const isNear = (one: ActivityPlan): boolean =>
        line === 'pairing'
          ? one.partnerUnit === DEMO_ORGANISATION
          : this.county.townOf.get(one.unit) === this.county.townOf.get(DEMO_COMMUNITY)
      const activity =
        ahead.find((one) => fits(one) && isNear(one)) ?? (line === 'pairing' ? undefined : ahead.find(fits))
      const registration = activity?.registrations.find((own) => own.status === status)
      if (!person || !activity || !registration) continue
      registration.person = person.key
      taken.add(activity)
    }
    return ahead
  }

  private spanAhead(outlook: Outlook, index: number, count: number): Span {
    const evenly = 1 + Math.floor((index * (DAYS_AHEAD - 1)) / count)
    const days =
      outlook === 'notYetOpen' ? 14 + (index % (DAYS_AHEAD - 14)) : outlook === 'closed' ? 1 + (index % 3) : evenly
    return slotOn(this.random, addDays(this.now, days))
  }

  private withOutlook(draft: Draft, outlook: Outlook): ActivityPlan {
    const { random, now } = this
    const pool = this.poolFor(draft)
    // Some must be left to wait: a small organisation has fewer than 30 members.
    const capacity = Math.min(random.pick([12, 15, 16, 20, 24, 30]), Math.floor(pool.length / 2))
    const some = Math.ceil(capacity * (0.2 + random.next() * 0.6))
    switch (outlook) {
      case 'open':
        return this.signedUp({ ...draft, capacity }, this.crowd(pool, { expected: some, cancelled: random.int(0, 2) }))
      case 'unlimited':
        return this.signedUp(draft, this.crowd(pool, { expected: some, cancelled: 1 }))
      case 'questions':
        return this.signedUp(
          { ...draft, capacity, questions: this.questions(draft.line) },
          this.crowd(pool, { expected: some }),
        )
      case 'waiting':
        return this.signedUp(
          { ...draft, capacity },
          this.crowd(pool, { expected: capacity, waiting: random.int(3, 8) }),
        )
      case 'full':
        return this.signedUp({ ...draft, capacity, waitingList: false }, this.crowd(pool, { expected: capacity }))
      case 'notYetOpen':
        return this.signedUp(
          { ...draft, capacity, createdAt: addDays(now, -1), registrationOpensAt: this.morningIn(random.int(2, 6)) },
          {},
        )
      case 'closed':
        return this.signedUp(
          { ...draft, capacity, registrationClosesAt: new Date(now.getTime() - random.int(1, 20) * 3_600_000) },
          this.crowd(pool, { expected: some }),
        )
      case 'cancelled':
        return this.calledOff({ ...draft, capacity })
    }
  }

  private morningIn(days: number): Date {
    const { startsAt } = slotOn(this.random, addDays(this.now, days))
    return new Date(startsAt.toISOString().replace(/T.*/, 'T01:00:00.000Z'))
  }

  private calledOff(draft: Draft): ActivityPlan {
    const crowd = this.crowd(this.poolFor(draft), { expected: this.random.int(3, 8) })
    return this.signedUp(
      { ...draft, capacity: 20, status: 'cancelled', cancelReason: this.random.pick(CANCEL_REASONS) },
      crowd,
    )
  }

  /** Over, with everyone's attendance recorded: exactly `present` came, some of them without a sign-up. */
  private held(draft: Draft, present: number, pool: PersonPlan[]): ActivityPlan {
    const { random } = this
    const walkIns = draft.line === 'riders' ? random.int(0, Math.floor(present / 5)) : 0
    const absent = random.int(0, Math.ceil(present / 5))
    const crowd = this.crowd(
      pool,
      { present: present - walkIns, walkIns, absent, cancelled: random.int(0, 1) },
      this.regularOf(draft),
    )
    const seats = present - walkIns + absent
    const capacity = random.chance(0.15) ? null : Math.ceil((seats + random.int(0, 8)) / 5) * 5
    return this.signedUp({ ...draft, capacity, summary: random.chance(0.6) ? random.pick(OUTCOMES) : null }, crowd)
  }

  /** The demo's own person, who comes now and then to what is held where they live. */
  private regularOf({ line, unit, partnerUnit }: Draft): PersonPlan | null {
    const { demoMember, demoRider } = this.people
    if (line === 'riders' && this.county.townOf.get(unit) === '龙溪街道' && this.random.chance(0.12)) return demoRider
    if (partnerUnit === DEMO_ORGANISATION || (line === 'visiting' && unit === DEMO_COMMUNITY)) return demoMember
    return null
  }

  private signedUp(draft: Draft, crowd: Crowd): ActivityPlan {
    const until = new Date(Math.min(this.now.getTime(), draft.registrationClosesAt.getTime()))
    return { ...draft, registrations: planRegistrations(this.random, draft, crowd, this.recorderAt(draft.unit), until) }
  }

  /** As many different people as each list wants, from one pool; `first` is among the first list. */
  private crowd(pool: PersonPlan[], wanted: { [List in keyof Crowd]: number }, first: PersonPlan | null = null): Crowd {
    const chosen = this.choose(
      pool,
      Object.values(wanted).reduce((sum, count) => sum + count, 0),
      first,
    )
    return Object.fromEntries(Object.entries(wanted).map(([list, count]) => [list, chosen.splice(0, count)]))
  }

  private choose(pool: PersonPlan[], count: number, first: PersonPlan | null = null): PersonPlan[] {
    const chosen = this.random.sample(pool, count)
    if (chosen.length < count) throw new Error(`Only ${chosen.length} people for ${count} sign-ups`)
    return first === null || chosen.includes(first) ? chosen : [first, ...chosen.slice(1)]
  }

  private ridersNear(unit: string): PersonPlan[] {
    return this.people.ridersOfTown.get(this.county.townOf.get(unit) ?? '') ?? []
  }

  private localsNear(unit: string): PersonPlan[] {
    return this.localsOfTown.get(this.county.townOf.get(unit) ?? at(TOWNS, 0).name) ?? []
  }

  private poolFor({ line, unit, partnerUnit }: Draft): PersonPlan[] {
    if (line === 'riders') return this.ridersNear(unit)
    return (partnerUnit === null ? undefined : this.people.membersOf.get(partnerUnit)) ?? this.localsNear(unit)
  }

  private recorderAt(unit: string): string | null {
    if (unit === DEMO_COMMUNITY) return DEMO_STAFF.organiser
    const town = TOWNS.find(({ name }) => name === this.county.townOf.get(unit))
    return town ? mailbox(town.mailbox) : null
  }

  private questions(line: Line): QuestionPlan[] {
    const [first, second, third] = QUESTION_SETS
    const asked = (line === 'riders' ? this.random.pick([first, second]) : third) ?? []
    return asked.map((question) => ({
      ...question,
      id: Array.from({ length: 24 }, () => this.random.int(0, 15).toString(16)).join(''),
    }))
  }

  /** The demo member's own in every third. */
  private organisationFor(index: number): UnitPlan {
    const organisations = this.county.units.filter(({ kind }) => kind === 'organisation')
    const own = organisations.find(({ name }) => name === DEMO_ORGANISATION)
    return own && index % 3 === 0 ? own : this.random.pick(organisations)
  }

  private unitFor(line: OtherLine, index: number): string {
    const ofKind = (kind: string): string[] =>
      this.county.units.filter((unit) => unit.kind === kind).map(({ name }) => name)
    switch (line) {
      case 'enterprises':
        return at(ofKind('firm'), index)
      case 'socialOrganisations':
        return at(ofKind('socialOrganisation'), index)
      case 'oldTown':
        return at(Object.keys(OLD_TOWN), index)
      case 'policing':
        return this.random.pick(ofKind('community').slice(COMMUNITIES.length))
      case 'programmes':
      case 'compounds':
      case 'visiting':
        return index % 6 === 0 ? DEMO_COMMUNITY : this.random.pick(COMMUNITIES)
    }
  }

  private of(line: 'riders' | OtherLine, unit: string, index: number, span: Span): Draft {
    return line === 'riders'
      ? this.riders(STATIONS.find((station) => station.unit === unit) ?? at(STATIONS, index), span)
      : this.other(line, unit, index, span)
  }

  private riders(station: { name: string; unit: string }, span: Span): Draft {
    const theme = this.random.pick(['strengthen', 'strengthen', 'connect', 'connect', 'warm', 'warm', 'warm'] as const)
    return {
      ...this.draft({
        line: 'riders',
        unit: station.unit,
        place: station.name,
        span,
        templates: RIDER_TEMPLATES[theme],
      }),
      theme,
      station: station.name,
    }
  }

  private pairing(organisation: UnitPlan, span: Span): Draft {
    const own = organisation.parent ?? DEMO_COMMUNITY
    const unit =
      organisation.name === DEMO_ORGANISATION || this.random.chance(0.6) ? own : this.random.pick(COMMUNITIES)
    return this.draft({
      line: 'pairing',
      unit,
      partnerUnit: organisation.name,
      place: this.random.pick(PLACES.pairing),
      span,
      templates: LINE_TEMPLATES.pairing,
    })
  }

  private other(line: OtherLine, unit: string, index: number, span: Span): Draft {
    if (line === 'programmes') {
      const series = at(PROGRAMMES, index).title
      const place = this.random.pick(SERIES_PLACES[series] ?? [])
      return { ...this.draft({ line, unit, place, span, templates: SERIES_TEMPLATES[series] ?? [] }), series }
    }
    const place = line === 'oldTown' ? (OLD_TOWN[unit] ?? '') : this.random.pick(PLACES[line])
    return this.draft({ line, unit, place, span, templates: LINE_TEMPLATES[line] })
  }

  private draft(plan: {
    line: Line
    unit: string
    partnerUnit?: string
    place: string
    span: Span
    templates: ActivityTemplate[]
  }): Draft {
    const { random, now } = this
    const { line, unit, partnerUnit = null, span } = plan
    const place = plan.place.replaceAll('{unit}', unit)
    const named = (text: string): string =>
      text
        .replaceAll('{unit}', unit)
        .replaceAll('{partner}', partnerUnit ?? '')
        .replaceAll('{place}', place)
    const template = random.pick(
      plan.templates.filter(
        ({ months, evening }) =>
          (!months || months.includes(monthOf(span.startsAt))) && (!evening || isEvening(span.startsAt)),
      ),
    )
    const closing = random.pick(line === 'riders' ? RIDER_CLOSING_SENTENCES : CLOSING_SENTENCES)
    const desk = this.contactOf.get(unit) ?? this.contactOf.get(this.county.townOf.get(unit) ?? COUNTY) ?? ''
    return {
      ...span,
      title: named(template.title),
      line,
      theme: null,
      series: null,
      unit,
      partnerUnit,
      place,
      station: null,
      description: `${named(template.description)}\n\n${closing}`,
      leader: inventName(random, random.chance(0.5) ? 'male' : 'female'),
      contact: `${unit} ${desk}`,
      capacity: null,
      waitingList: true,
      registrationOpensAt: null,
      registrationClosesAt: span.startsAt,
      ledger: LEDGER_OF_LINE[line],
      visits: 0,
      settledMatters: 0,
      summary: null,
      status: 'published',
      cancelReason: null,
      questions: [],
      createdAt: new Date(
        Math.min(addDays(span.startsAt, -random.int(7, 12)).getTime(), addDays(now, -random.int(2, 5)).getTime()),
      ),
    }
  }
}

/** An activity that a unit repeats under the same title is numbered from the second time on. */
function numberEditions(activities: ActivityPlan[]): ActivityPlan[] {
  const seen = new Map<string, number>()
  return activities.map((activity) => {
    const key = `${activity.unit}/${activity.title}`
    const edition = (seen.get(key) ?? 0) + 1
    seen.set(key, edition)
    return edition === 1 ? activity : { ...activity, title: `${activity.title}（第${edition}期）` }
  })
}
