import { jwtSign } from 'payload'
import type { Person } from '../../src/payload-types.ts'

/** A session of the person, as openSession would give it: for load tests that cannot read 500 mails. */
export async function tokenOf(person: Pick<Person, 'id'>): Promise<string> {
  const { token } = await jwtSign({ fieldsToSign: { id: person.id, collection: 'people' }, secret: process.env.PAYLOAD_SECRET ?? '', tokenExpiration: 3600 })
  return token
}
