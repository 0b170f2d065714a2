import type { Random } from '../../src/seed/random.ts'
import { findDangling } from '../support/dangling.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeStaff,
  makeUnitTree,
  newPhone,
  PASSWORD,
} from '../support/fixtures.ts'
import { tokenOf } from '../support/tokens.ts'
import { requireExact } from './invariants.ts'
import type { Answer, Course, Walk, World } from './walk.ts'

/**
 * People are erased, merged, edited, signed up, walked in and written about, several of it at once and in both
 * processes.
 */
export const people: Walk = {
  title: 'people erased, merged and edited at once',
  begin: async (world) => new PeopleCourse(world, await foundations(world)),
}

/** People that a step may choose among. */
const POOL = 6

async function foundations({ payload, ask }: World) {
  const { county, community } = await makeUnitTree(payload)
  const { email } = await makeStaff(payload, 'department', county)
  const { body } = await ask(0, { method: 'POST', path: '/staff/login', body: { email, password: PASSWORD } })
  const activities = []
  for (const [capacity, startsIn] of [
    [2, 1],
    [3, 30],
    [null, 2],
  ] as const)
    activities.push(
      (
        await makeActivity(payload, community, {
          capacity,
          startsAt: hoursFromNow(startsIn),
          endsAt: hoursFromNow(startsIn + 3),
        })
      ).id,
    )
  return { unit: community.id, token: String(body.token), activities }
}

interface Known {
  id: string
  token: string
  phone: string
  /** Everything that was typed about them; nothing of it may outlive an erasure. */
  typed: string[]
  isErased: boolean
  /** The other record that this one became part of. */
  mergedInto: Known | null
}

interface Deed {
  name: string
  ask: (random: Random, person: Known, server: number) => Promise<Answer>
}

class PeopleCourse implements Course {
  private readonly known: Known[] = []
  private readonly signUps: { id: string; person: string }[] = []
  private marks = 0

  constructor(
    private readonly world: World,
    private readonly given: Awaited<ReturnType<typeof foundations>>,
  ) {}

  private readonly deeds: Deed[] = [
    { name: 'erase', ask: (_, person, server) => this.erase(person, server) },
    {
      name: 'merge',
      ask: (random, person, server) =>
        this.merge(person, random.pick(this.alive().filter(({ id }) => id !== person.id)), server),
    },
    {
      name: 'sign up',
      ask: (random, person, server) => this.signUp(person, random.pick(this.given.activities), server),
    },
    {
      name: 'sign up',
      ask: (random, person, server) => this.signUp(person, random.pick(this.given.activities), server),
    },
    {
      name: 'edit',
      ask: (_, person, server) =>
        this.staff(server, 'PATCH', `/people/${person.id}`, { area: this.mark(person), skills: this.mark(person) }),
    },
    {
      name: 'new phone',
      ask: (_, person, server) => this.staff(server, 'PATCH', `/people/${person.id}`, { phone: this.phone(person) }),
    },
    {
      name: 'training',
      ask: (_, person, server) =>
        this.staff(server, 'POST', '/trainings', {
          person: person.id,
          title: this.mark(person),
          hours: 1,
          host: this.mark(person),
          date: hoursFromNow(-50),
          unit: this.given.unit,
        }),
    },
    {
      name: 'note',
      ask: (random, person, server) =>
        this.aboutSignUp(random, person, (id) =>
          this.staff(server, 'PATCH', `/registrations/${id}`, { note: this.mark(person) }),
        ),
    },
    {
      name: 'walk in',
      ask: (_, person, server) =>
        this.staff(server, 'POST', `/activities/${this.given.activities[0]}/walk-ins`, {
          name: '来宾',
          phone: person.phone,
          consent: true,
          who: 'known',
        }),
    },
  ]

  async step(random: Random): Promise<string> {
    while (this.alive().length < POOL) await this.meet()
    // Few people, so that what is done at once meets.
    const chosen = random.sample(this.alive(), 2)
    const did = Array.from({ length: random.int(1, 4) }, (_, server) => ({
      deed: random.pick(this.deeds),
      person: random.pick(chosen),
      server,
    }))
    const answers = await Promise.all(did.map(({ deed, person, server }) => deed.ask(random, person, server)))
    for (const [index, { status }] of answers.entries())
      if (status >= 500 && status !== 503) throw new Error(`${did[index]?.deed.name} answered ${status}`)
    return did
      .map(
        ({ deed, person }, index) =>
          `${deed.name} ${person.id.slice(-4)}: ${answers[index]?.status} ${String(answers[index]?.body.code ?? '')}`,
      )
      .join(' | ')
  }

