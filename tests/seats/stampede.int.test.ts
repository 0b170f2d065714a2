import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { recount } from '../../src/operations/tallies/recount.ts'
import type { Activity, Person, Unit } from '../../src/payload-types.ts'
import { makeActivity, makePeople, makeUnitTree } from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { tokenOf } from '../support/tokens.ts'

/** 500 people at once for 50 seats, over HTTP, into two server processes on one database. */
const PEOPLE = 500
const SEATS = 50

interface Answer {
  httpStatus: number
  id: string
  status: string
  position?: number
}

describe('stampede', () => {
  let test: TestPayload
  let people: Person[]
  let unit: Unit

  beforeAll(async () => {
    test = await startPayload()
    ;({ community: unit } = await makeUnitTree(test.payload))
    people = await makePeople(test.payload, PEOPLE)
  })
  afterAll(async () => {
    await test.stop()
  })

  const rowsOf = async (activity: Activity) => {
    const { docs } = await test.payload.find({
      collection: 'registrations',
      where: { activity: { equals: activity.id } },
      sort: 'sequence',
      pagination: false,
      depth: 0,
      overrideAccess: true,
    })
    return docs
  }

  describe('guarded', () => {
    let servers: TestServer[]
    beforeAll(async () => {
      servers = [await startServer(), await startServer()]
    })
    afterAll(async () => {
      await Promise.all(servers.map((server) => server.stop()))
    })

    const call = async (method: string, path: string, person: Person, index: number): Promise<Answer> => {
      const server = servers[index % servers.length]
      const answer = await fetch(`${server?.url}/api${path}`, {
        method,
        headers: { authorization: `JWT ${await tokenOf(test.payload, person)}` },
      })
      return { httpStatus: answer.status, ...((await answer.json()) as Omit<Answer, 'httpStatus'>) }
    }

    it('gives every seat once and puts the others in line', async () => {
      const activity = await makeActivity(test.payload, unit, { capacity: SEATS })
      const answers = await Promise.all(
        people.map((person, index) => call('POST', `/activities/${activity.id}/registrations`, person, index)),
      )

      expect(answers.filter(({ httpStatus }) => httpStatus !== 201)).toEqual([])
      expect(answers.filter(({ status }) => status === 'confirmed')).toHaveLength(SEATS)
      const rows = await rowsOf(activity)
      expect(rows.map(({ sequence }) => sequence)).toEqual(people.map((_, index) => index + 1))
      expect(rows.map(({ status }) => status)).toEqual(
        people.map((_, index) => (index < SEATS ? 'confirmed' : 'waitlisted')),
      )
      // What each was told is what stands: the position is the place behind the seats.
      for (const answer of answers) {
        const row = rows.find(({ id }) => id === answer.id)
        expect({ status: answer.status, position: answer.position }).toEqual({
          status: row?.status,
          position: row?.status === 'waitlisted' ? (row.sequence ?? 0) - SEATS : undefined,
        })
      }
      expect((await recount(await test.req())).differences).toEqual([])

      // Ten seats given back at once, again into both processes: the ten who waited longest get them.
      const holders = answers
        .map((answer, index) => ({ answer, index }))
        .filter(({ answer }) => answer.status === 'confirmed')
        .slice(0, 10)
      const cancelled = await Promise.all(
        holders.map(({ answer, index }, nth) =>
          call('DELETE', `/registrations/${answer.id}`, people[index] as Person, nth),
        ),
      )
      expect(cancelled.map(({ httpStatus }) => httpStatus)).toEqual(holders.map(() => 200))
      const after = await rowsOf(activity)
      expect(after.filter(({ status }) => status === 'confirmed')).toHaveLength(SEATS)
      expect(
        after
          .filter(({ status, sequence }) => status === 'confirmed' && (sequence ?? 0) > SEATS)
          .map(({ sequence }) => sequence),
      ).toEqual(holders.map((_, nth) => SEATS + 1 + nth))
      expect((await recount(await test.req())).differences).toEqual([])
    })

    it('keeps one record when one person presses the button twenty times in both processes', async () => {
      const activity = await makeActivity(test.payload, unit, { capacity: SEATS })
      const [person] = people as [Person]
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          call('POST', `/activities/${activity.id}/registrations`, person, index),
        ),
      )
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
      expect(answers.filter(({ httpStatus }) => httpStatus === 201)).toHaveLength(1)
      expect(answers.filter(({ httpStatus }) => httpStatus === 200)).toHaveLength(19)
      expect((await recount(await test.req())).differences).toEqual([])
    })
  })

  describe('control: the same stampede without the guard', () => {
    let servers: TestServer[]
    beforeAll(async () => {
      servers = [
        await startServer({}, 'tests/support/unguardedServer.ts'),
        await startServer({}, 'tests/support/unguardedServer.ts'),
      ]
    })
    afterAll(async () => {
      await Promise.all(servers.map((server) => server.stop()))
    })

    it('oversells, so the test above can see a race', async () => {
      const activity = await makeActivity(test.payload, unit, { capacity: SEATS })
      await Promise.all(
        people
          .slice(0, 200)
          .map((person, index) =>
            fetch(`${servers[index % 2]?.url}/claim?activity=${activity.id}&person=${person.id}`, { method: 'POST' }),
          ),
      )
      const confirmed = (await rowsOf(activity)).filter(({ status }) => status === 'confirmed')
      expect(confirmed.length).toBeGreaterThan(SEATS)
    })
  })
})
