import { createLocalReq, type Payload } from 'payload'
import { startSession } from '../../src/operations/personSessions.ts'
import type { Person } from '../../src/payload-types.ts'

/** A session of the person, as openSession would give it: for load tests that cannot read 500 mails. */
export async function tokenOf(payload: Payload, person: Pick<Person, 'id'>): Promise<string> {
  return startSession(await createLocalReq({}, payload), person.id, new Date())
}
