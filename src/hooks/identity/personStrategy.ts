import type { AuthStrategy } from 'payload'
import { findRow } from '../../database/rows.ts'
import { isOpen } from '../../domain/identity/sessions.ts'
import { tokenBearer } from '../../operations/identity/tokenBearer.ts'

/**
 * Sessions of people, who have no password: a token signed by startSession, worth nothing once the session is ended,
 * the person erased or the record merged into another.
 */
export const personStrategy: AuthStrategy = {
  name: 'person-token',
  authenticate: async ({ headers, payload }) => {
    const bearer = await tokenBearer(headers, payload, 'people')
    if (bearer === null) return { user: null }
    const person = await findRow({ payload }, 'people', bearer.id)
    if (!person || person.erasedAt || person.mergedInto) return { user: null }
    if (!person.sessions?.some((session) => session.id === bearer.sid && isOpen(session, new Date())))
      return { user: null }
    return { user: { id: person.id, collection: 'people', _sid: bearer.sid } as never }
  },
}
