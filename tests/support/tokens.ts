import { jwtSign, type Payload } from 'payload'
import type { Person } from '../../src/payload-types.ts'

/** A session of the person, as openSession would give it: for load tests that cannot read 500 mails. */
export async function tokenOf(payload: Payload, person: Pick<Person, 'id'>): Promise<string> {
  const { token } = await jwtSign({ fieldsToSign: { id: person.id, collection: 'people' }, secret: payload.secret, tokenExpiration: 3600 })
  return token
}