  async judge(): Promise<void> {
    await requireExact(this.world)
    const dangling = await findDangling(this.world.payload)
    if (dangling.length > 0) throw new Error(`Dangling: ${dangling.join('; ')}`)
    const rows = await this.rowsOf('people')
    const contacts = rows.flatMap(({ phone, email }) => [phone, email]).filter(Boolean)
    if (new Set(contacts).size < contacts.length) throw new Error('One contact stands on two records')
    await this.judgeErased(rows)
    await this.judgeSignUps(rows)
  }

  private async judgeErased(rows: Row[]): Promise<void> {
    const isGone = ({ isErased, mergedInto }: Known): boolean => isErased || (mergedInto !== null && isGone(mergedInto))
    const erased = this.known.filter(isGone)
    const registrations = await this.rowsOf('registrations')
    const stored = JSON.stringify([
      rows,
      registrations,
      await Promise.all(
        (['trainings', 'corrections', 'audit', 'certificates', 'messages'] as const).map((collection) =>
          this.rowsOf(collection),
        ),
      ),
    ])
    for (const { id, typed, isErased } of erased) {
      const row = rows.find((one) => one.id === id)
      if (row?.name !== (isErased ? '已注销' : '已合并') || row.phone || row.email || row.area || row.skills)
        throw new Error(`${id} was erased and is somebody: ${JSON.stringify(row)}`)
      if (
        registrations.some(
          ({ person, status, walkIn, attendance }) =>
            person === id &&
            ['confirmed', 'waitlisted', 'offered', 'pending'].includes(String(status)) &&
            !walkIn &&
            attendance === 'unknown',
        )
      )
        throw new Error(`${id} was erased and holds a seat`)
      const left = typed.filter((mark) => stored.includes(mark))
      if (left.length > 0) throw new Error(`Of ${id}, who was erased, stands: ${left.join(', ')}`)
    }
  }

  /** Each sign-up that was answered is there, under the record that the person has now. */
  private async judgeSignUps(people: Row[]): Promise<void> {
    const registrations = new Map((await this.rowsOf('registrations')).map((row) => [row.id, row]))
    const last = (rows: Map<string, Row>, id: string): Row | undefined => {
      const row = rows.get(id)
      return row?.mergedInto ? last(rows, String(row.mergedInto)) : row
    }
    const byId = new Map(people.map((row) => [row.id, row]))
    for (const { id, person } of this.signUps) {
      const [row, owner] = [last(registrations, id), last(byId, person)]
      if (!row || !owner || row.person !== owner.id)
        throw new Error(`The sign-up ${id} of ${person} is lost: ${JSON.stringify(row)}`)
    }
  }

  private async rowsOf(
    collection: 'people' | 'registrations' | 'trainings' | 'corrections' | 'audit' | 'certificates' | 'messages',
  ): Promise<Row[]> {
    return (await this.world.payload.db.find<Row>({ collection, pagination: false, limit: 0 })).docs
  }

  private readonly alive = (): Known[] =>
    this.known.filter(({ isErased, mergedInto }) => !isErased && !mergedInto).slice(-POOL)

  private async meet(): Promise<void> {
    const phone = newPhone()
    const person = await makePerson(this.world.payload, {
      phone,
      name: `某人${(this.marks += 1)}`,
      unit: this.given.unit,
      kinds: ['rider'],
    })
    this.known.push({
      id: person.id,
      token: await tokenOf(this.world.payload, person),
      phone,
      typed: [],
      isErased: false,
      mergedInto: null,
    })
  }

  private mark(person: Known): string {
    const mark = `话语${(this.marks += 1)}之${person.id.slice(-6)}`
    person.typed.push(mark)
    return mark
  }

  private phone(person: Known): string {
    person.phone = newPhone()
    return person.phone
  }

  private staff(server: number, method: string, path: string, body: unknown): Promise<Answer> {
    return this.world.ask(server, { method, path, token: this.given.token, body })
  }

  private async erase(person: Known, server: number): Promise<Answer> {
    const answer = await this.world.ask(server, { method: 'DELETE', path: '/me', token: person.token })
    if (answer.status === 200) person.isErased = true
    return answer
  }

  private async merge(person: Known, into: Known, server: number): Promise<Answer> {
    const answer = await this.staff(server, 'POST', `/people/${person.id}/merge`, {
      into: into.id,
      reason: this.mark(person),
    })
    if (answer.status === 200) person.mergedInto = into
    return answer
  }

  private async signUp(person: Known, activity: string, server: number): Promise<Answer> {
    const answer = await this.world.ask(server, {
      method: 'POST',
      path: `/activities/${activity}/registrations`,
      token: person.token,
      body: {},
    })
    if (answer.status === 201) this.signUps.push({ id: String(answer.body.id), person: person.id })
    return answer
  }

  private async aboutSignUp(random: Random, person: Known, write: (id: string) => Promise<Answer>): Promise<Answer> {
    const own = this.signUps.filter((one) => one.person === person.id)
    return own.length > 0 ? write(random.pick(own).id) : { status: 0, body: {} }
  }
}

type Row = { id: string } & Record<string, unknown>
