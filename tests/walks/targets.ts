import type { Random } from '../../src/seed/random.ts'
import { LEDGERS, LINES, type Line } from '../../src/domain/shared/vocabulary.ts'
import { MEASURES } from '../../src/domain/tallies/vocabulary.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { makePeople, makeStaff, makeUnit, makeUnitTree, newPhone, PASSWORD } from '../support/fixtures.ts'
import { tokenOf } from '../support/tokens.ts'
import type { Answer, Course, Walk, World } from './walk.ts'

/**
 * Targets, units and activities are edited, moved and deleted while people sign up, cancel, come and are decided about.
 */
export const targets: Walk = {
  title: 'edits of targets, units and activities beside sign-ups',
  begin: async (world) => new TargetsCourse(world, await foundations(world)),
}

async function foundations({ payload, ask }: World) {
  const tree = await makeUnitTree(payload)
  const { email } = await makeStaff(payload, 'department', tree.county)
  const { body } = await ask(0, { method: 'POST', path: '/staff/login', body: { email, password: PASSWORD } })
  const people = await makePeople(payload, 12)
  // One that no command deletes: what is edited always finds a unit.
  const home = await makeUnit(payload, 'community', tree.town)
  return {
    token: String(body.token),
    home: home.id,
    units: [tree.community.id, tree.otherCommunity.id, tree.firm.id],
    towns: [tree.town.id, tree.otherTown.id],
    people: await Promise.all(people.map((person) => tokenOf(payload, person))),
  }
}

const HOUR = 3_600_000
/** Where attendance is open already, where seats are offered, and far ahead. */
const STARTS = [1, 4, 60]
const LINE_NAMES = (Object.keys(LINES) as Line[]).filter((line) => !['riders', 'programmes', 'pairing'].includes(line))
/** What counts in the background is given so long. */
const PATIENCE_MS = 60_000

type Command = () => Promise<string>

class TargetsCourse implements Course {
  private readonly units: string[]
  private readonly activities: string[] = []
  private readonly targets: string[] = []
  /** Every sign-up that was answered 201. */
  private readonly signUps = new Set<string>()
  /** The most seats that an activity ever had; a lowered capacity expels nobody. */
  private readonly mostSeats = new Map<string, number>()

  constructor(
    private readonly world: World,
    private readonly given: Awaited<ReturnType<typeof foundations>>,
  ) {
    this.units = [...given.units]
  }

  async step(random: Random): Promise<string> {
    const commands = Array.from({ length: random.int(2, 6) }, (_, server) => this.draw(random, server))
    return (await Promise.all(commands.map((command) => command()))).join('; ')
  }

