import type { AuthStrategy } from 'payload'
import { findRow } from '../database/rows.ts'
import { tokenBearer } from '../operations/tokenBearer.ts'

/** Sessions of people, who have no password: a token signed by openSession, worth nothing once the person is erased or the record merged into another. */
export const personStrategy: AuthStrategy = {
  name: 'person-token',
  authenticate: async ({ headers, payload }) => {
    const id = await tokenBearer(headers, payload)
    if (id === null) return { user: null }
    const person = await findRow({ payload }, 'people', id)
    if (!person || person.erasedAt || person.mergedInto) return { user: null }
    return { user: { id: person.id, collection: 'people' } as never }
  },
}
