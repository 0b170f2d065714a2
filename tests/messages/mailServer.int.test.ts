import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import type { Activity, Person } from '../../src/payload-types.ts'
import { DROPS, IN_DOUBT, REFUSALS, type Fault } from '../support/chaosSmtp.ts'
import { killMessageWorkers, runMessageWorkers, until } from '../support/messageWorkers.ts'
import { startServer } from '../support/server.ts'
import {
  after,
  app,
  DAY,
  distinct,
  edit,
  HOUR,
  iso,
  mailsTo,
  makeActivity,
  makeRider,
  MINUTE,
  noon,
  payload,
  rowsAbout,
  signUp,
  smtp,
  toldTo,
  use,
  work,
} from '../support/mailWorld.ts'

/**
 * Every message reaches everyone it concerns once, whatever mail server, network and processes do (docs/messages.md).
 */
const PEOPLE = 30
/** Works on until nothing is left to send, an hour later each time, four workers at once. */
async function workUntilDone(activity: Activity): Promise<void> {
  for (let round = 0; round < 40; round += 1) {
    await Promise.all(Array.from({ length: 4 }, () => work(after(round * HOUR))))
    const rows = await rowsAbout(activity)
    if (rows.length >= PEOPLE && rows.every(({ state }) => state === 'sent')) return
  }
  throw new Error(`Not all are sent: ${JSON.stringify(await rowsAbout(activity))}`)
}

async function crowd(): Promise<{ activity: Activity; people: Person[] }> {
  const activity = await makeActivity({ startsAt: iso(60 * DAY), endsAt: iso(60 * DAY + HOUR), capacity: null })
  const people: Person[] = []
  for (let count = 0; count < PEOPLE; count += 1) people.push(await makeRider())
  for (const person of people) await signUp(person, activity)
  return { activity, people }
}

