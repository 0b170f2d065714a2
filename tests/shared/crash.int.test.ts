import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { recount } from '../../src/operations/tallies/recount.ts'
import type { Activity, Person } from '../../src/payload-types.ts'
import {
  hoursFromNow,
  makeActivity,
  makePeople,
  makeStaff,
  makeTarget,
  makeUnitTree,
  PASSWORD,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer } from '../support/server.ts'
import { tokenOf } from '../support/tokens.ts'

const PEOPLE = 240
const SEATS = 60

/**
 * `kill -9` in the middle of sign-ups, cancellations and check-ins: what was answered stands, and the numbers are true.
 */
describe('crash', () => {
  let test: TestPayload
  let people: Person[]
  let activity: Activity
  let staffToken: string

  beforeAll(async () => {
    test = await startPayload()
    const units = await makeUnitTree(test.payload)
    people = await makePeople(test.payload, PEOPLE)
    activity = await makeActivity(test.payload, units.community, {
      capacity: SEATS,
      ledger: 'service',
      startsAt: hoursFromNow(3),
      endsAt: hoursFromNow(5),
    })
    await makeTarget(test.payload)
    await makeTarget(test.payload, { measure: 'serviceHours' })
    const staff = await makeStaff(test.payload, 'organiser', units.community)
    const { token } = await test.payload.login({
      collection: 'staff',
      data: { email: staff.email, password: PASSWORD },
    })
    staffToken = token ?? ''
  })
  afterAll(async () => {
    await test.stop()
  })

  it.each([0.2, 0.5, 0.8])('keeps every answer when killed after %f of the traffic', async (share) => {
    const server = await startServer()
    const signedUp = new Map<string, { id: string; status: string }>()
    const cancelled = new Set<string>()
    const present = new Set<string>()
    let answered = 0
    let reachShare = (): void => undefined
    const shareReached = new Promise<void>((resolve) => (reachShare = resolve))

    /** A person signs up; every third one then cancels, the others with a seat are checked in. */
    const visit = async (person: Person, index: number): Promise<void> => {
      const headers = {
        authorization: `JWT ${await tokenOf(test.payload, person)}`,
        'content-type': 'application/json',
      }
      const answer = await fetch(`${server.url}/api/activities/${activity.id}/registrations`, {
        method: 'POST',
        headers,
      })
      if (!answer.ok) return
      const registration = (await answer.json()) as { id: string; status: string }
      signedUp.set(person.id, registration)
      answered += 1
      if (answered >= PEOPLE * share) reachShare()
      if (index % 3 === 0) {
        const cancellation = await fetch(`${server.url}/api/registrations/${registration.id}`, {
          method: 'DELETE',
          headers,
        })
        if (cancellation.status === 200) cancelled.add(registration.id)
      } else if (registration.status === 'confirmed') {
        const items = [
          {
            clientId: registration.id,
            activity: activity.id,
            registration: registration.id,
            at: new Date().toISOString(),
            method: 'manual',
          },
        ]
        const checkIn = await fetch(`${server.url}/api/check-ins`, {
          method: 'POST',
          headers: { ...headers, authorization: `JWT ${staffToken}` },
          body: JSON.stringify({ items }),
        })
        if (checkIn.status === 200) present.add(registration.id)
      }
    }

    const traffic = Promise.allSettled(people.map(visit))
    await Promise.race([shareReached, traffic])
    expect(answered).toBeGreaterThanOrEqual(PEOPLE * share)
    await server.crash()
    await traffic

    const restarted = await startServer()
    const { docs: rows } = await test.payload.find({
      collection: 'registrations',
      where: { activity: { equals: activity.id } },
      sort: 'sequence',
      pagination: false,
      depth: 0,
      showHiddenFields: true,
      overrideAccess: true,
    })
    await restarted.stop()

    for (const [personId, { id }] of signedUp) expect(rows.find((row) => row.id === id)?.person).toBe(personId)
    for (const id of cancelled) expect(rows.find((row) => row.id === id)?.status).toBe('cancelled')
    for (const id of present) expect(rows.find((row) => row.id === id)?.attendance).toBe('present')
    for (const { id, status } of signedUp.values()) {
      // A confirmed seat stays; who waited may have moved up meanwhile, or asked to cancel just before the end.
      if (status === 'confirmed' && !cancelled.has(id))
        expect(['confirmed', 'cancelled']).toContain(rows.find((row) => row.id === id)?.status)
    }
    const held = rows.filter(({ status, walkIn }) => status === 'confirmed' && !walkIn)
    const waiting = rows.filter(({ status }) => status === 'waitlisted')
    expect(held.length).toBe(Math.min(SEATS, held.length + waiting.length))
    expect(rows.filter(({ unsettled }) => unsettled)).toEqual([])
    const numbers = rows
      .map(({ sequence }) => sequence)
      .filter((sequence) => sequence !== null && sequence !== undefined)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect((await recount(await test.req())).differences).toEqual([])
  })
})
