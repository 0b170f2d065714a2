import { createLocalReq, type Payload } from 'payload'
import { startSession } from '../../src/operations/identity/personSessions.ts'
import type { Person } from '../../src/payload-types.ts'
import { keyedHash } from '../../src/privacy/cipher.ts'
import { ask } from './http.ts'

/** A session of the person, as openSession would give it: for load tests that cannot read 500 mails. */
export async function tokenOf(payload: Payload, person: Pick<Person, 'id'>): Promise<string> {
  return startSession(await createLocalReq({}, payload), person.id, new Date())
}

/** A code as its holder would read it: asked for like any, then its stored hash is exchanged for one that is known. */
export async function codeFor(payload: Payload, contact: { phone?: string; email?: string }): Promise<string> {
  const { status } = await ask({ method: 'POST', path: '/codes', body: contact })
  if (status !== 202) throw new Error(`No code for ${JSON.stringify(contact)}: ${status}`)
  await makeCodeKnown(payload, contact)
  return '123456'
}

/** The last code that was sent there becomes 123456. */
export async function makeCodeKnown(payload: Payload, contact: { phone?: string; email?: string }): Promise<void> {
  const contactHash =
    contact.email === undefined ? keyedHash('phone', contact.phone ?? '') : keyedHash('email', contact.email)
  const { docs } = await payload.db.find<{ id: string }>({
    collection: 'codes',
    where: { contactHash: { equals: contactHash } },
    sort: '-createdAt',
    limit: 1,
  })
  await payload.db.updateOne({
    collection: 'codes',
    id: docs[0]?.id ?? '',
    data: { codeHash: keyedHash('code', `${contactHash}:123456`) },
  })
}