describe('a mail server that fails and drops connections at random, four workers at once', () => {
  test.each<[string, readonly Fault[]]>([
    ['refuses for now', REFUSALS],
    ['drops connections before it has taken the message', [...REFUSALS, ...DROPS]],
  ])('%s: every message arrives exactly once', async (_name, faults) => {
    smtp.misbehave(faults, 0.4)
    const { activity, people } = await crowd()
    await workUntilDone(activity)
    expect(people.map((person) => mailsTo(person).length)).toEqual(people.map(() => 1))
    expect([...smtp.struck.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(5)
  })

  test('drops them after it has taken the message: taken again with the same Message-ID, and no more than that', async () => {
    smtp.misbehave([...REFUSALS, ...DROPS, ...IN_DOUBT, ...IN_DOUBT, ...IN_DOUBT], 0.4)
    const { activity, people } = await crowd()
    await workUntilDone(activity)
    expect(smtp.unanswered.length).toBeGreaterThan(0)
    for (const person of people) {
      const mails = mailsTo(person)
      expect(distinct(mails)).toBe(1)
      expect(mails.length).toBe(1 + smtp.unanswered.filter((id) => id === mails[0]?.messageId).length)
    }
    const doubts = (await rowsAbout(activity)).reduce((sum, row) => sum + row.doubts, 0)
    expect(doubts).toBeGreaterThanOrEqual(smtp.unanswered.length)
  })

  test('control: without the claim the same two workers send everything twice, and this server sees it', async () => {
    const { activity, people } = await crowd()
    await use.planMessages(await app.req(), noon)
    const unclaimed = async (): Promise<void> => {
      const req = await app.req()
      for (const message of await rowsAbout(activity)) {
        const [registration, person, found] = [
          await use.findRow(req, 'registrations', message.registration ?? ''),
          await use.findRow(req, 'people', message.person ?? ''),
          await use.findRow(req, 'activities', activity.id),
        ]
        if (!registration || !person || !found) throw new Error('gone')
        const letter = use.letterFor({
          message: { ...message, kind: 'confirmed' },
          registration,
          person,
          activity: found,
        })
        if (letter) await use.deliver(payload, letter)
      }
    }
    await Promise.all([unclaimed(), unclaimed()])
    expect(people.map((person) => mailsTo(person).length)).toEqual(people.map(() => 2))
    await payload.db.deleteMany({ collection: 'messages', where: { activity: { equals: activity.id } } })
  })
})

test('whoever runs the jobs sets their pace, piece by piece; what was sent is put down at once [B-min SIGTERM]', async () => {
  const piecesOf = async (job: typeof use.planMessages | typeof use.sendMessages): Promise<number> => {
    let pieces = 0
    await job(await app.req(), noon, async (piece) => {
      pieces += 1
      return piece()
    })
    return pieces
  }
  await work(noon)
  // What other tests left is looked at in every run: activities that start soon.
  const others = await piecesOf(use.planMessages)
  const activity = await makeActivity()
  for (const person of [await makeRider(), await makeRider(), await makeRider()]) await signUp(person, activity)
  expect((await piecesOf(use.planMessages)) - others).toBe(3)
  // Each is claimed. What was sent is put down at once, so that a process that is ending leaves none in doubt.
  expect(await piecesOf(use.sendMessages)).toBe(3)
  expect((await rowsAbout(activity)).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
})

describe('a worker that dies at any point', () => {
  test.each(['before', 'after'] as const)(
    '%s each of its steps: nobody hears twice, nobody is left out',
    async (when) => {
      let twice = 0
      let steps = 0
      for (let step = 1, hasDied = true; hasDied; step += 1) {
        steps = step
        const activity = await makeActivity()
        const [person, other] = [await makeRider(), await makeRider()]
        await signUp(person, activity, new Date())
        await signUp(other, activity, new Date())
        await work(noon)
        expect([toldTo(person), toldTo(other)]).toEqual([['报名成功'], ['报名成功']])
        // One decision and one notice to everyone, to be dealt with by a worker that dies.
        const third = await makeRider()
        await signUp(third, activity)
        await edit(activity, { place: `二号楼 ${step}` })
        const death = use.dyingAt(payload, step, when)
        await work(after(MINUTE)).catch(() => undefined)
        hasDied = death.revive()
        // The next ones find the leases run out.
        for (let run = 0; run < 3; run += 1) await work(after((10 + 10 * run) * MINUTE))
        for (const one of [person, other, third]) {
          const mails = mailsTo(one)
          expect([
            step,
            distinct(mails.filter(({ subject }) => subject?.startsWith('报名成功'))),
            distinct(mails),
          ]).toEqual([step, 1, one === third ? distinct(mails) : 2])
          twice += mails.length - distinct(mails)
        }
        const rows = await rowsAbout(activity)
        expect(rows.every(({ state }) => state === 'sent')).toBe(true)
        const surplus = smtp.accepted.length - distinct(smtp.accepted)
        expect(surplus).toBeLessThanOrEqual(rows.reduce((sum, { doubts }) => sum + doubts, 0))
        smtp.accepted.length = 0
      }
      expect(steps).toBeGreaterThan(20)
      // The window that SMTP leaves is there, and every mail that went through it carries the Message-ID of the first.
      expect(twice).toBeGreaterThan(0)
    },
  )

  test('kill -9 of two worker processes, again and again', async () => {
    smtp.misbehave([...REFUSALS, ...DROPS], 0.2)
    const { activity, people } = await crowd()
    for (let generation = 0; generation < 3; generation += 1)
      await killMessageWorkers(smtp, after(generation * 2 * HOUR))
    smtp.misbehave([], 0)
    await runMessageWorkers(smtp, after(6 * HOUR), async () =>
      (await rowsAbout(activity)).every(({ state }) => state === 'sent'),
    )
    expect((await rowsAbout(activity)).map(({ state }) => state)).toEqual(people.map(() => 'sent'))
    expect(people.map((person) => distinct(mailsTo(person)))).toEqual(people.map(() => 1))
    const surplus = smtp.accepted.length - distinct(smtp.accepted)
    expect(surplus).toBeLessThanOrEqual((await rowsAbout(activity)).reduce((sum, { doubts }) => sum + doubts, 0))
  })
})

describe('a server that is to end while mails are on their way', () => {
  /** As many as are on their way at once, and some that wait for their turn. */
  const [LANES, OTHERS] = [4, 3]
  const settings = () => ({ SMTP_URL: smtp.url, LOG_LEVEL: 'error' })

  test.each([
    ['SIGTERM', 'SIGTERM', 0],
    ['an exception that nobody caught', 'SIGUSR2', 1],
  ] as const)(
    '%s: those are put down, the others are left to the next process, and each arrives once [B-min SIGTERM]',
    async (_name, signal, status) => {
      // Soon: the night keeps nobody waiting.
      const activity = await makeActivity({ startsAt: use.hoursFromNow(3), endsAt: use.hoursFromNow(5) })
      const people = await Promise.all(Array.from({ length: LANES + OTHERS }, makeRider))
      for (const person of people) await signUp(person, activity, new Date())
      // Planned before the server starts, so that its first run finds all of them. A first run with fewer would wait
      // for the held ones until their time-out, and put them down as in doubt.
      await use.planMessages(await app.req(), new Date())
      expect((await rowsAbout(activity)).map(({ state }) => state)).toEqual(people.map(() => 'waiting'))
      const held = smtp.hold()
      const server = await startServer(settings(), 'tests/support/failingServer.ts')
      await until(() => held.count() === LANES)
      process.kill(server.pid, signal)
      // It takes no more requests, and waits for the mail server, however long that takes: a slow one has some seconds.
      await Promise.race([server.ended, sleep(8000)])
      const [statusMeanwhile, isServing] = [
        server.status(),
        await fetch(`${server.url}/healthz`).then(
          () => true,
          () => false,
        ),
      ]
      held.release()
      await Promise.race([server.ended, sleep(30_000)])
      await server.crash()
      expect([statusMeanwhile, isServing, server.status()]).toEqual([null, false, status])
      expect(server.output().split('uncaught exception').length - 1).toBe(status)
      expect((await rowsAbout(activity)).map(({ state, doubts }) => [state, doubts]).sort()).toEqual([
        ...people.slice(0, LANES).map(() => ['sent', 0]),
        ...people.slice(LANES).map(() => ['waiting', 0]),
      ])

      const next = await startServer(settings())
      await until(async () => (await rowsAbout(activity)).every(({ state }) => state === 'sent'))
      await next.stop()
      expect(people.map((person) => mailsTo(person).length)).toEqual(people.map(() => 1))
    },
  )

  test('a promise that nobody waited for is one error in the log, and everybody is served on [B-min SIGTERM]', async () => {
    const server = await startServer(settings(), 'tests/support/failingServer.ts')
    process.kill(server.pid, 'SIGHUP')
    await until(() => server.output().includes('a promise that nobody waits for'))
    // Whoever asks next is answered, unless the process has ended.
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        fetch(`${server.url}/api/public/activities`).then(
          (answer) => answer.status,
          () => 'no answer',
        ),
      ),
    )
    const meanwhile = [server.status(), answers]
    await server.stop()
    expect([...meanwhile, server.status()]).toEqual([null, [200, 200, 200, 200, 200], 0])
    // A line like every other, so that whoever watches the log sees an error. (Next writes one of its own beside it.)
    const lines = server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.includes('a promise that nobody waits for'))
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ level: 50, msg: 'unhandled rejection' }),
    ])
  })
})
