import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  endOf,
  Refused,
  synchronise,
  type Entry,
  type Queue,
  type Send,
  type Settled,
} from '../../src/domain/attendance/scanQueue.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import type { CheckInResult } from '../../src/domain/attendance/checkInViews.ts'
import type { Activity, Registration } from '../../src/payload-types.ts'
import { signTicket } from '../../src/privacy/cipher.ts'
import { expectExact } from '../support/expectExact.ts'
import {
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeTarget,
  makeUnitTree,
  PASSWORD,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { freePort, startServer, type TestServer } from '../support/server.ts'

/** Two phones scan everybody without a network, and tell the server later, on a bad line, while it is killed twice. */
const PEOPLE = 500
const SCANS = 2 * PEOPLE
const PATIENCE_MS = 600_000

/**
 * A phone's disk: what is on it survives as text, nothing else does. The queue's own logic is the page's
 * (src/domain/attendance/scanQueue.ts).
 */
class Phone implements Queue {
  private disk: string[] = []
  readonly settled: Settled[] = []

  constructor(private readonly shuffle: <T>(items: T[]) => T[]) {}

  async add(entry: Entry): Promise<void> {
    this.disk.push(JSON.stringify(entry))
  }
  /** In another order at each look. */
  async pending(): Promise<Entry[]> {
    return this.shuffle(this.disk.map((line) => JSON.parse(line) as Entry))
  }
  async settle(settled: Settled[]): Promise<void> {
    const done = new Set(settled.map(({ entry }) => entry.clientId))
    this.disk = this.disk.filter((line) => !done.has((JSON.parse(line) as Entry).clientId))
    this.settled.push(...settled)
  }
}

/** Dice that fall the same way in every run (mulberry32). */
function diceFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

describe('offline scans', () => {
  let test: TestPayload
  let activity: Activity
  let registrations: Registration[]
  let tokens: string[]
  let port: string
  let server: TestServer
  const dice = diceFrom(20261123)
  const shuffle = <T>(items: T[]): T[] =>
    items
      .map((item) => [dice(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item)

  beforeAll(async () => {
    test = await startPayload()
    const units = await makeUnitTree(test.payload)
    activity = await makeActivity(test.payload, units.community, { capacity: PEOPLE, ledger: 'service' })
    await makeTarget(test.payload)
    await makeTarget(test.payload, { measure: 'serviceHours' })
    registrations = []
    for (let index = 0; index < PEOPLE; index += 1)
      registrations.push(await makeRegistration(test.payload, activity, await makePerson(test.payload)))
    tokens = []
    for (let phone = 0; phone < 2; phone += 1) {
      const { email } = await makeStaff(test.payload, 'organiser', units.community)
      tokens.push((await test.payload.login({ collection: 'staff', data: { email, password: PASSWORD } })).token ?? '')
    }
    port = String(await freePort())
    server = await startServer({ PORT: port })
  }, PATIENCE_MS)
  afterAll(async () => {
    await server.stop()
    await test.stop()
  })

  it(
    'are recorded once each, whatever is lost, repeated or killed on the way',
    async () => {
      const phones = [new Phone(shuffle), new Phone(shuffle)]
      const begin = Date.now() - SCANS
      for (const phone of phones) {
        for (const [index, { id }] of shuffle(registrations).entries()) {
          // Some by the list, some by a ticket that was not on it.
          const whom = index % 5 === 0 ? { ticket: signTicket(id) } : { registration: id }
          await phone.add({
            kind: 'scan',
            clientId: randomUUID(),
            activity: activity.id,
            at: new Date(begin + index * 2 + phones.indexOf(phone)).toISOString(),
            method: 'scan',
            ...whom,
          })
        }
      }

      const killings = [SCANS / 3, (2 * SCANS) / 3]
      let answered = 0
      let restart = Promise.resolve()
      let kills = 0
      const killAndRestart = async (): Promise<void> => {
        await server.crash()
        server = await startServer({ PORT: port })
      }

      /** The line: batches arrive in any order and twice, answers get lost. */
      const sendOf =
        (token: string): Send =>
        async (entries) => {
          const items = shuffle([...entries, ...entries.filter(() => dice() < 0.2)]).map((entry) => ({
            ...entry,
            kind: undefined,
          }))
          const post = async (): Promise<CheckInResult[]> => {
            const answer = await fetch(`${server.url}/api/check-ins`, {
              method: 'POST',
              headers: { 'content-type': 'application/json', authorization: `JWT ${token}` },
              body: JSON.stringify({ items }),
            })
            if (answer.status === 400) throw new Refused(await answer.text())
            if (!answer.ok) throw new Error(`The server answered ${answer.status}`)
            return ((await answer.json()) as { results: CheckInResult[] }).results
          }
          const [killAt] = killings
          if (killAt !== undefined && answered >= killAt) {
            killings.shift()
            kills += 1
            // In the middle of this batch, whose answer nobody hears.
            const lost = post()
            restart = killAndRestart()
            await lost
          }
          if (dice() < 0.3) await post()
          const results = await post()
          if (dice() < 0.2) throw new Error('The answer was lost')
          answered += entries.length
          return results
        }

      await Promise.all(
        phones.map(async (phone, index) => {
          const send = sendOf(tokens[index] ?? '')
          for (let tries = 0; (await phone.pending()).length > 0; tries += 1) {
            if (tries > 500) throw new Error('The queue does not empty')
            // What the page does after a failure, without the waiting; but not against a server that is not there.
            await synchronise(phone, send).catch(() => restart)
          }
        }),
      )
      await restart
      expect(kills).toBe(2)

      // Nothing lost on the phones: each scan was answered, as recorded or as second.
      const settled = phones.flatMap((phone) => phone.settled)
      expect(new Set(settled.map(({ entry }) => entry.clientId)).size).toBe(SCANS)
      expect(settled.filter((one) => endOf(one) === 'refused')).toEqual([])

      // One attendance each, at the time of one of the two scans; and the phone whose scan it is knows that it was
      // first.
      const { docs } = await test.payload.find({
        collection: 'registrations',
        where: { activity: { equals: activity.id } },
        pagination: false,
        depth: 0,
        overrideAccess: true,
      })
      expect(docs).toHaveLength(PEOPLE)
      for (const row of docs) {
        expect(row).toMatchObject({ status: 'confirmed', attendance: 'present', method: 'scan', walkIn: false })
        const ends = settled.filter(({ registration }) => registration === row.id)
        expect(ends).toHaveLength(2)
        expect(ends.filter((one) => endOf(one) === 'done').map(({ entry }) => entry.at)).toEqual([row.checkedInAt])
      }
      expect(
        await test.payload.findByID({ collection: 'activities', id: activity.id, depth: 0, overrideAccess: true }),
      ).toMatchObject({ present: PEOPLE, taken: PEOPLE })
      await expectExact(test.payload)
      expect((await recount(await test.req())).differences).toEqual([])
    },
    PATIENCE_MS,
  )
})
