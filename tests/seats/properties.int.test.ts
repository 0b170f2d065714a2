import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Mutex } from 'async-mutex'
import fc from 'fast-check'
import type { Where } from 'payload'
import { isCorrected, type Decision } from '../../src/domain/seats/history.ts'
import { moveOffersOn } from '../../src/operations/seats/moveOffersOn.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import type { Registration } from '../../src/payload-types.ts'
import { expectExact } from '../support/expectExact.ts'
import {
  hoursFromNow,
  makeActivity,
  makePeople,
  makeStaff,
  makeTarget,
  makeUnit,
  makeUnitTree,
  PASSWORD,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import * as paper from '../support/queueModel.ts'
import type { Party, Sheet, Step } from '../support/queueModel.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { tokenOf } from '../support/tokens.ts'

/**
 * Random lives of activities over HTTP, in two server processes on one database, some of them killed on the way. After
 * each step, of one command or of several at once, what is stored must be one of the outcomes that the list on paper
 * (queueModel.ts) allows: every command happened at one moment, in some order, and says so; what was not answered
 * happened whole or not at all. Lanes run side by side, each with a unit, so that its targets can be counted while the
 * others go on.
 *
 * A failure prints the seed and the shortest sequence found that fails.
 */
const LANES = 4
/** In all: 192 and 8. `PROPERTY_SHARE=0.1` runs a tenth, to look for something by hand. */
const SHARE = Number(process.env.PROPERTY_SHARE ?? 1)
const SEQUENCES = Math.ceil(48 * SHARE)
const SEQUENCES_WITH_A_CRASH = Math.ceil(8 * SHARE)
const PEOPLE = 6
const SERVICE_MINUTES = 120
/** How long a process that was killed, and what repairs it, may take. */
const REPAIR_MS = 60_000
const LIMIT_MS = 540_000

let app: TestPayload
let site: Site
let staffToken: string
let departmentToken: string

interface Lane {
  unit: Awaited<ReturnType<typeof makeUnit>>
  /** Its targets: person-times and minutes of service. */
  targets: [string, string]
}
let lanes: Lane[]

beforeAll(async () => {
  app = await startPayload()
  const { payload } = app
  const { county, town } = await makeUnitTree(payload)
  lanes = []
  for (let index = 0; index <= LANES; index += 1) {
    const unit = await makeUnit(payload, 'community', town)
    const targets = [
      await makeTarget(payload, { units: [unit.id] }),
      await makeTarget(payload, { units: [unit.id], measure: 'serviceHours' }),
    ] as const
    lanes.push({ unit, targets: [targets[0].id, targets[1].id] })
  }
  const tokenFor = async ({ email }: { email: string }): Promise<string> =>
    (await payload.login({ collection: 'staff', data: { email, password: PASSWORD } })).token ?? ''
  staffToken = await tokenFor(await makeStaff(payload, 'town', town))
  departmentToken = await tokenFor(await makeStaff(payload, 'department', county))
  site = new Site([await startServer(), await startServer()])
})
afterAll(async () => {
  await site.stop()
  await app.stop()
})

interface Answer {
  /** 0 when there was none. */
  status: number
  body: { id?: string; status?: string; code?: string; results?: { outcome: string }[] }
}

class Site {
  private readonly crashing = new Mutex()
  constructor(private readonly servers: TestServer[]) {}

  async ask(server: number, method: string, path: string, token: string, body?: unknown): Promise<Answer> {
    const init = {
      method,
      headers: { authorization: `JWT ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }
    try {
      const answer = await fetch(`${this.servers[server % 2]?.url}/api${path}`, init)
      return { status: answer.status, body: (await answer.json()) as Answer['body'] }
    } catch (error) {
      // No `instanceof`: fetch's errors are of another realm than Jest's.
      const isNeverSent = (error as { cause?: { code?: string } }).cause?.code === 'ECONNREFUSED'
      return isNeverSent ? this.ask(server + 1, method, path, token, body) : { status: 0, body: {} }
    }
  }

  /** `kill -9`; resolves when another process has taken its place. One at a time, so that the other is there. */
  async crash(server: number, then: Promise<unknown>): Promise<void> {
    await this.crashing.runExclusive(async () => {
      await this.servers[server]?.crash()
      await then
      this.servers[server] = await startServer()
    })
  }

  stop = async (): Promise<void> => void (await Promise.all(this.servers.map((server) => server.stop())))
}

type Command =
  | { do: 'signUp'; who: number; size: number }
  | { do: 'cancel' | 'accept' | 'lapse'; who: number }
  | { do: 'decide'; who: number; decision: 'approve' | 'refuse' }
  | { do: 'mark' | 'correct'; who: number; attendance: 'present' | 'absent'; came: number }
  | { do: 'capacity'; capacity: number | null }
  | { do: 'start'; inHours: number }
  | { do: 'merge'; who: number; into: number }

/** Given at once, to the two processes in turn. */
interface Burst {
  commands: Command[]
  /** The process that is killed meanwhile. */
  killed: number | null
}

interface Setting {
  capacity: number | null
  waitingList: boolean
  approval: boolean
  isService: boolean
  startsInHours: number
}

const who = fc.nat(PEOPLE - 1)
const size = fc.constantFrom(1, 1, 1, 2, 2, 3, 5, 10)
const seats = fc.option(fc.integer({ min: 1, max: 8 }), { freq: 12, nil: null })
const attendance = fc.constantFrom('present' as const, 'absent' as const)
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('signUp' as const), who, size }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('cancel' as const), who }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('accept' as const, 'lapse' as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      who,
      decision: fc.constantFrom('approve' as const, 'approve' as const, 'refuse' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('mark' as const, 'correct' as const),
      who,
      attendance,
      came: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('capacity' as const), capacity: seats }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('merge' as const), who, into: who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('start' as const), inHours: fc.constantFrom(-0.5, 1, 3) }) },
)
const setting: fc.Arbitrary<Setting> = fc.record({
  capacity: seats,
  waitingList: fc.constantFrom(true, true, true, true, false),
  approval: fc.constantFrom(false, false, false, true),
  isService: fc.constantFrom(false, false, true),
  startsInHours: fc.constantFrom(1, 3),
})
const burst = fc.array(command, { minLength: 1, maxLength: 4 }).map((commands): Burst => ({ commands, killed: null }))
const sequence = fc.record({ setting, bursts: fc.array(burst, { minLength: 1, maxLength: 10, size: 'max' }) })
/** As above, with one process killed while several commands are under way. */
const sequenceWithCrash = fc
  .record({
    setting,
    before: fc.array(burst, { maxLength: 5 }),
    commands: fc.array(command, { minLength: 2, maxLength: 4 }),
    killed: fc.nat(1),
    after: fc.array(burst, { minLength: 1, maxLength: 3 }),
  })
  .map(({ before, commands, killed, after, ...rest }) => ({
    ...rest,
    bursts: [...before, { commands, killed }, ...after],
  }))

/** One activity, its people, and the list on paper beside it. */
class Life {
  private sheet: Sheet
  /** Whether a command was not answered: what a process left behind when it was killed is repaired within REPAIR_MS. */
  private isDisturbed = false
  /** Ids of the sign-ups that were answered with 201, by person. */
  private readonly registrations = new Map<number, string>()

  private constructor(
    private readonly activity: string,
    private readonly people: { id: string; token: string }[],
    { capacity, waitingList, approval, isService }: Setting,
    startsAt: string,
  ) {
    this.sheet = paper.emptySheet({
      capacity,
      waitingList,
      approval,
      startsAt: Date.parse(startsAt),
      minutesEach: isService ? SERVICE_MINUTES : null,
    })
  }

  static async begin(lane: Lane, given: Setting): Promise<Life> {
    const { capacity, waitingList, approval, isService, startsInHours } = given
    const [startsAt, endsAt] = [hoursFromNow(startsInHours), hoursFromNow(startsInHours + SERVICE_MINUTES / 60)]
    const ledger = isService ? 'service' : 'participation'
    // Families sign up for what they take part in; volunteers one by one. Sign-up goes on to the end, so that it goes
    // on after the start.
    const activity = await makeActivity(app.payload, lane.unit, {
      capacity,
      waitingList,
      approval,
      ledger,
      partyLimit: isService ? 1 : 10,
      startsAt,
      endsAt,
      registrationClosesAt: endsAt,
    })
    const people = await makePeople(app.payload, PEOPLE)
    const withTokens = await Promise.all(
      people.map(async (person) => ({ id: person.id, token: await tokenOf(app.payload, person) })),
    )
    return new Life(activity.id, withTokens, given, startsAt)
  }

  async step({ commands, killed }: Burst): Promise<void> {
    const calls = commands.flatMap((one, index) => this.callOf(one, index) ?? [])
    const answering = calls.map(async ({ call, step, isDone }) => {
      const answer = await call()
      if (answer.status >= 500 && answer.status !== 503)
        throw new Error(`${JSON.stringify(commands)} answered ${answer.status} ${JSON.stringify(answer.body)}`)
      const isUnknown = answer.status === 0 || answer.status === 503
      return {
        step,
        succeeded: isUnknown ? undefined : isDone ? isDone(answer) : answer.status < 300,
        said: answer.status,
      }
    })
    // In the middle: the first is answered, the others are under way. A race of none would never end.
    if (killed !== null)
      await Promise.race(answering.length > 0 ? answering : [Promise.resolve()]).then(() =>
        site.crash(killed, Promise.all(answering)),
      )
    const attempts = await Promise.all(answering)
    this.isDisturbed ||= attempts.some(({ succeeded }) => succeeded === undefined)
    const possible = new Map(
      paper.outcomes(this.sheet, attempts, Date.now()).map((sheet) => [paper.linesOf(sheet).join('\n'), sheet]),
    )
    await this.untilRight(async () => {
      const { text, wrong, rows } = await this.stored()
      const sheet = possible.get(text)
      if (sheet && wrong === null) {
        this.sheet = sheet
        for (const { id, who } of rows) this.registrations.set(who, id)
        return null
      }
      const said = attempts.map((attempt) => attempt.said).join()
      return [
        `After ${JSON.stringify(commands)}, answered ${said}:`,
        wrong ?? '',
        text,
        '— but possible were',
        ...possible.keys(),
        '— coming from',
        ...paper.linesOf(this.sheet),
      ].join('\n')
    })
  }

  /** The tallies' growth is what is on paper. */
  async end(lane: Lane, before: number[]): Promise<void> {
    const grown = [paper.headsPresent(this.sheet), paper.minutesServed(this.sheet)].map(
      (amount, index) => amount + (before[index] ?? 0),
    )
    await this.untilRight(async () => {
      const tallies = await talliesOf(lane)
      return tallies.join() === grown.join() ? null : `The targets say ${tallies.join()}, counted ${grown.join()}`
    })
  }

  /** At once, or after a repair. @throws what is wrong */
  private async untilRight(look: () => Promise<string | null>): Promise<void> {
    const giveUpAt = Date.now() + (this.isDisturbed ? REPAIR_MS : 0)
    for (;;) {
      const wrong = await look()
      if (wrong === null) return
      if (Date.now() > giveUpAt) throw new Error(wrong)
      await sleep(100)
    }
  }

  /** How a command is given, what it does on paper, and when it was done; null when there is nothing to give it for. */
  private callOf(
    one: Command,
    server: number,
  ): { call: () => Promise<Answer>; step: Step; isDone?: (answer: Answer) => boolean } | null {
    const asStaff = (method: string, path: string, body: unknown) => () =>
      site.ask(server, method, path, staffToken, body)
    if (one.do === 'capacity')
      return {
        call: asStaff('PATCH', `/activities/${this.activity}`, { capacity: one.capacity }),
        step: paper.setCapacity(one.capacity),
      }
    if (one.do === 'start') {
      const [startsAt, endsAt] = [hoursFromNow(one.inHours), hoursFromNow(one.inHours + SERVICE_MINUTES / 60)]
      return {
        call: asStaff('PATCH', `/activities/${this.activity}`, {
          startsAt,
          endsAt,
          registrationClosesAt: endsAt,
          changeReason: '改期',
        }),
        step: paper.moveStart(Date.parse(startsAt)),
      }
    }
    const person = this.people[one.who]
    if (!person) return null
    if (one.do === 'merge') {
      const into = this.people[one.into]?.id
      return {
        call: () =>
          site.ask(server, 'POST', `/people/${person.id}/merge`, departmentToken, { into, reason: '同一人登记了两次' }),
        step: paper.merge(one.who, one.into),
      }
    }
    if (one.do === 'signUp') {
      const asked = this.sheet.minutesEach === null ? one.size : 1
      return {
        step: paper.signUp(one.who, asked),
        call: async () => {
          const answer = await site.ask(server, 'POST', `/activities/${this.activity}/registrations`, person.token, {
            size: asked,
          })
          if (answer.status === 201 && answer.body.id !== undefined) this.registrations.set(one.who, answer.body.id)
          return answer
        },
      }
    }
    const id = this.registrations.get(one.who)
    if (id === undefined) return null
    const asPerson = (method: string, path: string) => () => site.ask(server, method, path, person.token)
    switch (one.do) {
      case 'cancel':
        return { call: asPerson('DELETE', `/registrations/${id}`), step: paper.cancel(one.who) }
      case 'accept':
        return { call: asPerson('POST', `/registrations/${id}/acceptance`), step: paper.accept(one.who) }
      case 'lapse':
        return { call: () => lapseNow(id), step: paper.lapse(one.who) }
      case 'decide':
        return {
          call: asStaff('POST', `/registrations/${id}/decision`, {
            decision: one.decision,
            ...(one.decision === 'refuse' && { reason: '名额留给新人' }),
          }),
          step: paper.decide(one.who, one.decision),
        }
      case 'correct':
        return {
          call: asStaff('POST', `/registrations/${id}/corrections`, {
            attendance: one.attendance,
            reason: '核对签到表',
            ...(one.attendance === 'present' && { came: one.came }),
          }),
          step: paper.correct(one.who, one.attendance, one.came),
        }
      case 'mark': {
        const item = {
          clientId: id,
          activity: this.activity,
          registration: id,
          at: new Date().toISOString(),
          method: 'manual',
          attendance: one.attendance,
          came: one.came,
        }
        return {
          call: asStaff('POST', '/check-ins', { items: [item] }),
          step: paper.mark(one.who, one.attendance, one.came),
          isDone: ({ body }) => ['recorded', 'duplicate'].includes(body.results?.[0]?.outcome ?? ''),
        }
      }
    }
  }

  /** What is stored, as the lines of the list on paper; and what is wrong with it by itself. */
  private async stored(): Promise<{ text: string; wrong: string | null; rows: { id: string; who: number }[] }> {
    const all = { depth: 0, pagination: false, overrideAccess: true, showHiddenFields: true } as const
    const activity = await app.payload.findByID({ collection: 'activities', id: this.activity, ...all })
    const { docs } = await app.payload.find({
      collection: 'registrations',
      where: { activity: { equals: this.activity } },
      ...all,
    })
    const indexOf = (person: unknown): number => this.people.findIndex(({ id }) => id === person)
    const rows = docs.map((doc) => ({ doc, who: indexOf(doc.person) }))
    const ended = (
      await app.payload.find({
        collection: 'people',
        where: { and: [{ id: { in: this.people.map(({ id }) => id) } }, { mergedInto: { exists: true } }] },
        ...all,
      })
    ).docs
    const merged = new Map(ended.map(({ id, mergedInto }) => [indexOf(id), indexOf(mergedInto)]))
    // What became part of another sign-up is left out where nothing is recorded, as any that was cancelled.
    const parties = rows.map(({ doc, who }) => partyOf(doc, who))
    const sheet = {
      ...this.sheet,
      capacity: activity.capacity ?? null,
      startsAt: Date.parse(activity.startsAt),
      drawn: activity.lastSequence ?? 0,
      parties,
      merged,
    }
    const taken = paper.headsSeated(sheet)
    const counted = {
      taken,
      waiting: paper.headsWaiting(sheet),
      free: sheet.capacity === null ? null : sheet.capacity - taken,
      present: paper.headsPresent(sheet),
      minutes: paper.minutesServed(sheet),
    }
    const counters = {
      taken: activity.taken,
      waiting: activity.waiting,
      free: activity.free ?? null,
      present: activity.present,
      minutes: activity.minutes,
    }
    const numbers = docs.flatMap(({ sequence, status, walkIn }) =>
      status === 'cancelled' || walkIn ? [] : (sequence ?? []),
    )
    const badOffer = docs.find(
      ({ status, offerExpiresAt }) =>
        status === 'offered' && !(Date.parse(offerExpiresAt ?? '') <= Date.parse(activity.startsAt)),
    )
    const lost = [...this.registrations].filter(
      ([who, id]) =>
        !rows.some((row) => row.doc.id === id && paper.heirOf(sheet, row.who) === paper.heirOf(sheet, who)),
    )
    const wrong = [
      JSON.stringify(counters) !== JSON.stringify(counted) &&
        `counters ${JSON.stringify(counters)}, counted ${JSON.stringify(counted)}`,
      new Set(numbers).size !== numbers.length && `numbers drawn twice: ${numbers.join()}`,
      ended.some(({ merging }) => merging) && 'a merge is under way',
      badOffer && `an offer without an end: ${JSON.stringify(badOffer)}`,
      lost.length > 0 && `answered 201 and lost: ${JSON.stringify(lost)}`,
    ].filter((fault) => typeof fault === 'string')
    return {
      text: paper.linesOf(sheet).join('\n'),
      wrong: wrong.length > 0 ? wrong.join('\n') : null,
      rows: rows.filter(({ doc }) => !doc.mergedInto).map(({ doc, who }) => ({ id: doc.id, who })),
    }
  }
}

const partyOf = (doc: Registration, index: number): Party => ({
  who: index,
  status: doc.status,
  size: doc.size ?? 1,
  sequence: doc.sequence ?? null,
  passes: doc.passes ?? 0,
  walkIn: doc.walkIn ?? false,
  attendance: doc.attendance,
  came: doc.came ?? null,
  minutes: doc.minutes ?? null,
  corrected: isCorrected(doc.history as unknown as Decision[] | null),
})

/**
 * Nobody can wait for a quarter of an hour here: the end of the offer is moved instead, as if it had been made earlier.
 */
async function lapseNow(id: string): Promise<Answer> {
  const where: Where = { and: [{ id: { equals: id } }, { status: { equals: 'offered' } }] }
  // With a new revision, so that who has read the row looks again.
  await app.payload.db.updateMany({
    collection: 'registrations',
    where,
    data: { offerExpiresAt: new Date(Date.now() - 1).toISOString(), revision: randomUUID() },
    returning: false,
  })
  const row = await app.payload.db.findOne<{ id: string; mergedInto?: string | null }>({
    collection: 'registrations',
    where: { id: { equals: id } },
  })
  if (row?.mergedInto) return lapseNow(row.mergedInto)
  await moveOffersOn(await app.req(), new Date())
  return { status: 200, body: {} }
}

async function talliesOf({ targets }: Lane): Promise<number[]> {
  return Promise.all(
    targets.map(
      async (id) =>
        (await app.payload.findByID({ collection: 'targets', id, depth: 0, overrideAccess: true })).tally ?? 0,
    ),
  )
}

async function live(lane: Lane, { setting: given, bursts }: { setting: Setting; bursts: Burst[] }): Promise<void> {
  const tallies = await talliesOf(lane)
  const life = await Life.begin(lane, given)
  for (const one of bursts) await life.step(one)
  await life.end(lane, tallies)
}

test(
  'random lives of activities, over HTTP, killed on the way',
  async () => {
    const inLane = (index: number, sequences: typeof sequence, numRuns: number): Promise<void> => {
      const lane = lanes[index]
      if (!lane) throw new Error('No such lane')
      return fc.assert(
        fc.asyncProperty(sequences, (one) => live(lane, one)),
        { numRuns, interruptAfterTimeLimit: LIMIT_MS, markInterruptAsFailure: true, endOnFailure: true },
      )
    }
    const ordinary = Array.from({ length: LANES }, (_, index) => inLane(index, sequence, SEQUENCES))
    const ended = await Promise.allSettled([...ordinary, inLane(LANES, sequenceWithCrash, SEQUENCES_WITH_A_CRASH)])
    expect(
      ended.flatMap((one) =>
        one.status === 'rejected' ? [`${String(one.reason)}\n${String((one.reason as Error).cause)}`] : [],
      ),
    ).toEqual([])
    expect((await recount(await app.req())).differences).toEqual([])
    await expectExact(app.payload)
  },
  LIMIT_MS + 60_000,
)