  /** Draws all that is random at once, so that the order in which answers come changes nothing. */
  private draw(random: Random, server: number): Command {
    const { given } = this
    const [activity, target, unit] = [
      this.anyOf(random, this.activities),
      this.anyOf(random, this.targets),
      this.anyOf(random, this.units),
    ]
    const token = random.pick(given.people)
    const staff = given.token
    const startsAt = new Date(Date.now() + random.pick(STARTS) * HOUR)
    const times = { startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + 2 * HOUR).toISOString() }
    const capacity = random.pick([1, 2, 4, null])
    const facts = {
      line: random.pick(LINE_NAMES),
      ledger: random.pick(Object.keys(LEDGERS)),
      unit: unit ?? given.home,
      capacity,
    }
    const filter = {
      measure: random.pick(Object.keys(MEASURES)),
      lines: random.chance(0.5) ? [random.pick(LINE_NAMES)] : [],
      units: random.chance(0.5) ? [unit ?? given.home] : [],
    }
    const kind = random.int(0, 99)
    if (kind < 12 || activity === null)
      return this.command(
        server,
        'new activity',
        {
          method: 'POST',
          path: '/activities',
          token: staff,
          body: { title: '走访', place: '一号楼', status: 'published', partyLimit: 1, ...facts, ...times },
        },
        ({ body }) => this.remember(this.activities, body, (id) => this.seats(id, capacity)),
      )
    if (kind < 42)
      return this.command(
        server,
        'sign up',
        { method: 'POST', path: `/activities/${activity}/registrations`, token, body: {} },
        ({ status, body }) => void (status === 201 && this.signUps.add(String(body.id))),
      )
    if (kind < 52)
      return this.onSignUp(random, server, 'cancel', (id) => ({
        method: 'DELETE',
        path: `/registrations/${id}`,
        token: staff,
      }))
    if (kind < 62)
      return this.onSignUp(random, server, 'mark', (id, attendance) => ({
        method: 'PATCH',
        path: `/registrations/${id}`,
        token: staff,
        body: { attendance },
      }))
    if (kind < 66)
      return this.command(server, 'walk-in', {
        method: 'POST',
        path: `/activities/${activity}/walk-ins`,
        token: staff,
        body: { name: '路过', phone: newPhone(), consent: true },
      })
    if (kind < 72) return this.edit(server, activity, { capacity }, () => this.seats(activity, capacity))
    if (kind < 76) return this.edit(server, activity, { unit: facts.unit })
    if (kind < 79) return this.edit(server, activity, { line: facts.line, ledger: facts.ledger })
    if (kind < 83)
      return this.edit(server, activity, {
        status: random.pick(['draft', 'published', 'cancelled']),
        cancelReason: '台风',
      })
    if (kind < 86) return this.edit(server, activity, times)
    if (kind < 88)
      return this.command(server, 'delete activity', {
        method: 'DELETE',
        path: `/activities/${activity}`,
        token: staff,
      })
    if (kind < 91 || target === null)
      return this.command(
        server,
        'new target',
        { method: 'POST', path: '/targets', token: staff, body: { title: '目标', goal: 100, ...filter } },
        ({ body }) => this.remember(this.targets, body),
      )
    if (kind < 94)
      return this.command(server, 'edit target', {
        method: 'PATCH',
        path: `/targets/${target}`,
        token: staff,
        body: filter,
      })
    if (kind < 95)
      return this.command(server, 'delete target', { method: 'DELETE', path: `/targets/${target}`, token: staff })
    if (kind < 97 || unit === null)
      return this.command(
        server,
        'new unit',
        {
          method: 'POST',
          path: '/units',
          token: staff,
          body: { name: `单位 ${random.int(0, 1_000_000)}`, kind: 'community', parent: random.pick(given.towns) },
        },
        ({ body }) => this.remember(this.units, body),
      )
    if (kind < 99)
      return this.command(server, 'move unit', {
        method: 'PATCH',
        path: `/units/${unit}`,
        token: staff,
        body: { parent: random.pick(given.towns) },
      })
    return this.command(server, 'delete unit', { method: 'DELETE', path: `/units/${unit}`, token: staff })
  }

  private anyOf(random: Random, known: string[]): string | null {
    return known.length === 0 ? null : random.pick(known.slice(-8))
  }

  private edit(server: number, activity: string, body: object, first?: () => void): Command {
    return this.command(
      server,
      `edit ${Object.keys(body).join(', ')}`,
      { method: 'PATCH', path: `/activities/${activity}`, token: this.given.token, body },
      undefined,
      first,
    )
  }

  private onSignUp(
    random: Random,
    server: number,
    name: string,
    call: (id: string, attendance: string) => Parameters<World['ask']>[1],
  ): Command {
    const id = this.anyOf(random, [...this.signUps])
    const attendance = random.pick(['present', 'absent', 'unknown'])
    return id === null ? () => Promise.resolve(`${name}: nobody`) : this.command(server, name, call(id, attendance))
  }

  private command(
    server: number,
    name: string,
    call: Parameters<World['ask']>[1],
    done: (answer: Answer) => void = () => undefined,
    first: () => void = () => undefined,
  ): Command {
    return async () => {
      first()
      const answer = await this.world.ask(server, call)
      if (answer.status >= 500 && answer.status !== 503)
        throw new Error(`${name} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
      done(answer)
      return `${name} ${answer.status}`
    }
  }

  private remember(list: string[], { doc }: Answer['body'], also: (id: string) => void = () => undefined): void {
    const id = (doc as { id?: string } | undefined)?.id
    if (id === undefined) return
    list.push(id)
    also(id)
  }

  private seats(activity: string, capacity: number | null): void {
    this.mostSeats.set(activity, Math.max(this.mostSeats.get(activity) ?? 0, capacity ?? Infinity))
  }

  async judge(): Promise<void> {
    await this.requireExact()
    const { payload } = this.world
    const all = async <C extends 'activities' | 'registrations' | 'units' | 'targets' | 'people'>(collection: C) =>
      (await payload.find({ collection, depth: 0, pagination: false, overrideAccess: true })).docs
    const [activities, registrations, units, known, people] = [
      await all('activities'),
      await all('registrations'),
      await all('units'),
      await all('targets'),
      await all('people'),
    ]
    const there = {
      activities: idsOf(activities),
      units: idsOf(units),
      people: idsOf(people),
      registrations: idsOf(registrations),
    }

    const lost = [...this.signUps].filter((id) => !there.registrations.has(id))
    const dangling = [
      ...registrations
        .filter(
          ({ activity, person, unit }) =>
            !there.activities.has(String(activity)) ||
            !there.people.has(String(person)) ||
            !there.units.has(String(unit)),
        )
        .map(({ id }) => `registration ${id}`),
      ...activities.filter(({ unit }) => !there.units.has(String(unit))).map(({ id }) => `activity ${id}`),
      ...units.filter(({ parent }) => parent && !there.units.has(String(parent))).map(({ id }) => `unit ${id}`),
      ...known
        .filter(({ units: limited }) => (limited ?? []).some((id) => !there.units.has(String(id))))
        .map(({ id }) => `target ${id}`),
    ]
    const hidden = activities
      .filter(({ id, status }) => status === 'draft' && registrations.some(({ activity }) => activity === id))
      .map(({ id }) => id)
    const oversold = activities
      .filter(({ id, taken }) => (taken ?? 0) > (this.mostSeats.get(id) ?? Infinity))
      .map(({ id, taken }) => `${id}: ${taken} of ${this.mostSeats.get(id)}`)
    const broken = { lost, dangling, hidden, oversold }
    if (Object.values(broken).some((found) => found.length > 0)) throw new Error(JSON.stringify(broken))
  }

  /** Counting may go on in the background for a while; then every number equals its records. */
  private async requireExact(): Promise<void> {
    const giveUpAt = performance.now() + PATIENCE_MS
    for (;;) {
      const { differences } = await recount(await this.world.req())
      if (differences.length === 0) return
      if (performance.now() > giveUpAt) throw new Error(`Recount differs: ${JSON.stringify(differences)}`)
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

const idsOf = (docs: { id: string }[]): Set<string> => new Set(docs.map(({ id }) => id))
